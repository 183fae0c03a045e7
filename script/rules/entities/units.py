"""Rules for the units of sensors and numbers."""

import ast
from collections.abc import Iterator
from functools import cache
from typing import Final

from script.integration.core import core
from script.integration.device_classes import Written, device_classes
from script.integration.files import read_json
from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.keys import strings_at
from script.integration.modules import Module
from script.integration.syntax import text
from script.rules.examples import examples
from script.rules.rule import Severity, rule
from script.rules.sources import guide, installed, threads

from .traits import described

_PLATFORMS: Final = ("number", "sensor")
_UNIT: Final = "native_unit_of_measurement"
_SUGGESTED: Final = "suggested_unit_of_measurement"


@rule(
    code="review-guide/unit-of-device-class",
    title="A sensor or number has a unit of its device class",
    severity=Severity.ASKED,
    source=installed("components.sensor.const"),
    why="Home Assistant warns of another, and converts and compares nothing of such an entity.",
    mend="Set a unit of the device class, or another device class",
    good=examples(
        """
        POWER = SensorEntityDescription(
            key="power",
            device_class=SensorDeviceClass.POWER,
            native_unit_of_measurement=UnitOfPower.KILO_WATT,
        )
        """,
        """
        INDEX = SensorEntityDescription(key="index", device_class=SensorDeviceClass.AQI)
        """,
        """
        POWER = SensorEntityDescription(key="power", device_class=SensorDeviceClass.POWER)


        class ExampleSensor(SensorEntity):
            def __init__(self, description: SensorEntityDescription, unit: str) -> None:
                self.entity_description = description
                self._attr_native_unit_of_measurement = unit
        """,
        file="sensor.py",
    ),
    bad=(
        *examples(
            """
            POWER = SensorEntityDescription(  # !
                key="power",
                device_class=SensorDeviceClass.POWER,
            )
            """,
            """
            class ExampleSensor(SensorEntity):
                _attr_device_class = SensorDeviceClass.ENERGY
                _attr_native_unit_of_measurement = UnitOfPower.WATT  # !
            """,
            """
            MODE = SensorEntityDescription(
                key="mode",
                device_class=SensorDeviceClass.ENUM,
                options=["off", "on"],
                native_unit_of_measurement=PERCENTAGE,  # !
            )
            """,
            file="sensor.py",
        ),
        *examples(
            """
            LIMIT = NumberEntityDescription(
                key="limit",
                device_class=NumberDeviceClass.POWER,
                native_unit_of_measurement=PERCENTAGE,  # !
            )
            """,
            file="number.py",
        ),
    ),
)
def unit_of_device_class(integration: Integration) -> Iterator[Finding]:
    """Report units that a device class does not have."""
    for kind in described(integration, *_PLATFORMS):
        device_class, unit = kind.text("device_class"), kind.text(_UNIT)
        units = device_classes(kind.platform).units.get(device_class or "")
        if units and unit != "" and unit not in units:
            yield kind.found(
                _UNIT,
                f"{unit} is no unit of the device class {device_class}"
                if unit
                else f"The device class {device_class} needs a unit, and there is none",
                f"Set {_one_of(units)}, or another device class",
            )


def _one_of(units: Written) -> str:
    """Return what to choose from, as one would read it."""
    enums = {code.rpartition(".")[0] for code in units.values()}
    if len(units) > 2 and len(enums) == 1:
        return f"a member of {enums.pop()}"
    return " or ".join(units.values())


@rule(
    code="review-guide/unit-constant",
    title="A unit is one of core's constants",
    severity=Severity.ASKED,
    source=threads(157539),
    why="A mistyped constant is an error, while a mistyped string is another unit.",
    mend="Import the constant from homeassistant.const",
    good=examples(
        """
        POWER = SensorEntityDescription(
            key="power",
            device_class=SensorDeviceClass.POWER,
            native_unit_of_measurement=UnitOfPower.WATT,
        )
        """,
        # The force of gravity, and no gram
        """
        FORCE = SensorEntityDescription(key="force", native_unit_of_measurement="g")
        """,
        file="sensor.py",
    ),
    bad=examples(
        """
        SIGNAL = SensorEntityDescription(
            key="signal",
            device_class=SensorDeviceClass.SIGNAL_STRENGTH,
            native_unit_of_measurement="dBm",  # !
        )
        """,
        """
        class ExampleSensor(SensorEntity):
            _attr_device_class = SensorDeviceClass.POWER
            _attr_native_unit_of_measurement = "W"  # !
        """,
        """
        LEVEL = SensorEntityDescription(
            key="level",
            native_unit_of_measurement="%",  # !
        )
        """,
        """
        UNIT = "dBm"
        SIGNAL = SensorEntityDescription(
            key="signal",
            device_class=SensorDeviceClass.SIGNAL_STRENGTH,
            native_unit_of_measurement=UNIT,  # !
        )
        """,
        file="sensor.py",
    ),
)
def unit_constant(integration: Integration) -> Iterator[Finding]:
    """Report units that are written as strings."""
    for kind in described(integration, *_PLATFORMS):
        given = kind.values.get("device_class")
        device_class = given.text if given else None
        units = (
            device_classes(kind.platform).units.get(device_class, {})
            if device_class
            else _plain(kind.platform)
        )
        for name in (_UNIT, _SUGGESTED):
            value = kind.values.get(name)
            unit = value.text if value else None
            constant = units.get(unit or "")
            if value and constant and _is_own(integration, kind.module, value.node):
                yield kind.found(
                    name,
                    f'The unit "{unit}" is written as a string',
                    f"Use {constant} from homeassistant.const",
                )


