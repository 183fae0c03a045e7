"""Modules that are called otherwise in a custom component: its own, the test helpers, and Probatio.

Probatio is a name of 2026.9; cores before it have voluptuous, and those since take that name for Probatio.
"""

from collections.abc import Mapping
from typing import Final, override

import libcst as cst
from libcst.helpers import get_full_name_for_node

from .facts import Facts

_HELPERS: Final = "pytest_homeassistant_custom_component"


def to_custom(module: cst.Module, facts: Facts) -> cst.Module:
    """Return a module with a custom component's names."""
    return module.visit(
        _Names(_names(facts.domain), ("probatio", "probatio"), ("voluptuous", "vol"))
    )


def to_core(module: cst.Module, facts: Facts) -> cst.Module:
    """Return a module with core's names."""
    names = {custom: core for core, custom in _names(facts.domain).items()}
    return module.visit(_Names(names, ("voluptuous", "vol"), ("probatio", "probatio")))


def _names(domain: str) -> dict[str, str]:
    """Return a custom component's names by core's."""
    return {
        f"homeassistant.components.{domain}": f"custom_components.{domain}",
        "tests.common": f"{_HELPERS}.common",
        "tests.typing": f"{_HELPERS}.typing",
        "tests.components.diagnostics": f"{_HELPERS}.components.diagnostics",
    }


class _Names(cst.CSTTransformer):
    """Replaces names of modules in imports and strings, and one library by another."""

    def __init__(
        self, names: Mapping[str, str], old: tuple[str, str], new: tuple[str, str]
    ) -> None:
        super().__init__()
        self._names = names
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
        if (name, updated_node.evaluated_alias or name) == (self._old, self._old_alias):
            other = self._new_alias != self._new
            return cst.ImportAlias(
                name=cst.Name(self._new),
                asname=cst.AsName(cst.Name(self._new_alias)) if other else None,
                comma=updated_node.comma,
            )
        return updated_node.with_changes(name=self._expression(updated_node.name))

    @override
    def leave_Attribute(
        self, original_node: cst.Attribute, updated_node: cst.Attribute
    ) -> cst.Attribute:
        match updated_node.value:
            case cst.Name(value=alias) if alias == self._old_alias:
                return updated_node.with_changes(value=cst.Name(self._new_alias))
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
