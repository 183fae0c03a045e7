"""Check the forms of the flows."""

import ast
from collections.abc import Iterator
from typing import Final

from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.modules import Module
from script.integration.syntax import argument, dotted, keyword, last_name, text
from script.rules.vocabulary import SECRETS

from .flow import Field, all_fields, bound, fields, flows, forms, strings_of

POLLING: Final = {
    "polling_interval",
    "refresh_interval",
    "scan_interval",
    "update_frequency",
    "update_interval",
}
NAMES: Final = {"device_name", "name"}

# What a key has in it for the frontend to hide a plain string.
HIDDEN: Final = ("password", "secret", "token")

TRANSLATION_CHECKS: Final = {
    "config": "home-assistant-config-flow-field-not-translated",
    "options": "home-assistant-options-flow-field-not-translated",
    "config_subentries": "home-assistant-subentry-flow-field-not-translated",
}


def polling_field(integration: Integration) -> Iterator[Finding]:
    """Report fields for how often to poll."""
    for module in integration.parts("config_flow"):
        for each in all_fields(module):
            if _called(each, POLLING):
                yield module.finding(
                    each.marker,
                    "home-assistant-config-flow-polling-field",
                    f"A form asks for {ast.unparse(each.key)}, but how often to poll is not the user's to choose",
                    "Choose an interval that suits most, and fix it in the coordinator",
                )


def name_field(integration: Integration) -> Iterator[Finding]:
    """Report fields for a name."""
    if integration.manifest.get("integration_type") == "helper":
        return
    for module in integration.parts("config_flow"):
        for each in all_fields(module):
            class_ = module.class_around(each.key)
            subentry = class_ is not None and any(
                "SubentryFlow" in last_name(base) for base in class_.bases
            )
            if _called(each, NAMES) and not subentry:
                yield module.finding(
                    each.marker,
                    "home-assistant-config-flow-name-field",
                    "A form asks for a name, which comes from the device and is changed in the frontend",
                    "Take the title from what the device or service says",
                )


def _called(field: Field, names: set[str]) -> bool:
    """Return whether a field has such a key, by its constant or its value."""
    if field.marker is None or last_name(field.marker) not in ("Required", "Optional"):
        return False
    return (text(field.key) or dotted(field.key).removeprefix("CONF_").lower()) in names


def secret_not_wrapped(integration: Integration) -> Iterator[Finding]:
    """Report secrets that an error message of the schema would show."""
    for module in integration.modules:
        for each in all_fields(module):
            if each.name in SECRETS and not each.secret:
                yield module.finding(
                    each.marker,
                    "review-guide/secret-not-wrapped",
                    f"{each.name} is shown in the clear when its schema refuses it",
                    f"Write probatio.Secret({ast.unparse(each.key)}) in the marker",
                )


def secret_in_clear(integration: Integration) -> Iterator[Finding]:
    """Report secrets that are seen as they are typed."""
    for module in integration.parts("config_flow"):
        for each in all_fields(module):
            if not (each.secret or each.name in SECRETS) or each.name is None:
                continue
            if _shows(
                module, each.value, hidden=any(word in each.name for word in HIDDEN)
            ):
                yield module.finding(
                    each.value,
                    "review-guide/secret-without-password-selector",
                    f"{each.name} is seen as it is typed",
                    "Use a TextSelector of TextSelectorType.PASSWORD",
                )


def _shows(module: Module, value: ast.expr, *, hidden: bool) -> bool:
    """Return whether a field shows what is typed into it.

    `hidden` says that the frontend hides plain strings of this key.
    """
    match value:
        case ast.Name(id="str") | ast.Attribute(value=ast.Name(id="cv"), attr="string"):
            return not hidden
        case ast.Name():
            return any(
                _shows(module, each, hidden=hidden) for each in bound(module, value)
            )
        case ast.Call() if last_name(value) == "TextSelector":
            return not any(
                "PASSWORD" in ast.unparse(each).upper() for each in _types(value)
            ) and all(
                isinstance(each, ast.Call | ast.Dict)
                for each in (*value.args, *(kw.value for kw in value.keywords))
            )
    return False


def _types(selector: ast.Call) -> Iterator[ast.expr]:
    """Yield what a selector's configuration says for its type."""
    for node in ast.walk(selector):
        match node:
            case ast.keyword(arg="type", value=value):
                yield value
            case ast.Dict(keys=keys, values=values):
                for key, value in zip(keys, values, strict=True):
                    if isinstance(key, ast.Constant) and key.value == "type":
                        yield value


