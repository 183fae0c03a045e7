"""Find what an integration puts into the data and options of its entries."""

import ast
from collections.abc import Iterable, Iterator
from typing import Final

from script.integration.integration import Integration
from script.integration.modules import Module
from script.integration.syntax import (
    FUNCTIONS,
    assigned,
    keyword,
    last_name,
    parameters,
)
from script.rules.flow.entering import secrets
from script.rules.flow.flows import CHANGES
from script.rules.vocabulary import SECRETS

_FILLS: Final = CHANGES | {"async_create_entry"}


def kept_secrets(integration: Integration) -> set[str]:
    """Return the keys of the secrets that an entry holds.

    Where what is put there cannot be told, these are those that the user enters. A password
    that is exchanged for tokens is not kept, and the tokens are.
    """
    known = known_secrets(integration)
    return secrets(integration) if known is None else known


def known_secrets(integration: Integration) -> set[str] | None:
    """Return the keys of the secrets that an entry is seen to get, or None where that cannot be told."""
    values = list(_values(integration))
    keys = _all(_keys(module, value, frozenset()) for module, value in values)
    if not values or keys is None:
        return None
    return keys & (secrets(integration) | SECRETS)


def _values(integration: Integration) -> Iterator[tuple[Module, ast.expr]]:
    """Yield what an entry gets as its data or options."""
    for module in integration.modules:
        for call in module.calls:
            if last_name(call.func) in _FILLS:
                for each in ("data", "data_updates", "options"):
                    if value := keyword(call, each):
                        yield module, value


def _keys(module: Module, value: ast.AST, seen: frozenset[str]) -> set[str] | None:
    """Return the keys of a mapping, or None where they cannot be told.

    Seen are the names that lead to it.
    """
    match value:
        case ast.Dict(keys=keys, values=values):
            return _all(
                _keys(module, inner, seen) if key is None else _key(module, key)
                for key, inner in zip(keys, values, strict=True)
            )
        case ast.BinOp(op=ast.BitOr(), left=left, right=right):
            return _all(_keys(module, each, seen) for each in (left, right))
        # What is there already was put there by another of the calls.
        case ast.Attribute(attr="data", value=entry) if "entry" in last_name(entry):
            return set()
        case ast.Call(func=ast.Name(id="dict"), args=[inner], keywords=[]):
            return _keys(module, inner, seen)
        case ast.Name() | ast.Attribute(value=ast.Name(id="self")):
            return _named(module, value, seen)
    return None


def _named(module: Module, name: ast.expr, seen: frozenset[str]) -> set[str] | None:
    """Return the keys of a variable of a function or an attribute of a class."""
    text = ast.unparse(name)
    scope = (
        module.function_around(name)
        if isinstance(name, ast.Name)
        else module.class_around(name)
    )
    if text in seen:
        return set()
    if scope is None or (
        isinstance(scope, FUNCTIONS)
        and text in {parameter.arg for parameter in parameters(scope)}
    ):
        return None
    found: list[set[str] | None] = []
    for node in ast.walk(scope):
        for target, value in assigned(node):
            match target:
                case ast.Name() | ast.Attribute() if ast.unparse(target) == text:
                    found.append(_keys(module, value, seen | {text}))
                case ast.Subscript(value=of, slice=key) if ast.unparse(of) == text:
                    found.append(_key(module, key))
        match node:
            case ast.Call(func=ast.Attribute(attr="update", value=of), args=[new]) if (
                ast.unparse(of) == text
            ):
                found.append(_keys(module, new, seen | {text}))
    return _all(found) if found else None


def _key(module: Module, key: ast.expr) -> set[str] | None:
    name = module.value(key)
    return None if name is None else {name}


def _all(found: Iterable[set[str] | None]) -> set[str] | None:
    """Return all keys, or None where some cannot be told."""
    keys: set[str] = set()
    for each in found:
        if each is None:
            return None
        keys |= each
    return keys
