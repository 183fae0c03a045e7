"""Check the steps of the flows."""

import ast
from collections.abc import Container, Iterator
import re
from typing import Final

from script.integration.files import read_text
from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.keys import mapping_at
from script.integration.modules import Module
from script.integration.syntax import (
    Function,
    argument,
    attributes,
    called,
    dotted,
    inner,
    keyword,
    last_name,
    methods,
    text,
)

from .flow import Flow, bound, fields, flows, step_around, steps_of

SHOWN: Final = {
    "async_show_form",
    "async_external_step",
    "async_show_progress",
    "async_show_menu",
}

ADDRESSES: Final = {
    "CONF_HOST",
    "CONF_IP_ADDRESS",
    "CONF_URL",
    "host",
    "hostname",
    "ip",
    "ip_address",
}

CONFIG_FLOW: Final = "homeassistant.config_entries.ConfigFlow"
OAUTH_FLOW: Final = (
    "homeassistant.helpers.config_entry_oauth2_flow.AbstractOAuth2FlowHandler"
)

# What the user chooses, or what is secret
CHOSEN: Final = {
    f"{prefix}{name if prefix else name.lower()}"
    for prefix in ("CONF_", "")
    for name in (
        "ACCESS_TOKEN",
        "API_KEY",
        "API_TOKEN",
        "EMAIL",
        "NAME",
        "PASSWORD",
        "TOKEN",
        "USERNAME",
    )
}

# Calls that end a step, also by raising AbortFlow, which a broad `except` would take for an error.
ENDS: Final = {
    "_abort_if_unique_id_configured",
    "_abort_if_unique_id_mismatch",
    "_async_abort_entries_match",
    "async_abort",
    "async_create_entry",
    "async_show_form",
    "async_update_and_abort",
    "async_update_reload_and_abort",
}

# Calls that look whether there is an entry already.
LOOKUPS: Final = {
    "_abort_if_unique_id_configured",
    "_async_abort_entries_match",
    "_async_current_entries",
    "_async_current_ids",
    "async_current_entries",
}

# What flows call it when the account or device is another.
OTHER: Final = re.compile(r"\w*(mismatch|wrong_|different|another)\w*", re.IGNORECASE)

DISCOVERY: Final = [
    f"async_step_{source}"
    for source in (
        "bluetooth",
        "dhcp",
        "hassio",
        "homekit",
        "mqtt",
        "ssdp",
        "usb",
        "zeroconf",
    )
]

REAUTH: Final = ("reauth", "reauth_confirm")
UPDATES: Final = {"async_update_and_abort", "async_update_reload_and_abort"}


def _config_flows(integration: Integration) -> Iterator[Flow]:
    """Yield the config flows."""
    return (flow for flow in flows(integration) if flow.kind == "config")


def step_id(integration: Integration) -> Iterator[Finding]:
    """Report steps that say they are another, which gets what the user submits."""
    for module in integration.parts("config_flow"):
        for call in module.calls:
            if not (isinstance(call.func, ast.Attribute) and call.func.attr in SHOWN):
                continue
            method = step_around(module, call)
            step = next(
                (
                    each
                    for each in steps_of(module, keyword(call, "step_id"))
                    if each != method
                ),
                None,
            )
            if step and method:
                yield module.finding(
                    call,
                    "home-assistant-step_id-match-method",
                    f"async_step_{method} shows the step {step}",
                    f'Write step_id="{method}", or leave what it shows to async_step_{step}',
                )


def missing_step_id(integration: Integration) -> Iterator[Finding]:
    """Report steps that do not say which they are."""
    for module in integration.parts("config_flow"):
        for call in module.calls:
            shown = dotted(call.func).removeprefix("self.")
            given = {each.arg for each in call.keywords}
            if shown in SHOWN and not call.args and not {"step_id", None} & given:
                yield module.finding(
                    call,
                    "review-guide/missing-step-id",
                    f"{shown} does not say of which step, which is an error since 2026.11",
                    "Pass step_id",
                )


