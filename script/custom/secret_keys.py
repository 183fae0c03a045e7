"""Unwrap the keys of secrets in forms, which older cores do not know."""

from typing import Final, override

import libcst as cst

from .analysis import Analysis

_MARK: Final = "Secret"


def to_custom(module: cst.Module, _: Analysis) -> cst.Module:
    """Return a module with plain keys."""
    return module.visit(_Plain())


class _Plain(cst.CSTTransformer):
    """Takes the mark off."""

    @override
    def leave_Call(
        self, original_node: cst.Call, updated_node: cst.Call
    ) -> cst.BaseExpression:
        match updated_node:
            case cst.Call(
                func=cst.Attribute(attr=cst.Name(name)) | cst.Name(name), args=[key]
            ) if name == _MARK:
                return key.value
        return updated_node

    @override
    def leave_ImportFrom(
        self, original_node: cst.ImportFrom, updated_node: cst.ImportFrom
    ) -> cst.ImportFrom | cst.RemovalSentinel:
        match updated_node:
            case cst.ImportFrom(module=cst.Name("probatio"), names=[*names]):
                kept = [each for each in names if each.evaluated_name != _MARK]
                if not kept:
                    return cst.RemoveFromParent()
                last = kept[-1].with_changes(comma=cst.MaybeSentinel.DEFAULT)
                return updated_node.with_changes(names=[*kept[:-1], last])
        return updated_node
