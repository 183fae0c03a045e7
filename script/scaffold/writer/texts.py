"""Write strings.json and icons.json of an integration around a client library."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from script.codemods.strings import common_text
from script.integration.core import core

from .naming import human
from .plan import Credential, Entity, Plan

# By platform, for what its device class gives none
_ICONS: Final = {
    "sensor": "mdi:gauge",
    "binary_sensor": "mdi:information-outline",
    "button": "mdi:gesture-tap-button",
    "number": "mdi:tune-variant",
    "switch": "mdi:toggle-switch-variant",
}
_ENUM_ICON: Final = "mdi:state-machine"


def strings(plan: Plan, thing: str) -> dict[str, Any]:
    """Return the texts of an integration about a thing."""
    secrets = [each for each in plan.credentials if each.is_secret]
    visible = [each for each in plan.credentials if not each.is_secret]
    label = " and ".join(each.label for each in secrets)
    owner = "account" if plan.is_cloud else "device"
    wrong = "hub" if plan.several and not plan.is_cloud else owner
    network = "" if plan.is_cloud else " on your network"
    account = "account" if plan.several and plan.is_cloud else thing
    connected = (
        "your account" if plan.several and plan.is_cloud else f"the {thing}{network}"
    )
    connect = f"Connect Home Assistant to {connected}."
    steps: dict[str, Any] = {
        "user": {
            **_fields(plan.credentials),
            "data_description": {
                each.key: _described(each, account) for each in plan.credentials
            },
            "description": connect,
        },
        "reconfigure": {
            **_fields(plan.credentials if visible else secrets),
            "data_description": {
                **{each.key: _same(plan, each) for each in visible},
                **{
                    each.key: f"Leave empty to keep the {each.label} that Home Assistant holds."
                    if visible
                    else _same(plan, each)
                    for each in secrets
                },
            },
            "description": f"Change how Home Assistant reaches the {thing}.",
        },
    }
    described = {
        **_fields(secrets),
        "data_description": {each.key: _same(plan, each) for each in secrets},
    }
    if plan.refused:
        steps["reauth_confirm"] = {
            **described,
            "description": f"The {thing} no longer accepts the {label} that Home Assistant holds. Enter the current {label}.",
            "title": "[%key:common::config_flow::title::reauth%]",
        }
    if plan.zeroconf:
        steps["discovery_confirm"] = {
            **(described if secrets else {}),
            "description": "Do you want to add **{name}**, found at `{host}`, to Home Assistant?",
        }
    abort = {
        "already_configured": f"[%key:common::config_flow::abort::already_configured_{owner}%]",
        **({f"wrong_{wrong}": _wrong(plan, thing)} if plan.is_identified else {}),
    }
    if plan.is_alone:
        abort, steps = {}, {"user": {"description": connect}}
    return {
        "config": {
            **({"abort": abort} if abort else {}),
            "error": {
                "cannot_connect": "[%key:common::config_flow::error::cannot_connect%]",
                **(
                    {"invalid_auth": "[%key:common::config_flow::error::invalid_auth%]"}
                    if plan.refused
                    else {}
                ),
                "unknown": "[%key:common::config_flow::error::unknown%]",
            },
            **({"flow_title": "{name}"} if plan.zeroconf else {}),
            "step": steps,
        },
        **_entities(plan.entities),
        "exceptions": {
            **(
                {
                    "authentication_error": {
                        "message": f"The {thing} does not accept the {label}."
                    }
                }
                if plan.refused
                else {}
            ),
            "communication_error": {
                "message": f"An error occurred while communicating with the {thing}: {{error}}"
            },
            **(
                {
                    "wrong_device": {
                        "message": f"A different {thing} answers at {{host}}"
                    }
                }
                if plan.is_checked
                else {}
            ),
            **(
                {"no_data": {"message": f"The {thing} returned no data."}}
                if any(
                    each.attribute and each.step.is_optional for each in plan.fetched
                )
                else {}
            ),
        },
    }


def _wrong(plan: Plan, thing: str) -> str:
    if plan.is_cloud:
        return "This is a different account. Use the account that this entry was set up with."
    said = plan.identity_path or plan.identity.step.name
    what = "serial number" if "serial" in said else "identity"
    return f"The {thing} has a different {what}. Use the {thing} that this entry was set up with."


def _fields(credentials: Iterable[Credential]) -> dict[str, Any]:
    return {
        "data": {
            each.key: f"[%key:{path}%]"
            if core().string(path, Path())
            else each.label[:1].upper() + each.label[1:]
            for each in credentials
            for path in (f"common::config_flow::data::{each.key}",)
        }
    }


def _described(each: Credential, thing: str) -> str:
    known = {
        "host": f"The hostname or IP address of the {thing} on your network.",
        "url": f"The whole address of the {thing}, as a browser shows it.",
        "port": f"The port on which the {thing} answers.",
        "location": f"The place that the {thing} tells about.",
        "username": f"The username that you log in to the {thing} with.",
    }
    return known.get(each.key, f"The {each.label} of the {thing}.")


def _same(plan: Plan, each: Credential) -> str:
    return f"[%key:component::{plan.domain}::config::step::user::data_description::{each.key}%]"


def _entities(entities: Iterable[Entity]) -> dict[str, Any]:
    found: dict[str, dict[str, Any]] = {}
    for each in entities:
        if each.name:
            found.setdefault(each.platform, {})[each.key] = {
                "name": each.name,
                **(
                    {"state": {state: _state(state) for state in each.enum[1]}}
                    if each.enum
                    else {}
                ),
            }
    return {"entity": found} if found else {}


def _state(key: str) -> str:
    """Return the text of a state, Home Assistant's where it has the same."""
    return common_text(("entity", "state", key), human(key)) or human(key)


def icons(plan: Plan) -> dict[str, Any]:
    """Return the icons of the entities that have none by their device class, nothing if all have one."""
    found: dict[str, dict[str, Any]] = {}
    for each in plan.entities:
        if each.device_class in {None, "enum"}:
            icon = _ENUM_ICON if each.enum else _ICONS[each.platform]
            found.setdefault(each.platform, {})[each.key] = {"default": icon}
    return {"entity": found} if found else {}
