"""The rule that tests of flows go on after an error."""

import ast
from collections.abc import Iterator
from typing import Final

from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.modules import Module
from script.integration.nodes import walk
from script.integration.syntax import (
    Function,
    argument,
    assigned,
    last_name,
    parameters,
    text,
)
from script.rules.examples import examples
from script.rules.rule import Severity, rule
from script.rules.sources import plugin

from .flow_results import Arguments, flow_tests, is_create_entry, key, shows_error
from .functions import argnames

# How deep helpers are followed, as in core
_DEPTH: Final = 2


@rule(
    code="home-assistant-tests-config-flow-error-recovery",
    title="Tests of flows go on after an error",
    severity=Severity.REFUSED,
    source=plugin("tests/config_flow_error_recovery"),
    why="A flow that shows an error and then cannot be finished has to be started again.",
    mend="Mend the cause, submit again, and assert CREATE_ENTRY or a reason that ends with _successful",
    good=examples(
        """
        async def test_error(hass: HomeAssistant, mock_client: AsyncMock) -> None:
            mock_client.fetch.side_effect = ExampleConnectionError
            result = await hass.config_entries.flow.async_configure(FLOW_ID, USER_INPUT)
            assert result["errors"] == {"base": "cannot_connect"}

            mock_client.fetch.side_effect = None
            result = await hass.config_entries.flow.async_configure(FLOW_ID, USER_INPUT)
            assert result["type"] is FlowResultType.CREATE_ENTRY
        """,
        """
        async def test_form(hass: HomeAssistant) -> None:
            result = await hass.config_entries.flow.async_configure(FLOW_ID, None)
            assert result["errors"] == {}
        """,
        """
        async def finish(hass: HomeAssistant) -> None:
            result = await hass.config_entries.flow.async_configure(FLOW_ID, USER_INPUT)
            assert result["reason"] == "reauth_successful"


        async def test_error(hass: HomeAssistant) -> None:
            result = await hass.config_entries.flow.async_configure(FLOW_ID, USER_INPUT)
            assert result["errors"] == {"base": "invalid_auth"}
            await finish(hass)
        """,
        file="tests/test_config_flow.py",
    ),
    bad=examples(
        """
        async def test_error(hass: HomeAssistant) -> None:
            result = await hass.config_entries.flow.async_configure(FLOW_ID, USER_INPUT)
            assert result["errors"] == {"base": "unknown"}  # !
        """,
        """
        async def test_error(hass: HomeAssistant) -> None:
            result = await hass.config_entries.flow.async_configure(FLOW_ID, USER_INPUT)
            assert result["errors"]  # !
        """,
        """
        async def test_error(hass: HomeAssistant) -> None:
            result = await hass.config_entries.flow.async_configure(FLOW_ID, USER_INPUT)
            assert "base" in result["errors"]  # !
        """,
        """
        async def test_error(hass: HomeAssistant) -> None:
            result = await hass.config_entries.flow.async_configure(FLOW_ID, USER_INPUT)
            errors = result["errors"]
            assert errors["base"] == "unknown"  # !
        """,
        """
        async def test_error(hass: HomeAssistant) -> None:
            result = await hass.config_entries.flow.async_configure(FLOW_ID, USER_INPUT)
            assert result["errors"] == {"base": "unknown"}  # !
            result = await hass.config_entries.flow.async_init(DOMAIN)
            assert result["type"] is FlowResultType.CREATE_ENTRY
        """,
        file="tests/test_config_flow.py",
    ),
)
def error_recovery(integration: Integration) -> Iterator[Finding]:
    """Report tests that leave the flow at the form with the error."""
    for module, test in flow_tests(integration):
        if (place := _unrecovered(module, test, {}, _DEPTH)) is not None:
            yield module.found(
                place,
                f"{test.name} shows an error and does not prove that the user can go on",
            )


def _unrecovered(
    module: Module, scope: Function, arguments: Arguments, depth: int
) -> ast.AST | None:
    """Return the last error in a function after which its flow does not finish."""
    aliases = frozenset(
        target.id
        for node in walk(scope)
        for target, value in assigned(node)
        if isinstance(target, ast.Name) and key(value) == "errors"
    )
    errors: list[ast.expr] = [
        condition
        for node in walk(scope)
        if isinstance(node, ast.Assert)
        for condition in (
            node.test.values
            if isinstance(node.test, ast.BoolOp) and isinstance(node.test.op, ast.And)
            else [node.test]
        )
        if shows_error(condition, arguments, aliases)
    ]
    calls = [node for node in walk(scope) if isinstance(node, ast.Call)]
    if depth:
        errors += [
            call
            for call in calls
            if (helper := _helper(module, call))
            and _unrecovered(*helper, _bound(call, helper[1], arguments), depth - 1)
            is not None
        ]
    finishes = [
        node
        for node in walk(scope)
        if isinstance(node, ast.Compare | ast.Call)
        and _finishes(module, scope, node, arguments, depth)
    ]
    starts = [
        call.lineno
        for call in calls
        if isinstance(call.func, ast.Attribute) and call.func.attr == "async_init"
    ]
    return max(
        (
            error
            for error in errors
            if not any(
                finish.lineno > error.lineno
                and not any(error.lineno < start < finish.lineno for start in starts)
                and not _exclusive(scope, error, finish)
                for finish in finishes
            )
        ),
        key=lambda error: error.lineno,
        default=None,
    )


