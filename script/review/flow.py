"""The flows of an integration, and the forms that they show."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from script.integration.integration import Integration
from script.integration.keys import mapping_at
from script.integration.modules import Module
from script.integration.syntax import (
    FUNCTIONS,
    Function,
    argument,
    assigned,
    inner,
    keyword,
    last_name,
    methods,
)

MARKERS: Final = ("Required", "Optional", "Inclusive", "Exclusive")

# What the class of a flow is derived from, and what its strings are under.
KINDS: Final = (
    ("SubentryFlow", "config_subentries"),
    ("OptionsFlow", "options"),
    ("ConfigFlow", "config"),
)


@dataclass(frozen=True, eq=False)
class Flow:
    """A flow.

    Attributes:
        module: The module it is in.
        class_: Its class.
        kind: What its strings are under: "config", "options" or "config_subentries".
    """

    module: Module
    class_: ast.ClassDef
    kind: str

    def reached(self, *steps: str) -> dict[str, Function]:
        """Return such methods, and all methods of the class and its near bases that they call."""
        known = {
            name: method
            for ancestor in reversed(self.module.ancestors(self.class_))
            if ancestor.module
            and ancestor.module.name.startswith("homeassistant.components.")
            and isinstance(ancestor.node, ast.ClassDef)
            for name, method in methods(ancestor.node).items()
        } | methods(self.class_)
        pending = list(steps)
        reached: dict[str, Function] = {}
        while pending:
            if (name := pending.pop()) in known and name not in reached:
                reached[name] = known[name]
                pending += [
                    node.attr
                    for node in ast.walk(known[name])
                    if isinstance(node, ast.Attribute)
                    and last_name(node.value) in ("self", "super")
                ]
        return reached


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


def flows(integration: Integration) -> Iterator[Flow]:
    """Yield the flows of an integration."""
    for module in integration.parts("config_flow"):
        for class_ in module.classes:
            bases = [
                *map(last_name, class_.bases),
                *(each.name.rpartition(".")[2] for each in module.ancestors(class_)),
            ]
            kind = next(
                (kind for base in bases for word, kind in KINDS if word in base), None
            )
            if kind:
                yield Flow(module, class_, kind)


def fields(module: Module, schema: ast.expr | None) -> Iterator[Field]:
    """Yield the fields of a schema, as far as they are written down."""
    match schema:
        case ast.Dict(keys=keys, values=values):
            for key, value in zip(keys, values, strict=True):
                if key is None:
                    yield from fields(module, value)
                else:
                    yield field(module, key, value)
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


def field(module: Module, key: ast.expr, value: ast.expr) -> Field:
    """Return a field of a form from an item of its schema."""
    marker = (
        key
        if isinstance(key, ast.Call) and last_name(key) in MARKERS and key.args
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
            if isinstance(key, ast.Call) and last_name(key) in MARKERS:
                yield field(module, key, value)


def forms(flow: Flow) -> Iterator[tuple[ast.Call, str | None, ast.expr | None]]:
    """Yield each form that a flow shows with its step and its schema."""
    for call in (node for node in ast.walk(flow.class_) if isinstance(node, ast.Call)):
        if last_name(call.func) == "async_show_form":
            yield (
                call,
                flow.module.value(keyword(call, "step_id")),
                keyword(call, "data_schema"),
            )


def strings_of(integration: Integration, flow: Flow) -> Iterator[tuple[str, object]]:
    """Yield where the strings of a flow are, and the strings."""
    if flow.kind != "config_subentries":
        yield flow.kind, integration.strings.get(flow.kind)
        return
    for function in flow.module.functions:
        if function.name != "async_get_supported_subentry_types":
            continue
        for node in ast.walk(function):
            if not isinstance(node, ast.Dict):
                continue
            for key, value in zip(node.keys, node.values, strict=True):
                name = (
                    flow.module.value(key)
                    if last_name(value) == flow.class_.name
                    else None
                )
                if name:
                    yield (
                        f"{flow.kind}.{name}",
                        mapping_at(integration.strings, flow.kind).get(name),
                    )


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


def step_around(module: Module, node: ast.AST) -> str | None:
    """Return the step whose method a node is in."""
    return next(
        (
            each.name.removeprefix("async_step_")
            for each in module.around(node)
            if isinstance(each, FUNCTIONS) and each.name.startswith("async_step_")
        ),
        None,
    )
