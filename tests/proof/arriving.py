"""Tell whether an edit of a step is in a later step as well, by counting words."""

import ast
from collections import Counter
from collections.abc import Iterator
import re
from typing import Final

from script.integration.tree import Tree

_WORD: Final = re.compile(r"\w+")


def lost(base: Tree, edited: Tree, before: Tree, now: Tree) -> list[str]:
    """Return a line for each word that an edit adds or removes, and a later step does not.

    Names follow into what the later step has besides, so there it may be more.

    Args:
        base: The files of the step.
        edited: The same after the edit.
        before: The files of the later step as it was cut.
        now: The same as it is cut after the edit.
    """
    return [
        f"{path}: {word!r} is there {came:+} times, edited {wanted:+} times"
        for path in sorted({*base, *edited})
        if base.get(path) != edited.get(path)
        for word, wanted, came in _less(
            _changed(path, base, edited), _changed(path, before, now)
        )
    ]


def _less(
    wanted: dict[str, int], came: dict[str, int]
) -> Iterator[tuple[str, int, int]]:
    for word, number in wanted.items():
        there = came.get(word, 0)
        if there < number if number > 0 else there > number:
            yield word, number, there


def _changed(path: str, before: Tree, after: Tree) -> dict[str, int]:
    """Return how many more of each word a file has, without those that are as many."""
    one, two = (_words(path, tree.get(path, b"")) for tree in (before, after))
    return {
        word: two[word] - one[word]
        for word in sorted({*one, *two})
        if two[word] != one[word]
    }


def _words(path: str, content: bytes) -> Counter[str]:
    text = content.decode(errors="replace")
    if path.endswith(".py"):
        # What is imported depends on what else a step has.
        lines = text.splitlines()
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Import | ast.ImportFrom):
                end = node.end_lineno or node.lineno
                lines[node.lineno - 1 : end] = [""] * (end - node.lineno + 1)
        text = "\n".join(lines)
    return Counter(_WORD.findall(text))
