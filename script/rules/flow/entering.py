"""Find what the user enters to add an entry, and the steps that lead there."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from script.integration.core import core
from script.integration.fact import Fact, fact_in
from script.integration.integration import Integration
from script.integration.keys import mapping_at
from script.integration.modules import Module
from script.integration.nodes import walk
from script.integration.syntax import Function, argument, called
from script.rules.vocabulary import DISCOVERY, SECRETS

from .flows import OAUTH_FLOW, SCHEMA_FLOW, Flow, config_flows

ADDRESSES: Final = {"base_url", "host", "ip_address", "port", "url"}
_UPDATING: Final = {"reauth", "reauth_confirm", "reconfigure", "reconfigure_confirm"}


def forms_of(integration: Integration, kind: str) -> Iterator[tuple[str, Any]]:
    """Yield each step of the flows of a kind, "config" or "options", with the strings of a form.

    A section of a form comes by itself.
    """
    for name, step in mapping_at(integration.strings, kind, "step").items():
        yield name, step
        for section in mapping_at(step, "sections").values():
            yield name, section


def has_steps(integration: Integration, kind: str) -> bool:
    """Return whether there are flows of a kind."""
    return any(forms_of(integration, kind))


def secrets(integration: Integration) -> set[str]:
    """Return the keys of the secrets that the user enters."""
    wrapped = {
        name
        for module, call in integration.calls("Secret")
        if (name := module.value(argument(call, 0, "schema")))
    }
    return wrapped | (entered(integration) & SECRETS)


def steps_to_add(integration: Integration) -> set[str]:
    """Return the steps that lead to an entry: of users and of discovery, those behind a menu too."""
    flow = config_flow_of(integration)
    if flow is None or flow.module.derives(flow.class_, SCHEMA_FLOW):
        found = {name for name, _ in forms_of(integration, "config")}
    else:
        found = {
            name.removeprefix("async_step_")
            for start in ("user", *core().discoveries)
            for name in step_of(integration, start)
            if name.startswith("async_step_")
        }
    return found - {*DISCOVERY, *_UPDATING}


def entered(integration: Integration) -> set[str]:
    """Return the keys of what the user enters to add an entry."""
    names = steps_to_add(integration)
    return {
        key
        for name, form in forms_of(integration, "config")
        if name in names
        for key in mapping_at(form, "data")
    }


def fields(integration: Integration) -> Iterator[Fact]:
    """Yield what the user enters to add an entry."""
    yield from _fields(integration, "config", steps_to_add(integration))


def _fields(integration: Integration, kind: str, steps: set[str]) -> Iterator[Fact]:
    path = integration.path / "strings.json"
    for step, form in forms_of(integration, kind):
        for key in mapping_at(form, "data") if step in steps else ():
            yield fact_in(
                path, f"the user enters {key}", kind, "step", step, "data", key
            )


def is_authorized(integration: Integration) -> bool:
    """Return whether the config flow has its user sign in with OAuth2."""
    flow = config_flow_of(integration)
    return flow is not None and flow.module.derives(flow.class_, OAUTH_FLOW)


def config_flow_of(integration: Integration) -> Flow | None:
    """Return the config flow."""
    return next(config_flows(integration), None)


def step_of(integration: Integration, name: str) -> dict[str, Function]:
    """Return a step of the config flow and what it reaches, or nothing where there is no such."""
    flow = config_flow_of(integration)
    reached = followed(flow, f"async_step_{name}") if flow else {}
    return reached if f"async_step_{name}" in reached else {}


def discovered_by(integration: Integration) -> list[str]:
    """Return the kinds of discovery."""
    return [
        kind
        for kind in sorted(DISCOVERY | {"integration_discovery"})
        if kind in integration.manifest or step_of(integration, kind)
    ]


def names_called(reached: dict[str, Function]) -> set[str]:
    """Return the names of all that functions call."""
    return {name for function in reached.values() for name in called(function)}


def flow_file(integration: Integration) -> Path:
    """Return where everybody looks for the flow."""
    return integration.path / "config_flow.py"


def followed(flow: Flow, step: str) -> dict[str, Function]:
    """Return a step and what it reaches, also by the forms and menus that it shows."""
    reached = flow.reached(step)
    while True:
        shown = (
            f"async_step_{text}"
            for function in reached.values()
            for text in _texts(flow.module, function)
        )
        further = flow.reached(*reached, *shown)
        if further.keys() == reached.keys():
            return reached
        reached = further


def _texts(module: Module, function: Function) -> Iterator[str]:
    """Yield the strings in a function, and those of the constants that it names."""
    for node in walk(function):
        definition = module.definition(node) if isinstance(node, ast.Name) else None
        value = definition.node if definition else node
        if isinstance(value, ast.Constant):
            parts: list[ast.AST] = [value]
        elif isinstance(value, ast.Dict | ast.List | ast.Set | ast.Tuple):
            parts = [*walk(value)]
        else:
            continue
        for part in parts:
            if isinstance(part, ast.Constant) and isinstance(part.value, str):
                yield part.value


def step_methods(flow: Flow) -> list[str]:
    """Return the methods of the steps."""
    modules = dict.fromkeys(
        (flow.module, *(each.module for each in flow.module.ancestors(flow.class_)))
    )
    return [
        function.name
        for module in modules
        if module and module.name.startswith("homeassistant.components.")
        for function in module.functions
        if function.name.startswith("async_step_")
    ]
