"""Evaluate expressions as far as what is absent makes them constant."""

import ast
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from .absent import SOURCES, Absent
from .syntax import Function, last_name


class _Unknown:
    """What an expression evaluates to that nothing makes constant."""


UNKNOWN: Final = _Unknown()
_COMPARED: Final[Mapping[type[ast.cmpop], Callable[[Any, Any], bool]]] = {
    ast.Eq: lambda left, right: left == right,
    ast.NotEq: lambda left, right: left != right,
    ast.Is: lambda left, right: left is right,
    ast.IsNot: lambda left, right: left is not right,
    ast.In: lambda left, right: left in right,
    ast.NotIn: lambda left, right: left not in right,
    ast.Lt: lambda left, right: left < right,
    ast.LtE: lambda left, right: left <= right,
    ast.Gt: lambda left, right: left > right,
    ast.GtE: lambda left, right: left >= right,
}
_EQUAL: Final = (ast.Eq, ast.Is)
_NEGATIVE: Final = (ast.NotEq, ast.IsNot, ast.NotIn)


def is_entry_part(node: ast.AST, part: str, function: Function | None) -> bool:
    """Return whether an expression is the options, say, of a config entry."""
    match node:
        case ast.Attribute(value=owner, attr=name) if name == part:
            return _is_entry(owner, function)
    return False


def _is_entry(node: ast.expr, function: Function | None) -> bool:
    name = last_name(node)
    if "registry" in name:
        return False
    return "entry" in name or (
        isinstance(node, ast.Name)
        and function is not None
        and any(
            arg.annotation and "ConfigEntry" in ast.unparse(arg.annotation)
            for arg in (*function.args.posonlyargs, *function.args.args)
            if arg.arg == node.id
        )
    )


