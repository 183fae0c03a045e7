"""Rules for the names and icons of entities."""

import ast
from collections.abc import Iterator
from typing import Any, Final

from script.integration.fact import Fact, fact, fact_in, gap
from script.integration.files import read_json
from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.keys import at, mapping_at
from script.rules.entities.kinds import Traits, class_traits, entity_kinds, is_set_late
from script.rules.entities.texts import without_platform
from script.rules.examples import Example, example

from .categories import with_device_class
from .tier_rule import Tier, TierRule

# Platforms whose entities are named after their device class.
_NAMED_BY_CLASS: Final = {
    "binary_sensor",
    "button",
    "event",
    "number",
    "sensor",
    "switch",
    "update",
}


_LEVEL: Final = """\
class ExampleSensor(SensorEntity):
    _attr_translation_key = "level"
"""
_ICON: Final = {"default": "mdi:gauge"}


def names(integration: Integration) -> Iterator[Fact]:
    """Yield the names of entities."""
    path = integration.path / "strings.json"
    for platform in mapping_at(integration.strings, "entity"):
        yield fact_in(
            path, f"there are names of {platform} entities", "entity", platform
        )


def translated(integration: Integration) -> Iterator[Fact]:
    """Yield the names of entities, and entities that are named after their device or their device class."""
    if integration.entities:
        yield from names(integration)
    for module, node, traits in entity_kinds(integration):
        match traits.get("name"):
            case ast.Constant(value=None):
                yield fact(module, "an entity has the name of its device", node)
            case None if "device_class" in traits:
                yield fact(module, "an entity has the name of its device class", node)


@TierRule(
    tier=Tier.GOLD,
    code="entity-translations",
    title="the name of every entity is translated",
    why="Users see names in their own language.",
    mend="Put it into strings.json, and set translation_key",
    evidence=translated,
    against=names,
    is_reasoned=True,
    good=(
        Example(
            {
                "sensor.py": _LEVEL,
                "strings.json": {"entity": {"sensor": {"level": {"name": "Level"}}}},
            }
        ),
        # Home Assistant names it after its device class, and translates that.
        example(
            """
            class ExampleSensor(SensorEntity):  # ✔
                _attr_device_class = SensorDeviceClass.POWER
            """,
            "sensor.py",
        ),
        # It is the device itself.
        example(
            """
            class ExampleSwitch(SwitchEntity):  # ✔
                _attr_name = None
            """,
            "switch.py",
        ),
    ),
    bad=(
        example(_LEVEL, "sensor.py"),
        example(
            """
            class ExampleSensor(SensorEntity):
                _attr_name = "Level"  # !
            """,
            "sensor.py",
        ),
        example("class ExampleSensor(SensorEntity): ...  # !", "sensor.py"),
    ),
)
def entity_translations(integration: Integration) -> Iterator[Finding]:
    """Report entities whose name is not translated."""
    is_late = is_set_late(integration, "translation_key")
    for module, node, traits in entity_kinds(integration):
        shared = class_traits(integration, module) if isinstance(node, ast.Call) else []
        both: Traits = {
            name: value for each in (*shared, traits) for name, value in each.items()
        }
        if isinstance(name := both.get("name"), ast.Constant) and isinstance(
            name.value, str
        ):
            yield gap(
                module,
                f'the name "{name.value}" is English only',
                "Put it into strings.json, and set translation_key",
                name,
            )
        elif is_late:
            continue
        elif "translation_key" in both:
            key = module.value(both["translation_key"])
            named = "name" in both or (
                "device_class" in both and module.part in _NAMED_BY_CLASS
            )
            if (
                key
                and not named
                and at(_entity_strings(integration, module.part), key, "name") is None
            ):
                yield gap(
                    integration.path / "strings.json",
                    f"no entity.{module.part}.{key}.name",
                    "Add it",
                    node,
                    # The key may be for the icon, or for states.
                    advice=True,
                )
        elif "name" not in both and not (
            "device_class" in both and module.part in _NAMED_BY_CLASS
        ):
            yield gap(
                module,
                "the entity has no name",
                "Set translation_key, or _attr_name = None for the one that is the device",
                node,
                # It may be told at run time.
                advice=True,
            )


def _entity_strings(integration: Integration, platform: str) -> dict[str, Any]:
    return mapping_at(integration.strings, "entity", platform)


def _icons(integration: Integration) -> Iterator[Fact]:
    """Yield the icons of entities."""
    path = integration.path / "icons.json"
    for platform in mapping_at(read_json(path), "entity"):
        yield fact_in(
            path, f"there are icons of {platform} entities", "entity", platform
        )


def icons_of_device_classes(integration: Integration) -> Iterator[Fact]:
    """Yield the device classes of entities, where all have one and so its icon."""
    if all("device_class" in traits for _, _, traits in entity_kinds(integration)):
        yield from with_device_class(integration)


@TierRule(
    tier=Tier.GOLD,
    code="icon-translations",
    title="icons.json has the icons, for keys that exist",
    why="An icon there can follow the state, and themes and users can replace it.",
    mend="Move it to icons.json, and set translation_key",
    evidence=_icons,
    against=_icons,
    exempt="All entities have the icon of their device class.",
    besides=icons_of_device_classes,
    good=(
        Example(
            {
                "sensor.py": _LEVEL,
                "icons.json": {"entity": {"sensor": {"level": _ICON}}},
            }
        ),
        # The keys are made as it runs.
        Example(
            {
                "sensor.py": """\
class ExampleSensor(SensorEntity):
    def __init__(self, key: str) -> None:
        self._attr_translation_key = key
""",
                "icons.json": {"entity": {"sensor": {"level": _ICON}}},
            }
        ),
    ),
    bad=(
        example(
            """
            class ExampleSensor(SensorEntity):  # !
                _attr_icon = "mdi:gauge"
            """,
            "sensor.py",
        ),
        Example(
            {
                "sensor.py": _LEVEL,
                "icons.json": {"entity": {"sensor": {"depth": _ICON}}},
            }
        ),
        Example({"icons.json": {"entity": {"sensor": {"level": _ICON}}}}),
    ),
)
def icon_translations(integration: Integration) -> Iterator[Finding]:
    """Report icons that stand in the code, or are for nothing."""
    path = integration.path / "icons.json"
    kinds = list(entity_kinds(integration))
    for module, node, traits in kinds:
        icon = traits.get("icon")
        if isinstance(icon, ast.Constant) and isinstance(icon.value, str):
            yield gap(module, f"the icon {icon.value} stands in the code", node=node)
    yield from (
        each for each in without_platform.findings(integration) if each.path == path
    )
    dynamic = {
        module.part
        for module, _, traits in kinds
        if "translation_key" in traits
        and module.value(traits["translation_key"]) is None
    }
    mentioned = {
        node.value
        for module in integration.modules
        for node in module.nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    here = {module.part for module in integration.platforms()} - dynamic
    for platform, keys in mapping_at(read_json(path), "entity").items():
        for key in mapping_at(keys) if platform in here else ():
            if (
                key
                not in mentioned | {"_"} | _entity_strings(integration, platform).keys()
            ):
                yield gap(
                    path,
                    f"entity.{platform}.{key}: no entity has this translation key",
                    "Correct or remove it",
                    # It may be put together at run time.
                    advice=True,
                )
