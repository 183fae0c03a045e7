"""Rename modules that have other names in a custom component: its own, the test helpers, and Probatio.

Probatio is a name of 2026.9; cores before it have voluptuous, and those since take that name for Probatio.
"""

from collections.abc import Iterator, Mapping
from typing import Final, override

import libcst as cst
from libcst.helpers import get_full_name_for_node
from libcst.metadata import ImportAssignment, MetadataWrapper, ScopeProvider

from .analysis import Analysis

_HELPERS: Final = "pytest_homeassistant_custom_component"


def to_custom(module: cst.Module, analysis: Analysis) -> cst.Module:
    """Return a module with a custom component's names."""
    return _renamed(
        module, _names(analysis.domain), ("probatio", "probatio"), ("voluptuous", "vol")
    )


def _names(domain: str) -> dict[str, str]:
    """Return a custom component's names by core's."""
    return {
        f"homeassistant.components.{domain}": f"custom_components.{domain}",
        "tests.common": f"{_HELPERS}.common",
        "tests.test_util": f"{_HELPERS}.test_util",
        "tests.typing": f"{_HELPERS}.typing",
        "tests.components.diagnostics": f"{_HELPERS}.components.diagnostics",
    }


def _renamed(
    module: cst.Module,
    names: Mapping[str, str],
    old: tuple[str, str],
    new: tuple[str, str],
) -> cst.Module:
    """Return a module with other names of modules, given a library's name and what modules call it by."""
    if old[0] not in module.code:
        return module.visit(_Names(names, frozenset(), old, new))
    wrapper = MetadataWrapper(module)
    uses = frozenset(_uses(wrapper, old[0]))
    return wrapper.module.visit(_Names(names, uses, old, new))


def _uses(wrapper: MetadataWrapper, library: str) -> Iterator[cst.CSTNode]:
    """Yield where a module uses an import of a library, and not a variable that is called alike."""
    for scope in {*wrapper.resolve(ScopeProvider).values()}:
        for access in scope.accesses if scope else ():
            node: cst.CSTNode = access.node
            while isinstance(node, cst.Attribute):
                node = node.value
            if any(
                isinstance(each, ImportAssignment)
                and isinstance(each.node, cst.Import)
                and any(name.evaluated_name == library for name in each.node.names)
                for each in access.referents
            ):
                yield node


class _Names(cst.CSTTransformer):
    """Replaces names of modules in imports and strings, and one library by another where it is used."""

    def __init__(
        self,
        names: Mapping[str, str],
        uses: frozenset[cst.CSTNode],
        old: tuple[str, str],
        new: tuple[str, str],
    ) -> None:
        super().__init__()
        self._names = names
        self._uses = uses
        # Each library by its name and by the one that modules call it by.
        (self._old, self._old_alias), (self._new, self._new_alias) = old, new

    def _renamed(self, name: str) -> str:
        for old, new in (*self._names.items(), (self._old, self._new)):
            if name == old or name.startswith(f"{old}."):
                return new + name.removeprefix(old)
        return name

    @override
    def visit_ImportFrom(self, node: cst.ImportFrom) -> bool:
        return False

    @override
    def leave_ImportFrom(
        self, original_node: cst.ImportFrom, updated_node: cst.ImportFrom
    ) -> cst.ImportFrom:
        if updated_node.relative or updated_node.module is None:
            return updated_node
        return updated_node.with_changes(module=self._expression(updated_node.module))

    @override
    def visit_ImportAlias(self, node: cst.ImportAlias) -> bool:
        return False

    @override
    def leave_ImportAlias(
        self, original_node: cst.ImportAlias, updated_node: cst.ImportAlias
    ) -> cst.ImportAlias:
        name = updated_node.evaluated_name
        alias = updated_node.evaluated_alias or name
        if name == self._old and alias in {self._old, self._old_alias}:
            other = self._new_alias != self._new
            return cst.ImportAlias(
                name=cst.Name(self._new),
                asname=cst.AsName(cst.Name(self._new_alias)) if other else None,
                comma=updated_node.comma,
            )
        return updated_node.with_changes(name=self._expression(updated_node.name))

    @override
    def leave_Name(
        self, original_node: cst.Name, updated_node: cst.Name
    ) -> cst.BaseExpression:
        if original_node in self._uses and original_node.value in {
            self._old,
            self._old_alias,
        }:
            return updated_node.with_changes(value=self._new_alias)
        return updated_node

    @override
    def leave_SimpleString(
        self, original_node: cst.SimpleString, updated_node: cst.SimpleString
    ) -> cst.SimpleString:
        text = updated_node.raw_value
        return updated_node.with_changes(
            value=updated_node.value.replace(text, self._renamed(text), 1)
            if text
            else updated_node.value
        )

    def _expression(self, node: cst.BaseExpression) -> cst.BaseExpression:
        old = get_full_name_for_node(node) or ""
        new = self._renamed(old)
        return node if new == old else cst.parse_expression(new)
