"""Write the negation of a condition."""

import ast
from collections.abc import Mapping
from typing import Final

from .source import Change, Edit, Source

# Those of which the one is never true together with the other, and one of them is
_OPPOSITES: Final[Mapping[type[ast.cmpop], str]] = {
    ast.Eq: "!=",
    ast.NotEq: "==",
    ast.Is: "is not",
    ast.IsNot: "is",
    ast.In: "not in",
    ast.NotIn: "in",
}
# What needs no parentheses after "not"
_TIGHT: Final = (ast.Attribute, ast.Call, ast.Constant, ast.Name, ast.Subscript)


def only_otherwise(source: Source, node: ast.If) -> Change | None:
    """Return the edits of a condition that leave what is done if it does not hold, None if that is several things."""
    match node.orelse:
        case [ast.If(test=test, orelse=[]) as other] if _is_elif(source, other):
            code = f"{negated(source, node.test)} and {_operand(source, test)}"
            end = source.outer(test, source.start(other), source.start(other.body[0]))
        case [ast.If() as other, *_] if _is_elif(source, other):
            return None
        case [first, *_]:
            code = negated(source, node.test)
            last = source.word_before(source.start(first), "else")
            end = last, last + len("else")
        case _:
            return None
    start = source.outer(node.test, source.start(node), source.start(node.body[0]))[0]
    return (Edit(start, end[1], f"({code})" if "\n" in code else code),)


def negated(source: Source, test: ast.expr) -> str:
    """Return the code of the opposite of a condition."""
    match test:
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return _operand(source, operand)
        case ast.Compare(left=left, ops=[op], comparators=[right]) if (
            type(op) in _OPPOSITES
        ):
            sign = _OPPOSITES[type(op)]
            return f"{_whole(source, left, test)} {sign} {_whole(source, right, test)}"
    code = source.code(test)
    return f"not {code}" if isinstance(test, _TIGHT) else f"not ({code})"


def _whole(source: Source, node: ast.expr, inside: ast.expr) -> str:
    """Return the code of a part of an expression with its parentheses."""
    return source.text[
        slice(*source.outer(node, source.start(inside), source.end(inside)))
    ]


def _operand(source: Source, test: ast.expr) -> str:
    """Return the code of a condition as one of several that all have to hold."""
    code = source.code(test)
    is_loose = isinstance(test, ast.BoolOp | ast.IfExp | ast.Lambda | ast.NamedExpr)
    is_loose &= not (isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And))
    return f"({code})" if is_loose else code


def _is_elif(source: Source, node: ast.If) -> bool:
    return source.text.startswith("elif", source.start(node))