class Conditions:
    """What conditions are without some features.

    An instance is about one function at a time.
    """

    def __init__(
        self,
        absent: Absent,
        constants: Mapping[str, ast.expr],
        attributes: Mapping[str, Any],
        reached: Mapping[Function, frozenset[str]],
    ) -> None:
        """Prepare for a module.

        Args:
            absent: What is not there.
            constants: The values of names that are assigned once, in the module or one it imports from.
            attributes: Values of attributes that nothing in the step assigns.
            reached: What can have started a flow where its methods are called.
        """
        self._absent = absent
        self._constants = constants
        self._attributes = attributes
        self._reached = reached
        self._possible = SOURCES
        self._locals: Mapping[str, ast.expr] = {}
        self.function: Function | None = None
        self.is_gone: Callable[[ast.AST], bool] = lambda _: False

    def enter(self, function: Function | None) -> None:
        """Evaluate what stands in this function from now on."""
        self.function = function
        self._locals = _assigned_once(function) if function else {}

    def truth(self, node: ast.expr) -> bool | None:
        """Return whether a condition holds, or None where that is not known."""
        value = self.value(node)
        return None if isinstance(value, _Unknown) else bool(value)

    def value(self, node: ast.expr) -> Any:
        """Return what an expression evaluates to, or UNKNOWN."""
        match node:
            case ast.Constant(value=value):
                return value
            case ast.NamedExpr(value=value):
                return self.value(value)
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                truth = self.truth(operand)
                return UNKNOWN if truth is None else not truth
            case ast.BoolOp(op=op, values=values):
                return self._joined(isinstance(op, ast.Or), values)
            case ast.IfExp(test=test, body=body, orelse=orelse):
                truth = self.truth(test)
                return (
                    UNKNOWN if truth is None else self.value(body if truth else orelse)
                )
            case ast.Compare(left=left, ops=[op], comparators=[right]):
                return self._compared(left, op, right)
            case ast.Attribute() if self._is_empty(node):
                return {}
            case ast.Call(func=ast.Name("bool" | "len" as name), args=[argument]):
                value = self.value(argument)
                known = not isinstance(value, _Unknown)
                return {"bool": bool, "len": len}[name](value) if known else UNKNOWN
            case ast.Call(func=ast.Name("any"), args=[ast.GeneratorExp() as each]):
                return False if self.value(each.generators[0].iter) == () else UNKNOWN
            case ast.Call(func=ast.Attribute(value=owner, attr=method)):
                return self._called(owner, method, node.args)
            case ast.Name(id=name) if name in self._locals:
                return self.value(self._locals[name])
            case ast.Name(id=name) if name in self._constants:
                return self.value(self._constants[name])
            case ast.Attribute(value=ast.Name("self"), attr=name) if (
                name in self._attributes
            ):
                return self._attributes[name]
        return None if self.is_gone(node) else UNKNOWN

    def _is_empty(self, node: ast.Attribute) -> bool:
        return (
            self._absent.options and is_entry_part(node, "options", self.function)
        ) or (
            self._absent.subentries and is_entry_part(node, "subentries", self.function)
        )

    def _called(self, owner: ast.expr, method: str, arguments: list[ast.expr]) -> Any:
        if self.value(owner) != {}:
            return UNKNOWN
        match method, arguments:
            case "get", [_]:
                return None
            case "get", [_, default]:
                return self.value(default)
            case "items" | "keys" | "values", []:
                return ()
            case "copy", []:
                return {}
        return UNKNOWN

    def _joined(self, is_or: bool, values: list[ast.expr]) -> Any:
        known = [self.truth(value) for value in values]
        if is_or in known:
            return is_or
        if None in known:
            return UNKNOWN
        return self.value(values[-1])

    def _compared(self, left: ast.expr, op: ast.cmpop, right: ast.expr) -> Any:
        if self.is_source(left) or self.is_source(right):
            return self._source_compared(op, right if self.is_source(left) else left)
        values = self.value(left), self.value(right)
        if isinstance(op, ast.In | ast.NotIn) and values[1] in ({}, ()):
            return isinstance(op, ast.NotIn)
        if any(isinstance(value, _Unknown) for value in values):
            return UNKNOWN
        try:
            return _COMPARED[type(op)](*values)
        except TypeError:
            return UNKNOWN

    def _source_compared(self, op: ast.cmpop, other: ast.expr) -> Any:
        """Return whether the source of a flow is one of those that an expression names."""
        sources = self._sources(other, is_one=not isinstance(op, ast.In | ast.NotIn))
        is_positive = isinstance(op, (*_EQUAL, ast.In))
        if sources is None or not (is_positive or isinstance(op, _NEGATIVE)):
            return UNKNOWN
        if sources <= self._absent.sources:
            return not is_positive
        if self._absent.sources:
            left = self._absent.sources_left & self._possible
            if left <= sources:
                return is_positive
            if left.isdisjoint(sources):
                return not is_positive
        return UNKNOWN

    def narrow(self, decided: Iterable[tuple[ast.expr, bool]]) -> None:
        """Evaluate what is reached only if other conditions have some values."""
        self._possible = (
            self._reached.get(self.function, SOURCES) if self.function else SOURCES
        )
        for test, holds in decided:
            if (sources := self._compared_sources(test)) is not None:
                named, is_positive = sources
                if is_positive is holds:
                    self._possible &= named
                else:
                    self._possible -= named

    def _compared_sources(self, test: ast.expr) -> tuple[frozenset[str], bool] | None:
        """Return the sources that a condition compares with, and whether it holds for them."""
        match test:
            case ast.Compare(left=left, ops=[op], comparators=[right]) if (
                self.is_source(left)
            ):
                is_one = not isinstance(op, ast.In | ast.NotIn)
                if (sources := self._sources(right, is_one=is_one)) is not None:
                    return frozenset(sources), isinstance(op, (*_EQUAL, ast.In))
        return None

    def _sources(self, node: ast.expr, *, is_one: bool) -> set[str] | None:
        """Return the sources that an expression names, None if it says something else."""
        match node:
            case (
                ast.Tuple(elts=elements)
                | ast.Set(elts=elements)
                | ast.List(elts=elements)
            ) if not is_one:
                found = [self._sources(each, is_one=True) for each in elements]
                return (
                    None
                    if None in found
                    else {name for each in found if each for name in each}
                )
            case ast.Constant(value=str() as name):
                return {name}
            case ast.Name(id=name) if name in self._constants:
                return self._sources(self._constants[name], is_one=is_one)
        prefix, _, source = last_name(node).partition("SOURCE_")
        return {source.lower()} if source and not prefix else None

    def is_source(self, node: ast.expr) -> bool:
        """Return whether an expression is what started the flow."""
        match node:
            case ast.Attribute(attr="source"):
                return True
            case ast.Subscript(value=owner, slice=ast.Constant(value="source")):
                return last_name(owner) == "context"
            case ast.Call(
                func=ast.Attribute(value=owner, attr="get"),
                args=[ast.Constant(value="source"), *_],
            ):
                return last_name(owner) == "context"
            case ast.Name(id=name) if name in self._locals:
                return self.is_source(self._locals[name])
        return False


def _assigned_once(function: Function) -> Mapping[str, ast.expr]:
    """Return the values of the local names that a function assigns only once, and that way."""
    values: dict[str, ast.expr] = {}
    bound: Counter[str] = Counter()
    for node in ast.walk(function):
        match node:
            case (
                ast.Assign(targets=[ast.Name(id=name)], value=value)
                | ast.NamedExpr(target=ast.Name(id=name), value=value)
            ):
                values[name] = value
            case ast.Name(id=name, ctx=ast.Store()) | ast.arg(arg=name):
                bound[name] += 1
    return {name: value for name, value in values.items() if bound[name] == 1}
