"""Find the calls and fields that an author names, and name what is written of them."""

import builtins
from collections.abc import Mapping
import json
from keyword import kwlist
import re
from typing import Any, Final

from script.client.offer import Offer, Step
from script.client.words import subject, words
from script.scaffold import ScaffoldError

from .spelling import spelled

# Names that have a meaning where the results of calls are kept
_TAKEN: Final = frozenset(
    {
        *dir(builtins),
        *kwlist,
        "data",
        "client",
        "hass",
        "name",
        "logger",
        "errors",
        "api",
        "config_entry",
    }
)


def step(own: Offer, text: str, option: str) -> Step:
    """Return the call that an author names, by its end where that is of one only.

    Raises ScaffoldError if there is none, or more.
    """
    code = text if text.endswith(")") else f"{text}()"
    for each in (text, code):
        if each in own.steps:
            return own.steps[each]
    found = [each for name, each in own.steps.items() if name.endswith(f".{code}")]
    if len(found) == 1:
        return found[0]
    near = [each.code for each in found] or sorted(own.steps)
    raise ScaffoldError(
        f"{option} {text!r}: {own.clients[0].name} has {'several' if found else 'no'} such calls; "
        f"name one of {', '.join(near) or 'none'}"
    )


def parted(text: str) -> tuple[str, str]:
    """Return the call and the field that "call().field" names, either "" if it is not there."""
    call, parenthesis, field = text.rpartition(")")
    return f"{call}{parenthesis}", field.removeprefix(".")


def located(own: Offer, text: str) -> tuple[str, str]:
    """Return the call and the field that "call().field" names, what the call fills being a part of that call."""
    code, field = parted(text)
    first, _, rest = field.partition(".")
    filled = f"{code}.{first}"
    return (filled, rest) if filled in own.steps else (code, field)


def attribute(name: str) -> str:
    """Return what the result of a call is kept as: "get_system_information" gives "information"."""
    said = subject(name) or "data"
    return f"{said}_data" if said in {*dir(builtins), *kwlist} else said


def variable(name: str) -> str:
    """Return the last word of what something is kept as, or more of it where that is another's name."""
    short = name.rpartition("_")[2] or "client"
    return next(
        each
        for each in (short, name, f"{name}_result")
        if each not in _TAKEN or not name
    )


def human(name: str) -> str:
    """Return the name of a field as users read it, "rest_api_limit" as "REST API limit"."""
    text = " ".join(map(spelled, words(name.rpartition(".")[2])))
    return text[:1].upper() + text[1:]


def unique(names: Mapping[str, str]) -> dict[str, str]:
    """Return names by what they are of, each made different from those before."""
    taken: set[str] = set()
    found = {}
    for key, name in names.items():
        free = next(
            each
            for each in (name, *(f"{name}_{number}" for number in range(2, 99)))
            if each not in taken
        )
        taken.add(free)
        found[key] = free
    return found


def slug(text: str) -> str:
    """Return a name as Home Assistant has it in entity IDs."""
    return re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")


def type_of(fields: Mapping[str, Any], path: str) -> str:
    """Return the name of the type of a field, "" if that is not known."""
    first, _, rest = path.partition(".")
    each = fields.get(first, {})
    kind = type_of(each.get("fields", {}), rest) if rest else each.get("type", "")
    return "" if kind == "Any" else kind


def quoted(text: str) -> str:
    """Return the code of a string."""
    return json.dumps(text, ensure_ascii=False)


def field_at(fields: Mapping[str, Any], path: str) -> Mapping[str, Any] | None:
    """Return what is known of a field, by its path."""
    first, _, rest = path.partition(".")
    each: Mapping[str, Any] | None = fields.get(first)
    return field_at(each.get("fields", {}), rest) if each and rest else each


def may_be_missing(known: Mapping[str, Any]) -> bool:
    """Return whether a field may be None, or not be there at all."""
    return bool(known.get("optional") or known.get("absent"))
