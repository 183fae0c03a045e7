"""Rules for what sensors are described as."""

import ast
from collections.abc import Iterator
from functools import cache
from typing import Final

from script.integration.core import core
from script.integration.device_classes import device_classes
from script.integration.files import read_python
from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.syntax import last_name
from script.rules.examples import examples
from script.rules.rule import Severity, rule
from script.rules.sources import installed

from .traits import described

_TOTAL: Final = "total"
_ENUM: Final = "enum"


@rule(
    code="review-guide/state-class-of-device-class",
    title="A sensor has a state class of its device class",
    severity=Severity.ASKED,
    source=installed("components.sensor.const"),
    why="Home Assistant warns of another, as its long-term statistics would make no sense.",
    mend="Set a state class of the device class",
    good=examples(
        """
        ENERGY = SensorEntityDescription(
            key="energy",
            device_class=SensorDeviceClass.ENERGY,
            state_class=SensorStateClass.TOTAL_INCREASING,
        )
        """,
        """
        STORED = SensorEntityDescription(
            key="stored",
            device_class=SensorDeviceClass.ENERGY_STORAGE,
            state_class=SensorStateClass.MEASUREMENT,
        )
        """,
        file="sensor.py",
    ),
    bad=examples(
        """
        ENERGY = SensorEntityDescription(
            key="energy",
            device_class=SensorDeviceClass.ENERGY,
            state_class=SensorStateClass.MEASUREMENT,  # !
        )
        """,
        """
        class ExampleSensor(SensorEntity):
            _attr_device_class = SensorDeviceClass.POWER
            _attr_state_class = SensorStateClass.TOTAL_INCREASING  # !
        """,
        """
        STARTED = SensorEntityDescription(
            key="started",
            device_class=SensorDeviceClass.TIMESTAMP,
            state_class=SensorStateClass.MEASUREMENT,  # !
        )
        """,
        file="sensor.py",
    ),
)
def state_class(integration: Integration) -> Iterator[Finding]:
    """Report state classes that a device class does not have."""
    tables = device_classes("sensor")
    for kind in described(integration, "sensor"):
        device_class, state = kind.text("device_class"), kind.text("state_class")
        classes = tables.state_classes.get(device_class or "")
        if state and classes is not None and state not in classes:
            listed = ", ".join(classes.values())
            yield kind.found(
                "state_class",
                f"{state} is no state class of the device class {device_class}",
                f"Set {listed or 'none'}, or another device class",
            )


@rule(
    code="review-guide/unit-of-state-class",
    title="A measured angle is in degrees",
    severity=Severity.REFUSED,
    source=installed("components.sensor.const"),
    why="Home Assistant raises where the state class needs a unit and the sensor has another.",
    mend="Set the unit of the state class, or another state class",
    good=examples(
        """
        DIRECTION = SensorEntityDescription(
            key="direction",
            native_unit_of_measurement="°",
            state_class=SensorStateClass.MEASUREMENT_ANGLE,
        )
        """,
        """
        LEVEL = SensorEntityDescription(
            key="level",
            native_unit_of_measurement=PERCENTAGE,
            state_class=SensorStateClass.MEASUREMENT,
        )
        """,
        file="sensor.py",
    ),
    bad=examples(
        """
        DIRECTION = SensorEntityDescription(  # !
            key="direction",
            state_class=SensorStateClass.MEASUREMENT_ANGLE,
        )
        """,
        """
        class ExampleSensor(SensorEntity):
            _attr_native_unit_of_measurement = "rad"  # !
            _attr_state_class = SensorStateClass.MEASUREMENT_ANGLE
        """,
        file="sensor.py",
    ),
)
def unit_of_state_class(integration: Integration) -> Iterator[Finding]:
    """Report units that a state class does not have."""
    tables = device_classes("sensor")
    for kind in described(integration, "sensor"):
        state, unit = kind.text("state_class"), kind.text("native_unit_of_measurement")
        units = tables.units_of_states.get(state or "")
        if units and unit != "" and unit not in units:
            yield kind.found(
                "native_unit_of_measurement",
                f"{unit or 'No unit'} is no unit of the state class {state}",
                f"Set {', '.join(units.values())}",
            )


