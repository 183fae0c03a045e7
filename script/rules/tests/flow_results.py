"""Read what tests assert of the results of flows."""

import ast
from collections.abc import Iterator, Mapping

from script.integration.integration import Integration
from script.integration.modules import Module
from script.integration.syntax import Function, text

from .functions import tests

type Arguments = Mapping[str, ast.expr]


def flow_tests(integration: Integration) -> Iterator[tuple[Module, Function]]:
    """Yield the tests of the flows."""
    for module in integration.tests:
        if module.part == "test_config_flow":
            for test in tests(module):
                yield module, test


def key(node: ast.AST | None) -> str | None:
    """Return the key that is read from a result."""
    match node:
        case (
            ast.Subscript(slice=key)
            | ast.Call(func=ast.Attribute(attr="get"), args=[key, *_])
        ):
            return text(key)
    return None


def is_create_entry(node: ast.expr) -> bool:
    """Return whether this is the type of a result that creates an entry."""
    return text(node) == "create_entry" or (
        isinstance(node, ast.Attribute) and node.attr == "CREATE_ENTRY"
    )


def shows_error(
    condition: ast.expr, arguments: Arguments, aliases: frozenset[str]
) -> bool:
    """Return whether a condition holds when a step shows an error."""

    def errors(node: ast.expr) -> bool:
        return key(node) == "errors" or (
            isinstance(node, ast.Name) and node.id in aliases
        )

    if errors(condition):
        return True
    match condition:
        case ast.Compare(left=left, ops=[ast.Eq()], comparators=[wanted]):
            if errors(left):
                return may_be_error(
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
            return errors(left) and not may_be_error(wanted)
    return False


def may_be_error(value: ast.expr) -> bool:
    """Return whether errors that are expected may hold one."""
    return not isinstance(value, ast.Constant) and not (
        isinstance(value, ast.Dict) and not value.values
    )
