"""Unwrap the keys of secrets in forms, which older cores do not know."""

from typing import Final, override

import libcst as cst

from .analysis import Analysis
from .interval import with_imports

_MARK: Final = "Secret"
_KEYS: Final = frozenset({"Required", "Optional"})
_PASSWORD: Final = "TextSelectorType.PASSWORD"


def to_custom(module: cst.Module, _: Analysis) -> cst.Module:
    """Return a module with plain keys."""
    return module.visit(_Plain())


def to_core(module: cst.Module, analysis: Analysis) -> cst.Module:
    """Return a module with the keys marked that core marks, and those of password fields."""
    marked = _Marked(analysis.secrets)
    changed = module.visit(marked)
    if not marked.by_name:
        return changed
    return with_imports(changed, f"from probatio import {_MARK}")


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


class _Marked(cst.CSTTransformer):
    """Puts the mark on."""

    def __init__(self, secrets: frozenset[str]) -> None:
        super().__init__()
        self._secrets = secrets
        self._passwords: set[str] = set()
        self.by_name = False

    @override
    def visit_Module(self, node: cst.Module) -> None:
        for line in node.body:
            match line:
                case cst.SimpleStatementLine(
                    [
                        cst.Assign(targets=[cst.AssignTarget(cst.Name(name))])
                        | cst.AnnAssign(target=cst.Name(name))
                    ]
                ) if _PASSWORD in _code(line):
                    self._passwords.add(name)

    @override
    def leave_DictElement(
        self, original_node: cst.DictElement, updated_node: cst.DictElement
    ) -> cst.DictElement:
        match updated_node.key:
            case cst.Call(
                func=cst.Attribute(attr=cst.Name(name)) | cst.Name(name) as marker,
                args=[key, *rest],
            ) if name in _KEYS and self._is_secret(key.value, updated_node.value):
                mark = cst.Call(self._mark(marker), [cst.Arg(key.value)])
                args = [key.with_changes(value=mark), *rest]
                return updated_node.with_deep_changes(updated_node.key, args=args)
        return updated_node

    def _is_secret(self, key: cst.BaseExpression, field: cst.BaseExpression) -> bool:
        return (
            _code(key) in self._secrets
            or _code(field) in self._passwords
            or _PASSWORD in _code(field)
        )

    def _mark(self, marker: cst.Attribute | cst.Name) -> cst.BaseExpression:
        """Return the mark, called as the marker of the key is."""
        if isinstance(marker, cst.Attribute):
            return cst.Attribute(marker.value, cst.Name(_MARK))
        self.by_name = True
        return cst.Name(_MARK)


def _code(node: cst.CSTNode) -> str:
    return cst.Module([]).code_for_node(node)
