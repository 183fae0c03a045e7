"""Rules for where classes stand, and where names come from."""

import ast
from collections.abc import Iterator
from functools import cache
from typing import Final

from script.integration.core import core
from script.integration.files import read_text
from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.modules import Definition, Module
from script.integration.names import COORDINATOR, ENTITY, ENTITY_DESCRIPTION
from script.integration.syntax import attributes, keyword
from script.integration.texts import REFERENCE

from .examples import Example, examples
from .rule import Severity, rule
from .sources import plugin

# Entities of no platform, which belong into entity.py
_BASES: Final = {
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

# Platforms whose classes core lets stand anywhere
_ANYWHERE: Final = {"ai_task", "infrared", "radio_frequency", "scene", "valve"}

# Platforms whose entities are named after their device class
_NAMED_BY_CLASS: Final = (
    "binary_sensor",
    "button",
    "event",
    "number",
    "sensor",
    "update",
)


@rule(
    code="home-assistant-enforce-class-module",
    title="Entities and coordinators stand in the module that is named by them",
    severity=Severity.REFUSED,
    source=plugin("enforce_class_module"),
    why="Everybody looks for them there, in each of core's integrations.",
    mend="Move it there",
    good=(
        *examples("class ExampleSensor(SensorEntity): ...", file="sensor.py"),
        *examples("class ZoneSensor(SensorEntity): ...", file="sensor/zone.py"),
        *examples(
            "class ExampleEntity(CoordinatorEntity): ...\n\nclass ExampleClient: ...\n",
            file="entity.py",
        ),
    ),
    bad=(
        *examples("class ExampleSensor(SensorEntity): ...  # !", file="const.py"),
        *examples("class ExampleCoordinator(DataUpdateCoordinator[None]): ...  # !"),
        *examples("class ExampleEntity(Entity): ...  # !", file="models.py"),
    ),
)
def class_module(integration: Integration) -> Iterator[Finding]:
    """Report entities and coordinators in modules where nobody looks for them."""
    for module in integration.modules:
        for class_ in module.classes:
            home = next(
                (
                    home
                    for home in _homes(integration, module, class_)
                    if home not in (module.part, integration.domain)
                ),
                None,
            )
            if home:
                yield module.found(
                    class_,
                    f"{class_.name} is looked for in {home}.py",
                    f"Move it there, or into the package {home}",
                )


def _homes(
    integration: Integration, module: Module, class_: ast.ClassDef
) -> Iterator[str]:
    """Yield the parts of the integration that a class belongs into."""
    homes = [
        home for each in module.ancestors(class_) if (home := _home(each)) is not None
    ]
    yield from homes
    if not homes and integration.domain not in core().platforms:
        bases = (module.definition(base) for base in class_.bases)
        if any(base and base.name.rpartition(".")[2] in _BASES for base in bases):
            yield "entity"


def _home(ancestor: Definition) -> str | None:
    """Return the part that classes derived from this one belong into."""
    if ancestor.name == COORDINATOR:
        return "coordinator"
    parts = ancestor.name.split(".")
    if (
        parts[:2] != ["homeassistant", "components"]
        or parts[2] not in core().platforms - _ANYWHERE
    ):
        return None
    if (
        ancestor.module
        and isinstance(ancestor.node, ast.ClassDef)
        and ancestor.module.derives(ancestor.node, ENTITY, ENTITY_DESCRIPTION)
    ):
        return parts[2]
    return None


_NAMES: Final = """{
  "entity": {
    "sensor": {
      "power": {
        "name": "[%key:component::sensor::entity_component::power::name%]"
      },
      "solar": {
        "name": "Solar power"
      }
    }
  }
}
"""


def _named_sensor(code: str) -> Example:
    return Example({"sensor.py": code, "strings.json": _NAMES})


@rule(
    code="home-assistant-redundant-translation-key",
    title="An entity that is named like its device class has no name of its own",
    severity=Severity.REFUSED,
    source=plugin("redundant_translation_key"),
    why="Without a translation key it has that name already, in all languages.",
    mend="Remove the translation_key, or only its name where icons or states need the key",
    good=(
        _named_sensor(
            'SOLAR = SensorEntityDescription(\n    key="solar", translation_key="solar", device_class="power"\n)\n'
        ),
        _named_sensor(
            'POWER = SensorEntityDescription(key="power", device_class="power")\n'
        ),
    ),
    bad=(
        _named_sensor(
            "POWER = SensorEntityDescription(\n"
            '    key="power",\n'
            '    translation_key="power",  # !\n'
            "    device_class=SensorDeviceClass.POWER,\n"
            ")\n"
        ),
        _named_sensor(
            "class PowerSensor(SensorEntity):\n"
            '    _attr_translation_key = "power"  # !\n'
            "    _attr_device_class = SensorDeviceClass.POWER\n"
        ),
    ),
)
def redundant_translation_key(integration: Integration) -> Iterator[Finding]:
    """Report names that an entity has by its device class already."""
    for module in integration.parts(*_NAMED_BY_CLASS):
        for key, class_ in _named(module):
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
                and own not in referenced()
            ):
                yield module.found(
                    key,
                    f"{name} is named {text}, as its device class {device_class} is",
                )


def _named(module: Module) -> Iterator[tuple[ast.expr, ast.expr]]:
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
                described.name == ENTITY_DESCRIPTION
                or described.module.derives(described.node, ENTITY_DESCRIPTION)
            )
        ):
            yield key, class_
    for each in module.classes:
        own = attributes(each)
        if (
            "_attr_name" not in own
            and {"_attr_translation_key", "_attr_device_class"} <= own.keys()
            and module.derives(each, ENTITY)
        ):
            yield own["_attr_translation_key"], own["_attr_device_class"]


@cache
def referenced() -> frozenset[str]:
    """Return all that core's strings refer to."""
    return frozenset(
        reference["name"]
        for path in core().components.glob("*/strings.json")
        for reference in REFERENCE.finditer(read_text(path) or "")
    )
