"""Gather the lines by which the flow and the coordinator call a client."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from script.client.vocabulary import IDENTITIES
from script.client.words import ends
from script.scaffold.rename import pascal

from .answers_in_tests import example_of
from .code import (
    called,
    fetching,
    field,
    login,
    mock_path,
    owner_of,
    part_lines,
    text,
    variable_of,
)
from .device_info import is_optional
from .naming import quoted, type_of
from .plan import Fetched, Plan


def of_flow(plan: Plan) -> dict[str, Any]:
    """Return the lines by which the flow asks who or what it is."""
    identity = plan.identity
    parts = [each for each in plan.parts if each.code == identity.step.owner]
    owner = owner_of(plan, identity, "client", "")
    is_kept = plan.is_identified or identity.step.is_optional
    hass = "" if plan.is_blocking else "self.hass"
    update, fetch = _updated(
        identity, owner, fetching(plan, identity, owner, "data", hass)
    )
    is_returned = is_kept or not (identity.is_several or update)
    name = variable_of(identity) if is_returned else identity.attribute
    start = [
        *login(plan, "client", "data", hass),
        *part_lines(parts, "client", "", hass),
        *update,
    ]
    told = [] if update else [fetch]
    if identity.attribute and is_kept:
        told = [f"{name} = {fetch}"]
    lines = [*start, *told]
    blocking: list[str] = []
    if plan.is_blocking:
        told = (
            told
            if not is_returned
            else [fetch, f"return {name}"]
            if not identity.attribute
            else [f"return {fetch}"]
            if plan.is_typed
            else [f"{name}: {identity.type} = {fetch}", f"return {name}"]
        )
        blocking = [*start, *told]
        kept = f"{name} = " if is_kept else ""
        given = "" if plan.is_alone else ", data"
        lines = [f"{kept}await self.hass.async_add_executor_job(_fetch_{name}{given})"]
    if identity.step.is_optional and identity.attribute:
        lines += [f"if {name} is None:", '    return {"base": "cannot_connect"}']
    user = next((each for each in plan.credentials if each.key == "username"), None)
    title = field(identity, name, plan.title_path or "") if plan.title_path else ""
    if plan.several and user and not title:
        title = f"data[{user.const}]"
    attribute, constant = (
        ("_title", "DEFAULT_NAME") if plan.several else ("_device_name", "DEVICE_NAME")
    )
    calls = [
        *([plan.login.name] if plan.login else []),
        *(each.step.name for each in parts if each.step),
        mock_path(identity),
    ]
    own = all("." not in each for each in calls)
    title_text = quoted(
        example_of(identity, plan.title_path)
        if plan.title_path
        else str(user.example)
        if user and title
        else plan.default_name
    )
    return {
        "flow_lines": lines,
        "blocking_lines": blocking,
        "flow_name": name,
        "flow_type": "None"
        if not is_returned
        else "object"
        if identity.is_several
        else identity.type,
        "flow_identity": text(
            field(identity, name, plan.identity_path), plan.identity_type
        ),
        "flow_title": title,
        "flow_methods": calls,
        "method_of": lambda each: (
            f"getattr(mock_client, {each})"
            if own
            else f"attrgetter({each})(mock_client)"
        ),
        "first_call": f"mock_client.{calls[0]}",
        "title_code": f"self.{attribute}" if title else constant,
        "title_text": title_text,
        # Until it tells its name, it has the one that it announces.
        "discovered_text": quoted(plan.zeroconf["hostname"])
        if title and plan.zeroconf
        else title_text,
        "discovered_name": f"self.{attribute}" if title else constant,
        "title_attribute": attribute,
        "default_constant": constant,
        "default_name": plan.default_name,
        "identity_label": (
            ends(plan.identity_path or identity.step.name, IDENTITIES) or "identity"
        ).replace("_", " "),
        "closed": called(plan.close, "client", hass) if plan.close else "",
    }


def of_coordinator(plan: Plan) -> dict[str, Any]:
    """Return the lines by which the coordinator connects and fetches."""
    kept = [each for each in plan.states if each.attribute]
    sets = plan.is_fetched_once
    hass = "" if plan.is_blocking else "self.hass"
    lines = login(plan, "self.client", "self.config_entry.data", hass)
    parts = part_lines(plan.parts, "self.client", "self.", hass)

    def fetch(each: Fetched) -> tuple[list[str], str]:
        owner = owner_of(plan, each, "self.client", "self.")
        code = fetching(plan, each, owner, "self.config_entry.data", hass)
        return _updated(each, owner, code)

    told = _checked(plan.identity, *fetch(plan.identity), start="self.") if sets else []
    if plan.is_checked:
        told += _same_device(plan)
    lines += (
        [*parts, *told]
        if any(each.code == plan.identity.step.owner for each in plan.parts)
        else [*told, *parts]
    )
    if several := plan.several:
        return {
            **_of_setup(plan, lines),
            "kept": kept,
            "data_type": f"dict[str, {several.type}]",
            "update_lines": _keyed(several, *fetch(several)),
            "is_new": False,
        }
    codes = {each.step.code: fetch(each)[1] for each in kept}
    update = [fetch(each)[1] for each in plan.states if not each.attribute]
    update += [line for each in kept for line in fetch(each)[0]]
    # One call may fill several things.
    update = [*dict.fromkeys(update)]
    held = [each for each in kept if each.step.is_optional]
    for each in held:
        update += _checked(each, [], codes[each.step.code])
    if len(kept) == 1 and (held or not plan.is_typed):
        if not held:
            update.append(
                f"{kept[0].attribute}: {kept[0].type} = {codes[kept[0].step.code]}"
            )
        update.append(f"return {kept[0].attribute}")
    elif len(kept) == 1:
        update.append(f"return {codes[kept[0].step.code]}")
    elif kept:
        arguments = ", ".join(
            f"{each.attribute}={each.attribute if each in held else codes[each.step.code]}"
            for each in kept
        )
        update.append(f"return {pascal(plan.domain)}Data({arguments})")
    return {
        **_of_setup(plan, lines),
        "kept": kept,
        "data_type": (
            "None"
            if not kept
            else kept[0].type
            if len(kept) == 1
            else f"{pascal(plan.domain)}Data"
        ),
        "update_lines": update,
        "is_new": bool(kept)
        and len(kept) == len(plan.states)
        and all(each.step.is_new for each in kept),
    }


def _of_setup(plan: Plan, lines: Sequence[str]) -> dict[str, Any]:
    """Return how the coordinator connects."""
    does = [
        *(["log in"] if plan.login else []),
        *(["fetch what does not change"] if plan.is_fetched_once or plan.parts else []),
    ]
    return {
        "setup_identity": plan.is_fetched_once,
        "identity_attribute": variable_of(plan.identity),
        "setup_lines": lines,
        "setup_doc": ", and ".join(does or ["connect"]).capitalize(),
    }


def _updated(fetched: Fetched, owner: str, code: str) -> tuple[list[str], str]:
    """Return the line of a call that updates a client, none where one returns something, and the code of what that is."""
    within = fetched.step.within
    return ([code], f"{owner}.{within}") if within else ([], code)


def _keyed(several: Fetched, update: list[str], code: str) -> list[str]:
    """Return the lines that fetch several devices, the last of which has each by what is the same for good."""
    lines = update
    if several.step.is_optional:
        lines = _checked(replace(several, attribute="answer"), update, code)
        code = "answer"
    if not several.key:
        return [*lines, f"dict({code})"]
    if several.step.several != "list":
        code = f"{f'({code})' if code.startswith('await') else code}.values()"
    fields = several.example.get("fields", {})
    key = field(several, "device", several.key)
    told = text(key, type_of(fields, several.key))
    known = f" if {key} is not None" if is_optional(fields, several.key) else ""
    return [*lines, f"{{{told}: device for device in {code}{known}}}"]


def _same_device(plan: Plan) -> list[str]:
    """Return the lines that refuse another device than that of the entry."""
    assert plan.address
    identity = text(
        field(plan.identity, f"self.{variable_of(plan.identity)}", plan.identity_path),
        "" if plan.is_identity_optional else plan.identity_type,
    )
    return [
        f"if {identity} != self.config_entry.unique_id:",
        "    raise UpdateFailed(",
        '        translation_domain=DOMAIN, translation_key="wrong_device",',
        f'        translation_placeholders={{"host": self.config_entry.data[{plan.address.const}]}},',
        "    )",
    ]


def _checked(
    fetched: Fetched, update: list[str], code: str, start: str = ""
) -> list[str]:
    """Return the lines that fetch and keep something, which may be nothing."""
    name = variable_of(fetched) if start else fetched.attribute
    if not fetched.step.is_optional:
        return [*update, f"{start}{name} = {code}"]
    return [
        *update,
        f"{name} = {code}",
        f"if {name} is None:",
        '    raise UpdateFailed(translation_domain=DOMAIN, translation_key="no_data")',
        *([f"{start}{name} = {name}"] if start else []),
    ]
