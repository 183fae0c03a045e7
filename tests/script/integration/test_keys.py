"""Test finding what stands under keys."""

from pathlib import Path

import pytest

from script.integration.keys import at, line_of, mapping_at, strings_at

CONTENT = {"a": {"b": {"c": "text"}, "list": ["x", 1, "y"]}}


def test_found() -> None:
    """Test that what stands under keys is found, in the kind that is asked for."""
    assert at(CONTENT, "a", "b", "c") == "text"
    assert mapping_at(CONTENT, "a", "b") == {"c": "text"}
    assert strings_at(CONTENT, "a", "list") == ["x", "y"]


def test_missing() -> None:
    """Test that what is missing, or of another kind, is nothing."""
    assert at(CONTENT, "a", "b", "c", "d") is None
    assert mapping_at(CONTENT, "a", "list") == {}
    assert strings_at(CONTENT, "a", "b") == []


@pytest.mark.parametrize(
    ("keys", "line"),
    [
        ((), 1),
        (("a",), 2),
        (("a", "b"), 3),
        (("a", "list", 1), 6),
        (("a", "none", "b"), 2),
        (("a", "list", 7), 4),
    ],
)
def test_line(tmp_path: Path, keys: tuple[object, ...], line: int) -> None:
    """Test that the line of the deepest key that is there is found."""
    path = tmp_path / "strings.json"
    path.write_text(
        '{\n  "a": {\n    "b": 1,\n    "list": [\n      1,\n      2\n    ]\n  }\n}\n'
    )
    assert line_of(path, *keys) == line


def test_no_line(tmp_path: Path) -> None:
    """Test that without a file there is no line."""
    assert line_of(tmp_path / "strings.json", "a") == 0
