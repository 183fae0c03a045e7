"""Check the setup and the unloading of config entries."""

import ast
from collections.abc import Iterator
from typing import Final

from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.modules import Module
from script.integration.syntax import (
    FUNCTIONS,
    Function,
    assigned,
    called,
    dotted,
    inner,
    last_name,
    parameters,
)

# Functions that fail by raising, and so have nothing to return.
RETURN_NOTHING: Final = {
    "async_setup_entry",
    "async_unload_entry",
    "async_migrate_entry",
}

# Types that core demands of parameters, wherever the function is a module's own.
ENTRY_FUNCTIONS: Final = RETURN_NOTHING | {
    "async_remove_entry",
    "async_remove_config_entry_device",
    "async_get_config_entry_diagnostics",
    "async_get_device_diagnostics",
}

WITHOUT_RUNTIME_DATA: Final = (
    "application_credentials",
    "config_flow",
    "const",
    "diagnostics",
)
TAKING_DOWN: Final = {"async_migrate_entry", "async_remove_entry", "async_unload_entry"}

REGISTERED: Final = {
    "async_register_admin_service",
    "async_register_platform_entity_service",
    "async_register_batched_platform_entity_service",
}


def _root(integration: Integration) -> Module | None:
    """Return the module of the integration itself."""
    return next((module for module in integration.modules if not module.part), None)


def _own_functions(module: Module) -> dict[str, Function]:
    """Return the functions of a module, without methods."""
    return {node.name: node for node in module.tree.body if isinstance(node, FUNCTIONS)}


def sorted_platforms(integration: Integration) -> Iterator[Finding]:
    """Report platforms that are not in the order of the alphabet."""
    for module in integration.modules:
        for statement in module.tree.body:
            for target, value in assigned(statement):
                if last_name(target) not in (
                    "PLATFORMS",
                    "_PLATFORMS",
                ) or not isinstance(value, ast.List):
                    continue
                names = [ast.unparse(each) for each in value.elts]
                if names != sorted(names):
                    yield module.finding(
                        statement,
                        "home-assistant-enforce-sorted-platforms",
                        f"{last_name(target)} is not sorted",
                        f"Write {', '.join(sorted(names))}",
                    )


def returned(integration: Integration) -> Iterator[Finding]:
    """Report functions for config entries that return something, which core no longer takes."""
    for module in integration.modules:
        for name, function in _own_functions(module).items():
            if name not in RETURN_NOTHING:
                continue
            if not (
                isinstance(function.returns, ast.Constant)
                and function.returns.value is None
            ):
                yield module.finding(
                    function,
                    "home-assistant-return-type",
                    f"{name} is not annotated to return None",
                    "Annotate `-> None`, and raise where it fails",
                )
            for node in inner(function):
                if (
                    isinstance(node, ast.Return)
                    and isinstance(node.value, ast.Constant)
                    and isinstance(node.value.value, bool)
                ):
                    yield module.finding(
                        node,
                        "home-assistant-return-type",
                        f"{name} returns {node.value.value}, which is an error since 2026.11",
                        "Return nothing, and raise where it fails",
                    )


def argument_types(integration: Integration) -> Iterator[Finding]:
    """Report what Home Assistant passes where its type is not named."""
    for module in integration.modules:
        for name, function in _own_functions(module).items():
            if name not in ENTRY_FUNCTIONS:
                continue
            wanted = ["HomeAssistant", "ConfigEntry"]
            if name == "async_setup_entry" and module in integration.platforms():
                wanted.append("AddConfigEntryEntitiesCallback")
            for parameter, type_ in zip(parameters(function), wanted, strict=False):
                if not last_name(parameter.annotation).endswith(type_):
                    yield module.finding(
                        parameter,
                        "home-assistant-argument-type",
                        f"{parameter.arg} of {name} should be a {type_}",
                        f"Annotate it with {type_}, or your alias of it",
                    )


def unload_or_raise(integration: Integration) -> Iterator[Finding]:
    """Report platforms that are unloaded by the function that returns a bool."""
    if (module := _root(integration)) is None:
        return
    for call in module.calls:
        function = module.function_around(call)
        if (
            last_name(call.func) == "async_unload_platforms"
            and function
            and function.name == "async_unload_entry"
        ):
            yield module.finding(
                call,
                "review-guide/unload-platforms",
                "Whether the platforms unloaded is returned here and easily lost",
                "Call async_unload_platforms_or_raise",
            )


def missing_unload(integration: Integration) -> Iterator[Finding]:
    """Report an integration that cannot be unloaded although it says so."""
    module = _root(integration)
    if (
        module
        and integration.done("config-entry-unloading")
        and "async_unload_entry" not in module.bindings
    ):
        yield module.finding(
            None,
            "home-assistant-missing-config-entry-unloading",
            "config-entry-unloading is done, and there is no async_unload_entry",
            "Add it: unload the platforms and what else setup has started",
        )


def missing_diagnostics(integration: Integration) -> Iterator[Finding]:
    """Report diagnostics without any."""
    wanted = {"async_get_config_entry_diagnostics", "async_get_device_diagnostics"}
    for module in integration.parts("diagnostics"):
        if integration.done("diagnostics") and not wanted & module.bindings.keys():
            yield module.finding(
                None,
                "home-assistant-missing-diagnostics",
                "diagnostics is done, and the module has no function for it",
                "Add async_get_config_entry_diagnostics",
            )


