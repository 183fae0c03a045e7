"""Replace texts in files that a test has a copy of."""

from pathlib import Path

from script.integration.tree import Tree


def replaced(text: str, *edits: tuple[str, str]) -> str:
    """Return a text with parts of it replaced wherever they stand; each has to be there."""
    for old, new in edits:
        if old not in text:
            raise ValueError(f"{old!r} is not in the text, so the edit changes nothing")
        text = text.replace(old, new)
    return text


def edit(path: Path, *edits: tuple[str, str]) -> None:
    """Replace parts of a file."""
    path.write_text(
        replaced(path.read_text(encoding="utf-8"), *edits), encoding="utf-8"
    )


def edited(tree: Tree, path: str, *edits: tuple[str, str]) -> Tree:
    """Return files with parts of one of them replaced."""
    return {**tree, path: replaced(tree[path].decode(), *edits).encode()}
