"""Tell what the mocks of tests are made of: whether they have a spec of what they stand for."""

import ast
from collections.abc import Iterator
import sys
from typing import Final

from script.integration.integration import Integration
from script.integration.modules import Module
from script.integration.syntax import Function, assigned, keyword, last_name, parameters

from .functions import fixture_name, fixtures

MOCKS: Final = {
    "AsyncMock",
    "MagicMock",
    "Mock",
    "NonCallableMagicMock",
    "NonCallableMock",
}
_SPECS: Final = {"autospec", "spec", "spec_set"}

# How many names, fixtures and helpers a value is followed through
_DEPTH: Final = 10


def is_mock(value: ast.AST | None) -> bool:
    """Return whether an expression makes a mock."""
    return isinstance(value, ast.Call) and last_name(value) in MOCKS


def has_spec(call: ast.Call) -> bool:
    """Return whether a mock, or what patches with one, is given a spec."""
    return (
        last_name(call) == "create_autospec"
        or (is_mock(call) and bool(call.args))
        or any(each.arg in _SPECS for each in call.keywords)
    )


def is_bare(module: Module, value: ast.expr) -> bool:
    """Return whether a value is a mock without a spec, wherever it is made."""
    made = [*_made(module, value, _DEPTH)]
    return bool(made) and all(is_mock(each) and not has_spec(each) for each in made)


def is_specced(module: Module, value: ast.expr) -> bool:
    """Return whether a value is, or is a part of, a mock with a spec."""
    while isinstance(value, ast.Attribute):
        value = value.value
    made = [*_made(module, value, _DEPTH)]
    return bool(made) and all(has_spec(each) for each in made)


def library_class(integration: Integration, target: str) -> bool:
    """Return whether a name that is patched is that of a class of a library."""
    name = integration.named(target).name
    package, _, last = name.partition(".")[0], *name.rpartition(".")[1:]
    return (
        last[:1].isupper()
        and not last.isupper()
        and package not in {"homeassistant", "tests", *sys.stdlib_module_names}
    )


def _made(module: Module, value: ast.AST | None, depth: int) -> Iterator[ast.Call]:
    """Yield the calls that make a value, through names, fixtures and functions of the tests."""
    if depth == 0 or value is None:
        return
    match value:
        case ast.Attribute(value=owner):
            yield from _made(module, owner, depth - 1)
        case ast.Call() if is_mock(value) or last_name(value) == "create_autospec":
            yield value
        case ast.Call(func=called) if last_name(called) in ("patch", "object"):
            inner = keyword(value, "return_value")
            if inner is None or has_spec(value):
                yield value
            else:
                yield from _made(module, inner, depth - 1)
        case ast.Call(func=called):
            definition = module.definition(called)
            if (
                definition
                and definition.module
                and isinstance(definition.node, ast.FunctionDef | ast.AsyncFunctionDef)
            ):
                yield from _given(definition.module, definition.node, depth)
        case ast.Name(id=name):
            function = module.function_around(value)
            if function is None:
                return
            bound = [*_bound(function, name)]
            for each in bound:
                yield from _made(module, each, depth - 1)
            if not bound and any(each.arg == name for each in parameters(function)):
                home, fixture = _fixture(module, name)
                if home and fixture and fixture is not function:
                    yield from _given(home, fixture, depth)


def _bound(function: Function, name: str) -> Iterator[ast.expr]:
    """Yield what a function binds a name to."""
    for node in ast.walk(function):
        for target, value in assigned(node):
            if isinstance(target, ast.Name) and target.id == name:
                yield value
        match node:
            case ast.withitem(context_expr=value, optional_vars=ast.Name(id=bound)) if (
                bound == name
            ):
                yield value


def _given(module: Module, function: Function, depth: int) -> Iterator[ast.Call]:
    """Yield the calls that make what a function returns or yields."""
    for node in ast.walk(function):
        if isinstance(node, ast.Return | ast.Yield):
            yield from _made(module, node.value, depth - 1)


def _fixture(module: Module, name: str) -> tuple[Module | None, Function | None]:
    """Return the fixture that a parameter takes, with its module."""
    package = module.name if module.path.name == "__init__.py" else module.package
    for home in (module, module.sources.module(f"{package}.conftest")):
        for each in fixtures(home) if home else ():
            if fixture_name(each) == name:
                return home, each
    return None, None
