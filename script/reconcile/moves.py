"""Follow definitions and files that review has moved."""

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from operator import itemgetter
from pathlib import PurePosixPath
import re
from typing import Final, override

from .elements import Element, defined, elements

# At least so much of a file is in that which it has become
_ALIKE: Final = 0.5


@dataclass(frozen=True)
class Move:
    """A definition that stands in another module, or a whole file elsewhere.

    Attributes:
        name: Of the definition; empty for a whole file.
    """

    old: str
    new: str
    name: str = ""

    @override
    def __str__(self) -> str:
        """Return what stands where now."""
        return f"{self.name or self.old} is in {self.new}"


def moved_files(before: Mapping[str, str], after: Mapping[str, str]) -> list[Move]:
    """Return the files that are called otherwise after a review."""
    fresh = [path for path in after if path not in before]
    moves = []
    for path in (path for path in before if path not in after):
        alike = {
            other: SequenceMatcher(
                None, before[path].splitlines(), after[other].splitlines(), False
            ).ratio()
            for other in fresh
            if PurePosixPath(other).suffix == PurePosixPath(path).suffix
        }
        best, ratio = max(alike.items(), key=itemgetter(1), default=("", 0.0))
        if ratio >= _ALIKE:
            moves.append(Move(path, best))
            fresh.remove(best)
    return moves


def moved_definitions(
    before: Mapping[str, str], after: Mapping[str, str]
) -> list[Move]:
    """Return the definitions that stand in another module after a review."""
    one, two = (_definitions(files) for files in (before, after))
    gone = [each for each in one if each not in two]
    fresh = [each for each in two if each not in one]
    return [
        Move(path, other, name)
        for path, name in gone
        for other, also in fresh
        if name == also
    ]


def with_moves(files: Mapping[str, str], moves: Sequence[Move]) -> dict[str, str]:
    """Return files with what has moved in its new places, and imported from there."""
    result = dict(files)
    for move in moves:
        if move.old in result:
            _move(result, move)
    for path, text in result.items():
        if path.endswith(".py"):
            result[path] = _referring(path, text, moves)
    return result


def is_empty(path: str, text: str) -> bool:
    """Return whether a module defines nothing."""
    return path.endswith(".py") and not any(_defined(text))


def _definitions(files: Mapping[str, str]) -> set[tuple[str, str]]:
    """Return path and name of what modules define, but for what every module may."""
    result = set()
    for path, text in files.items():
        if path.endswith(".py"):
            result |= {(path, name) for name in _defined(text)}
    return result


def _defined(text: str) -> Iterator[str]:
    try:
        body = ast.parse(text).body
    except SyntaxError:
        return
    yield from filter(None, map(defined, body))


def _move(files: dict[str, str], move: Move) -> None:
    if not move.name:
        if move.new not in files:
            files[move.new] = files.pop(move.old)
        return
    try:
        there = elements(files[move.old])
    except SyntaxError:
        return
    taken = [each for each in there if each.key[0] == move.name]
    files[move.old] = _code([each for each in there if each not in taken])
    files[move.new] = files.get(move.new, "") + _code(taken)


def _code(parts: Sequence[Element]) -> str:
    return "".join(each.code for each in parts)


def _module(path: str) -> str:
    """Return the full name of a module."""
    name = path.removesuffix(".py").removesuffix("/__init__")
    return name.replace("/", ".")


def _referring(path: str, text: str, moves: Sequence[Move]) -> str:
    """Return a module that names what has moved by where it is."""
    text = _importing(path, text, moves)
    for move in moves:
        old, new = _module(move.old), _module(move.new)
        tail = f".{move.name}" if move.name else ""
        text = re.sub(rf"\b{re.escape(old + tail)}\b", new + tail, text)
    return text


def _importing(path: str, text: str, moves: Sequence[Move]) -> str:
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return text
    lines = text.splitlines(keepends=True)
    for node in reversed(list(ast.walk(tree))):
        if isinstance(node, ast.ImportFrom) and node.level:
            split = _split(path, node, moves)
            if split and split != [ast.unparse(node)]:
                start, end = node.lineno - 1, node.end_lineno or node.lineno
                indent = " " * node.col_offset
                lines[start:end] = [f"{indent}{each}\n" for each in split]
    return "".join(lines)


def _split(path: str, node: ast.ImportFrom, moves: Sequence[Move]) -> list[str]:
    """Return the imports that an import becomes."""
    package = _module(path).split(".")
    if not path.endswith("/__init__.py"):
        package = package[:-1]
    package = package[: len(package) - node.level + 1]
    module = ".".join([*package, *(node.module.split(".") if node.module else ())])
    result: dict[str, list[str]] = {}
    for alias in node.names:
        source, name = module, alias.name
        for move in moves:
            old, new = _module(move.old), _module(move.new)
            if move.name in ("", name) and source == old:
                source = new
            elif not move.name and f"{source}.{name}" == old:
                source, _, name = new.rpartition(".")
        said = f"{name} as {alias.asname}" if alias.asname else name
        if name != alias.name and not alias.asname:
            said = f"{name} as {alias.name}"
        result.setdefault(source, []).append(said)
    level = "." * node.level
    return [
        f"from {_relative(source, package, level)} import {', '.join(names)}"
        for source, names in result.items()
        if source.split(".")[: len(package)] == package or source == module
    ]


def _relative(source: str, package: Sequence[str], level: str) -> str:
    return level + ".".join(source.split(".")[len(package) :])