def menu_missing_step(integration: Integration) -> Iterator[Finding]:
    """Report menus with options that lead nowhere."""
    for flow in flows(integration):
        ancestors = flow.module.ancestors(flow.class_)
        if any(
            each.module is None and not each.name.startswith("typing.")
            for each in ancestors
        ):
            continue
        steps = {
            name
            for each in (flow.class_, *(a.node for a in ancestors))
            if isinstance(each, ast.ClassDef)
            for name in methods(each)
        }
        for node in ast.walk(flow.class_):
            if not (
                isinstance(node, ast.Call) and last_name(node.func) == "async_show_menu"
            ):
                continue
            options = keyword(node, "menu_options")
            values = (
                list(bound(flow.module, options))
                if isinstance(options, ast.Name)
                else [options]
            )
            match values:
                case [
                    ast.List(elts=elements)
                    | ast.Tuple(elts=elements)
                    | ast.Set(elts=elements)
                ]:
                    names = [text(each) for each in elements]
                case [ast.Dict(keys=keys)]:
                    names = [text(each) for each in keys]
                case _:
                    continue
            for name in names if None not in names else ():
                if f"async_step_{name}" not in steps:
                    yield flow.module.finding(
                        node,
                        "home-assistant-config-flow-menu-missing-step",
                        f"The menu offers {name}, and there is no such step",
                        f"Add async_step_{name}",
                    )


def connection_class(integration: Integration) -> Iterator[Finding]:
    """Report an attribute that Home Assistant no longer knows."""
    for module in integration.parts("config_flow"):
        for class_ in module.classes:
            if (value := attributes(class_).get("CONNECTION_CLASS")) is not None:
                yield module.finding(
                    value,
                    "home-assistant-config-flow-connection-class",
                    "CONNECTION_CLASS has no meaning any more",
                    "Remove it, and set iot_class in the manifest",
                )


def serial_port_dependency(integration: Integration) -> Iterator[Finding]:
    """Report a selector whose list stays empty without the integration usb."""
    for module in integration.parts("config_flow"):
        for call in module.calls:
            if last_name(
                call.func
            ) == "SerialPortSelector" and "usb" not in integration.manifest.get(
                "dependencies", ()
            ):
                yield module.finding(
                    call,
                    "home-assistant-serial-port-selector-usb-dependency",
                    "The serial ports are listed by the integration usb, which may not be set up",
                    "Add usb to dependencies in the manifest",
                )
                break


def address_as_unique_id(integration: Integration) -> Iterator[Finding]:
    """Report unique ids that are addresses, which change."""
    for module, call, key in _unique_ids_from(integration, ADDRESSES):
        yield module.finding(
            call,
            "home-assistant-unique-id-ip-based",
            f"The unique id is made of {key}, and addresses change",
            "Make it of what stays with the device or account: a serial number, a MAC address, an id",
        )


def typed_unique_id(integration: Integration) -> Iterator[Finding]:
    """Report unique ids that are names or secrets, which users choose and change."""
    for module, call, key in _unique_ids_from(integration, CHOSEN):
        yield module.finding(
            call,
            "review-guide/unique-id-source",
            f"The unique id is made of {key}, which the user chooses and may change",
            "Make it of what stays with the device or account: a serial number, a MAC address, an id",
        )


def _unique_ids_from(
    integration: Integration, keys: Container[str]
) -> Iterator[tuple[Module, ast.Call, str]]:
    """Yield the calls that set a unique id which is taken from such a key, with the key."""
    for module in integration.parts("config_flow"):
        for call in module.calls:
            if not (
                isinstance(call.func, ast.Attribute)
                and call.func.attr == "async_set_unique_id"
            ):
                continue
            value = call.args[0] if call.args else keyword(call, "unique_id")
            if value is None:
                continue
            found = (
                value.id
                if isinstance(value, ast.Name) and value.id in keys
                else _taken(value, keys)
            )
            if (
                not found
                and isinstance(value, ast.Name)
                and (function := module.function_around(call))
            ):
                found = next(
                    (
                        key
                        for node in ast.walk(function)
                        if isinstance(node, ast.Assign)
                        and any(
                            isinstance(target, ast.Name) and target.id == value.id
                            for target in node.targets
                        )
                        and (key := _taken(node.value, keys))
                    ),
                    None,
                )
            if found:
                yield module, call, found


def _taken(value: ast.AST, keys: Container[str]) -> str | None:
    """Return the key, one of those given, that a value is taken from."""
    match value:
        case (
            ast.Subscript(slice=key)
            | ast.Call(func=ast.Attribute(attr="get"), args=[key, *_])
        ):
            name = key.id if isinstance(key, ast.Name) else text(key)
            if name in keys:
                return name
        case ast.Call(
            func=ast.Attribute(value=changed, attr="casefold" | "lower" | "strip")
        ):
            return _taken(changed, keys)
    if isinstance(value, ast.Call):
        return None
    return next(
        (
            found
            for child in ast.iter_child_nodes(value)
            if (found := _taken(child, keys))
        ),
        None,
    )