def _finishes(
    module: Module,
    scope: Function,
    node: ast.Compare | ast.Call,
    arguments: Arguments,
    depth: int,
) -> bool:
    """Return whether an assertion, maybe of a helper, says that the flow has finished."""
    match node:
        case ast.Compare(left=left, ops=[ast.Is() | ast.Eq()], comparators=[wanted]):
            if not any(
                isinstance(each, ast.Assert) for each in _until(module, node, scope)
            ):
                return False
            return (key(left) == "type" and is_create_entry(wanted)) or (
                key(left) == "reason"
                and isinstance(node.ops[0], ast.Eq)
                and _is_successful(module, scope, wanted, arguments)
            )
        case ast.Call():
            if any(
                each.arg == "reason"
                and _is_successful(module, scope, each.value, arguments)
                for each in node.keywords
            ):
                return True
            if depth and (helper := _helper(module, node)):
                owner, function = helper
                passed = _bound(node, function, arguments)
                return any(
                    _finishes(owner, function, each, passed, depth - 1)
                    for each in ast.walk(function)
                    if isinstance(each, ast.Compare | ast.Call)
                )
    return False


def _until(module: Module, node: ast.AST, scope: Function) -> Iterator[ast.AST]:
    """Yield what a node is in, up to its function."""
    for each in module.around(node):
        if each is scope:
            return
        yield each


def _is_successful(
    module: Module, scope: Function, reason: ast.expr, arguments: Arguments
) -> bool:
    """Return whether a reason to abort is that all went well, for every parameter of a test."""
    if isinstance(reason, ast.Name) and reason.id in arguments:
        reason = arguments[reason.id]
    if not isinstance(reason, ast.Name):
        return (text(reason) or "").endswith("_successful")
    values = _parametrized(module, scope, reason.id)
    return bool(values) and all(
        (text(value) or "").endswith("_successful") for value in values
    )


def _parametrized(module: Module, test: Function, name: str) -> list[ast.expr]:
    """Return what a parameter of a test is given.

    Like core, this sees no mark that stands under a name of its own.
    """
    for mark in test.decorator_list:
        if not (isinstance(mark, ast.Call) and last_name(mark) == "parametrize"):
            continue
        names = argnames(argument(mark, 0, "argnames"))
        rows: ast.AST | None = argument(mark, 1, "argvalues")
        if isinstance(rows, ast.Name) and (definition := module.definition(rows)):
            rows = definition.node
        if name not in names or not isinstance(rows, ast.List | ast.Tuple):
            continue
        values = [
            row.args
            if isinstance(row, ast.Call) and last_name(row) == "param"
            else row.elts
            if isinstance(row, ast.Tuple) and len(names) > 1
            else [row]
            for row in rows.elts
        ]
        return [
            value[names.index(name)] for value in values if len(value) == len(names)
        ]
    return []


def _helper(module: Module, call: ast.Call) -> tuple[Module, Function] | None:
    """Return the function of the tests that a call runs, with its module."""
    definition = module.definition(call.func)
    if (
        definition
        and definition.module
        and definition.module.name.startswith("tests.")
        and isinstance(definition.node, ast.FunctionDef | ast.AsyncFunctionDef)
    ):
        return definition.module, definition.node
    return None


def _bound(call: ast.Call, function: Function, arguments: Arguments) -> Arguments:
    """Return what the parameters of a function are in a call."""
    names = [each.arg for each in parameters(function)]
    given = {
        **dict(zip(names, call.args, strict=False)),
        **{each.arg: each.value for each in call.keywords if each.arg},
    }
    return {
        name: arguments.get(value.id, value) if isinstance(value, ast.Name) else value
        for name, value in given.items()
    }


def _exclusive(scope: Function, first: ast.AST, second: ast.AST) -> bool:
    """Return whether two nodes are in branches of which only one runs."""

    def holds(statements: list[ast.stmt], node: ast.AST) -> bool:
        return any(
            node is each for statement in statements for each in ast.walk(statement)
        )

    return any(
        (holds(node.body, first) and holds(node.orelse, second))
        or (holds(node.orelse, first) and holds(node.body, second))
        for node in ast.walk(scope)
        if isinstance(node, ast.If)
    )
