"""Corrections of a step by its author, merged three ways into what is cut each time."""

import ast
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from script.cut.place import Place
from script.integration.tree import Tree
from script.merge import merged_file


@dataclass(frozen=True)
class Correction:
    """A correction of one file, None being no file.

    Attributes:
        base: What was cut when the author corrected it.
        mended: What the author made of it.
    """

    path: str
    base: bytes | None
    mended: bytes | None


def differences(base: Tree, mended: Tree) -> list[Correction]:
    """Return what makes one tree of another."""
    return [
        Correction(path, base.get(path), mended.get(path))
        for path in sorted({*base, *mended})
        if base.get(path) != mended.get(path)
    ]


def corrected(
    cut: Tree, corrections: Iterable[Correction], kept_in: str
) -> tuple[Tree, list[Place]]:
    """Return what was cut with corrections, and where they contradict it.

    There it stays as it was cut. `kept_in` names the file that they come from.
    """
    tree = dict(cut)
    places = []
    for each in corrections:
        both = merged_file(cut.get(each.path), each.base, each.mended)
        if both.content is None:
            tree.pop(each.path, None)
        else:
            tree[each.path] = both.content
        places += [
            Place(
                each.path,
                line,
                _line(both.content, line),
                f"{kept_in} says something else of what stood here",
                "mend it in the step, and keep it again",
            )
            for line in both.conflicts
        ]
    return tree, places


def unmended(
    places: Iterable[Place], finished: Tree, cut: Tree, mended: Tree
) -> list[Place]:
    """Return the places of a step whose statement the author has not changed.

    Args:
        places: Where something was to decide, by the lines of the finished integration.
        finished: The finished integration.
        cut: The step as it was cut.
        mended: The step with its author's corrections.
    """
    return [
        place
        for place in places
        if not _is_mended(
            place.line,
            *(_lines(tree.get(place.path)) for tree in (finished, cut, mended)),
        )
    ]


def _is_mended(
    line: int, finished: Sequence[str], cut: Sequence[str], mended: Sequence[str]
) -> bool:
    return _touches(cut, mended, _span(finished, cut, line))


def _line(content: bytes | None, number: int) -> str:
    lines = _lines(content)
    return lines[number - 1].strip() if number <= len(lines) else ""


def _lines(content: bytes | None) -> list[str]:
    return (content or b"").decode(errors="replace").split("\n")


def _span(finished: Sequence[str], cut: Sequence[str], line: int) -> range:
    """Return the lines of what was cut, from 0, that are the statement of a finished line.

    Of a line that is gone it is the gap, a range of no length.
    """
    number = line - 1
    for start, other, length in _matcher(finished, cut).get_matching_blocks():
        if number < start:
            return range(other, other)
        if number < start + length:
            return _statement(cut, other + number - start)
    return range(len(cut), len(cut))


def _statement(lines: Sequence[str], number: int) -> range:
    """Return the lines of the smallest statement around a line, or that line in what is no Python."""
    try:
        nodes = ast.walk(ast.parse("\n".join(lines)))
    except SyntaxError:
        return range(number, number + 1)
    spans = [
        range(node.lineno - 1, node.end_lineno)
        for node in nodes
        if isinstance(node, ast.stmt)
        and node.end_lineno is not None
        and node.lineno - 1 <= number < node.end_lineno
    ]
    return min(spans, key=len, default=range(number, number + 1))


def _touches(cut: Sequence[str], mended: Sequence[str], span: range) -> bool:
    """Return whether lines of a span are changed, or further ones added at or in it."""
    return any(
        start < span.stop and stop > span.start
        if start < stop and span
        else start <= span.stop and stop >= span.start
        for tag, start, stop, _, _ in _matcher(cut, mended).get_opcodes()
        if tag != "equal"
    )


def _matcher(one: Sequence[str], other: Sequence[str]) -> SequenceMatcher[str]:
    return SequenceMatcher(None, one, other, autojunk=False)