def missing_reauthentication(integration: Integration) -> Iterator[Finding]:
    """Report a config flow without reauthentication although it says so."""
    for module in integration.parts("config_flow"):
        if (
            module.name.endswith(".config_flow")
            and integration.done("reauthentication-flow")
            and not any(each.name == "async_step_reauth" for each in module.functions)
        ):
            yield module.finding(
                None,
                "home-assistant-missing-reauthentication-flow",
                "reauthentication-flow is done, and there is no async_step_reauth",
                "Add it",
            )


def missing_test_before_configure(integration: Integration) -> Iterator[Finding]:
    """Report a config flow that adds an entry whether or not it works."""
    if not integration.done("test-before-configure"):
        return
    for flow in _config_flows(integration):
        family = [
            Flow(flow.module, flow.class_, ""),
            *(
                Flow(each.module, each.node, "")
                for each in flow.module.ancestors(flow.class_)
                if each.module
                and isinstance(each.node, ast.ClassDef)
                and each.module.name.startswith("homeassistant.components.")
            ),
        ]
        if (
            not flow.module.derives(flow.class_, CONFIG_FLOW)
            or flow.module.derives(flow.class_, OAUTH_FLOW)
            or not any("async_create_entry" in called(each.class_) for each in family)
            or any(_shows_failure(each.module) for each in family)
        ):
            continue
        yield flow.module.finding(
            flow.class_,
            "home-assistant-missing-test-before-configure",
            "test-before-configure is done, and no form shows an error",
            "Connect before the entry is created, and show what failed",
        )


def _shows_failure(module: Module) -> bool:
    """Return whether a form gets errors, or the flow ends where something failed."""
    for node in module.nodes:
        match node:
            case ast.Call():
                errors = keyword(node, "errors")
                if (
                    errors is not None
                    and not isinstance(errors, ast.Constant)
                    and not (isinstance(errors, ast.Dict) and not errors.keys)
                ):
                    return True
            case ast.ExceptHandler():
                if {"async_abort", "AbortFlow"} & called(node):
                    return True
    return False


def missing_uniqueness(integration: Integration) -> Iterator[Finding]:
    """Report a config flow that adds the same thing twice."""
    if not integration.done("unique-config-entry") or integration.manifest.get(
        "single_config_entry"
    ):
        return
    for flow in _config_flows(integration):
        foreign = any(
            each.name.startswith("homeassistant.components.")
            for each in flow.module.ancestors(flow.class_)
        )
        if (
            not foreign
            and flow.module.derives(flow.class_, CONFIG_FLOW)
            and "async_create_entry" in called(flow.class_)
            and not LOOKUPS & called(flow.module.tree)
        ):
            yield flow.module.finding(
                flow.class_,
                "review-guide/unique-config-entry",
                "unique-config-entry is done, and nothing keeps the same thing from being added twice",
                "Call async_set_unique_id and _abort_if_unique_id_configured before the entry is created",
            )


def identity(integration: Integration) -> Iterator[Finding]:
    """Report reauthentication and reconfiguration that take another account or device."""
    for flow in _config_flows(integration):
        own = methods(flow.class_)
        ids = [*_unique_ids(flow)]
        if all(
            isinstance(value, ast.Constant) or last_name(value) == "DOMAIN"
            for value in ids
        ):
            continue
        keys = {
            last_name(node.slice)
            for value in ids
            for node in ast.walk(value)
            if isinstance(node, ast.Subscript)
        }
        for name in ("reauth", "reconfigure"):
            if (step := own.get(f"async_step_{name}")) is None:
                continue
            steps = (f"async_step_{name}", f"async_step_{name}_confirm")
            reached = flow.reached(*steps)
            updates = UPDATES & {
                call for each in reached.values() for call in called(each)
            }
            if not updates or any(_compares(each, keys) for each in reached.values()):
                continue
            apart = reached.keys() - flow.reached("async_step_user").keys()
            if any(
                "_abort_if_unique_id_configured" in called(reached[each])
                for each in apart
            ):
                yield flow.module.finding(
                    step,
                    "review-guide/inverted-identity-check",
                    f"{name} refuses what the entry was set up with, and takes anything else",
                    "Call _abort_if_unique_id_mismatch instead of _abort_if_unique_id_configured",
                )
            else:
                yield flow.module.finding(
                    step,
                    "review-guide/missing-identity-check",
                    f"{name} takes another account or device, and the entry keeps the unique id of the first",
                    "Call async_set_unique_id and _abort_if_unique_id_mismatch before the entry is updated",
                )


