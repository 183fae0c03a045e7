"""Test how changes of a tree are made."""

from script.codemods.change import Change, Content, changed, with_imports
from script.codemods.subject import Subject
from script.cut.place import Place
from script.cut.source import Edit

PATH = "homeassistant/components/example/sensor.py"
TREE = {PATH: b"ONE = 1\r\nTWO = 2\r\n"}
PLACE = Place(PATH, 1, "ONE = 1", "it may be wrong", "look at it")


def change(start: int, text: str, *, doubt: Place | None = None) -> Change:
    """Return the change of one character."""
    return Change(PATH, 1, doubt=doubt, edits=(Edit(start, start + 1, text),))


def test_edits() -> None:
    """Test that edits are made at their positions, and lines end as in core."""
    result = changed(Subject(TREE, "example"), [change(6, "3")], uncertain=False)
    assert result.tree == {PATH: b"ONE = 3\nTWO = 2\n"}
    assert result.places_changed == ((PATH, 1),)


def test_doubt() -> None:
    """Test that what is in doubt is left, unless it is asked for."""
    steps = [change(6, "3", doubt=PLACE)]
    left = changed(Subject(TREE, "example"), steps, uncertain=False)
    assert (left.tree, left.left, left.places_changed) == (TREE, (PLACE,), ())
    made = changed(Subject(TREE, "example"), steps, uncertain=True)
    assert (made.left, len(made.places_changed)) == ((), 1)


def test_overlap() -> None:
    """Test that of two changes of one place the second waits."""
    steps = [change(6, "3"), change(6, "4"), change(14, "5")]
    result = changed(Subject(TREE, "example"), steps, uncertain=False)
    assert result.tree == {PATH: b"ONE = 3\nTWO = 5\n"}


def test_no_python() -> None:
    """Test that what would be no Python any more is left to the author, and the rest is changed."""
    steps = [change(6, ")"), change(14, "5")]
    result = changed(Subject(TREE, "example"), steps, uncertain=False)
    assert result.tree == {PATH: b"ONE = 1\nTWO = 5\n"}
    [place] = result.left
    assert (place.line, place.code) == (1, "ONE = 1")


def test_layout() -> None:
    """Test that what only lays code out is no change."""
    result = changed(Subject(TREE, "example"), [change(5, "  ")], uncertain=False)
    assert (result.tree, result.places_changed) == (TREE, ())


def test_files() -> None:
    """Test that whole files are written and removed."""
    steps = [Content("a", 1, content=b"new"), Content(PATH, 1), Content("b", 1)]
    result = changed(Subject(TREE, "example"), steps, uncertain=False)
    assert result.tree == {"a": b"new"}
    assert result.places_changed == (("a", 1), (PATH, 1))


def test_imports() -> None:
    """Test that imports go behind the first, or below the docstring, and are not repeated."""
    line = "from a import b"
    assert with_imports("import c\nX = 1\n", [line]) == f"import c\n{line}\nX = 1\n"
    assert with_imports('"""X."""\nX = 1\n', [line]) == (
        f'"""X."""\n\n{line}\n\nX = 1\n'
    )
    assert with_imports("from a import b, c\n", [line]) == "from a import b, c\n"
