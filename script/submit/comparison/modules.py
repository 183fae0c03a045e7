"""The modules of an integration, each with what its nodes stand in."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from .names import Names, names_of
from .syntax import DEFINITIONS, FUNCTIONS, Function, ends, parsed


@dataclass(frozen=True, eq=False)
class Module:
    """A module."""

    path: str
    tree: ast.Module
    names: Names

    @cached_property
    def _parents(self) -> dict[ast.AST, ast.AST]:
        return {
            child: node
            for node in ast.walk(self.tree)
            for child in ast.iter_child_nodes(node)
        }

    def above(self, node: ast.AST) -> Iterator[ast.AST]:
        """Yield what a node stands in, from the inside out."""
        while (parent := self._parents.get(node)) is not None:
            yield parent
            node = parent

    def decided(self, node: ast.AST) -> Iterator[tuple[ast.expr, bool]]:
        """Yield conditions of which the value is known where a node stands."""
        for parent in self.above(node):
            match parent:
                case ast.If(test=test, body=body, orelse=orelse):
                    if node in body:
                        yield test, True
                    if node in orelse:
                        yield test, False
                case ast.IfExp(test=test, body=body, orelse=orelse):
                    if node in (body, orelse):
                        yield test, node is body
            if isinstance(node, ast.stmt):
                yield from _left_before(node, parent)
            if isinstance(parent, FUNCTIONS):
                return
            node = parent

    def function_around(self, node: ast.AST) -> Function | None:
        """Return the function that a node stands in."""
        return next(
            (each for each in self.above(node) if isinstance(each, FUNCTIONS)), None
        )

    def place(self, node: ast.AST) -> str:
        """Return the dotted name of what a node stands in."""
        return ".".join(
            reversed(
                [
                    each.name
                    for each in self.above(node)
                    if isinstance(each, DEFINITIONS)
                ]
            )
        )

    def line(self, node: ast.AST) -> int:
        """Return the line of a node, or of the first in it that has one."""
        return next(
            (line for each in ast.walk(node) if (line := getattr(each, "lineno", 0))), 0
        )


def modules(files: Mapping[str, bytes]) -> dict[str, Module]:
    """Return the modules among files, by their paths."""
    paths = frozenset(path for path in files if path.endswith(".py"))
    return {
        path: Module(path, parsed(files[path]), names_of(path, files[path], paths))
        for path in sorted(paths)
    }


def _left_before(node: ast.stmt, parent: ast.AST) -> Iterator[tuple[ast.expr, bool]]:
    """Yield the conditions before a statement that would have kept it from being reached."""
    for name in ("body", "orelse", "finalbody"):
        siblings = getattr(parent, name, ())
        if isinstance(siblings, list) and node in siblings:
            for before in siblings[: siblings.index(node)]:
                if isinstance(before, ast.If) and ends(before.body):
                    yield before.test, False
