"""Check in which module classes stand, and from which names come."""

import ast
from collections.abc import Iterator
from functools import cache
from typing import Final

from script.integration.core import core
from script.integration.files import read_text
from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.modules import Definition, Module
from script.integration.syntax import attributes, keyword
from script.integration.texts import REFERENCE

from .entities import DESCRIPTION, ENTITY

COORDINATORS: Final = "homeassistant.helpers.update_coordinator.DataUpdateCoordinator"

# Entities of no platform, which belong into entity.py.
BASES: Final = {
    "BaseCoordinatorEntity",
    "CoordinatorEntity",
    "Entity",
    "EntityDescription",
    "ManualTriggerEntity",
    "RestoreEntity",
    "ToggleEntity",
    "ToggleEntityDescription",
    "TriggerBaseEntity",
}

# Classes of platforms that core lets stand anywhere.
ANYWHERE: Final = {"ai_task", "infrared", "radio_frequency", "scene", "valve"}

# Platforms whose entities are named after their device class.
NAMED_BY_CLASS: Final = (
    "binary_sensor",
    "button",
    "event",
    "number",
    "sensor",
    "update",
)


def class_module(integration: Integration) -> Iterator[Finding]:
    """Report entities and coordinators in modules where nobody looks for them."""
    for module in integration.modules:
        for class_ in module.classes:
            ancestors = module.ancestors(class_)
            homes = [home for each in ancestors if (home := _home(each))]
            if (
                not homes
                and module.part != "entity"
                and integration.domain not in core().platforms
            ):
                direct = {
                    ancestor.name.rpartition(".")[2]
                    for base in class_.bases
                    if (ancestor := module.definition(base))
                }
                homes = ["entity"] if direct & BASES else []
            for home in homes:
                if home not in (module.part, integration.domain):
                    yield module.finding(
                        class_,
                        "home-assistant-enforce-class-module",
                        f"{class_.name} is looked for in {home}.py",
                        f"Move it there, or into the package {home}",
                    )
                    break


def _home(ancestor: Definition) -> str | None:
    """Return the module that classes derived from this one belong into."""
    if ancestor.name == COORDINATORS:
        return "coordinator"
    parts = ancestor.name.split(".")
    if (
        parts[:2] != ["homeassistant", "components"]
        or parts[2] not in core().platforms - ANYWHERE
    ):
        return None
    if (
        ancestor.module
        and isinstance(ancestor.node, ast.ClassDef)
        and ancestor.module.derives(ancestor.node, ENTITY, DESCRIPTION)
    ):
        return parts[2]
    return None


def redundant_translation_key(integration: Integration) -> Iterator[Finding]:
    """Report names that an entity has by its device class already."""
    for module in integration.parts(*NAMED_BY_CLASS):
        for place, key, class_ in _named(module):
            name, device_class = module.value(key), module.value(class_)
            if (
                not name
                or not device_class
                or (module.part == "sensor" and device_class == "enum")
            ):
                continue
            own = (
                f"component::{integration.domain}::entity::{module.part}::{name}::name"
            )
            theirs = f"component::{module.part}::entity_component::{device_class}::name"
            text = integration.english(f"[%key:{own}%]")
            if (
                text
                and text == integration.english(f"[%key:{theirs}%]")
                and own not in _referenced()
            ):
                yield module.finding(
                    place,
                    "home-assistant-redundant-translation-key",
                    f"{name} is named {text}, as its device class {device_class} is",
                    "Remove the translation_key, or only its name where icons or states need the key",
                )


def _named(module: Module) -> Iterator[tuple[ast.AST, ast.expr, ast.expr]]:
    """Yield each translation key that stands beside a device class and no name."""
    for call in module.calls:
        key, class_ = keyword(call, "translation_key"), keyword(call, "device_class")
        if key is None or class_ is None or keyword(call, "name") is not None:
            continue
        described = module.definition(call.func)
        if (
            described
            and described.module
            and isinstance(described.node, ast.ClassDef)
            and (
                described.name == DESCRIPTION
                or described.module.derives(described.node, DESCRIPTION)
            )
        ):
            yield key, key, class_
    for each in module.classes:
        own = attributes(each)
        if (
            "_attr_name" not in own
            and {"_attr_translation_key", "_attr_device_class"} <= own.keys()
            and module.derives(each, ENTITY)
        ):
            yield (
                own["_attr_translation_key"],
                own["_attr_translation_key"],
                own["_attr_device_class"],
            )


@cache
def _referenced() -> frozenset[str]:
    """Return all that core's strings refer to."""
    return frozenset(
        reference["name"]
        for path in core().components.glob("*/strings.json")
        for reference in REFERENCE.finditer(read_text(path) or "")
    )


CHECKS: Final = (class_module, redundant_translation_key)
