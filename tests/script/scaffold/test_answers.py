"""Test the answers that describe a new integration."""

from importlib.metadata import version

import pytest

from script.scaffold import ScaffoldError, answers
from script.scaffold.answers import distribution_of, is_installed, valid_requirement


@pytest.mark.parametrize(
    "text", ["acme==1.0", "acme[push]==1.0", "acme-meter[push,mqtt]==1.0.0b1"]
)
def test_requirement(text: str) -> None:
    """Test that a library that is pinned is accepted, whatever extras of it are required."""
    assert valid_requirement(text) == text


@pytest.mark.parametrize("text", ["acme", "acme>=1", "acme[push]", "acme[]==1.0"])
def test_no_requirement(text: str) -> None:
    """Test that any other is refused in one line."""
    with pytest.raises(ScaffoldError, match=r"^requirement '[^\n]+: has to be pinned"):
        valid_requirement(text)


@pytest.mark.parametrize(
    ("wanted", "installed", "is_it"),
    [
        ("2024.03.0", "2024.3.0", True),
        ("2024.3", "2024.3.0", True),
        ("1.0.0b1", "1.0.0b1", True),
        ("1.0.0", "1.0.0b1", False),
        ("1.0", "1.0.1", False),
    ],
)
def test_installed(
    monkeypatch: pytest.MonkeyPatch, wanted: str, installed: str, is_it: bool
) -> None:
    """Test that a version is told from another however it is written."""
    monkeypatch.setattr(answers, "version", lambda name: installed)
    assert is_installed(f"acme=={wanted}") is is_it


def test_extras() -> None:
    """Test that a library is found whatever extras of it are required."""
    assert distribution_of("acme-meter[push]==1.0") == "acme-meter"
    assert is_installed(f"pytest[dev]=={version('pytest')}")
    assert not is_installed("pytest[dev]==0.1")
