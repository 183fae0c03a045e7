"""Test replacing texts in files."""

from pathlib import Path

import pytest

from tests.edits import edit, edited, replaced


def test_replaced() -> None:
    """Test that each edit applies to what the one before it left, wherever it stands."""
    assert replaced("one one two", ("one", "two"), ("two", "three")) == (
        "three three three"
    )


def test_edit_that_changes_nothing(tmp_path: Path) -> None:
    """Test that a text that is not there is an error, and nothing is written."""
    path = tmp_path / "file.txt"
    path.write_text("one two")
    with pytest.raises(ValueError, match="'three' is not in the text"):
        edit(path, ("one", "four"), ("three", "five"))
    assert path.read_text() == "one two"
    with pytest.raises(ValueError, match="'three' is not in the text"):
        edited({"file.txt": b"one"}, "file.txt", ("three", "four"))


def test_edit(tmp_path: Path) -> None:
    """Test that a file, or one of the files of a tree, is changed."""
    path = tmp_path / "file.txt"
    path.write_text("one two")
    edit(path, ("one", "four"))
    assert path.read_text() == "four two"
    assert edited({"a": b"one", "b": b"one"}, "a", ("one", "two")) == {
        "a": b"two",
        "b": b"one",
    }