def _unique_ids(flow: Flow) -> Iterator[ast.expr]:
    """Yield what the unique ids of entries that a user adds are made of."""
    for function in flow.reached(
        "async_step_user", "async_oauth_create_entry"
    ).values():
        for call in ast.walk(function):
            if (
                isinstance(call, ast.Call)
                and last_name(call.func) == "async_set_unique_id"
                and call.args
            ):
                yield call.args[0]
                for node in ast.walk(call.args[0]):
                    if isinstance(node, ast.Name):
                        yield from bound(flow.module, node)


def _compares(function: Function, keys: set[str]) -> bool:
    """Return whether a function looks at who or what the entry was set up with.

    `keys` are those of the data that say so.
    """
    for node in ast.walk(function):
        match node:
            case ast.Attribute(attr="unique_id" | "_abort_if_unique_id_mismatch"):
                return True
            case ast.Subscript(value=owner, slice=ast.Name(id=key)) if (
                key in keys and "entry" in ast.unparse(owner)
            ):
                return True
            case ast.Name(id=name) | ast.Constant(value=str() as name) if (
                OTHER.fullmatch(name)
            ):
                return True
    return False


def not_prefilled(integration: Integration) -> Iterator[Finding]:
    """Report reconfiguration that asks for everything anew."""
    for flow in _config_flows(integration):
        if (step := methods(flow.class_).get("async_step_reconfigure")) is None:
            continue
        reached = flow.reached("async_step_reconfigure").values()
        shown = [
            keyword(node, "data_schema")
            for function in reached
            for node in ast.walk(function)
            if isinstance(node, ast.Call) and last_name(node.func) == "async_show_form"
        ]
        asked = [
            each
            for schema in shown
            for each in fields(flow.module, schema)
            if not each.secret and each.name != "code"
        ]
        filled = any(
            (
                isinstance(node, ast.Attribute)
                and node.attr == "add_suggested_values_to_schema"
            )
            or text(node) == "suggested_value"
            or (isinstance(node, ast.keyword) and node.arg == "default")
            for function in reached
            for node in ast.walk(function)
        )
        if asked and not filled:
            yield flow.module.finding(
                step,
                "review-guide/reconfigure-not-prefilled",
                "The form does not show what the entry holds, so the user types all of it again",
                "Pass the schema through add_suggested_values_to_schema, with the entry's data less its secrets",
            )


def discovery_first(integration: Integration) -> Iterator[Finding]:
    """Report flows of the user that end because the same thing has been discovered."""
    for flow in _config_flows(integration):
        discovers = [
            name
            for name in DISCOVERY
            if name in methods(flow.class_)
            and "async_set_unique_id" in called(methods(flow.class_)[name])
        ]
        for name, function in (
            flow.reached("async_step_user").items() if discovers else ()
        ):
            for call in ast.walk(function):
                if (
                    name not in DISCOVERY
                    and isinstance(call, ast.Call)
                    and last_name(call.func) == "async_set_unique_id"
                    and argument(call, 1, "raise_on_progress") is None
                ):
                    yield flow.module.finding(
                        call,
                        "review-guide/raise-on-progress",
                        "A pending discovery of the same device ends the user's flow",
                        "Pass raise_on_progress=False: the user takes precedence",
                    )


def entry_from_update(integration: Integration) -> Iterator[Finding]:
    """Report steps that add an entry where they should change one."""
    for flow in _config_flows(integration):
        for name in ("reauth", "reauth_confirm", "reconfigure"):
            method = methods(flow.class_).get(f"async_step_{name}")
            for node in inner(method) if method else ():
                if (
                    isinstance(node, ast.Call)
                    and last_name(node.func) == "async_create_entry"
                ):
                    yield flow.module.finding(
                        node,
                        "review-guide/entry-from-update",
                        f"{name} creates an entry, which fails there",
                        "Return async_update_reload_and_abort",
                    )


