"""Take the texts and icons of what is gone out of strings.json and icons.json."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
import json
import re
from typing import Any, Final

from .json_text import Keys, without

type Json = Mapping[str, Any]

_REFERENCE: Final = re.compile(r"\[%key:(?P<path>[^%\]]+)%\]")
# What core wants of a flow, also where none of its steps has texts
_STEPS: Final = ("config", "step")
_FORMS: Final = ("data", "data_description", "sections")
_ENDS: Final = ("abort", "error", "progress", "create_entry")
# Sections whose keys are names in the code
_NAMED: Final = (
    ("conditions",),
    ("config_subentries",),
    ("device",),
    ("exceptions",),
    ("issues",),
    ("selector",),
    ("services",),
    ("system_health", "info"),
    ("triggers",),
)


@dataclass(frozen=True)
class Lost:
    """What code has named and does not name any more.

    Attributes:
        names: Names and strings.
        steps: Steps of flows.
        platforms: Platforms that are gone.
        sections: Sections of features that are gone, as "device_automation.trigger_type".
        has_title: Whether a flow that somebody else starts may show its title.
    """

    names: frozenset[str]
    steps: frozenset[str]
    platforms: frozenset[str]
    sections: frozenset[str]
    has_title: bool


def without_texts(text: str, domain: str, lost: Lost) -> str:
    """Return the text of strings.json or icons.json without what is lost.

    A text that another one refers to takes the place of the first reference to it.
    """
    content: Json = json.loads(text)
    gone = set(_gone(content, lost))
    while more := set(_unreferenced(content, domain, gone)) - gone:
        gone |= more
    return without(text, gone, _resolved(content, domain, gone), (_STEPS,))


def _gone(content: Json, lost: Lost) -> Iterator[Keys]:
    """Yield the keys of what is lost."""
    for section in lost.sections:
        yield tuple(section.split("."))
    for platform, entities in _items(content, "entity"):
        if platform in lost.platforms:
            yield "entity", platform
        for key in entities.keys() & lost.names:
            yield "entity", platform, key
    for above in _NAMED:
        yield from ((*above, key) for key in _at(content, *above).keys() & lost.names)
    for flow in _flows(content):
        yield from _gone_in_flow(content, flow, lost)
    if not lost.has_title:
        yield "config", "flow_title"


def _flows(content: Json) -> Iterator[Keys]:
    """Yield where the texts of flows are."""
    yield from (("config",), ("options",))
    for kind, _ in _items(content, "config_subentries"):
        yield "config_subentries", kind


def _gone_in_flow(content: Json, flow: Keys, lost: Lost) -> Iterator[Keys]:
    for end in _ENDS:
        for key in _at(content, *flow, end).keys() & lost.names:
            yield *flow, end, key
    for step, form in _items(content, *flow, "step"):
        if step in lost.steps:
            yield *flow, "step", step
        for part in _FORMS:
            for key in _at(form, part).keys() & lost.names:
                yield *flow, "step", step, part, key
        for section, fields in _items(form, "sections"):
            for part in _FORMS:
                for key in _at(fields, part).keys() & lost.names:
                    yield *flow, "step", step, "sections", section, part, key


def _items(content: Json, *keys: str | int) -> Iterator[tuple[str, Json]]:
    """Yield the objects in the object below keys."""
    for key, value in _at(content, *keys).items():
        if isinstance(value, dict):
            yield key, value


def _at(content: Json, *keys: str | int) -> Json:
    """Return the object below keys, empty where there is none."""
    found: Any = content
    for key in keys:
        found = found.get(key) if isinstance(found, dict) else None
    return found if isinstance(found, dict) else {}


def _texts(content: Json, above: Keys = ()) -> Iterator[tuple[Keys, str]]:
    """Yield all texts with their keys."""
    for key, value in content.items():
        match value:
            case dict():
                yield from _texts(value, (*above, key))
            case str():
                yield (*above, key), value


def _is_gone(keys: Keys, gone: Collection[Keys]) -> bool:
    return any(keys[:length] in gone for length in range(1, len(keys) + 1))


def _own(text: str, domain: str) -> Iterator[Keys]:
    """Yield the texts of the integration itself that a text refers to."""
    for reference in _REFERENCE.finditer(text):
        match reference["path"].split("::"):
            case ["component", owner, *keys] if owner == domain:
                yield tuple(keys)


def _unreferenced(content: Json, domain: str, gone: Collection[Keys]) -> Iterator[Keys]:
    """Yield the common texts that only what is gone has referred to."""
    before, after = (
        {
            target
            for keys, text in _texts(content)
            if is_there(keys)
            for target in _own(text, domain)
        }
        for is_there in _presences(gone)
    )
    yield from (keys for keys in before - after if keys[:1] == ("common",))


def _presences(gone: Collection[Keys]) -> tuple[Callable[[Keys], bool], ...]:
    return (lambda keys: True, lambda keys: not _is_gone(keys, gone))


def _resolved(content: Json, domain: str, gone: Collection[Keys]) -> dict[Keys, str]:
    """Return the texts to write where others referred to one that is gone, by their keys."""
    texts = dict(_texts(content))
    homes: dict[Keys, Keys] = {}
    changed: dict[Keys, str] = {}
    for keys, text in texts.items():
        if _is_gone(keys, gone):
            continue
        now = text
        while targets := [
            each for each in _own(now, domain) if _is_gone(each, gone) and each in texts
        ]:
            target = targets[0]
            reference = _reference(domain, target)
            if target in homes:
                now = now.replace(reference, _reference(domain, homes[target]))
            else:
                homes[target] = keys
                now = now.replace(reference, texts[target])
        if now != text:
            changed[keys] = now
    return changed


def _reference(domain: str, keys: Keys) -> str:
    return f"[%key:component::{domain}::{'::'.join(map(str, keys))}%]"
