"""Check what was shown to a user against the strings that the integrations have."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
import json
from pathlib import Path
import string
from typing import Any

from homeassistant import components
from homeassistant.helpers.translation import recursive_flatten
from homeassistant.util.yaml import load_yaml_dict

_INSTALLED = Path(components.__file__).parent
_MISSING = "no such string"


@dataclass(frozen=True, kw_only=True)
class Shown:
    """Strings of an integration that were shown together, filled with the same placeholders.

    A key starts at the category ("config.error.unknown"). `scope` and `optional` may also name a group of strings.
    """

    domain: str
    # All that the placeholders may be meant for; the first is what a superfluous placeholder is reported for.
    scope: tuple[str, ...]
    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    placeholders: frozenset[str] = frozenset()
    # Those that Home Assistant adds by itself.
    spare: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Untranslated:
    """An error without a translation key that a user gets to see."""

    domain: str
    error: str


@dataclass(frozen=True)
class Integration:
    """What an integration has: strings by dotted key, quality scale rules, and whether core ships it."""

    strings: Mapping[str, str] = field(default_factory=dict)
    rules: Mapping[str, Any] = field(default_factory=dict)
    installed: bool = False

    def claims(self, rule: str) -> bool:
        """Return whether the quality scale has the rule as done."""
        status = self.rules.get(rule)
        return (status["status"] if isinstance(status, dict) else status) == "done"


def find_problems(
    shown: Iterable[Shown | Untranslated], ignored: Collection[str]
) -> list[str]:
    """Return a line for each string that is missing or does not fit the placeholders given.

    `ignored` are full keys ("component.<domain>.<category>.…") of strings that may be missing, but then must be.
    """
    found = {
        (item.domain, key, problem)
        for item in shown
        for key, problem in _problems_of(item, integration_named(item.domain))
    }
    missing = {
        f"component.{domain}.{key}"
        for domain, key, problem in found
        if problem == _MISSING
    }
    return [
        f"homeassistant/components/{domain}/strings.json: {key}: {problem}"
        for domain, key, problem in sorted(found)
        if problem != _MISSING or f"component.{domain}.{key}" not in ignored
    ] + [
        f"{key}: not missing; take it out of ignore_missing_translations"
        for key in sorted({*ignored} - missing)
    ]


@cache
def integration_named(domain: str) -> Integration:
    """Return what is known of an integration; nothing of one that does not exist."""
    folders = (Path(parent) / domain for parent in components.__path__)
    folder = next(
        (folder for folder in folders if (folder / "manifest.json").is_file()), None
    )
    if folder is None:
        return Integration()
    strings, scale = folder / "translations" / "en.json", folder / "quality_scale.yaml"
    return Integration(
        strings=recursive_flatten("", json.loads(strings.read_text()))
        if strings.is_file()
        else {},
        rules=load_yaml_dict(scale)["rules"] if scale.is_file() else {},
        installed=folder.parent == _INSTALLED,
    )


def _problems_of(
    item: Shown | Untranslated, integration: Integration
) -> Iterator[tuple[str, str]]:
    if isinstance(item, Untranslated):
        if integration.claims("exception-translations"):
            yield "exceptions", f"none for {item.error}"
        return
    strings = integration.strings
    missing = [
        key
        for key in item.required
        if key not in strings and _must_exist(key, integration)
    ]
    yield from ((key, _MISSING) for key in missing)
    for key in _within(strings, (*item.required, *item.optional)):
        for name in sorted(_placeholders_in(strings[key]) - item.placeholders):
            yield key, f"nothing is given for {{{name}}}"
    # What core ships is not for this repository to put right, no more than what claims nothing of its flow yet,
    # and a missing string would have used them.
    if integration.installed or missing or not integration.claims("config-flow"):
        return
    used = {
        name
        for key in _within(strings, item.scope)
        for name in _placeholders_in(strings[key])
    }
    for name in sorted(item.placeholders - item.spare - used):
        yield item.scope[0], f"has no place for the given {{{name}}}"


def _must_exist(key: str, integration: Integration) -> bool:
    return ".data_description." not in key or integration.claims("config-flow")


def _within(strings: Iterable[str], groups: Iterable[str]) -> list[str]:
    starts = tuple(f"{group}." for group in groups)
    return [key for key in strings if f"{key}.".startswith(starts)]


def _placeholders_in(text: str) -> set[str]:
    return {
        name for _, name, _, _ in string.Formatter().parse(text) if name is not None
    }
