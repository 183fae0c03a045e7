"""Rules for what Home Assistant makes of entities: their category, device class, and whether they are enabled."""

import ast
from collections.abc import Iterator
from typing import Final

from script.integration.device_classes import device_classes
from script.integration.fact import Fact, fact, gap
from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.modules import Module
from script.integration.syntax import last_name
from script.rules.entities.kinds import (
    Traits,
    class_traits,
    entity_kinds,
    is_set_late,
    member_name,
)
from script.rules.examples import examples

from .tier_rule import Tier, TierRule

# The unit of how well the device is received, which is about itself and not about what it is for
_RECEPTION: Final = "dBm"
# What says more of a unit than a description of Home Assistant's does
_UNITS: Final = {"native_unit_of_measurement", "suggested_unit_of_measurement"}


def _receptions(
    integration: Integration, trait: str
) -> Iterator[tuple[Module, ast.AST]]:
    """Yield the kinds of entities that say how well the device is received, where a trait is not set."""
    if is_set_late(integration, trait):
        return
    for module, node, traits in entity_kinds(integration):
        unit = module.value(traits.get("native_unit_of_measurement"))
        if (
            member_name(traits.get("device_class")) == "signal_strength"
            and unit in (None, _RECEPTION)
            and _lacks(integration, module, traits, trait)
        ):
            yield module, node


def _lacks(
    integration: Integration, module: Module, traits: Traits, trait: str
) -> bool:
    """Return whether neither a kind of entity nor the classes that it is for set something."""
    return trait not in traits and not any(
        trait in each for each in class_traits(integration, module)
    )


def categories(integration: Integration) -> Iterator[tuple[Module, ast.AST]]:
    """Yield the categories of entities."""
    for module in integration.modules:
        for node in module.nodes:
            if (
                isinstance(node, ast.Attribute)
                and last_name(node.value) == "EntityCategory"
            ):
                yield module, node


def with_category(integration: Integration) -> Iterator[Fact]:
    """Yield the categories of entities."""
    for module, node in categories(integration):
        yield fact(module, "an entity has a category", node)


@TierRule(
    tier=Tier.GOLD,
    code="entity-category",
    title="entities about the device itself have a category",
    why="Home Assistant shows them apart from what the device is for, and leaves them out of what it makes by itself.",
    mend="Set EntityCategory.DIAGNOSTIC",
    evidence=with_category,
    against=with_category,
    given="No entity is about the device itself.",
    is_reasoned=True,
    good=examples(
        """
        class ExampleSignal(SensorEntity):
            _attr_device_class = SensorDeviceClass.SIGNAL_STRENGTH
            _attr_entity_category = EntityCategory.DIAGNOSTIC  # ✔
        """,
        # What the device is for needs none.
        """
        SENSORS = (
            SensorEntityDescription(key="power", device_class=SensorDeviceClass.POWER),
            SensorEntityDescription(
                key="uptime", entity_category=EntityCategory.DIAGNOSTIC  # ✔
            ),
        )
        """,
        file="sensor.py",
    ),
    bad=examples(
        """
        class ExampleSignal(SensorEntity):  # !
            _attr_device_class = SensorDeviceClass.SIGNAL_STRENGTH
        """,
        """
        SENSORS = (
            SensorEntityDescription(  # !
                key="rssi", device_class=SensorDeviceClass.SIGNAL_STRENGTH
            ),
        )
        """,
        file="sensor.py",
    ),
)
def entity_category(integration: Integration) -> Iterator[Finding]:
    """Report readings about the device that stand among what it is for."""
    for module, node in _receptions(integration, "entity_category"):
        yield gap(module, "signal_strength is about the device itself", node=node)


def with_device_class(integration: Integration) -> Iterator[Fact]:
    """Yield the device classes of entities."""
    for module, node, traits in entity_kinds(integration):
        if "device_class" in traits:
            yield fact(module, "an entity has a device class", node)