def runtime_data(integration: Integration) -> Iterator[Finding]:
    """Report data of an entry that is kept elsewhere than in the entry."""
    if not integration.manifest.get("config_flow"):
        return
    for module in integration.modules:
        if module.part in WITHOUT_RUNTIME_DATA:
            continue
        for node in module.nodes:
            match node:
                case ast.Subscript(value=data, slice=ast.Name(id="DOMAIN")) if dotted(
                    data
                ) in ("hass.data", "self.hass.data"):
                    pass
                case _:
                    continue
            function = module.function_around(node)
            parent = module.parents[node]
            if (
                (function and function.name in TAKING_DOWN)
                or isinstance(parent, ast.Delete)
                or (isinstance(parent, ast.Attribute) and parent.attr == "pop")
            ):
                continue
            yield module.finding(
                node,
                "home-assistant-use-runtime-data",
                "Data is kept in hass.data[DOMAIN], which has no type and outlives the entry",
                "Keep it in entry.runtime_data",
            )


def shared_data(integration: Integration) -> Iterator[Finding]:
    """Report data kept under the domain by another way of writing it."""
    if not integration.manifest.get("config_flow"):
        return
    for module in integration.modules:
        for node in module.nodes:
            match node:
                case ast.Subscript(value=data, slice=ast.Constant(value=key)):
                    pass
                case ast.Call(
                    func=ast.Attribute(value=data, attr="get" | "setdefault"),
                    args=[key, *_],
                ):
                    key = module.value(key)
                case _:
                    continue
            if key == integration.domain and dotted(data) in (
                "hass.data",
                "self.hass.data",
            ):
                yield module.finding(
                    node,
                    "review-guide/shared-data",
                    f'Data is kept in hass.data["{key}"], which has no type and outlives the entry',
                    "Keep it in entry.runtime_data, or what entries share under a HassKey",
                )


def typed_entry(integration: Integration) -> Iterator[Finding]:
    """Report runtime data of an entry whose type does not say what it is."""
    if (module := _root(integration)) is None:
        return
    for node in module.nodes:
        match node:
            case ast.Attribute(value=ast.Name(id=name), attr="runtime_data"):
                function = module.function_around(node)
            case _:
                continue
        for parameter in parameters(function) if function else ():
            if (
                parameter.arg == name
                and isinstance(parameter.annotation, ast.Name | ast.Attribute)
                and last_name(parameter.annotation) == "ConfigEntry"
            ):
                yield module.finding(
                    node,
                    "review-guide/untyped-runtime-data",
                    f"{name} is a ConfigEntry, which does not say what its runtime_data is",
                    "Define `type MyConfigEntry = ConfigEntry[MyData]` and annotate with that",
                )


def service_in_setup_entry(integration: Integration) -> Iterator[Finding]:
    """Report actions that are there only while an entry is loaded."""
    for module in integration.modules:
        for function in _reached(module, "async_setup_entry"):
            for call in ast.walk(function):
                if (
                    isinstance(call, ast.Call)
                    and _registers(call)
                    and last_name(call.func) != "async_register_platform_entity_service"
                ):
                    yield module.finding(
                        call,
                        "home-assistant-service-registered-in-setup-entry",
                        "An action is registered for a config entry, so automations cannot be checked without one",
                        "Register it in async_setup",
                    )


def service_outside_services(integration: Integration) -> Iterator[Finding]:
    """Report actions that are not registered where everybody looks for them."""
    for module in integration.modules:
        known = (
            _reached(module, "async_setup_services", "setup_services")
            if module.part == "services"
            else []
        )
        for call in module.calls:
            if _registers(call) and module.function_around(call) not in known:
                yield module.finding(
                    call,
                    "home-assistant-action-registered-outside-services-module",
                    "An action is not registered by async_setup_services of the services module",
                    "Register it there, and call that in async_setup",
                )


def _reached(module: Module, *names: str) -> list[Function]:
    """Return such functions of a module, and those that they call."""
    functions = _own_functions(module)
    pending = list(names)
    reached: dict[str, Function] = {}
    while pending:
        if (name := pending.pop()) in functions and name not in reached:
            reached[name] = functions[name]
            pending += called(functions[name])
    return list(reached.values())


def _registers(call: ast.Call) -> bool:
    """Return whether a call registers an action."""
    match call.func:
        case ast.Attribute(value=owner, attr="async_register" | "register"):
            return last_name(owner) == "services"
    return last_name(call.func) in REGISTERED


def reload_listener(integration: Integration) -> Iterator[Finding]:
    """Report listeners that reload the entry although a flow does, or could."""
    steps = {
        name
        for module in integration.parts("config_flow")
        for name in called(module.tree)
    }
    bases = {
        last_name(base)
        for module in integration.parts("config_flow")
        for class_ in module.classes
        for base in class_.bases
    }
    needed = "ConfigSubentryFlow" in bases and not {
        "async_update_reload_and_abort",
        "OptionsFlowWithReload",
    } & (steps | bases)
    for module in () if needed else integration.modules:
        for call in module.calls:
            if last_name(call.func) != "add_update_listener" or not call.args:
                continue
            listener = module.definition(call.args[0])
            if (
                listener
                and isinstance(listener.node, FUNCTIONS)
                and called(listener.node) & {"async_reload", "async_schedule_reload"}
            ):
                yield module.finding(
                    call,
                    "review-guide/reload-listener",
                    "A listener reloads the entry, and a flow that reloads it as well fails from 2026.12 on",
                    "Use OptionsFlowWithReload and async_update_reload_and_abort, without a listener",
                )


CHECKS: Final = (
    sorted_platforms,
    returned,
    argument_types,
    unload_or_raise,
    missing_unload,
    missing_diagnostics,
    runtime_data,
    shared_data,
    typed_entry,
    service_in_setup_entry,
    service_outside_services,
    reload_listener,
)
