"""The rules for the flows."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from script.integration.core import core
from script.integration.finding import Finding
from script.integration.keys import mapping_at
from script.integration.modules import Module
from script.integration.syntax import Function, argument, called, last_name
from script.rules.flow import errors, fields
from script.rules.flow.flows import Flow, flows

from .contribution import Contribution, gap
from .proof import Proof, proof

DISCOVERY: Final = (
    "bluetooth",
    "dhcp",
    "hassio",
    "homekit",
    "lorawan",
    "mqtt",
    "ssdp",
    "usb",
    "zeroconf",
)
# What finds a device at an address that may change.
_BY_ADDRESS: Final = {"dhcp", "homekit", "ssdp", "zeroconf"}
ADDRESSES: Final = {"base_url", "host", "ip_address", "port", "url"}
SECRETS: Final = {
    "access_token",
    "api_key",
    "api_token",
    "client_secret",
    "password",
    "pin",
    "token",
    "username",
}
OAUTH: Final = (
    "homeassistant.helpers.config_entry_oauth2_flow.AbstractOAuth2FlowHandler"
)
_SCHEMA_FLOW: Final = (
    "homeassistant.helpers.schema_config_entry_flow.SchemaConfigFlowHandler"
)
_UPDATING: Final = {"reauth", "reauth_confirm", "reconfigure", "reconfigure_confirm"}
# What tells one discovered thing from another, or that there can be only one
_IDENTIFIES: Final = {
    "_async_abort_entries_match",
    "_async_current_entries",
    "_async_handle_discovery_without_unique_id",
    "async_entry_for_domain_unique_id",
    "async_set_unique_id",
}
REFUSING: Final = {
    "_abort_if_unique_id_configured",
    "_async_abort_entries_match",
    "_async_current_entries",
    "_async_current_ids",
    "async_current_entries",
}
_STARTS_REAUTH: Final = {"ConfigEntryAuthFailed", "async_start_reauth"}
UPDATES: Final = {
    "async_update_and_abort",
    "async_update_entry",
    "async_update_reload_and_abort",
}


def forms_of(contribution: Contribution, kind: str) -> Iterator[tuple[str, Any]]:
    """Yield each step of the flows of a kind, "config" or "options", with the strings of a form.

    A section of a form comes by itself.
    """
    for name, step in mapping_at(contribution.strings, kind, "step").items():
        yield name, step
        for section in mapping_at(step, "sections").values():
            yield name, section


def has_steps(contribution: Contribution, kind: str) -> bool:
    """Return whether there are flows of a kind."""
    return any(forms_of(contribution, kind))


def secrets(contribution: Contribution) -> set[str]:
    """Return the keys of the secrets that the user enters."""
    wrapped = {
        name
        for module, call in contribution.calls("Secret")
        if (name := module.value(argument(call, 0, "schema")))
    }
    return wrapped | (entered(contribution) & SECRETS - {"username"})


def steps_to_add(contribution: Contribution) -> set[str]:
    """Return the steps that lead to an entry: of users and of discovery, those behind a menu too."""
    flow = config_flow_of(contribution)
    if flow is None or flow.module.derives(flow.class_, _SCHEMA_FLOW):
        found = {name for name, _ in forms_of(contribution, "config")}
    else:
        found = {
            name.removeprefix("async_step_")
            for start in ("user", *core().discoveries)
            for name in step_of(contribution, start)
            if name.startswith("async_step_")
        }
    return found - {*DISCOVERY, *_UPDATING}


def entered(contribution: Contribution) -> set[str]:
    """Return the keys of what the user enters to add an entry."""
    names = steps_to_add(contribution)
    return {
        key
        for name, form in forms_of(contribution, "config")
        if name in names
        for key in mapping_at(form, "data")
    }


def is_authorized(contribution: Contribution) -> bool:
    """Return whether the config flow has its user sign in with OAuth2."""
    flow = config_flow_of(contribution)
    return flow is not None and flow.module.derives(flow.class_, OAUTH)


def config_flow_of(contribution: Contribution) -> Flow | None:
    """Return the config flow."""
    return next((flow for flow in flows(contribution) if flow.kind == "config"), None)


def step_of(contribution: Contribution, name: str) -> dict[str, Function]:
    """Return a step of the config flow and what it reaches, or nothing where there is no such."""
    flow = config_flow_of(contribution)
    reached = followed(flow, f"async_step_{name}") if flow else {}
    return reached if f"async_step_{name}" in reached else {}


def discovered_by(contribution: Contribution) -> list[str]:
    """Return the kinds of discovery."""
    return [
        kind
        for kind in DISCOVERY
        if kind in contribution.manifest or step_of(contribution, kind)
    ]


def names_called(reached: dict[str, Function]) -> set[str]:
    """Return the names of all that functions call."""
    return {name for function in reached.values() for name in called(function)}


def flow_file(contribution: Contribution) -> Path:
    """Return where everybody looks for the flow."""
    return contribution.path / "config_flow.py"


def config_flow(contribution: Contribution) -> Iterator[Finding]:
    """Report what keeps a user from setting up all in the user interface."""
    for rule in (
        fields.config_field_not_translated,
        fields.options_field_not_translated,
        fields.subentry_field_not_translated,
    ):
        yield from rule.findings(contribution)
    strings = contribution.path / "strings.json"
    for kind in ("config", "options"):
        for name, form in forms_of(contribution, kind):
            for key in mapping_at(form, "data").keys() - mapping_at(
                form, "data_description"
            ):
                yield gap(
                    strings,
                    f"{kind}.step.{name}: nothing explains the field {key}",
                    f"Add data_description.{key}",
                )
    for name, form in forms_of(contribution, "options"):
        for key in mapping_at(form, "data").keys() & (ADDRESSES | SECRETS):
            yield gap(
                strings,
                f"options.step.{name}: {key} is needed for the connection",
                "Keep it in entry.data, and let reconfiguration change it",
            )


def test_before_configure(contribution: Contribution) -> Iterator[Finding]:
    """Report a flow that adds an entry without a connection."""
    yield from errors.missing_test_before_configure.findings(contribution)


def unique_config_entry(contribution: Contribution) -> Iterator[Finding]:
    """Report steps that add the same thing twice."""
    flow = config_flow_of(contribution)
    if flow is None or contribution.manifest.get("single_config_entry"):
        return
    known = flow.reached(*step_methods(flow))
    leads_to = [followed(flow, name) for name in known]
    for name, function in known.items():
        if "async_create_entry" in called(function) and not any(
            _refuses(each)
            for reached in leads_to
            if name in reached
            for each in reached.values()
        ):
            yield gap(
                flow.module,
                f"{name} adds an entry, and nothing keeps the same thing from being added twice",
                "Call async_set_unique_id and _abort_if_unique_id_configured before",
                function,
            )


def _refuses(function: Function) -> bool:
    """Return whether a flow ends here for what has an entry already."""
    return bool(REFUSING & called(function)) or any(
        isinstance(node, ast.Constant)
        and node.value in ("already_configured", "single_instance_allowed")
        for node in ast.walk(function)
    )


def followed(flow: Flow, step: str) -> dict[str, Function]:
    """Return a step and what it reaches, also by the forms and menus that it shows."""
    names = {step}
    while True:
        reached = flow.reached(*names)
        names = reached.keys() | {
            f"async_step_{text}"
            for function in reached.values()
            for text in _texts(flow.module, function)
        }
        if flow.reached(*names).keys() == reached.keys():
            return reached


def _texts(module: Module, function: Function) -> Iterator[str]:
    """Yield the strings in a function, and those of the constants that it names."""
    for node in ast.walk(function):
        definition = module.definition(node) if isinstance(node, ast.Name) else None
        value = definition.node if definition else node
        if isinstance(value, ast.Constant):
            parts: list[ast.AST] = [value]
        elif isinstance(value, ast.Dict | ast.List | ast.Set | ast.Tuple):
            parts = [*ast.walk(value)]
        else:
            continue
        for part in parts:
            if isinstance(part, ast.Constant) and isinstance(part.value, str):
                yield part.value


def step_methods(flow: Flow) -> set[str]:
    """Return the methods of the steps."""
    return {
        function.name
        for module in {
            flow.module,
            *(each.module for each in flow.module.ancestors(flow.class_)),
        }
        if module and module.name.startswith("homeassistant.components.")
        for function in module.functions
        if function.name.startswith("async_step_")
    }


def reauth_starts(contribution: Contribution) -> Iterator[tuple[Module, ast.expr]]:
    """Yield what starts reauthentication."""
    for module in contribution.modules:
        for node in module.nodes:
            if (
                isinstance(node, ast.Name | ast.Attribute)
                and last_name(node) in _STARTS_REAUTH
            ):
                yield module, node


def discovery(contribution: Contribution) -> Iterator[Finding]:
    """Report a kind of discovery that is only half there."""
    kinds = discovered_by(contribution)
    local = str(contribution.manifest.get("iot_class")).startswith("local")
    for kind in kinds:
        reached = step_of(contribution, kind)
        if kind == "hassio":
            continue
        if kind not in contribution.manifest:
            yield gap(
                contribution.path / "manifest.json",
                f"there is async_step_{kind}, and the manifest has no {kind}",
                "Add what is announced",
            )
        # What the base class does instead is to begin anew, which is all that a cloud's user needs.
        elif not reached and local:
            yield gap(
                flow_file(contribution),
                f"the manifest has {kind}, and there is no async_step_{kind}",
                "Add it",
            )
        elif (
            reached
            and not contribution.manifest.get("single_config_entry")
            and not (_IDENTIFIES & names_called(reached))
        ):
            yield gap(
                flow_file(contribution),
                f"async_step_{kind} does not tell one device from another",
                "Call async_set_unique_id with what the device announces of itself",
            )


def discovery_proofs(contribution: Contribution) -> Iterator[Proof]:
    """Yield the tests of discovery."""
    for kind in discovered_by(contribution):
        yield proof(f"starts with {kind}", f"SOURCE_{kind.upper()}")


def discovery_update_info(contribution: Contribution) -> Iterator[Finding]:
    """Report discovery that leaves a known device at its old address."""
    for kind in kinds_with_address(contribution):
        if not any(
            (
                last_name(call.func) == "_abort_if_unique_id_configured"
                and (call.args or call.keywords)
            )
            or last_name(call.func) in UPDATES
            for function in step_of(contribution, kind).values()
            for call in ast.walk(function)
            if isinstance(call, ast.Call)
        ):
            yield gap(
                flow_file(contribution),
                f"async_step_{kind} does not update the address of a known device",
                "Pass updates= to _abort_if_unique_id_configured",
            )


def kinds_with_address(contribution: Contribution) -> list[str]:
    """Return the kinds of discovery that tell the address of what the entry connects to."""
    if not entered(contribution) & ADDRESSES:
        return []
    return sorted(
        kind
        for kind in _BY_ADDRESS.intersection(discovered_by(contribution))
        if step_of(contribution, kind)
    )