@TierRule(
    tier=Tier.GOLD,
    code="entity-device-class",
    title="every unit of one device class has that class",
    why="It gives an entity its icon, its name and units to choose from, and lets other integrations know what it measures.",
    mend="Set the device class that has the unit",
    evidence=with_device_class,
    against=with_device_class,
    is_reasoned=True,
    good=examples(
        """
        SENSORS = (
            SensorEntityDescription(  # ✔
                key="power",
                device_class=SensorDeviceClass.POWER,
                native_unit_of_measurement=UnitOfPower.WATT,
            ),
            # Many classes are in percent.
            SensorEntityDescription(key="load", native_unit_of_measurement=PERCENTAGE),
        )
        """,
        """
        class ExampleSensor(SensorEntity):  # ✔
            _attr_device_class = SensorDeviceClass.ENERGY
            _attr_native_unit_of_measurement = UnitOfEnergy.KILO_WATT_HOUR
        """,
        file="sensor.py",
    ),
    bad=examples(
        """
        SENSORS = (
            SensorEntityDescription(  # !
                key="power", native_unit_of_measurement=UnitOfPower.WATT
            ),
        )
        """,
        """
        class ExampleSensor(SensorEntity):
            _attr_name = "Mode"
        """,
        file="sensor.py",
    ),
)
def entity_device_class(integration: Integration) -> Iterator[Finding]:
    """Report sensors whose unit tells their device class, which they do not have."""
    known = _classes_by_unit()
    for module, node, traits in entity_kinds(integration):
        unit = traits.get("native_unit_of_measurement")
        # A letter may stand for more than one unit.
        value = None if isinstance(unit, ast.Constant) else module.value(unit)
        if (
            module.part == "sensor"
            and value is not None
            and (device_class := known.get(value))
            and not {name for name in traits if "unit" in name} - _UNITS
            and _lacks(integration, module, traits, "device_class")
        ):
            yield gap(
                module,
                f"{value} is the unit of {device_class}, and the sensor has no device class",
                f"Set SensorDeviceClass.{device_class.upper()}",
                node,
            )


def _classes_by_unit() -> dict[str, str]:
    """Return the device class of each unit that only one class has."""
    units: dict[str | None, list[str]] = {}
    for device_class, each in device_classes("sensor").units.items():
        for unit in each:
            units.setdefault(unit, []).append(device_class)
    # Any angle has the unit of the wind's direction.
    return {
        unit: classes[0]
        for unit, classes in units.items()
        if unit and len(classes) == 1 and classes != ["wind_direction"]
    }


def disabled_ones(integration: Integration) -> Iterator[tuple[Module, ast.AST]]:
    """Yield what disables entities by default."""
    for module in integration.modules:
        for node in module.nodes:
            match node:
                case ast.keyword(
                    arg="entity_registry_enabled_default", value=value
                ) if not _is_true(value):
                    yield module, value
                case ast.Assign(targets=[target], value=value) if last_name(target) in (
                    "_attr_entity_registry_enabled_default",
                    "entity_registry_enabled_default",
                ) and not _is_true(value):
                    yield module, node
                case ast.FunctionDef(name="entity_registry_enabled_default"):
                    yield module, node


def _disabled(integration: Integration) -> Iterator[Fact]:
    """Yield the entities that are disabled by default."""
    for module, node in disabled_ones(integration):
        yield fact(module, "an entity is disabled by default", node)


@TierRule(
    tier=Tier.GOLD,
    code="entity-disabled-by-default",
    title="entities for few users are disabled",
    why="Each entity that is on takes room in the database and in lists, whether anybody looks at it or not.",
    mend="Set entity_registry_enabled_default=False",
    evidence=_disabled,
    against=_disabled,
    given="All entities are of use to most users.",
    good=examples(
        """
        SENSORS = (
            SensorEntityDescription(
                key="rssi",
                device_class=SensorDeviceClass.SIGNAL_STRENGTH,
                entity_registry_enabled_default=False,  # ✔
            ),
        )
        """,
        """
        class ExampleSignal(SensorEntity):
            _attr_device_class = SensorDeviceClass.SIGNAL_STRENGTH
            _attr_entity_registry_enabled_default = False  # ✔
        """,
        file="sensor.py",
    ),
    bad=examples(
        """
        SENSORS = (
            SensorEntityDescription(  # !
                key="rssi", device_class=SensorDeviceClass.SIGNAL_STRENGTH
            ),
        )
        """,
        """
        class ExampleSignal(SensorEntity):  # !
            _attr_device_class = SensorDeviceClass.SIGNAL_STRENGTH
        """,
        file="sensor.py",
    ),
)
def entity_disabled_by_default(integration: Integration) -> Iterator[Finding]:
    """Report entities that few users want, and all get."""
    trait = "entity_registry_enabled_default"
    for module, node in _receptions(integration, trait):
        yield gap(module, "few users want signal_strength", node=node)


def _is_true(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value is True