@rule(
    code="review-guide/last-reset",
    title="Only a total is reset",
    severity=Severity.REFUSED,
    source=installed("components.sensor.entity"),
    why="Home Assistant raises for a last reset with any other state class.",
    mend="Leave last_reset out, or set SensorStateClass.TOTAL",
    good=examples(
        """
        class ExampleSensor(SensorEntity):
            _attr_state_class = SensorStateClass.TOTAL

            def __init__(self, started: datetime) -> None:
                self._attr_last_reset = started
        """,
        """
        class ExampleSensor(SensorEntity):
            _attr_state_class = SensorStateClass.TOTAL_INCREASING
            _attr_last_reset = None
        """,
        file="sensor.py",
    ),
    bad=examples(
        """
        class ExampleSensor(SensorEntity):
            _attr_state_class = SensorStateClass.TOTAL_INCREASING

            def __init__(self, started: datetime) -> None:
                self._attr_last_reset = started  # !
        """,
        """
        ENERGY = SensorEntityDescription(
            key="energy",
            state_class=SensorStateClass.MEASUREMENT,
            last_reset=STARTED,  # !
        )
        """,
        file="sensor.py",
    ),
)
def last_reset(integration: Integration) -> Iterator[Finding]:
    """Report resets of what is no total."""
    for kind in described(integration, "sensor"):
        state = kind.text("state_class")
        if kind.sets("last_reset") and state not in ("", _TOTAL):
            yield kind.found(
                "last_reset",
                f"last_reset is set with {state or 'no'} state class",
            )


@rule(
    code="review-guide/enum-options",
    title="Options and the device class enum go together",
    severity=Severity.REFUSED,
    source=installed("components.sensor.entity"),
    why="Automations offer the options to choose from, and Home Assistant raises for options of another device class.",
    mend="Set both, or neither",
    good=examples(
        """
        MODE = SensorEntityDescription(
            key="mode", device_class=SensorDeviceClass.ENUM, options=["off", "on"]
        )
        """,
        """
        MODE = SensorEntityDescription(key="mode", device_class=SensorDeviceClass.ENUM)


        class ExampleSensor(SensorEntity):
            def __init__(self, description: SensorEntityDescription, modes: list[str]) -> None:
                self.entity_description = description
                self._attr_options = modes
        """,
        file="sensor.py",
    ),
    bad=examples(
        """
        MODE = SensorEntityDescription(
            key="mode",
            device_class=SensorDeviceClass.ENUM,  # !
        )
        """,
        """
        class ExampleSensor(SensorEntity):
            _attr_options = ["off", "on"]  # !
        """,
        file="sensor.py",
    ),
)
def enum_options(integration: Integration) -> Iterator[Finding]:
    """Report options without the device class enum, and the other way around."""
    for kind in described(integration, "sensor"):
        device_class = kind.text("device_class")
        has_options = kind.sets("options")
        if device_class == _ENUM and has_options is False:
            yield kind.found(
                "device_class",
                "A sensor of the device class enum has no options",
                "Set options to all that its state may be",
            )
        elif has_options and device_class not in ("", _ENUM):
            yield kind.found(
                "options",
                f"A sensor of {device_class or 'no'} device class has options",
                "Set SensorDeviceClass.ENUM, or leave the options out",
            )


@rule(
    code="review-guide/read-only-config",
    title="What cannot be changed is no configuration",
    severity=Severity.REFUSED,
    source=installed("components.sensor.entity"),
    why="Home Assistant raises for it, and does not add the entity.",
    mend="Set EntityCategory.DIAGNOSTIC, or no category",
    good=(
        *examples(
            """
            SIGNAL = SensorEntityDescription(
                key="signal", entity_category=EntityCategory.DIAGNOSTIC
            )
            """,
            file="sensor.py",
        ),
        *examples(
            """
            class ExampleSwitch(SwitchEntity):
                _attr_entity_category = EntityCategory.CONFIG
            """,
            file="switch.py",
        ),
    ),
    bad=(
        *examples(
            """
            SIGNAL = SensorEntityDescription(
                key="signal",
                entity_category=EntityCategory.CONFIG,  # !
            )
            """,
            file="sensor.py",
        ),
        *examples(
            """
            class ExampleSensor(BinarySensorEntity):
                _attr_entity_category = EntityCategory.CONFIG  # !
            """,
            file="binary_sensor.py",
        ),
    ),
)
def read_only_config(integration: Integration) -> Iterator[Finding]:
    """Report entities of platforms that refuse the category config and have it."""
    for kind in described(integration, *core().platforms):
        value = kind.values.get("entity_category")
        if (
            value
            and kind.text("entity_category") == "config"
            and kind.platform in _refusing_platforms()
        ):
            yield kind.found(
                "entity_category",
                f"An entity of the platform {kind.platform} has the category config",
            )


@cache
def _refusing_platforms() -> frozenset[str]:
    """Return the platforms that raise for an entity of the category config."""
    return frozenset(
        platform
        for platform in core().platforms
        for path in (core().components / platform).glob("entity.py")
        for node in ast.walk(read_python(path))
        if isinstance(node, ast.If)
        and any(isinstance(each, ast.Raise) for each in node.body)
        and isinstance(node.test, ast.Compare)
        and last_name(node.test.left) == "entity_category"
        and any(last_name(each) == "CONFIG" for each in node.test.comparators)
    )
