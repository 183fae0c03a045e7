"""Keys of secrets in forms: core hides their values in errors of validation, older cores cannot."""

from typing import override

import libcst as cst

from .facts import Facts


def to_custom(module: cst.Module, _: Facts) -> cst.Module:
    """Return a module with plain keys."""
    return module.visit(_Plain())


def to_core(module: cst.Module, facts: Facts) -> cst.Module:
    """Return a module with the keys marked that core marks."""
    return module.visit(_Marked(facts.secrets))


class _Plain(cst.CSTTransformer):
    """Takes the mark off."""

    @override
    def leave_Call(
        self, original_node: cst.Call, updated_node: cst.Call
    ) -> cst.BaseExpression:
        match updated_node:
            case cst.Call(func=cst.Attribute(attr=cst.Name("Secret")), args=[key]):
                return key.value
        return updated_node


class _Marked(cst.CSTTransformer):
    """Puts the mark on."""

    def __init__(self, secrets: frozenset[str]) -> None:
        super().__init__()
        self._secrets = secrets

    @override
    def leave_Call(self, original_node: cst.Call, updated_node: cst.Call) -> cst.Call:
        match updated_node:
            case cst.Call(
                func=cst.Attribute(
                    value=library, attr=cst.Name("Required" | "Optional")
                ),
                args=[key, *rest],
            ) if cst.Module([]).code_for_node(key.value) in self._secrets:
                mark = cst.Call(
                    cst.Attribute(library, cst.Name("Secret")), [cst.Arg(key.value)]
                )
                return updated_node.with_changes(
                    args=[key.with_changes(value=mark), *rest]
                )
        return updated_node
