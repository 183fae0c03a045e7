"""Fill in forms of any integration from what is given, what they show, and what is the only choice."""

from collections.abc import Callable, Iterator, Mapping
import json
from typing import Any, Final

from . import DevelopmentError
from .credentials import is_hidden
from .identifying import is_secret
from .outcomes import Json

# How core's integrations name where a device is
HOSTS: Final = ("host", "hostname", "ip_address", "ip")
URLS: Final = ("url", "base_url")

_TRUTHS: Final = {"true": True, "yes": True, "on": True} | {
    "false": False,
    "no": False,
    "off": False,
}


class UntriedError(Exception):
    """Something that cannot be tried; the message says why, and what to do."""


def fields(form: Json) -> Iterator[Json]:
    """Yield the fields of a form, those in its sections included."""
    for field in form.get("data_schema") or form.get("schema") or ():
        if field.get("type") == "expandable":
            yield from fields(field)
        else:
            yield field


def hides(field: Json) -> bool:
    """Return whether what is typed into a field is a secret."""
    return is_hidden(field) or is_secret(field["name"])


def is_text(field: Json) -> bool:
    """Return whether anything can be typed into a field."""
    return field.get("type") == "string" or "text" in field.get("selector", ())


def place(field: Json, host: str) -> str | None:
    """Return what a field takes that asks where a device is, None if it asks for something else."""
    if field["name"] in HOSTS:
        return host
    if field["name"] in URLS:
        return host if "://" in host else f"http://{host}"
    return None


def filled(
    form: Json,
    given: Callable[[Json], str | None],
    over: Mapping[str, object] | None = None,
) -> dict[str, object]:
    """Return what is typed into a form.

    Args:
        form: As Home Assistant describes it.
        given: Returns what the author says goes into a field, None where it is left to the form.
        over: What goes in instead, None for what is left empty.

    Raises UntriedError where a field has to be filled in, and nothing is known to fill it with.
    """
    typed: dict[str, object] = {}
    for field in form.get("data_schema") or form.get("schema") or ():
        name = field["name"]
        if field.get("type") == "expandable":
            typed[name] = filled(field, given, over)
            continue
        if over and name in over:
            value = over[name]
        elif (text := given(field)) is not None:
            value = converted(field, text)
        else:
            value = preset(field)
        if value is not None:
            typed[name] = value
        elif field.get("required"):
            raise UntriedError(
                f"step {form.get('step_id', 'section')} asks for {name}; give it with --set {name}=…"
                if not hides(field)
                else f"step {form.get('step_id', 'section')} asks for {name}, which is not to be made up; "
                f"run this on a terminal, or give it as DEVICE_{name.upper()} in the environment"
            )
    return typed


def preset(field: Json) -> object:
    """Return what a field holds, or what is chosen where one has to choose; None if that is not known."""
    shown = field.get("description", {}).get("suggested_value", field.get("default"))
    if shown is not None or not field.get("required"):
        return shown
    if options := choices(field):
        return [options[0]] if _takes_several(field) else options[0]
    if field.get("type") == "boolean" or "boolean" in field.get("selector", ()):
        return False
    return None


def choices(field: Json) -> list[Any]:
    """Return what can be chosen in a field."""
    options = field.get("options") or field.get("selector", {}).get("select", {}).get(
        "options", ()
    )
    found = []
    for option in options:
        match option:
            case {"value": value} | [value, *_]:
                found.append(value)
            case _:
                found.append(option)
    return found


def _takes_several(field: Json) -> bool:
    return field.get("type") == "multi_select" or any(
        isinstance(each, dict) and each.get("multiple")
        for each in field.get("selector", {}).values()
    )


def converted(field: Json, text: str) -> object:
    """Return a text as a field takes it.

    Raises DevelopmentError if it does not.
    """
    kinds = {field.get("type"), *field.get("selector", ())}
    try:
        if "boolean" in kinds:
            return _TRUTHS[text.lower()]
        if "integer" in kinds:
            return int(text)
        if kinds & {"float", "number"}:
            return float(text)
        if _takes_several(field):
            return text.split(",")
        if kinds & {"object", "duration", "location"}:
            return json.loads(text)
    except (KeyError, ValueError) as err:
        kind = next(iter(sorted(kinds - {None})), "")
        raise DevelopmentError(
            f"--set {field['name']}: not what the field takes, which is: {kind}"
        ) from err
    return text
