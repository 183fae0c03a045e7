"""Resolve the `[%key:…%]` references in strings.json."""

from collections.abc import Callable, Iterator, Mapping
import re
from typing import Any, Final

type Strings = Mapping[str, str | Strings]
# Takes what a reference names, as "common::state::on", and returns that string as it is written, or None.
type Lookup = Callable[[str], str | None]

START: Final = "[%key:"
REFERENCE: Final = re.compile(r"\[%key:(?P<name>[^%]*)%\]")


class StringsError(Exception):
    """A string that cannot be resolved; the message starts with its keys, "::" between them."""


def flattened(
    strings: Mapping[str, Any], above: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield each string with its keys."""
    for key, value in strings.items():
        match value:
            case str():
                yield (*above, key), value
            case dict():
                yield from flattened(value, (*above, key))


def english(text: str, lookup: Lookup) -> str:
    """Return the text at the end of a chain of references, or the reference that leads nowhere."""
    passed: set[str] = set()
    while (reference := REFERENCE.fullmatch(text)) and text not in passed:
        passed.add(text)
        text = lookup(reference["name"]) or text
    return text


def resolve(strings: Strings, lookup: Lookup) -> dict[str, str | Strings]:
    """Return strings with the text at the end of every chain of references.

    Raises StringsError.
    """
    return _resolve_below((), strings, lookup)


def _resolve_below(
    above: tuple[str, ...], strings: Strings, lookup: Lookup
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


def _follow(key: str, text: str, lookup: Lookup) -> str:
    chain: list[str] = []
    while START in text:
        if (reference := REFERENCE.fullmatch(text)) is None:
            raise StringsError(f"{key}: {text}: a reference has to stand alone")
        name = reference["name"]
        if name in chain:
            raise StringsError(f"{key}: {text} refers to itself")
        chain.append(name)
        if (referenced := lookup(name)) is None:
            raise StringsError(f"{key}: {text} names no string")
        text = referenced
    return text
