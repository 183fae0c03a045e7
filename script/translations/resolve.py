"""Replace the references in strings.json with the strings that they name."""

from collections.abc import Callable, Mapping
import re
from typing import Final

type Strings = Mapping[str, str | Strings]

_START: Final = "[%key:"
_REFERENCE: Final = re.compile(r"\[%key:(?P<name>[^%]*)%\]")


class StringsError(Exception):
    """A string that cannot be resolved; the message starts with its keys, "::" between them."""


def resolve(
    strings: Strings, lookup: Callable[[str], str | None]
) -> dict[str, str | Strings]:
    """Return `strings` with the text at the end of every chain of `[%key:…%]` references.

    `lookup` takes what a reference names ("common::config_flow::error::unknown") and returns that string
    as it is written, or None. Raises StringsError.
    """
    return _resolve_below((), strings, lookup)


def _resolve_below(
    above: tuple[str, ...], strings: Strings, lookup: Callable[[str], str | None]
) -> dict[str, str | Strings]:
    resolved: dict[str, str | Strings] = {}
    for name, value in strings.items():
        keys = (*above, name)
        match value:
            case str():
                resolved[name] = _follow("::".join(keys), value, lookup)
            case dict():
                resolved[name] = _resolve_below(keys, value, lookup)
            case _:
                raise StringsError(f"{'::'.join(keys)}: neither a string nor a group")
    return resolved


def _follow(key: str, text: str, lookup: Callable[[str], str | None]) -> str:
    chain: list[str] = []
    while _START in text:
        if (reference := _REFERENCE.fullmatch(text)) is None:
            raise StringsError(f"{key}: {text}: a reference has to stand alone")
        name = reference["name"]
        if name in chain:
            raise StringsError(f"{key}: {text} refers to itself")
        chain.append(name)
        if (referenced := lookup(name)) is None:
            raise StringsError(f"{key}: {text} names no string")
        text = referenced
    return text
