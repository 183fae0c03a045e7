"""Convert texts between strings.json and a custom component's translations."""

from contextlib import suppress
from typing import Any, Final

from script import COMPONENTS
from script.integration.core import core
from script.integration.json_file import Json
from script.integration.keys import at
from script.integration.texts import StringsError, resolve
from script.integration.tree import Places, Tree

from . import CustomError
from .analysis import LONGEST, SHORTEST, Analysis
from .parsing import parsed_json

# What cores before 2026.10 do not say themselves, with what makes a flow end so
_ENDS: Final = {
    "already_in_progress": b"async_set_unique_id",
    "reauth_successful": b"async_step_reauth",
    "reconfigure_successful": b"async_step_reconfigure",
}
# Where one of the integration's own strings went that others refer to, only those to core's can stay.
_REFERENCES: Final = ("[%key:", "[%key:common::")


def strings_of(tree: Tree, analysis: Analysis) -> Json:
    """Return the strings of the custom component, references not yet resolved."""
    places = Places(analysis.domain)
    path = f"{places.integration}strings.json"
    strings = parsed_json(path, tree.get(path, b"{}"))
    flow = tree.get(f"{places.integration}config_flow.py", b"")
    ends: Json = {
        reason: f"[%key:common::config_flow::abort::{reason}%]"
        for reason, cause in _ENDS.items()
        if cause in flow
    }
    strings = _beneath({"config": {"abort": ends}} if ends else {}, strings)
    if not analysis.interval:
        return strings
    return _beneath(
        strings,
        _within(
            ("options", "step", "init"),
            {
                "data": {"scan_interval": "Update interval"},
                "data_description": {
                    "scan_interval": "How often Home Assistant reads the current values: "
                    f"every {SHORTEST} to {LONGEST} seconds."
                },
            },
        ),
    )


def resolved(strings: Json, domain: str) -> Json:
    """Return strings with the text in the place of every reference."""
    if not strings:
        return {}

    def lookup(reference: str) -> str | None:
        match reference.split("::"):
            case ["component", owner, *keys] if owner == domain:
                own = at(strings, *keys)
                return own if isinstance(own, str) else None
        return core().string(reference, COMPONENTS)

    try:
        return resolve(strings, lookup)
    except StringsError as err:
        path = f"{Places(domain).integration}strings.json"
        raise CustomError(f"{path}: {err}") from err


def without_added(edited: Json, added: Json, strings: Json) -> Json:
    """Return texts without those that only the custom component has: added, but not in strings."""
    result: Json = {}
    for key, value in edited.items():
        if key not in added or (key in strings and not isinstance(value, dict)):
            result[key] = value
        elif isinstance(value, dict) and (
            rest := without_added(value, added[key], strings.get(key, {}))
        ):
            result[key] = rest
    return result


def with_texts(strings: Json, edited: Json, domain: str) -> Json:
    """Return strings that say what the edited texts say.

    A reference stays where it still leads to the text.
    """
    for kept in _REFERENCES:
        wanted = _with_references(strings, edited, kept)
        with suppress(CustomError):
            return _where_same(wanted, resolved(wanted, domain), edited)
    return edited


def _with_references(strings: Any, edited: Json, kept: str) -> Json:
    """Return the edited texts with the references of strings in their places."""
    result: Json = {}
    for key, text in edited.items():
        old = strings.get(key) if isinstance(strings, dict) else None
        if isinstance(text, dict):
            result[key] = _with_references(old, text, kept)
        else:
            is_kept = isinstance(old, str) and old.startswith(kept)
            result[key] = old if is_kept else text
    return result


def _where_same(strings: Json, now: Json, edited: Json) -> Json:
    """Return strings, and the edited text where they say something else now."""
    return {
        key: _where_same(strings[key], now[key], text)
        if isinstance(text, dict)
        else (strings[key] if now[key] == text else text)
        for key, text in edited.items()
    }


def _beneath(below: Json, above: Json) -> Json:
    """Return two objects as one, of which the second wins."""
    return below | {
        key: _beneath(below.get(key, {}), value) if isinstance(value, dict) else value
        for key, value in above.items()
    }


def _within(keys: tuple[str, ...], content: Json) -> Json:
    for key in reversed(keys):
        content = {key: content}
    return content
