"""Check the tests of the flows."""

import ast
from collections.abc import Iterator, Mapping
from typing import Final

from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.modules import Module
from script.integration.syntax import (
    Function,
    argument,
    assigned,
    called,
    keyword,
    last_name,
    parameters,
    text,
)

from .testing import argnames, tests

type Arguments = Mapping[str, ast.expr]

OTHER_FLOWS: Final = {"options", "subentries"}

# How deep helpers are followed, as in core.
DEPTH: Final = 2

UPDATE_FLOWS: Final = {
    "SOURCE_REAUTH": "start_reauth_flow",
    "reauth": "start_reauth_flow",
    "SOURCE_RECONFIGURE": "start_reconfigure_flow",
    "reconfigure": "start_reconfigure_flow",
}


def _flow_tests(integration: Integration) -> Iterator[tuple[Module, Function]]:
    """Yield the tests of the flows."""
    for module in integration.tests:
        if module.part == "test_config_flow":
            for test in tests(module):
                yield module, test


def _source(call: ast.Call) -> str | None:
    """Return the source that a flow is started with."""
    match keyword(call, "context"):
        case ast.Dict(keys=keys, values=values):
            value = next(
                (
                    each
                    for key, each in zip(keys, values, strict=True)
                    if text(key) == "source"
                ),
                None,
            )
        case ast.Call() as context if last_name(context) == "ConfigFlowContext":
            value = keyword(context, "source")
        case _:
            return None
    return text(value) or last_name(value)


def user_flow_data(integration: Integration) -> Iterator[Finding]:
    """Report flows of the user that are started with data, which never happens."""
    for module in integration.tests:
        for call in module.calls:
            match call.func:
                case ast.Attribute(
                    value=ast.Attribute(attr="flow" | "subentries"), attr="async_init"
                ):
                    pass
                case _:
                    continue
            if (
                _source(call) in ("SOURCE_USER", "user")
                and keyword(call, "data") is not None
            ):
                yield module.finding(
                    call,
                    "home-assistant-tests-user-flow-no-data",
                    "A flow of the user is started with data, which never happens",
                    "Start it without, and pass the data to async_configure",
                )


def flow_start(integration: Integration) -> Iterator[Finding]:
    """Report flows that are started with a context made by hand."""
    for module in integration.tests:
        for call in module.calls:
            if (
                isinstance(call.func, ast.Attribute)
                and call.func.attr == "async_init"
                and (helper := UPDATE_FLOWS.get(_source(call) or ""))
            ):
                yield module.finding(
                    call,
                    "home-assistant-test-flow-start-helper",
                    "The context of the flow is made by hand",
                    f"Start it with `entry.{helper}(hass)`",
                )


def unique_id(integration: Integration) -> Iterator[Finding]:
    """Report entries that are created in a test without a look at their unique id."""
    if not any(
        "async_set_unique_id" in called(module.tree)
        for module in integration.parts("config_flow")
    ):
        return
    for module, test in _flow_tests(integration):
        if any(
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == "async_init"
            and last_name(node.func.value) in OTHER_FLOWS
            for node in ast.walk(test)
        ):
            continue
        for node in ast.walk(test):
            match node:
                case ast.Compare(
                    left=left, ops=[ast.Is() | ast.Eq()], comparators=[wanted]
                ) if _key(left) == "type" and _is_create_entry(wanted):
                    if (
                        not _of_other_flow(test, left)
                        and not _injects_error(module, test)
                        and not _looks_at_unique_id(test)
                    ):
                        yield module.finding(
                            node,
                            "home-assistant-tests-config-flow-unique-id",
                            f"{test.name} creates an entry and does not look at its unique id",
                            'Assert `result["result"].unique_id == ...`',
                        )
                    break


def _is_create_entry(node: ast.expr) -> bool:
    """Return whether this is the type of a result that creates an entry."""
    return text(node) == "create_entry" or (
        isinstance(node, ast.Attribute) and node.attr == "CREATE_ENTRY"
    )


def _key(node: ast.AST | None) -> str | None:
    """Return the key that is read from a result."""
    match node:
        case (
            ast.Subscript(slice=key)
            | ast.Call(func=ast.Attribute(attr="get"), args=[key, *_])
        ):
            return text(key)
    return None


def _of_other_flow(test: Function, left: ast.expr) -> bool:
    """Return whether a result that is looked at is one of an options or subentry flow."""
    name = next((node.id for node in ast.walk(left) if isinstance(node, ast.Name)), "")
    values = [
        value
        for node in ast.walk(test)
        for target, value in assigned(node)
        if isinstance(target, ast.Name)
        and target.id == name
        and target.lineno < left.lineno
    ]
    match max(values, key=lambda value: value.lineno, default=None):
        case ast.Await(
            value=ast.Call(func=ast.Attribute(value=ast.Attribute(attr=manager)))
        ):
            return manager in OTHER_FLOWS
    return False


