"""The modules of an integration, each with what its nodes stand in."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from .names import Names, names
from .syntax import DEFINITIONS, FUNCTIONS, Function, parsed


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
        path: Module(path, parsed(files[path]), names(path, files[path], paths))
        for path in sorted(paths)
    }
