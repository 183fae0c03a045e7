"""Read the forms that flows show, and their fields."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from script.integration.modules import Module
from script.integration.syntax import argument, assigned, inner, keyword, last_name

from .flows import Flow

_MARKERS: Final = ("Required", "Optional", "Inclusive", "Exclusive")


@dataclass(frozen=True, eq=False)
class Field:
    """A field of a form.

    Attributes:
        key: What its marker is given, without Secret.
        name: The key in the data, or None where it is not known.
        marker: The call of its marker, or None without one.
        value: What it takes.
        secret: Whether its key is wrapped in Secret.
    """

    key: ast.expr
    name: str | None
    marker: ast.Call | None
    value: ast.expr
    secret: bool


def fields(module: Module, schema: ast.expr | None) -> Iterator[Field]:
    """Yield the fields of a schema, as far as they are written down."""
    match schema:
        case ast.Dict(keys=keys, values=values):
            for key, value in zip(keys, values, strict=True):
                if key is None:
                    yield from fields(module, value)
                else:
                    yield _field(module, key, value)
        case ast.Attribute(value=value, attr="schema"):
            yield from fields(module, value)
        case ast.Call(
            func=ast.Attribute(value=base, attr="extend"), args=[extension, *_]
        ):
            yield from fields(module, base)
            yield from fields(module, extension)
        case ast.Call() if last_name(schema) in (
            "Schema",
            "add_suggested_values_to_schema",
        ):
            yield from fields(module, argument(schema, 0, "data_schema"))
        case ast.Name():
            for value in bound(module, schema):
                yield from fields(module, value)


def bound(module: Module, node: ast.Name) -> Iterator[ast.expr]:
    """Yield what a name may hold where it is used: what its function, or else its module, assigns before."""
    function = module.function_around(node)
    local = [
        value
        for each in (inner(function) if function else ())
        for target, value in assigned(each)
        if isinstance(target, ast.Name) and target.id == node.id
    ]
    value = module.bindings.get(node.id)
    if local:
        yield from (each for each in local if _is_before(each, node))
    elif isinstance(value, ast.expr) and (function or _is_before(value, node)):
        yield value


def _is_before(value: ast.expr, node: ast.expr) -> bool:
    """Return whether an expression ends before another begins."""
    return (value.end_lineno or 0) < node.lineno


def _field(module: Module, key: ast.expr, value: ast.expr) -> Field:
    """Return a field of a form from an item of its schema."""
    marker = (
        key
        if isinstance(key, ast.Call) and last_name(key) in _MARKERS and key.args
        else None
    )
    name = marker.args[0] if marker else key
    secret = (
        isinstance(name, ast.Call) and last_name(name) == "Secret" and bool(name.args)
    )
    if isinstance(name, ast.Call) and secret:
        name = name.args[0]
    return Field(name, module.value(name), marker, value, secret)


def all_fields(module: Module) -> Iterator[Field]:
    """Yield every field that is written down in a module."""
    for node in module.nodes:
        if isinstance(node, ast.Dict):
            items = [*zip(node.keys, node.values, strict=True)]
        else:
            items = [
                (target.slice, value)
                for target, value in assigned(node)
                if isinstance(target, ast.Subscript)
            ]
        for key, value in items:
            if isinstance(key, ast.Call) and last_name(key) in _MARKERS:
                yield _field(module, key, value)


def forms(
    flow: Flow,
) -> Iterator[tuple[Module, ast.Call, str | None, ast.expr | None]]:
    """Yield each form that a flow shows, with its module, its step and its schema."""
    for module, call in flow.calls:
        if last_name(call.func) == "async_show_form":
            yield (
                module,
                call,
                module.value(keyword(call, "step_id")),
                keyword(call, "data_schema"),
            )
    for module, step, call in schema_steps(flow):
        if last_name(call.func) == "SchemaFlowFormStep":
            yield module, call, step, argument(call, 0, "schema")


def schema_steps(flow: Flow) -> Iterator[tuple[Module, str, ast.Call]]:
    """Yield the steps of a flow that is written down as schemas, with their modules and names."""
    if (definition := flow.module.definition(flow.steps)) is None:
        module, steps = flow.module, flow.steps
    elif definition.module is None:
        return
    else:
        module, steps = definition.module, definition.node  # type: ignore[assignment]
    if not isinstance(steps, ast.Dict):
        return
    for key, value in zip(steps.keys, steps.values, strict=True):
        if isinstance(value, ast.Call) and (step := module.value(key)):
            yield module, step, value


def steps_of(module: Module, step_id: ast.expr | None) -> Iterator[str]:
    """Yield what a step_id may be."""
    match step_id:
        case ast.IfExp(body=then, orelse=otherwise):
            yield from steps_of(module, then)
            yield from steps_of(module, otherwise)
        case ast.Name() if values := [*bound(module, step_id)]:
            for value in values:
                yield from steps_of(module, value)
        case _ if step := module.value(step_id):
            yield step
