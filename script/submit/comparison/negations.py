"""Tell what is left of a condition of which only the other branch is there."""

import ast
from collections.abc import Mapping
from typing import Final

from .syntax import shape

_OPPOSITES: Final[Mapping[type[ast.cmpop], type[ast.cmpop]]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}


type Branches = tuple[list[ast.stmt], list[ast.stmt]]


def other_branch(step: ast.If, whole: ast.If) -> Branches | None:
    """Return what a step still does where a condition does not hold, and what else there was to do."""
    asked = _flat(step.test)
    if step.orelse or not whole.orelse:
        return None
    if _are_alike(asked, _flat(_negated(whole.test))):
        return whole.orelse, whole.body
    match whole.orelse:
        case [ast.If(test=test, body=body, orelse=orelse)] if _are_alike(
            asked, [*_flat(_negated(whole.test)), *_flat(test)]
        ):
            return body, [*whole.body, *orelse]
    return None


def _negated(test: ast.expr) -> ast.expr:
    match test:
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return operand
        case ast.Compare(left=left, ops=[op], comparators=[right]) if (
            type(op) in _OPPOSITES
        ):
            return ast.Compare(left, [_OPPOSITES[type(op)]()], [right])
    return ast.UnaryOp(ast.Not(), test)


def _flat(test: ast.expr) -> list[ast.expr]:
    """Return all that has to hold for a condition to hold."""
    if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And):
        return [each for value in test.values for each in _flat(value)]
    return [test]


def _are_alike(ones: list[ast.expr], others: list[ast.expr]) -> bool:
    return [*map(shape, ones)] == [*map(shape, others)]
