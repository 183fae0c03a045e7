"""Evaluate what the absence of a feature makes constant."""

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
import operator
from typing import Any, Final

from script.integration.nodes import walk

from .absence import Absence
from .effects import has_effects
from .entries import enclosing, is_config_entry, is_flow_source
from .names import Module, Package
from .positions import SOURCE_PREFIX
from .sources import Sources
from .unset import unset

_OPERATORS: Final[Mapping[type[ast.cmpop], Callable[[Any, Any], Any]]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Is: lambda left, right: type(left) is type(right) and left == right,
    ast.IsNot: lambda left, right: type(left) is not type(right) or left != right,
    ast.In: lambda left, right: left in right,
    ast.NotIn: lambda left, right: left not in right,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
_FUNCTIONS: Final[Mapping[str, Callable[[Any], Any]]] = {
    each.__name__: each for each in (bool, dict, float, int, len, list, set, str, tuple)
}
# How a flow asks for its source
_SOURCE: Final = (".source", '"source"', "'source'")
_NEGATIVE: Final = (ast.NotEq, ast.IsNot, ast.NotIn)


@dataclass(frozen=True)
class Known:
    """The value of an expression.

    Attributes:
        by_absence: Whether it is always that because of what is not there.
    """

    value: Any
    by_absence: bool = True


class Values:
    """What is known of the expressions of a module."""

    def __init__(self, package: Package, module: Module, absence: Absence) -> None:
        """Take the module, and what is absent."""
        self._package = package
        self._module = module
        self._absence = absence
        self._known: dict[ast.AST, Known | None] = {}

    @property
    def may_know(self) -> bool:
        """Return whether the text of the module has anything that can be constant by absence."""
        asked = {f".{name}" for name in self._absence.empty}
        if self._absence.sources:
            asked.update(_SOURCE)
        return self._module.source.has_any(frozenset(asked)) or bool(self._unset)

    @cached_property
    def _unset(self) -> Mapping[ast.ClassDef, dict[str, object]]:
        return unset(self._package, self._module)

    def of(self, node: ast.expr) -> Known | None:
        """Return what is known of an expression."""
        if node not in self._known:
            # A value that depends on itself is not known.
            self._known[node] = None
            self._known[node] = self._of(node)
        return self._known[node]

    def _of(self, node: ast.expr) -> Known | None:
        match node:
            case ast.Constant(value=value):
                return Known(value, by_absence=False)
            case ast.Attribute(attr=name, value=value) if (
                name in self._absence.empty
                and is_config_entry(self._package, self._module, value)
            ):
                return Known({})
            case ast.Attribute(value=ast.Name(id="self"), attr=name) if self._unset:
                owner = next(enclosing(self._module.source, node, ast.ClassDef), None)
                values = self._unset.get(owner, {}) if owner else {}
                return Known(values[name]) if name in values else None
            case ast.Name() | ast.Attribute():
                return self._named(node)
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return self._applied(operator.not_, operand)
            case ast.BoolOp():
                return self._of_operands(node)
            case ast.Compare(left=left, ops=[op], comparators=[right]):
                return self._compared(left, op, right)
            case ast.IfExp(test=test, body=body, orelse=orelse):
                if known := self.of(test):
                    return self.of(body if known.value else orelse)
            case ast.NamedExpr(value=value):
                return self.of(value)
            case ast.List() | ast.Tuple() | ast.Set() | ast.Dict():
                return self._display(node)
            case ast.Call():
                return self._called(node)
        return None

    def _named(self, node: ast.Name | ast.Attribute) -> Known | None:
        if isinstance(node, ast.Name) and (value := self._assigned(node)):
            known = self.of(value)
            # A copy may be changed, the mapping of an entry may not.
            is_fixed = isinstance(value, ast.Attribute) or not (
                known and isinstance(known.value, dict | list | set)
            )
            return known if known and known.by_absence and is_fixed else None
        name = self._module.qualified(node)
        if name and name.startswith(SOURCE_PREFIX):
            return Known(name.removeprefix(SOURCE_PREFIX).lower(), by_absence=False)
        match self._package.definition(name):
            case (
                module,
                ast.Assign(value=ast.expr() as value)
                | ast.AnnAssign(value=ast.expr() as value),
            ):
                if module is self._module:
                    return self.of(value)
                return Values(self._package, module, self._absence).of(value)
        return None

    def _assigned(self, node: ast.Name) -> ast.expr | None:
        """Return what a local variable is set to, if that is once."""
        for function in enclosing(
            self._module.source, node, (ast.FunctionDef, ast.AsyncFunctionDef)
        ):
            if stores := self._stores(function).get(node.id):
                match stores:
                    case [ast.Assign(value=value, targets=[ast.Name()])]:
                        return value
                    case [
                        ast.AnnAssign(value=ast.expr() as value)
                        | ast.NamedExpr(value=value)
                    ]:
                        return value
                return None
        return None

    def _stores(self, function: ast.AST) -> dict[str, list[ast.AST]]:
        """Return for each local name of a function what binds it."""

        def find() -> dict[str, list[ast.AST]]:
            found: dict[str, list[ast.AST]] = {}
            parents = self._module.source.parents
            for child in walk(function):
                match child:
                    case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
                        found.setdefault(name, []).append(parents[child])
                    case ast.arg(arg=name):
                        found.setdefault(name, []).append(child)
                    case ast.ExceptHandler(name=str() as name):
                        found.setdefault(name, []).append(child)
            return found

        return self._module.source.known("stores", function, find)

    def _applied(
        self, function: Callable[..., Any], *operands: ast.expr
    ) -> Known | None:
        """Return what a function gives for what is known."""
        known = [self.of(operand) for operand in operands]
        values = [each for each in known if each]
        if len(values) < len(known):
            return None
        try:
            value = function(*(each.value for each in values))
        except TypeError, ValueError, LookupError:
            return None
        return Known(value, any(each.by_absence for each in values))

    def _of_operands(self, node: ast.BoolOp) -> Known | None:
        """Return what a conjunction or disjunction is, if one operand decides it."""
        decides = isinstance(node.op, ast.Or)
        known = [self.of(value) for value in node.values]
        for number, each in enumerate(known):
            if each and each.by_absence and bool(each.value) is decides:
                if any(
                    has_effects(self._module, before) for before in node.values[:number]
                ):
                    return None
                # What stands before decides the same, or leaves it to this one.
                return Known(decides if number else each.value)
        if all(known):
            last = known[-1]
            return last and Known(
                last.value, any(each.by_absence for each in known if each)
            )
        return None

    def _compared(self, left: ast.expr, op: ast.cmpop, right: ast.expr) -> Known | None:
        for one, other in ((left, right), (right, left)):
            if is_flow_source(self._package, self._module, one):
                known = self.of(other)
                if (here := self._source_at(one)) and known and one is left:
                    return Known(_OPERATORS[type(op)](here.value, known.value))
                return self._compared_source(op, one, other, is_left=one is left)
        return self._applied(_OPERATORS[type(op)], left, right)

    def _source_at(self, node: ast.expr) -> Known | None:
        """Return what the source is where a condition around has asked for it."""
        for condition in enclosing(self._module.source, node, ast.If):
            tests = (
                condition.test.values
                if isinstance(condition.test, ast.BoolOp)
                and isinstance(condition.test.op, ast.And)
                else [condition.test]
            )
            for test in tests:
                match test:
                    case ast.Compare(
                        left=left, ops=[ast.Eq()], comparators=[right]
                    ) if (
                        left is not node
                        and is_flow_source(self._package, self._module, left)
                        and self._is_in(node, condition.body)
                    ):
                        return self.of(right)
        return None

    def _is_in(self, node: ast.AST, block: list[ast.stmt]) -> bool:
        return any(
            above in block for above in enclosing(self._module.source, node, ast.stmt)
        )

    def _compared_source(
        self, op: ast.cmpop, one: ast.expr, other: ast.expr, *, is_left: bool
    ) -> Known | None:
        """Return what the comparison of a flow's source is, if it never or always is that."""
        gone = self._absence.sources
        if not gone or not (known := self.of(other)):
            return None
        match op:
            case ast.Eq() | ast.Is() | ast.NotEq() | ast.IsNot():
                compared = {known.value}
            case ast.In() | ast.NotIn() if is_left and known.value:
                compared = set(known.value)
            case _:
                return None
        is_negative = isinstance(op, _NEGATIVE)
        if compared <= gone:
            return Known(is_negative)
        inherited = self._absence.inherited
        left = self._package.known(
            "sources", inherited, lambda: Sources(self._package, inherited)
        ).at(self._module, one)
        if left and left - gone <= compared:
            return Known(not is_negative)
        return None

    def _display(self, node: ast.List | ast.Tuple | ast.Set | ast.Dict) -> Known | None:
        if isinstance(node, ast.Dict):
            # None is the key of a mapping that is unpacked.
            if None in node.keys:
                return None
            keys, values = self._all(node.keys), self._all(node.values)
            if keys is None or values is None:
                return None
            return Known(
                {
                    key.value: value.value
                    for key, value in zip(keys, values, strict=True)
                },
                any(each.by_absence for each in (*keys, *values)),
            )
        elements = self._all(node.elts)
        if elements is None:
            return None
        return Known(
            [each.value for each in elements], any(each.by_absence for each in elements)
        )

    def _all(self, nodes: list[Any]) -> list[Known] | None:
        known = [self.of(node) for node in nodes]
        values = [each for each in known if each]
        return values if len(values) == len(known) else None

    def _called(self, node: ast.Call) -> Known | None:
        match node:
            case ast.Call(func=ast.Name(id=name), args=[argument], keywords=[]) if (
                name in _FUNCTIONS and name not in self._module.definitions
            ):
                known = self._applied(_FUNCTIONS[name], argument)
                return known if known and known.by_absence else None
            case ast.Call(
                func=ast.Attribute(value=value, attr="get"),
                args=[_, *default],
                keywords=[],
            ):
                mapping = self.of(value)
                if mapping and mapping.by_absence and mapping.value == {}:
                    if not default:
                        return Known(None)
                    known = self.of(default[0])
                    return Known(known.value) if known else None
        return None