def secret_prefilled(integration: Integration) -> Iterator[Finding]:
    """Report stored secrets that go back to the browser."""
    for module in integration.parts("config_flow"):
        for each in all_fields(module):
            if each.marker is None or not (each.secret or each.name in SECRETS):
                continue
            filled = [
                keyword(each.marker, "default"),
                keyword(each.marker, "description"),
            ]
            if any(
                value is not None and _stored(module, value, each) for value in filled
            ):
                yield module.finding(each.marker, *_prefilled(each.name))
        for call in module.calls:
            if last_name(call.func) != "add_suggested_values_to_schema":
                continue
            suggested = argument(call, 1, "suggested_values")
            known = [*fields(module, argument(call, 0, "data_schema"))]
            for each in known or all_fields(module):
                if (
                    (each.secret or each.name in SECRETS)
                    and suggested is not None
                    and _stored(module, suggested, each)
                ):
                    yield module.finding(call, *_prefilled(each.name))


def _prefilled(name: str | None) -> tuple[str, str, str]:
    """Return the check, the message and the advice for a secret that is filled in."""
    return (
        "review-guide/stored-secret-in-form",
        f"The stored {name or 'secret'} is sent back to the browser",
        "Leave it out of what the form suggests, and keep the stored one where the field stays empty",
    )


def _stored(module: Module, value: ast.expr, field: Field) -> bool:
    """Return whether a value hands out what is stored under a key, or all that is stored."""
    match value:
        case ast.Attribute(attr="data"):
            return True
        case (
            ast.Subscript(value=owner, slice=key)
            | ast.Call(func=ast.Attribute(value=owner, attr="get"), args=[key, *_])
        ):
            return _same(module, key, field) and _stored(module, owner, field)
        case ast.BoolOp(values=values):
            return any(_stored(module, each, field) for each in values)
        case ast.BinOp(left=left, right=right, op=ast.BitOr()):
            return _stored(module, left, field) or _stored(module, right, field)
        case ast.IfExp(body=then, orelse=otherwise):
            return _stored(module, then, field) or _stored(module, otherwise, field)
        case ast.Dict(keys=keys, values=values):
            return any(
                _stored(module, each, field)
                for key, each in zip(keys, values, strict=True)
                if key is None
                or text(key) == "suggested_value"
                or _same(module, key, field)
            )
        case (
            ast.Call(func=ast.Name(id="dict"), args=[inner])
            | ast.Call(func=ast.Attribute(value=inner, attr="copy"))
        ):
            return _stored(module, inner, field)
        case ast.Name():
            return any(_stored(module, each, field) for each in bound(module, value))
    return False


def _same(module: Module, key: ast.expr, field: Field) -> bool:
    """Return whether a key is that of a field."""
    return ast.unparse(key) == ast.unparse(field.key) or (
        field.name is not None and module.value(key) == field.name
    )


def field_not_translated(integration: Integration) -> Iterator[Finding]:
    """Report fields without a label."""
    for flow in flows(integration):
        places = [*strings_of(integration, flow)]
        for call, step, schema in forms(flow):
            for place, strings in places if step else ():
                for label in _labels(flow.module, schema):
                    if _below(strings, "step", step or "", *label) is None:
                        yield flow.module.finding(
                            call,
                            TRANSLATION_CHECKS[flow.kind],
                            f"A field of step {step} has no label, so the form shows its key",
                            f"Add {'.'.join([place, 'step', step or '', *label])} to strings.json",
                        )


def _labels(module: Module, schema: ast.expr | None) -> Iterator[tuple[str, ...]]:
    """Yield where in the strings of a step the labels of its fields are."""
    for each in fields(module, schema):
        if (
            each.name
            and last_name(each.value) == "section"
            and isinstance(each.value, ast.Call)
        ):
            for label in _labels(module, argument(each.value, 0, "schema")):
                yield "sections", each.name, *label
        elif each.name:
            yield "data", each.name


def _below(strings: object, *keys: str) -> object:
    """Return what is in nested strings, or None."""
    for key in keys:
        strings = strings.get(key) if isinstance(strings, dict) else None
    return strings


CHECKS: Final = (
    polling_field,
    name_field,
    secret_not_wrapped,
    secret_in_clear,
    secret_prefilled,
    field_not_translated,
)
