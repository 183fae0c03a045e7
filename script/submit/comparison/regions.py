"""The parts of the finished integration that a step does not have."""

import ast
from dataclasses import dataclass
from functools import cached_property
import re
from typing import Final

from script.integration.core import core

from .absent import SOURCES
from .conditions import Conditions
from .edits import Folded, Removed
from .modules import Module
from .names import Key
from .syntax import FUNCTIONS, Function

# What Home Assistant, pytest or Python call by name
_CALLED: Final = re.compile(
    r"__\w+__|test_\w+|pytest_\w+|(async_)?setup_scanner"
    rf"|async_step_(init|{'|'.join(sorted(SOURCES))})"
)


@dataclass(frozen=True, eq=False)
class Region:
    """Something that the step does not have, as a whole.

    Attributes:
        module: The module of the finished integration.
        conditions: How to evaluate conditions in it.
        function: The function that it stands in.
    """

    module: Module
    edit: Removed | Folded
    conditions: Conditions
    function: Function | None = None

    @property
    def node(self) -> ast.AST:
        """Return what is gone."""
        return self.edit.node

    @property
    def is_test(self) -> bool:
        """Return whether it is a part of the tests."""
        return self.module.path.startswith("tests/")

    @cached_property
    def nodes(self) -> frozenset[ast.AST]:
        """Return all nodes that are gone."""
        beside = self.edit.dropped if isinstance(self.edit, Folded) else ()
        return frozenset(
            each for node in (self.node, *beside) for each in ast.walk(node)
        )

    @cached_property
    def used(self) -> frozenset[Key]:
        """Return what it reads."""
        return frozenset(
            key for node in self.nodes for key in self.module.names.used.get(node, ())
        )

    @cached_property
    def given(self) -> frozenset[Key]:
        """Return what it defines for others."""
        if isinstance(self.node, ast.Module):
            given = (
                key
                for node in self.nodes
                for key in self.module.names.given.get(node, ())
                if key[0] in ("global", "fixture")
            )
            return frozenset((*given, ("file", self.module.path)))
        return frozenset(self.module.names.given.get(self.node, ()))

    @cached_property
    def is_called(self) -> bool:
        """Return whether it is a definition that is there for others than the integration."""
        return isinstance(self.node, FUNCTIONS) and is_called(self.node)


def is_called(node: ast.AST) -> bool:
    """Return whether Home Assistant or pytest calls a function by its name."""
    return isinstance(node, FUNCTIONS) and (
        _CALLED.fullmatch(node.name) is not None
        or node.name in core().called | core().asked_for
        or any("override" in ast.unparse(each) for each in node.decorator_list)
    )