def _injects_error(module: Module, test: Function) -> bool:
    """Return whether a test lets something fail."""
    for node in ast.walk(test):
        match node:
            case ast.Assert(test=condition) if _shows_error(condition, {}, frozenset()):
                return True
            case ast.Compare(left=left, ops=[ast.Eq()], comparators=[wanted]) if _key(
                left
            ) == "errors" and _may_be_error(wanted):
                return True
            case ast.keyword(arg="side_effect", value=value) if _may_raise(
                module, value
            ):
                return True
        for target, value in assigned(node):
            if (
                isinstance(target, ast.Attribute)
                and target.attr == "side_effect"
                and _may_raise(module, value)
            ):
                return True
    return False


def _may_raise(module: Module, value: ast.expr) -> bool:
    """Return whether a side effect may be an error."""
    match value:
        case ast.Constant(value=None) | ast.Lambda():
            return False
        case ast.List(elts=elements) | ast.Tuple(elts=elements):
            return any(_may_raise(module, each) for each in elements)
    definition = module.definition(value.func if isinstance(value, ast.Call) else value)
    return not (
        definition
        and isinstance(definition.node, ast.FunctionDef | ast.AsyncFunctionDef)
    )


def _looks_at_unique_id(test: Function) -> bool:
    """Return whether a test asserts a unique id, or a snapshot."""
    return any(
        (isinstance(node, ast.Attribute) and node.attr == "unique_id")
        or text(node) == "unique_id"
        or (isinstance(node, ast.Name) and node.id == "snapshot")
        for each in ast.walk(test)
        if isinstance(each, ast.Assert)
        for node in ast.walk(each)
    )


def error_recovery(integration: Integration) -> Iterator[Finding]:
    """Report tests that leave the flow at the form with the error."""
    for module, test in _flow_tests(integration):
        if (place := _unrecovered(module, test, {}, DEPTH)) is not None:
            yield module.finding(
                place,
                "home-assistant-tests-config-flow-error-recovery",
                f"{test.name} shows an error and does not prove that the user can go on",
                "Mend the cause, submit again, and assert CREATE_ENTRY or a reason that ends with _successful",
            )


def _unrecovered(
    module: Module, scope: Function, arguments: Arguments, depth: int
) -> ast.AST | None:
    """Return the last error in a function after which its flow does not finish."""
    aliases = frozenset(
        target.id
        for node in ast.walk(scope)
        for target, value in assigned(node)
        if isinstance(target, ast.Name) and _key(value) == "errors"
    )
    errors: list[ast.expr] = [
        condition
        for node in ast.walk(scope)
        if isinstance(node, ast.Assert)
        for condition in (
            node.test.values
            if isinstance(node.test, ast.BoolOp) and isinstance(node.test.op, ast.And)
            else [node.test]
        )
        if _shows_error(condition, arguments, aliases)
    ]
    calls = [node for node in ast.walk(scope) if isinstance(node, ast.Call)]
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
        for node in ast.walk(scope)
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


def _shows_error(
    condition: ast.expr, arguments: Arguments, aliases: frozenset[str]
) -> bool:
    """Return whether a condition holds when a step shows an error."""

    def errors(node: ast.expr) -> bool:
        return _key(node) == "errors" or (
            isinstance(node, ast.Name) and node.id in aliases
        )

    if errors(condition):
        return True
    match condition:
        case ast.Compare(left=left, ops=[ast.Eq()], comparators=[wanted]):
            if errors(left):
                return _may_be_error(
                    arguments.get(wanted.id, wanted)
                    if isinstance(wanted, ast.Name)
                    else wanted
                )
            match left:
                case (
                    ast.Subscript(value=owner)
                    | ast.Call(func=ast.Attribute(value=owner, attr="get"))
                ):
                    return errors(owner)
        case ast.Compare(ops=[ast.In()], comparators=[owner]):
            return errors(owner)
        case ast.Compare(
            left=left, ops=[ast.NotEq() | ast.IsNot()], comparators=[wanted]
        ):
            return errors(left) and not _may_be_error(wanted)
    return False


def _may_be_error(value: ast.expr) -> bool:
    """Return whether errors that are expected may hold one."""
    return not isinstance(value, ast.Constant) and not (
        isinstance(value, ast.Dict) and not value.values
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
            return (_key(left) == "type" and _is_create_entry(wanted)) or (
                _key(left) == "reason"
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


CHECKS: Final = (user_flow_data, flow_start, unique_id, error_recovery)
