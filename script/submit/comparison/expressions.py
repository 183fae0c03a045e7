"""Find the least that was removed from an expression, so that it is that of the step."""

import ast
from collections.abc import Callable, Sequence
import re
from typing import Any, Final

from .conditions import Conditions, is_entry_part
from .edits import SAME, Folded, Match, Removed, best, changed, joined
from .syntax import is_docstring, shape

# Lists of which elements may be missing, by the node that has them
_ELEMENTS: Final[frozenset[tuple[type[ast.AST], str]]] = frozenset(
    {
        (ast.Call, "args"),
        (ast.Call, "keywords"),
        (ast.List, "elts"),
        (ast.Set, "elts"),
        (ast.Tuple, "elts"),
        (ast.comprehension, "ifs"),
        (ast.MatchOr, "patterns"),
        (ast.ClassDef, "bases"),
        (ast.ClassDef, "keywords"),
        (ast.ClassDef, "decorator_list"),
        (ast.FunctionDef, "decorator_list"),
        (ast.AsyncFunctionDef, "decorator_list"),
        (ast.Import, "names"),
        (ast.ImportFrom, "names"),
        (ast.Delete, "targets"),
        (ast.With, "items"),
        (ast.AsyncWith, "items"),
    }
)
# Fold against what is known, fold what is not known, fold as is known
_WRONG, _UNPROVEN, _FOLDED = 500, 50, 1
_SENTENCES: Final = re.compile(
    r"(?<=[.!?:])\s+|\n\s*\n|\n(?=\s*[\w`\"'*]+ ?(?:\([^)]*\))?:)"
)


