"""Add the polling interval to the options that tests expect."""

from typing import Final, override

import libcst as cst

from .analysis import Analysis
from .interval import with_imports

_KEY: Final = "CONF_SCAN_INTERVAL"


def to_custom(module: cst.Module, analysis: Analysis) -> cst.Module:
    """Return tests that expect the interval wherever they expect all options."""
    if not analysis.interval:
        return module
    expecting = _Expecting(analysis.interval.seconds)
    changed = module.visit(expecting)
    if not expecting.found:
        return module
    return with_imports(changed, f"from homeassistant.const import {_KEY}")


def to_core(module: cst.Module, _: Analysis) -> cst.Module:
    """Return tests that do not expect the interval; the import is left."""
    return module.visit(_NotExpecting())


class _Expecting(cst.CSTTransformer):
    """Adds the interval to what the form's values or an entry's options are compared with."""

    def __init__(self, seconds: int) -> None:
        super().__init__()
        self._seconds = seconds
        self._opens = False
        self.found = False

    @override
    def visit_FunctionDef(self, node: cst.FunctionDef) -> None:
        self._opens = ".options.async_init" in cst.Module([]).code_for_node(node)

    @override
    def leave_Comparison(
        self, original_node: cst.Comparison, updated_node: cst.Comparison
    ) -> cst.Comparison:
        match updated_node:
            case cst.Comparison(
                left=cst.Attribute(attr=cst.Name("options"))
                | cst.Call(
                    func=cst.Name("schema")
                    | cst.Attribute(attr=cst.Name("data_schema"))
                )
                | cst.Subscript(
                    slice=[
                        cst.SubscriptElement(
                            cst.Index(cst.SimpleString('"data"' | '"options"'))
                        )
                    ]
                ),
                comparisons=[
                    cst.ComparisonTarget(cst.Equal(), cst.Dict() as expected) as target
                ],
            ) if self._opens:
                self.found = True
                more = cst.DictElement(cst.Name(_KEY), cst.Integer(str(self._seconds)))
                elements = [*expected.elements, more]
                return updated_node.with_changes(
                    comparisons=[
                        target.with_changes(
                            comparator=expected.with_changes(
                                elements=_separated(elements)
                            )
                        )
                    ]
                )
        return updated_node


class _NotExpecting(cst.CSTTransformer):
    """Takes the interval out of what is compared with."""

    @override
    def leave_ComparisonTarget(
        self, original_node: cst.ComparisonTarget, updated_node: cst.ComparisonTarget
    ) -> cst.ComparisonTarget:
        match updated_node.comparator:
            case cst.Dict(elements=elements) as expected:
                kept = [each for each in elements if not _is_interval(each)]
                if len(kept) < len(elements):
                    return updated_node.with_changes(
                        comparator=expected.with_changes(elements=_separated(kept))
                    )
        return updated_node


def _is_interval(element: cst.BaseDictElement) -> bool:
    match element:
        case cst.DictElement(key=cst.Name(name)):
            return name == _KEY
    return False


def _separated(elements: list[cst.BaseDictElement]) -> list[cst.BaseDictElement]:
    """Return elements without a comma behind the last, which would spread them over lines."""
    return [
        each.with_changes(comma=cst.MaybeSentinel.DEFAULT)
        if each is elements[-1]
        else each
        for each in elements
    ]
