"""Find tests and fixtures, and what pytest gives them."""

import ast
from collections.abc import Iterator
from typing import Final

from script.integration.integration import Integration
from script.integration.modules import Module
from script.integration.syntax import (
    FUNCTIONS,
    Function,
    argument,
    keyword,
    last_name,
    parameters,
    text,
)

# The types of the fixtures of core's tests
FIXTURES: Final = {
    "area_registry": "AreaRegistry",
    "caplog": "LogCaptureFixture",
    "device_registry": "DeviceRegistry",
    "entity_registry": "EntityRegistry",
    "freezer": "FrozenDateTimeFactory",
    "hass": "HomeAssistant",
    "hass_client": "ClientSessionGenerator",
    "hass_client_no_auth": "ClientSessionGenerator",
    "hass_storage": "dict",
    "hass_ws_client": "WebSocketGenerator",
    "issue_registry": "IssueRegistry",
    "monkeypatch": "MonkeyPatch",
    "recorder_mock": "Recorder",
    "request": "FixtureRequest",
    "requests_mock": "Mocker",
    "snapshot": "SnapshotAssertion",
    "tmp_path": "Path",
}


def tests(module: Module) -> Iterator[Function]:
    """Yield the test functions of a module."""
    return (
        node
        for node in module.tree.body
        if isinstance(node, FUNCTIONS) and node.name.startswith("test_")
    )


def fixtures(module: Module) -> Iterator[Function]:
    """Yield the fixtures of a module."""
    return (
        node
        for node in module.tree.body
        if isinstance(node, FUNCTIONS) and decorator(node) is not None
    )


def decorator(function: Function) -> ast.expr | None:
    """Return the decorator that makes a function a fixture."""
    return next(
        (
            each
            for each in function.decorator_list
            if ast.unparse(each).partition("(")[0] == "pytest.fixture"
        ),
        None,
    )


def fixture_name(function: Function) -> str:
    """Return the name that a fixture is taken by."""
    mark = decorator(function)
    name = text(keyword(mark, "name")) if isinstance(mark, ast.Call) else None
    return name or function.name


def is_automatic(function: Function) -> bool:
    """Return whether all tests use a fixture without taking it."""
    mark = decorator(function)
    return isinstance(mark, ast.Call) and keyword(mark, "autouse") is not None


def used_by_marks(node: ast.AST | None) -> set[str]:
    """Return the fixtures that a mark, or a list of marks, makes a test use."""
    match node:
        case ast.List(elts=marks) | ast.Tuple(elts=marks):
            return {name for each in marks for name in used_by_marks(each)}
        case ast.Call(args=names) if last_name(node) == "usefixtures":
            return {name for each in names if (name := text(each))}
    return set()


def parametrized(module: Module, test: Function) -> set[str]:
    """Return the parameters of a test that are no fixtures."""
    names: set[str] = set()
    for each in test.decorator_list:
        mark: ast.AST | None = each
        if isinstance(each, ast.Name) and (definition := module.definition(each)):
            mark = definition.node
        if isinstance(mark, ast.Call) and last_name(mark) == "parametrize":
            names |= {*argnames(argument(mark, 0, "argnames"))}
    return names


def argnames(node: ast.expr | None) -> list[str]:
    """Return the names that a mark parametrizes."""
    match node:
        case ast.Constant(value=str() as names):
            return [name.strip() for name in names.split(",")]
        case ast.Tuple(elts=elements) | ast.List(elts=elements):
            return [text(each) or "" for each in elements]
    return []


def taken(integration: Integration) -> Iterator[tuple[Module, Function, ast.arg]]:
    """Yield each parameter of a test or fixture."""
    for module in integration.tests:
        for function in (*tests(module), *fixtures(module)):
            for parameter in parameters(function):
                yield module, function, parameter
