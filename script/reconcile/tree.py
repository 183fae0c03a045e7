"""Merge an integration with what review has made of one of its steps."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from script.integration.tree import Tree

from . import moves
from .conflict import Conflict, conflicts
from .elements import functions
from .files import merged_text
from .moves import is_empty
from .renames import Renames, data_keys, renamed, renames, unambiguous

# What is no text comes out as it was.
_BYTES: Final = "surrogateescape"
_CODE: Final = "function.py"


@dataclass(frozen=True)
class Reconciled:
    """An integration with the changes of a review.

    Attributes:
        tree: Its files, with markers where both sides contradict one another.
        conflicts: Where they do.
        followed: A line for each thing that has another name or place everywhere now.
        places: A line for each place that may say something of before.
    """

    tree: Tree
    conflicts: tuple[Conflict, ...]
    followed: tuple[str, ...]
    places: tuple[str, ...] = ()


def reconciled(base: Tree, ours: Tree, theirs: Tree) -> Reconciled:
    """Return a finished integration with the changes of a review of one step.

    Names and places that review has changed are changed in the finished integration and in the step first, so that what
    is left to merge is what review has changed besides.

    Args:
        base: The files of the step as it was cut.
        ours: Those of the finished integration.
        theirs: Those of the step after the review.
    """
    before, finished, after = (_texts(each) for each in (base, ours, theirs))
    moved = moves.moved_files(before, after)
    before, finished = (moves.with_moves(each, moved) for each in (before, finished))
    data = data_keys(finished, after)
    called = replace(
        unambiguous(renames(_pairs(before, after)), finished.values()), data=data
    )
    before, finished = (_renamed(each, called) for each in (before, finished))
    placed = moves.moved_definitions(before, after)
    before, finished = (moves.with_moves(each, placed) for each in (before, finished))
    before, finished = _renamed_within(before, finished, after, data)
    tree: dict[str, bytes] = {}
    told: list[Conflict] = []
    for path in sorted({*before, *finished, *after}):
        text, found = _file(
            path, *(each.get(path) for each in (finished, before, after))
        )
        told += found
        if text is not None:
            tree[path] = text.encode(errors=_BYTES)
    followed = [
        *(f"{old} is {new}" for old, new in {**called.keys, **called.names}.items()),
        *map(str, (*moved, *placed)),
    ]
    return Reconciled(tree, tuple(told), tuple(followed))


def _texts(tree: Tree) -> dict[str, str]:
    return {path: content.decode(errors=_BYTES) for path, content in tree.items()}


def _pairs(
    before: Mapping[str, str], after: Mapping[str, str]
) -> list[tuple[str, str, str]]:
    return [
        (path, before.get(path, ""), after.get(path, ""))
        for path in sorted({*before, *after})
    ]


def _renamed(files: Mapping[str, str], called: Renames) -> dict[str, str]:
    return {path: renamed(path, text, called) for path, text in files.items()}


def _renamed_within(
    before: Mapping[str, str],
    finished: Mapping[str, str],
    after: Mapping[str, str],
    data: frozenset[str],
) -> tuple[dict[str, str], dict[str, str]]:
    """Return files in which what has another name in one of them, or in a function, has it."""
    here, there = dict(before), dict(finished)
    for path in before.keys() & finished.keys() & after.keys():
        sides = before[path], finished[path], after[path]
        if sides[0] in sides[1:] or sides[1] == sides[2]:
            continue
        called = replace(
            unambiguous(renames([(path, sides[0], sides[2])]), [sides[1]]), data=data
        )
        one, two = (renamed(path, text, called) for text in sides[:2])
        if path.endswith(".py"):
            one, two = _renamed_locals(one, two, sides[2])
        here[path], there[path] = one, two
    return here, there


def _renamed_locals(before: str, finished: str, after: str) -> tuple[str, str]:
    """Return modules in which the variables of a function have the names that they have in a third."""
    try:
        sides = [functions(text) for text in (before, finished, after)]
    except SyntaxError:
        return before, finished
    for key in sides[0].keys() & sides[1].keys() & sides[2].keys():
        one, two, three = (side[key] for side in sides)
        if one == three:
            continue
        called = unambiguous(renames([(_CODE, one, three)], within=True), [two])
        before = before.replace(one, renamed(_CODE, one, called), 1)
        finished = finished.replace(two, renamed(_CODE, two, called), 1)
    return before, finished


def _file(
    path: str, ours: str | None, base: str | None, theirs: str | None
) -> tuple[str | None, list[Conflict]]:
    """Return a file with the changes of both sides, None being no file, and where they contradict."""
    if theirs in (ours, base):
        return ours, []
    if ours == base or (theirs is None and ours is not None and is_empty(path, ours)):
        return theirs, []
    if ours is None or theirs is None or "\0" in ours + theirs:
        return ours if theirs is None else theirs, [
            Conflict(path, 0, ours or "", theirs or "")
        ]
    text = merged_text(path, ours, base or "", theirs)
    return text, list(conflicts(path, text))