def replaced_data(integration: Integration) -> Iterator[Finding]:
    """Report entries whose data is put together where only a part of it changes."""
    for flow in _config_flows(integration):
        for node in ast.walk(flow.class_):
            if not (isinstance(node, ast.Call) and last_name(node.func) in UPDATES):
                continue
            data = keyword(node, "data")
            values = (
                list(bound(flow.module, data)) if isinstance(data, ast.Name) else [data]
            )
            if any(_merges(value) for value in values if value is not None):
                yield flow.module.finding(
                    node,
                    "review-guide/data-updates",
                    "The entry's data is put together anew from what it holds",
                    "Pass data_updates= with what changes",
                )
            elif (
                isinstance(data, ast.Name)
                and data.id == "user_input"
                and (step := step_around(flow.module, node)) in REAUTH
                and _asked(integration, "user") - _asked(integration, str(step))
            ):
                yield flow.module.finding(
                    node,
                    "review-guide/data-updates",
                    "The new credentials take the place of all that the entry holds",
                    "Pass data_updates= instead of data=",
                )


def _asked(integration: Integration, step: str) -> set[str]:
    """Return the keys of what the form of a step asks for."""
    return set(mapping_at(integration.strings, "config", "step", step, "data"))


def _merges(value: ast.AST) -> bool:
    """Return whether the data of an entry is merged with something."""
    match value:
        case ast.Dict(keys=keys, values=values):
            parts = [
                each for key, each in zip(keys, values, strict=True) if key is None
            ]
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            parts = [left, right]
        case _:
            return False
    return any(dotted(part).endswith("entry.data") for part in parts)


def unconfirmed_discovery(integration: Integration) -> Iterator[Finding]:
    """Report discovery that adds an entry without asking."""
    for flow in _config_flows(integration):
        for name in DISCOVERY:
            reached = flow.reached(name)
            names = {call for each in reached.values() for call in called(each)}
            if (
                name in methods(flow.class_)
                and "async_create_entry" in names
                and not names & SHOWN
            ):
                yield flow.module.finding(
                    reached[name],
                    "review-guide/discovery-without-confirmation",
                    f"{name} adds an entry that nobody asked for",
                    "Show a form first, in a step such as async_step_discovery_confirm",
                )


def redundant_abort_string(integration: Integration) -> Iterator[Finding]:
    """Report reasons that core has strings for since 2026.10."""
    path = integration.path / "strings.json"
    match integration.strings:
        case {"config": {"abort": dict() as reasons}}:
            pass
        case _:
            return
    own = {
        module.value(keyword(call, "reason"))
        for module in integration.parts("config_flow")
        for call in module.calls
        if last_name(call.func) in (*UPDATES, "async_abort")
    }
    lines = (read_text(path) or "").splitlines()
    for reason in ("reauth_successful", "reconfigure_successful"):
        if reason in reasons and reason not in own:
            yield Finding(
                path=path,
                line=next(
                    (
                        number
                        for number, line in enumerate(lines, 1)
                        if f'"{reason}"' in line
                    ),
                    0,
                ),
                check="review-guide/redundant-abort-string",
                message=f"{reason} is translated by Home Assistant itself",
                mend="Remove config.abort." + reason,
            )


def narrow_try(integration: Integration) -> Iterator[Finding]:
    """Report ends of a step that are tried, so that a broad `except` takes them for errors."""
    for flow in flows(integration):
        for node in ast.walk(flow.class_):
            if not isinstance(node, ast.Try):
                continue
            caught = [
                last_name(each)
                for handler in node.handlers
                for each in (
                    handler.type.elts
                    if isinstance(handler.type, ast.Tuple)
                    else [handler.type]
                )
            ]
            if (
                not {
                    "",
                    "Exception",
                    "BaseException",
                    "HomeAssistantError",
                    "FlowError",
                }
                & set(caught)
                or "AbortFlow" in caught
            ):
                continue
            for statement in node.body:
                for each in (statement, *inner(statement)):
                    if isinstance(each, ast.Call) and last_name(each.func) in ENDS:
                        yield flow.module.finding(
                            each,
                            "review-guide/narrow-try",
                            f"{last_name(each.func)} is tried, and what it raises would be shown as an error",
                            "Try only what talks to the device or service, and go on after it",
                        )


CHECKS: Final = (
    step_id,
    missing_step_id,
    menu_missing_step,
    connection_class,
    serial_port_dependency,
    address_as_unique_id,
    typed_unique_id,
    missing_reauthentication,
    missing_test_before_configure,
    missing_uniqueness,
    identity,
    not_prefilled,
    discovery_first,
    entry_from_update,
    replaced_data,
    unconfirmed_discovery,
    redundant_abort_string,
    narrow_try,
)
