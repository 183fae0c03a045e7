"""Test reading a library."""

from pathlib import Path

import pytest

from script.integration.library import library


def test_library_here(tree: Path) -> None:
    """Test that a library is found by its name, however that is written."""
    found = library("meter-client==1.2.3", tree / "companion" / "library")
    assert (found.name, found.version) == ("meter-client", "1.2.3")
    assert found.folder == tree / "companion/library/meter-client"
    assert found.packages == {"meter_client"}
    assert [path.name for path, _ in found.trees] == ["__init__.py", "client.py"]


def test_installed_library(tmp_path: Path) -> None:
    """Test that a library that is not here is read as it is installed."""
    found = library("packaging==26.0", tmp_path)
    assert found.folder is None
    assert found.packages == {"packaging"}


def test_no_library(tmp_path: Path) -> None:
    """Test that a library that is nowhere has no files."""
    found = library("no-such-library-anywhere==1.0", tmp_path)
    assert found.installed is None
    assert found.files == ()


@pytest.mark.parametrize(
    ("required", "version", "expected"),
    [
        ("1.2.3", "1.2.3", True),
        ("1.2.3", "1.2.4", False),
        # As package indexes write it
        ("2024.03.0", "2024.3.0", True),
        ("1.0", "1.0.0", True),
        ("weekly", "weekly", True),
        ("weekly", "1.0", False),
    ],
)
def test_required_version(
    tmp_path: Path, required: str, version: str, expected: bool
) -> None:
    """Test that it does not matter how a version is written."""
    found = library(f"no-such-library-anywhere=={required}", tmp_path)
    assert found.requires(version) is expected
