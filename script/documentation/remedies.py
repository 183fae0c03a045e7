"""Say what an error means and what users can do about it, where this is the same for every integration."""

import ast
from collections.abc import Iterator
from typing import Final

from script.integration.contribution import Contribution
from script.integration.keys import mapping_at
from script.integration.modules import Module
from script.integration.syntax import keyword, last_name
from script.rules.flow.entering import config_flow_of, forms_of, step_of
from script.rules.scale.errors import raised_errors

from .inventory import Message

SERVICES: Final = '{% my integrations title="**Settings** > **Devices & services**" %}'

_NO_ANSWER: Final = (
    "Nothing that behaves like the {it} answered at this host.\n\n"
    "1. Make sure the {it} is on and connected to your network.\n"
    "2. Enter the hostname or IP address only, without `http://` and without a path.\n"
    "3. Check in your router that the IP address is still that of the {it}. To keep it from changing, "
    "reserve it there.\n"
    "4. Make sure a firewall lets Home Assistant reach the {it}.\n"
)
# The title of the section about the reconfiguration
CHANGE: Final = "Changing the connection"
# About what core has a text for, by its key
_COMMON: Final = {
    "cannot_connect": (
        "Home Assistant got no answer.\n\n"
        "1. Make sure that what you want to add is on and connected.\n"
        "2. Check what you entered for mistakes.\n"
    ),
    "invalid_auth": (
        "The credentials were refused.\n\n"
        "1. Check what you entered for mistakes.\n"
        "2. Make sure that you can log in with it elsewhere.\n"
    ),
    "invalid_host": "Enter the hostname or IP address only, without `http://` and without a path.\n",
    "unknown": (
        "This is likely a bug in the integration. The details are in the log, at "
        '{% my logs title="**Settings** > **System** > **Logs**" %}. '
        "Please [report the issue](/help/reporting_issues/) with what you find there.\n"
    ),
    "already_configured": "There is an entry for this already.\n",
    "already_in_progress": "Finish or close the form that is open already.\n",
    "no_devices_found": "Make sure that the device is on and near enough to be found.\n",
    "timeout_connect": "Make sure that what you want to add is on, and try again.\n",
}
_ADDED: Final = (
    "There is an entry for this already. To change its connection, "
    "[reconfigure](#changing-the-connection) that entry.\n"
)
_TRIED_AGAIN: Final = "Home Assistant keeps trying, and the entities return as soon as it gets an answer.\n"
# By the exception that has the message; the first that is raised with it counts
_RAISED: Final = {
    "ConfigEntryAuthFailed": (
        f"Home Assistant needs new credentials. Go to {SERVICES}, select **Reconfigure** "
        "on the card that needs attention, and enter them.\n"
    ),
    "UpdateFailed": _TRIED_AGAIN,
    "ConfigEntryNotReady": _TRIED_AGAIN,
    "ConfigEntryError": "Home Assistant does not try again by itself. Reload the entry once the cause is mended.\n",
}
_OTHER_DEVICE: Final = (
    "What answers is not what this entry was set up with, so Home Assistant shows nothing of it. "
    "Your router may have given the IP address to another device.\n\n"
    "1. If the {it} has another IP address now, reconfigure the entry.\n"
    "2. To keep the IP address from changing, reserve it in your router.\n"
)
_MISMATCH: Final = (
    "What you entered is valid, but not for what this entry was set up with, so Home Assistant left the entry "
    "as it was.\n"
)


def remedy(contribution: Contribution, message: Message) -> str:
    """Return what every integration can say of an error, "" where only the author knows."""
    kind, *_, last = message.place.split(".")
    if kind != "exceptions":
        if message.place.split(".")[1] == "abort" and last in _mismatches(contribution):
            return _MISMATCH
        if last == "cannot_connect" and is_reached_by_host(contribution):
            return _NO_ANSWER.format(it=reached(contribution))
        if last == "already_configured" and _links_to_change(contribution):
            return _ADDED
        return _COMMON.get(last, "")
    key = message.place.split(".")[1]
    found = [
        (module, call)
        for module, call in raised_errors(contribution)
        if module.value(keyword(call, "translation_key")) == key
    ]
    if any(_is_of_another(module, call) for module, call in found):
        return _OTHER_DEVICE.format(it=reached(contribution))
    raised = {last_name(call.func) for _, call in found}
    return next((text for name, text in _RAISED.items() if name in raised), "")


def _is_of_another(module: Module, call: ast.Call) -> bool:
    """Return whether an error is raised where the identity is another than that of the entry."""
    return any(
        isinstance(node, ast.If)
        and any(
            isinstance(each, ast.Attribute) and each.attr == "unique_id"
            for each in ast.walk(node.test)
        )
        and any(each is call for each in ast.walk(node))
        for node in ast.walk(module.tree)
    )


def is_reached_by_host(contribution: Contribution) -> bool:
    """Return whether a form asks for the host of something on the local network."""
    return str(contribution.manifest.get("iot_class")).startswith("local") and any(
        "host" in mapping_at(form, "data")
        for _, form in forms_of(contribution, "config")
    )


def reached(contribution: Contribution) -> str:
    """Return what answers at a host, in a word."""
    kind = contribution.manifest.get("integration_type")
    return "hub" if kind == "hub" else "device"


def _links_to_change(contribution: Contribution) -> bool:
    """Return whether a page has the section about changing the connection, or will begin with it."""
    page = contribution.page
    return (
        page.section(CHANGE) is not None
        if page.text
        else bool(step_of(contribution, "reconfigure"))
    )


def _mismatches(contribution: Contribution) -> Iterator[str]:
    """Yield the reasons for which a flow refuses what is not of its entry."""
    flow = config_flow_of(contribution)
    for module, call in contribution.calls("_abort_if_unique_id_mismatch"):
        reason = module.value(keyword(call, "reason"))
        if flow and reason:
            yield reason