class Expressions:
    """Matches expressions, each pair once."""

    def __init__(self, conditions: Conditions) -> None:
        """Prepare for a module."""
        self.conditions = conditions
        self._known: dict[tuple[ast.AST, ast.AST], Match] = {}

    def match(self, step: ast.AST, whole: ast.AST) -> Match:
        """Return the best way from a node of the finished integration to one of the step."""
        if shape(step) == shape(whole):
            return SAME
        if (step, whole) not in self._known:
            found = self._alike(step, whole)
            if isinstance(whole, ast.expr) and isinstance(step, ast.expr):
                found = best(found, *self._folds(step, whole))
            self._known[step, whole] = found
        return self._known[step, whole]

    def folded(self, node: ast.expr, value: bool, *dropped: ast.AST) -> Match:
        """Return what it costs to take a condition for a value, and drop what is for the other."""
        truth = self.conditions.truth(node)
        cost = _UNPROVEN if truth is None else _FOLDED if truth is value else _WRONG
        return Match(cost, (Folded(node, value, dropped),))

    def _alike(self, step: ast.AST, whole: ast.AST) -> Match:
        """Match two nodes that differ only in what they consist of."""
        if type(step) is not type(whole):
            return changed(step, whole)
        match step, whole:
            case ast.BoolOp(op=op), ast.BoolOp(op=other) if type(op) is type(other):
                return self._operands(step.values, whole)
            case ast.Dict(), ast.Dict():
                return self._pairs(step, whole)
            case ast.arguments(), ast.arguments():
                return self._parameters(step, whole)
            case ast.BinOp(op=ast.BitOr()), ast.BinOp(op=ast.BitOr()):
                return self.elements(_alternatives(step), _alternatives(whole))
            case ast.Constant(), ast.Constant():
                return changed(step, whole)
        return joined(
            *(
                self.field(step, whole, name)
                for name in whole._fields
                if name not in ("body", "orelse", "finalbody", "handlers", "cases")
                or isinstance(whole, ast.expr)
            )
        )

    def field(self, step: ast.AST, whole: ast.AST, name: str) -> Match:
        """Match a field of two nodes of a type."""
        match getattr(step, name), getattr(whole, name):
            case ast.AST() as one, ast.AST() as other:
                return self.match(one, other)
            case list() as one, list() as other:
                if (type(whole), name) in _ELEMENTS and _may_lose(whole):
                    return self.elements(one, other)
                if len(one) == len(other) and all(
                    isinstance(each, ast.AST) for each in (*one, *other)
                ):
                    return joined(*map(self.match, one, other, strict=True))
                return SAME if one == other else changed(step, whole)
            case one, other if one == other and type(one) is type(other):
                return SAME
        return changed(step, whole)

    def elements(
        self,
        step: Sequence[ast.AST],
        whole: Sequence[ast.AST],
        lost: Callable[[Any], Match] = lambda node: Match(1, (Removed(node),)),
    ) -> Match:
        """Match elements of which some may be missing, in their order."""
        start = 0
        while start < min(len(step), len(whole)) and shape(step[start]) == shape(
            whole[start]
        ):
            start += 1
        step, whole = step[start:], whole[start:]
        end = 0
        while end < min(len(step), len(whole)) and shape(step[-1 - end]) == shape(
            whole[-1 - end]
        ):
            end += 1
        step, whole = step[: len(step) - end], whole[: len(whole) - end]
        # The ways to match what is after, by how much of the step it is.
        ways = [SAME]
        for node in reversed(step):
            ways.append(joined(changed(node), ways[-1]))
        for node in reversed(whole):
            before = [joined(lost(node), ways[0])]
            for count, each in enumerate(reversed(step), 1):
                new = changed(each)
                before.append(
                    best(
                        joined(self.match(each, node), ways[count - 1]),
                        joined(lost(node), ways[count]),
                        joined(new, before[count - 1]),
                    )
                )
            ways = before
        return ways[-1]

    def _operands(self, step: Sequence[ast.expr], whole: ast.BoolOp) -> Match:
        is_and = isinstance(whole.op, ast.And)
        return self.elements(step, whole.values, lambda node: self.folded(node, is_and))

    def _pairs(self, step: ast.Dict, whole: ast.Dict) -> Match:
        ones, others = (
            [
                ast.Tuple([key or ast.Constant(...), value], ast.Store())
                for key, value in zip(each.keys, each.values, strict=True)
            ]
            for each in (step, whole)
        )
        return self.elements(ones, others)

    def _parameters(self, step: ast.arguments, whole: ast.arguments) -> Match:
        ones, others = map(_flat, (step, whole))
        kinds = {each.arg: kind for kind, each, _ in others}
        defaults = {each.arg: default for _, each, default in others}
        lost = self.elements(
            [each for _, each, _ in ones], [each for _, each, _ in others]
        )
        return joined(
            lost,
            *(
                SAME
                if kinds.get(each.arg) == kind
                and _same(default, defaults.get(each.arg))
                else changed(each)
                for kind, each, default in ones
            ),
        )

    def _folds(self, step: ast.expr, whole: ast.expr) -> list[Match]:
        """Return the ways to the step by taking a condition for a constant."""
        match whole:
            case ast.IfExp(test=test, body=body, orelse=orelse):
                return [
                    joined(self.folded(test, True, orelse), self.match(step, body)),
                    joined(self.folded(test, False, body), self.match(step, orelse)),
                ]
            case ast.BoolOp():
                return [self._operands([step], whole)]
            case ast.NamedExpr(target=target, value=value):
                return [joined(Match(1, (Removed(target),)), self.match(step, value))]
            case ast.BinOp(op=ast.BitOr()) if not isinstance(step, ast.BinOp):
                return [self.elements([step], _alternatives(whole))]
            case ast.Compare(
                left=left,
                ops=[ast.In() | ast.NotIn() as op],
                comparators=[ast.Tuple() | ast.List() | ast.Set() as container],
            ):
                match step:
                    case ast.Compare(ops=[ast.Eq() | ast.NotEq() as other]) if (
                        isinstance(op, ast.In) is isinstance(other, ast.Eq)
                    ):
                        return [
                            joined(
                                self.match(step.left, left),
                                self.elements(step.comparators, container.elts),
                            )
                        ]
            case ast.Attribute() if (
                is_entry_part(whole, "options", self.conditions.function)
                and isinstance(step, ast.Dict)
                and not step.keys
            ):
                return [self._constant(whole)]
            case ast.Call(func=ast.Attribute(value=owner, attr="get")) if is_entry_part(
                owner, "options", self.conditions.function
            ):
                default = whole.args[1] if len(whole.args) > 1 else ast.Constant(None)
                return [joined(self._constant(whole), self.match(step, default))]
        return []

    def _constant(self, whole: ast.expr) -> Match:
        return Match(_FOLDED, (Folded(whole, None),))

    def types(self, step: ast.expr | None, whole: ast.expr | None) -> Match:
        """Match the types of what is caught."""
        match step, whole:
            case None, None:
                return SAME
            case ast.expr(), ast.Tuple() if not isinstance(step, ast.Tuple):
                return self.elements([step], whole.elts)
            case ast.expr(), ast.expr():
                return self.match(step, whole)
        return changed(step or ast.Pass(), whole)

    def docstring(self, step: ast.AST, whole: ast.AST) -> Match | None:
        """Match two docstrings, of which one may have lost sentences; None if they are none."""
        match step, whole:
            case (
                ast.Expr(value=ast.Constant(value=str() as one)),
                ast.Expr(value=ast.Constant(value=str() as other)),
            ) if is_docstring(step):
                rest = iter(_sentences(other))
                if all(sentence in rest for sentence in _sentences(one)):
                    return Match(1)
                return changed(step, whole)
        return None


def _sentences(text: str) -> list[str]:
    return [
        " ".join(sentence.split())
        for sentence in _SENTENCES.split(text)
        if sentence.strip()
    ]


def _may_lose(whole: ast.AST) -> bool:
    """Return whether elements may be missing: not where a name is given to each."""
    return not isinstance(getattr(whole, "ctx", None), ast.Store)


def _alternatives(node: ast.expr) -> list[ast.expr]:
    match node:
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return [*_alternatives(left), *_alternatives(right)]
    return [node]


def _flat(parameters: ast.arguments) -> list[tuple[str, ast.arg, ast.expr | None]]:
    """Return parameters with their kinds and defaults."""
    positional = [*parameters.posonlyargs, *parameters.args]
    defaults = [
        *[None] * (len(positional) - len(parameters.defaults)),
        *parameters.defaults,
    ]
    return [
        *(
            ("positional", arg, default)
            for arg, default in zip(positional, defaults, strict=True)
        ),
        *([("*", parameters.vararg, None)] if parameters.vararg else []),
        *(
            ("keyword", arg, default)
            for arg, default in zip(
                parameters.kwonlyargs, parameters.kw_defaults, strict=True
            )
        ),
        *([("**", parameters.kwarg, None)] if parameters.kwarg else []),
    ]


def _same(one: ast.AST | None, other: ast.AST | None) -> bool:
    if one is None or other is None:
        return one is other
    return shape(one) == shape(other)
