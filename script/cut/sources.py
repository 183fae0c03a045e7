"""Tell what may have started a config flow that comes to a method."""

import ast
from collections.abc import Iterator
from functools import lru_cache
import sys
from typing import Final

from script.integration.nodes import walk

from .bases import bases, definitions_at_home, names_of
from .entries import FUNCTIONS, enclosing, is_other_flow
from .names import Module, Package, defined, is_test_path
from .positions import SOURCE_PREFIX

STEP: Final = "async_step_"
# Their own steps only ask the user, or end the flow.
_PLAIN: Final = frozenset(
    {
        "homeassistant.config_entries.ConfigEntryBaseFlow",
        "homeassistant.config_entries.ConfigFlow",
        "homeassistant.data_entry_flow.FlowHandler",
    }
)
_ALWAYS: Final = "user"
# Stands for all steps, where their name is put together.
_ANY: Final = "*"

type Names = frozenset[str]


@lru_cache
def all_sources() -> Names:
    """Return all that Home Assistant may start a flow for."""
    module, _, prefix = SOURCE_PREFIX.rpartition(".")
    return frozenset(
        name.removeprefix(prefix).lower()
        for name in definitions_at_home(module)
        if name.startswith(prefix)
    )


class Sources:
    """What starts the config flow of an integration, and which of its methods it comes to."""

    def __init__(self, package: Package, inherited: Names) -> None:
        """Follow the flow from each of its beginnings.

        Args:
            package: The modules of the integration.
            inherited: Sources for which the flow may have no step of its own.
        """
        self._uses: dict[str, Names] = {}
        called: set[str | None] = set()
        for module in package.modules.values():
            if is_test_path(module.path):
                continue
            others = _other_flows(package, module)
            for node, name, uses in _uses(module):
                if node not in others:
                    self._uses[name] = self._uses.get(name, frozenset()) | uses
            for node in _flows(module):
                if node not in others:
                    called.update(_called(package, module, node))
        self._is_known = None not in called
        self._reached = {
            source: self._from(self._start(source), *filter(None, called))
            for source in all_sources()
            if source in (_ALWAYS, *inherited) or f"{STEP}{source}" in self._uses
        }

    def at(self, module: Module, node: ast.AST) -> Names | None:
        """Return the sources of the flows that come to a part of a method, None if they are not known."""
        method = next(
            (
                each.name
                for each in enclosing(module.source, node, FUNCTIONS)
                if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)
                and isinstance(module.source.parents[each], ast.ClassDef)
            ),
            None,
        )
        if not self._is_known:
            return None
        found = (
            source
            for source, reached in self._reached.items()
            if not reached.isdisjoint((method, _ANY))
        )
        return frozenset(found) or None

    def _start(self, source: str) -> str:
        own = f"{STEP}{source}"
        return own if own in self._uses else f"{STEP}{_ALWAYS}"

    def _from(self, *starts: str) -> set[str]:
        """Return all names that are reached from some."""
        reached: set[str] = set()
        pending = [*starts]
        while pending:
            name = pending.pop()
            if name not in reached:
                reached.add(name)
                pending += self._uses.get(name, ())
        return reached


def _flows(module: Module) -> Iterator[ast.ClassDef]:
    """Yield the classes of a module that have steps."""
    if STEP not in module.text:
        return
    for node in module.source.tree.body:
        if isinstance(node, ast.ClassDef) and any(
            name.startswith(STEP) for each in node.body for name in defined(each)
        ):
            yield node


def _other_flows(package: Package, module: Module) -> set[ast.stmt]:
    return {node for node in _flows(module) if is_other_flow(package, module, node)}


def _called(package: Package, module: Module, node: ast.ClassDef) -> set[str | None]:
    """Return the names that the classes above a flow may call by themselves, None for unknown ones."""
    return {
        name
        for base in bases(package, module, node)
        if base not in _PLAIN
        and not package.definition(base)
        and base.partition(".")[0] not in sys.stdlib_module_names
        for name in names_of(base) or (None,)
    }


def _uses(module: Module) -> list[tuple[ast.stmt, str, Names]]:
    """Return what a module defines, each with the statement of the module and all that it names."""
    return module.source.known(
        "flow",
        None,
        lambda: [
            (node, name, frozenset(_named(each)))
            for node in module.source.tree.body
            for each in (node.body if isinstance(node, ast.ClassDef) else [node])
            for name in defined(each)
            if STEP in module.text or isinstance(each, ast.Assign | ast.AnnAssign)
        ],
    )


def _named(node: ast.AST) -> Iterator[str]:
    for child in walk(node):
        match child:
            case ast.Attribute(attr=name) | ast.Name(id=name):
                yield name
            case ast.Constant(value=str() as name):
                # A form, menu or progress names its step.
                yield from (name, f"{STEP}{name}")
            case ast.JoinedStr(values=values) if any(
                isinstance(each, ast.Constant) and STEP in str(each.value)
                for each in values
            ):
                yield _ANY
            case ast.keyword(arg="step_id" | "next_step_id", value=ast.JoinedStr()):
                yield _ANY
