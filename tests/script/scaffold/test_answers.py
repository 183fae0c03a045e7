"""Test the answers that describe a new integration."""

from importlib.metadata import version

import pytest

from script.scaffold import ScaffoldError
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


def test_extras() -> None:
    """Test that a library is found whatever extras of it are required."""
    assert distribution_of("acme-meter[push]==1.0") == "acme-meter"
    assert is_installed(f"pytest[dev]=={version('pytest')}")
    assert not is_installed("pytest[dev]==0.1")
