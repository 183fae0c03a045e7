"""Take entries out of docstrings: arguments, attributes and errors that a definition lost."""

import ast
from collections.abc import Iterator
import re
from typing import Final

from script.integration.nodes import walk

from .source import Change, Edit, Source

_ENTRY: Final = re.compile(r"^( +)(\w+): ")
_SECTION: Final = re.compile(r"^ *(Args|Attributes|Raises):$")

type Definition = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def without_entries(before: Source, now: Source) -> list[Change]:
    """Return the edits without the entries of names that definitions lost since before."""
    return now.known("lost entries", before.text, lambda: [*_lost(before, now)])


def _lost(before: Source, now: Source) -> Iterator[Change]:
    old = dict(_definitions(before))
    for name, node in _definitions(now):
        if name not in old or before.code(old[name]) == now.code(node):
            continue
        lost = _names(old[name]) - _names(node)
        match node.body:
            case [ast.Expr(value=ast.Constant(value=str())) as docstring, *_]:
                yield tuple(_without(now, docstring, lost))


def _definitions(of: Source) -> Iterator[tuple[str, Definition]]:
    """Yield the classes, functions and methods of a module with their names."""
    for node in of.tree.body:
        match node:
            case ast.ClassDef(body=body):
                yield node.name, node
                for child in body:
                    if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
                        yield f"{node.name}.{child.name}", child
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                yield node.name, node


def _names(node: ast.AST) -> set[str]:
    names = set()
    for child in walk(node):
        match child:
            case ast.Name(id=name) | ast.arg(arg=name) | ast.Attribute(attr=name):
                names.add(name)
    return names


def _without(now: Source, docstring: ast.Expr, lost: set[str]) -> Iterator[Edit]:
    """Yield the edits of a docstring without entries, and without sections of only those."""
    first = now.line_at(now.start(docstring))
    last = now.line_at(now.end(docstring))
    number = first
    while number < last:
        entries = list(_entries(now.lines, number + 1, last))
        if not _SECTION.match(now.lines[number].rstrip()) or not entries:
            number += 1
            continue
        gone = [entry for entry in entries if entry[0] in lost]
        if len(gone) == len(entries):
            yield now.without_lines(number, entries[-1][2])
        else:
            for _, start, end in gone:
                yield now.without_lines(start, end)
        number = entries[-1][2]


def _entries(lines: list[str], start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """Yield the entries of a section: the name, the first line and the one after the last."""
    while start < end and (match := _ENTRY.match(lines[start])):
        following = start + 1
        while following < end and lines[following].startswith(f"{match[1]} "):
            following += 1
        yield match[2], start, following
        start = following
