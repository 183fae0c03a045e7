"""Functions of which nothing is left but copying."""

from typing import override

import libcst as cst


def without_copies(module: cst.Module) -> cst.Module:
    """Return a module that calls no function of its own that only copies a mapping."""
    copies = frozenset(
        statement.name.value
        for statement in module.body
        if isinstance(statement, cst.FunctionDef) and _copies(statement)
    )
    return module.visit(_Copies(copies)) if copies else module


class _Copies(cst.CSTTransformer):
    """Puts what a function that only copies is called with in the place of the call."""

    def __init__(self, names: frozenset[str]) -> None:
        super().__init__()
        self._names = names

    @override
    def leave_Call(
        self, original_node: cst.Call, updated_node: cst.Call
    ) -> cst.BaseExpression:
        match updated_node:
            case cst.Call(func=cst.Name(name), args=[each]) if name in self._names:
                return each.value
        return updated_node


def _copies(function: cst.FunctionDef) -> bool:
    """Return whether a function only copies its mapping."""
    match function.body.body[-1]:
        case cst.SimpleStatementLine(
            body=[
                cst.Return(
                    cst.DictComp(
                        key=cst.Name(key),
                        value=cst.Name(value),
                        for_in=cst.CompFor(
                            target=cst.Tuple(
                                [
                                    cst.Element(cst.Name(first)),
                                    cst.Element(cst.Name(second)),
                                ]
                            ),
                            ifs=[],
                        ),
                    )
                )
            ]
        ):
            return (key, value) == (first, second)
    return False