def _is_own(integration: Integration, module: Module, node: ast.AST) -> bool:
    """Return whether a unit is a string of the integration's, here or as a constant."""
    definition = module.definition(node)
    return text(node) is not None or (
        definition is not None and definition.module in integration.modules
    )


@cache
def _plain(platform: str) -> dict[str, str]:
    """Return the units that no other word is written like, so that no device class has to say what is meant."""
    return {
        unit: code
        for units in device_classes(platform).units.values()
        for unit, code in units.items()
        if unit and not (unit.isalpha() and unit in (unit.lower(), unit.upper()))
    }


@rule(
    code="review-guide/suggested-unit",
    title="A suggested unit can be converted to",
    severity=Severity.REFUSED,
    source=installed("components.sensor.entity"),
    why="Home Assistant raises where it cannot convert the native unit to it, and does not add the entity.",
    mend="Suggest a unit of the same device class",
    good=examples(
        """
        ENERGY = SensorEntityDescription(
            key="energy",
            device_class=SensorDeviceClass.ENERGY,
            native_unit_of_measurement=UnitOfEnergy.WATT_HOUR,
            suggested_unit_of_measurement=UnitOfEnergy.KILO_WATT_HOUR,
        )
        """,
        """
        SCORE = SensorEntityDescription(
            key="score",
            native_unit_of_measurement="points",
            suggested_unit_of_measurement="points",
        )
        """,
        file="sensor.py",
    ),
    bad=examples(
        """
        ENERGY = SensorEntityDescription(
            key="energy",
            device_class=SensorDeviceClass.ENERGY,
            native_unit_of_measurement=UnitOfEnergy.WATT_HOUR,
            suggested_unit_of_measurement=UnitOfPower.KILO_WATT,  # !
        )
        """,
        """
        class ExampleSensor(SensorEntity):
            _attr_native_unit_of_measurement = UnitOfEnergy.WATT_HOUR
            _attr_suggested_unit_of_measurement = UnitOfEnergy.KILO_WATT_HOUR  # !
        """,
        file="sensor.py",
    ),
)
def suggested_unit(integration: Integration) -> Iterator[Finding]:
    """Report suggested units that nothing converts to."""
    converted = read_json(core().package / "generated" / "sensor.json")
    for kind in described(integration, "sensor"):
        device_class, unit = kind.text("device_class"), kind.text(_UNIT)
        suggested = kind.text(_SUGGESTED)
        if not suggested or "" in (device_class, unit) or suggested == unit:
            continue
        units = strings_at(converted, "convertible_units", device_class or "")
        if suggested not in units or unit not in units:
            yield kind.found(
                _SUGGESTED,
                f"{unit or 'No unit'} cannot be converted to {suggested}"
                f" with {device_class or 'no'} device class",
            )


@rule(
    code="review-guide/rounded-value",
    title="A sensor gives its value as it is",
    severity=Severity.ADVICE,
    source=guide("entities"),
    why="A rounded value is lost for automations and statistics; how many digits are shown is the frontend's to know.",
    mend="Set suggested_display_precision, and leave the rounding out",
    good=examples(
        """
        POWER = ExampleSensorEntityDescription(
            key="power",
            suggested_display_precision=1,
            value_fn=lambda data: data.power,
        )
        """,
        """
        class ExampleSensor(SensorEntity):
            @property
            def native_value(self) -> int:
                return round(self.client.level * 100)
        """,
        file="sensor.py",
    ),
    bad=examples(
        """
        @dataclass(frozen=True, kw_only=True)
        class ExampleSensorEntityDescription(SensorEntityDescription):
            value_fn: Callable[[ExampleData], float]


        POWER = ExampleSensorEntityDescription(
            key="power",
            value_fn=lambda data: round(data.power, 1),  # !
        )
        """,
        """
        class ExampleSensor(SensorEntity):
            @property
            def native_value(self) -> float:
                return round(self.client.power, 2)  # !
        """,
        file="sensor.py",
    ),
)
def rounded_value(integration: Integration) -> Iterator[Finding]:
    """Report digits that sensors round away."""
    for kind in described(integration, "sensor"):
        for value in kind.values.values():
            if not isinstance(value.node, ast.Lambda) and (
                getattr(value.node, "name", "") != "native_value"
            ):
                continue
            for node in ast.walk(value.node):
                match node:
                    case ast.Call(
                        func=ast.Name(id="round"), args=[_, ast.Constant()]
                    ) if kind.node in kind.module.around(node):
                        yield kind.module.found(
                            node, f"{ast.unparse(node)} loses digits of the value"
                        )
