"""Find the entries that tests of an integration make, and what of its library there is to mock."""

import ast
from collections.abc import Iterator, Sequence
from typing import Any, Final

from script.integration.integration import Integration
from script.integration.modules import Module
from script.integration.syntax import keyword, last_name

_ENTRY: Final = "MockConfigEntry"
_PASSED: Final = ("data", "options", "version", "minor_version", "unique_id", "title")
_DEEPEST: Final = 20


class _UnknownError(Exception):
    """A value that is not known before the code runs."""


def entries(integration: Integration) -> list[dict[str, Any]]:
    """Return the entries that the tests make, of each kind the first, with the line that makes it."""
    found: dict[tuple[object, ...], dict[str, Any]] = {}
    for module in integration.tests:
        for call in module.calls:
            if last_name(call.func) != _ENTRY:
                continue
            try:
                made = {
                    name: _value(module, value)
                    for name in _PASSED
                    if (value := keyword(call, name)) is not None
                }
                domain = _value(module, keyword(call, "domain"))
            except _UnknownError:
                continue
            if domain != integration.domain:
                continue
            place = f"{module.path.relative_to(integration.tests_path.parents[2]).as_posix()}:{call.lineno}"
            found.setdefault(_kind(made), {"source": place, **made})
    return [*found.values()]


def _kind(made: dict[str, Any]) -> tuple[object, ...]:
    data, options = (made.get(name) or {} for name in ("data", "options"))
    return (
        *sorted(map(str, data)),
        None,
        *sorted(map(str, options)),
        made.get("version", 1),
        made.get("minor_version", 1),
    )


def _value(module: Module, node: ast.AST | None, depth: int = 0) -> Any:
    """Return the value of an expression of literals and constants."""
    if depth > _DEEPEST:
        raise _UnknownError
    match node:
        case ast.Constant(value=str() | int() | float() | None as value):
            return value
        case ast.Dict(keys=keys, values=values):
            return _mapping(module, keys, values, depth)
        case ast.List(elts=parts) | ast.Tuple(elts=parts) | ast.Set(elts=parts):
            return [_value(module, each, depth + 1) for each in parts]
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            both = (_value(module, each, depth + 1) for each in (left, right))
            first, second = both
            if isinstance(first, dict) and isinstance(second, dict):
                return first | second
        case ast.Call(func=ast.Attribute(value=value, attr="copy"), args=[]):
            return _value(module, value, depth + 1)
        case ast.Call(func=ast.Name("dict"), args=[value], keywords=[]):
            return _value(module, value, depth + 1)
        case ast.Name() | ast.Attribute():
            definition = module.definition(node)
            if definition and definition.module and definition.node:
                return _value(definition.module, definition.node, depth + 1)
    raise _UnknownError


def _mapping(
    module: Module,
    keys: Sequence[ast.expr | None],
    values: Sequence[ast.expr],
    depth: int,
) -> dict[Any, Any]:
    result: dict[Any, Any] = {}
    for key, value in zip(keys, values, strict=True):
        content = _value(module, value, depth + 1)
        if key is not None:
            name = _value(module, key, depth + 1)
            if isinstance(name, list | dict):
                raise _UnknownError
            result[name] = content
        elif isinstance(content, dict):
            result |= content
        else:
            raise _UnknownError
    return result


def mocked(integration: Integration, packages: set[str]) -> list[tuple[str, str]]:
    """Return what an integration calls of its libraries, as the module and the name that are patched."""
    return sorted(
        {
            target
            for module in integration.modules
            for call in module.calls
            for target in _targets(module, call.func, packages)
        }
    )


def _targets(
    module: Module, node: ast.expr, packages: set[str]
) -> Iterator[tuple[str, str]]:
    match node:
        case ast.Name(id=name):
            match module.bindings.get(name):
                case ast.ImportFrom() as statement if (
                    module.imported(statement).partition(".")[0] in packages
                ):
                    yield module.name, name
        case ast.Attribute(value=ast.Name(id=owner), attr=name):
            match module.bindings.get(owner):
                case ast.Import(names=names):
                    for alias in names:
                        if (
                            owner == (alias.asname or alias.name)
                            and alias.name.partition(".")[0] in packages
                        ):
                            yield alias.name, name
                case ast.ImportFrom(names=names) as statement:
                    start = module.imported(statement)
                    for alias in names:
                        if (
                            owner in (alias.asname, alias.name)
                            and start.partition(".")[0] in packages
                        ):
                            yield f"{start}.{alias.name}", name
