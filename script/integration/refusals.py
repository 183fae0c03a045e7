"""Read what Home Assistant refuses from core's integrations off its calls of report_usage.

Custom components may do most of it still, so that nothing tells their authors before they come to core.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
import re
from typing import Final

from .files import read_text
from .modules import Module
from .syntax import (
    FUNCTIONS,
    Function,
    assigned,
    dotted,
    inner,
    keyword,
    last_name,
    methods,
    text,
)

_BEHAVIOR: Final = "core_integration_behavior"
_FUNCTION: Final = re.compile(r"^ +def (\w+)", re.MULTILINE)


@dataclass(frozen=True)
class Refusal:
    """What is refused of calling a function, or of reading a property.

    Attributes:
        what: Home Assistant's own words, as "calls `x`, which is deprecated", or "".
        passed: The parameters of which none may be passed.
        missing: The parameter that has to be passed. Without either, every call is refused.
    """

    what: str
    passed: frozenset[str] = frozenset()
    missing: str = ""

    @property
    def is_always(self) -> bool:
        """Return whether every call is refused."""
        return not self.passed and not self.missing

    def applies(self, call: ast.Call) -> bool:
        """Return whether a call is refused. What it passes by position or in a mapping is not looked into."""
        names = {each.arg for each in call.keywords}
        if self.missing:
            return self.missing not in names and None not in names
        return not self.passed or bool(self.passed & names)


@cache
def refusals(
    module: Module, class_: ast.ClassDef | None, function: Function
) -> tuple[Refusal, ...]:
    """Return what is refused of a function of a module, or of a method of a class in it."""
    if _BEHAVIOR not in (read_text(module.path) or ""):
        return ()
    return tuple(_refusals(module, class_, function))


@cache
def refused_names(package: Path) -> frozenset[str]:
    """Return the names of the functions that may refuse calls, and of others, to look no further at the rest.

    Only Home Assistant's own modules and its helpers are looked at, which is quick.
    """
    return frozenset(
        name
        for path in (*package.glob("*.py"), *(package / "helpers").glob("*.py"))
        if _BEHAVIOR in (code := read_text(path) or "")
        for name in _FUNCTION.findall(code)
    )


@cache
def renamed(module: Module, class_: ast.ClassDef) -> dict[str, str]:
    """Return the members of a class that core's integrations may no longer have, each with its replacement."""
    if _BEHAVIOR not in (read_text(module.path) or ""):
        return {}
    return {
        name: replacement
        for statement in class_.body
        for target, value in assigned(statement)
        if isinstance(value, ast.Call)
        and _is_error(value)
        and (name := dotted(target))
        and value.args
        and (replacement := text(value.args[0]))
    }


def _refusals(
    module: Module, class_: ast.ClassDef | None, function: Function
) -> Iterator[Refusal]:
    may_end = False
    for statement in function.body:
        match statement:
            case ast.Expr(value=ast.Call() as call) if not may_end:
                if (found := _reported(call)) is not None:
                    yield found
                else:
                    yield from _passed_on(module, class_, function, call)
            case ast.If(test=test, body=body):
                yield from _conditional(test, body)
        may_end |= any(isinstance(each, ast.Return) for each in inner(statement))
        if isinstance(statement, ast.Return | ast.Raise):
            return


def _is_error(call: ast.Call) -> bool:
    return last_name(keyword(call, _BEHAVIOR)) == "ERROR"


def _reported(call: ast.Call) -> Refusal | None:
    """Return what a call of report_usage refuses of the caller, and not of an integration that is handed over."""
    if last_name(call.func) != "report_usage" or not _is_error(call):
        return None
    if isinstance(keyword(call, "integration_domain"), ast.Name):
        return None
    return Refusal((text(call.args[0]) if call.args else "") or "")


def _passed_on(
    module: Module, class_: ast.ClassDef | None, function: Function, call: ast.Call
) -> Iterator[Refusal]:
    """Yield what the function that another one calls in any case refuses of every call."""
    name = dotted(call.func)
    own = methods(class_) if class_ else {}
    if (method := own.get(name.removeprefix("self."))) and name.startswith("self."):
        called, around = method, class_
    elif isinstance(bound := module.bindings.get(name), FUNCTIONS):
        called, around = bound, None
    else:
        return
    if called is not function:
        yield from (each for each in refusals(module, around, called) if each.is_always)


def _conditional(test: ast.expr, body: list[ast.stmt]) -> Iterator[Refusal]:
    """Yield what is refused if a parameter is passed, or is not."""
    tested = [*_tested(test)]
    passed = frozenset(name for name, is_passed in tested if is_passed)
    for statement in body:
        match statement:
            case ast.Expr(value=ast.Call() as call):
                found = _reported(call)
            case _:
                continue
        if found is None:
            continue
        if tested and len(passed) == len(tested):
            yield Refusal(found.what, passed=passed)
        elif len(tested) == 1:
            yield Refusal(found.what, missing=tested[0][0])


def _tested(test: ast.expr) -> Iterator[tuple[str, bool]]:
    """Yield the parameters of which a condition asks whether they are passed, and whether it wants that."""
    match test:
        case ast.BoolOp(op=ast.Or(), values=values):
            for each in values:
                yield from _tested(each)
        case ast.Compare(
            left=ast.Name(id=name),
            ops=[ast.Is() | ast.IsNot() as operator],
            comparators=[ast.Name(id="UNDEFINED")],
        ):
            yield name, isinstance(operator, ast.IsNot)
