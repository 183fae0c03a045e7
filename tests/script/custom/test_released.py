"""Test that an adopted integration is published as an update of what its users have."""

from pathlib import Path

import pytest

from script.custom import CustomError
from script.custom.manifest import Release
from script.custom.released import (
    dump,
    following,
    place_of,
    read,
    release_of,
    require_newer,
)

BEFORE = Release("10.1.0", "https://github.com/octocat/meter")


@pytest.mark.parametrize(
    ("version", "next_one"),
    [("10.1.0", "10.1.1"), ("2026.9", "2026.10"), ("1.0.0b9", "1.0.0b10"), ("7", "8")],
)
def test_following(version: str, next_one: str) -> None:
    """Test that the next version is one that Home Assistant takes for newer."""
    assert following(version) == next_one
    require_newer(next_one, Release(version, ""))


def test_not_newer() -> None:
    """Test that a version is refused that users would not get."""
    with pytest.raises(CustomError, match=r"10\.0\.9: not newer than 10\.1\.0"):
        require_newer("10.0.9", BEFORE)


def test_remembered(tmp_path: Path) -> None:
    """Test that what a manifest says is remembered, and read again."""
    manifest = {
        "version": "10.1.0",
        "documentation": "https://example.com",
        "issue_tracker": "https://github.com/octocat/meter/issues",
    }
    assert release_of(manifest) == BEFORE
    assert release_of({"documentation": "https://example.com"}) is None
    assert read(tmp_path, "acme_meter") is None
    path = tmp_path / place_of("acme_meter")
    path.parent.mkdir(parents=True)
    path.write_bytes(dump(BEFORE))
    assert read(tmp_path, "acme_meter") == BEFORE
    path.write_text('{"other": 1}')
    with pytest.raises(CustomError, match="adopt anew"):
        read(tmp_path, "acme_meter")
