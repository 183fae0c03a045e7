"""List what a page should tell its readers, from the code: entities, fields and messages."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
import re
from typing import Any, Final

from script.integration.contribution import Contribution
from script.integration.keys import at, mapping_at
from script.integration.modules import Module
from script.rules.entities.kinds import Traits, class_traits, entity_kinds, member_name
from script.rules.flow.entering import forms_of
from script.rules.flow.outcomes import oauth_reasons
from script.rules.flow.texts import shared_reasons

_PLACEHOLDER: Final = re.compile(r"\{\w+\}")
_SUCCESS: Final = re.compile(r"_successful$")


@dataclass(frozen=True)
class Entity:
    """A kind of entity.

    Attributes:
        platform: As "sensor".
        name: In English, without the name of the device.
        unit: As the state has it, "" without one.
        diagnostic: Whether it is about the device itself.
        disabled: Whether a user has to enable it first.
        states: What it can be, where strings.json names that.
    """

    platform: str
    name: str
    unit: str = ""
    diagnostic: bool = False
    disabled: bool = False
    states: tuple[str, ...] = ()


@dataclass(frozen=True)
class Field:
    """A field of a form.

    Attributes:
        place: Where strings.json has it, as "config.step.user.data.host".
        label: What the form shows.
        description: What the form says below it, or "".
    """

    place: str
    label: str
    description: str


@dataclass(frozen=True)
class Message:
    """An error that a user may see.

    Attributes:
        place: Where strings.json has it, as "config.error.cannot_connect".
        text: The longest part without a placeholder.
    """

    place: str
    text: str


def entities(contribution: Contribution) -> tuple[Entity, ...]:
    """Return the kinds of entities that have a name of their own and are known before it runs."""
    found = dict.fromkeys(
        entity
        for module, node, traits in entity_kinds(contribution)
        if (entity := _entity(contribution, module, node, traits))
    )
    named = {(entity.platform, entity.name) for entity in found}
    # An entity whose key is found out at run time has its name in strings.json all the same.
    for platform in mapping_at(contribution.strings, "entity"):
        for strings in mapping_at(contribution.strings, "entity", platform).values():
            name = contribution.english(str(at(strings, "name") or ""))
            if name and not _PLACEHOLDER.search(name) and (platform, name) not in named:
                found[Entity(platform, name, states=_states(contribution, strings))] = (
                    None
                )
    return tuple(found)


def _entity(
    contribution: Contribution, module: Module, node: ast.AST, traits: Traits
) -> Entity | None:
    shared = class_traits(contribution, module) if isinstance(node, ast.Call) else []
    both: Traits = {
        name: value for each in (*shared, traits) for name, value in each.items()
    }
    strings = mapping_at(
        contribution.strings,
        "entity",
        module.part,
        module.value(both.get("translation_key")) or "",
    )
    name = _name(contribution, module, both, strings)
    if not name or _PLACEHOLDER.search(name):
        return None
    return Entity(
        platform=module.part,
        name=name,
        unit=_unit(contribution, module, both, strings),
        diagnostic=member_name(both.get("entity_category")) == "diagnostic",
        disabled=_is_false(both.get("entity_registry_enabled_default")),
        states=_states(contribution, strings),
    )


def _name(
    contribution: Contribution, module: Module, traits: Traits, strings: dict[str, Any]
) -> str | None:
    """Return the name of an entity, None where it is the device's or found out at run time."""
    if "name" in traits:
        return module.value(traits["name"])
    if isinstance(name := strings.get("name"), str):
        return contribution.english(name)
    device_class = module.value(traits.get("device_class"))
    reference = f"component::{module.part}::entity_component::{device_class}::name"
    text = contribution.string(reference) if device_class else None
    return text and contribution.english(text)


def _unit(
    contribution: Contribution, module: Module, traits: Traits, strings: dict[str, Any]
) -> str:
    """Return the unit that the user sees, which may be another than the device's or library's."""
    if text := strings.get("unit_of_measurement"):
        return contribution.english(str(text))
    shown = traits.get("suggested_unit_of_measurement")
    return module.value(shown or traits.get("native_unit_of_measurement")) or ""


def _is_false(node: ast.AST | None) -> bool:
    return isinstance(node, ast.Constant) and node.value is False


def _states(contribution: Contribution, strings: Any) -> tuple[str, ...]:
    return tuple(
        contribution.english(str(text))
        for text in mapping_at(strings, "state").values()
    )


def fields(contribution: Contribution, kind: str) -> tuple[Field, ...]:
    """Return the fields of the flows of a kind, "config" or "options", the first with each label."""
    found: dict[str, Field] = {}
    for step, form in forms_of(contribution, kind):
        descriptions = mapping_at(form, "data_description")
        for key, text in mapping_at(form, "data").items():
            label = contribution.english(str(text))
            found.setdefault(
                label.lower(),
                Field(
                    place=f"{kind}.step.{step}.data.{key}",
                    label=label,
                    description=contribution.english(str(descriptions.get(key, ""))),
                ),
            )
    return tuple(found.values())


def messages(contribution: Contribution) -> Iterator[Message]:
    """Yield the errors that a user may see, each text once."""
    seen: set[str] = set()
    for place, text in _messages(contribution.strings):
        longest = max(_PLACEHOLDER.split(contribution.english(text)), key=len)
        literal = stripped(longest)
        if literal and literal.lower() not in seen:
            seen.add(literal.lower())
            yield Message(place, literal)


def stripped(text: str) -> str:
    """Return a text on one line, without the marks around it."""
    return " ".join(text.split()).strip(" .:,;'\"")


def _messages(strings: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for kind in ("config", "options"):
        for part in ("error", "abort"):
            for key, text in mapping_at(strings, kind, part).items():
                # What signing in by OAuth2 may end in, Home Assistant tells of all integrations.
                if not _SUCCESS.search(key) and key not in oauth_reasons():
                    yield f"{kind}.{part}.{key}", str(text)
    for key, each in mapping_at(strings, "exceptions").items():
        yield f"exceptions.{key}.message", str(at(each, "message"))


def texts(contribution: Contribution) -> set[str]:
    """Return all that the user interface may show, in lower case and without the marks around it."""
    shared = (
        f"[%key:component::homeassistant::config::abort::{reason}%]"
        for reason in shared_reasons()
    )
    return {
        stripped(part).lower()
        for text in (*_leaves(contribution.strings), *shared)
        for part in _PLACEHOLDER.split(contribution.english(text))
    } | {entity.name.lower() for entity in entities(contribution)}


def _leaves(content: Any) -> Iterator[str]:
    match content:
        case dict():
            for below in content.values():
                yield from _leaves(below)
        case str():
            yield content
