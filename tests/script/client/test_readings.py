"""Test proposing entities for fields."""

import pytest

from script.client.classes import Class
from script.client.exports import exports
from script.client.readings import Reading, plain, private_fields, readings

from .conftest import Install
from .libraries import ASYNC, PYDANTIC


def model(install: Install, name: str = "Reading") -> Class:
    """Return a model of the library with types."""
    public = exports(install(ASYNC))
    return Class(next(each.definition for each in public if each.name == name))


def found(install: Install, fields: str) -> list[Reading]:
    """Return what is proposed for some fields of a dataclass."""
    source = (
        f"from dataclasses import dataclass\n@dataclass\nclass State:\n    {fields}\n"
    )
    exported = exports(install({"acme_meter/__init__.py": source}))
    return list(readings(Class(exported[0].definition)))


def test_readings(install: Install) -> None:
    """Test that fields become entities with what their names, types and docstrings tell."""
    assert [
        (each.field, each.platform, each.device_class, each.unit, each.state_class)
        for each in readings(model(install))
    ] == [
        (
            "power_w",
            "sensor",
            "power",
            "UnitOfPower.WATT",
            "SensorStateClass.MEASUREMENT",
        ),
        (
            "energy_total",
            "sensor",
            "energy",
            "UnitOfEnergy.KILO_WATT_HOUR",
            "SensorStateClass.TOTAL_INCREASING",
        ),
        (
            "humidity",
            "sensor",
            "humidity",
            "UnitOfRatio.PERCENTAGE",
            "SensorStateClass.MEASUREMENT",
        ),
        ("temperature", "sensor", "temperature", None, "SensorStateClass.MEASUREMENT"),
        (
            "wifi_rssi",
            "sensor",
            "signal_strength",
            None,
            "SensorStateClass.MEASUREMENT",
        ),
        ("uptime", "sensor", "duration", None, "SensorStateClass.MEASUREMENT"),
        ("mode", "sensor", "enum", None, None),
        ("measured_at", "sensor", "timestamp", None, None),
        ("cable_connected", "binary_sensor", "connectivity", None, None),
        ("not_charging", "binary_sensor", None, None, None),
        (
            "phase.voltage",
            "sensor",
            "voltage",
            "UnitOfElectricPotential.VOLT",
            "SensorStateClass.MEASUREMENT",
        ),
    ]


def test_details(install: Install) -> None:
    """Test that it is told what may be None, what is diagnostic, and which units it could be."""
    by_field = {each.field: each for each in readings(model(install))}
    assert [name for name, each in by_field.items() if each.is_optional] == [
        "energy_total",
        "phase.voltage",
    ]
    assert [name for name, each in by_field.items() if each.is_diagnostic] == [
        "wifi_rssi",
        "uptime",
    ]
    assert by_field["temperature"].units == (
        "UnitOfTemperature.CELSIUS",
        "UnitOfTemperature.FAHRENHEIT",
        "UnitOfTemperature.KELVIN",
    )
    assert by_field["power_w"].units == ()
    assert by_field["mode"].options == ("eco", "boost")


@pytest.mark.parametrize(
    ("field", "device_class", "unit"),
    [
        ("consumption_kwh: float", "energy", "UnitOfEnergy.KILO_WATT_HOUR"),
        ("battery_voltage: float", "voltage", None),
        ("power_ac: float", "power", None),
        ("gas_car_grams: float", "weight", "UnitOfMass.GRAMS"),
        ("current_of_battery_ma: int", "current", "UnitOfElectricCurrent.MILLIAMPERE"),
        ("current_phase_a: float", "current", None),
        ("power_factor: float", "power_factor", None),
        ("response_time_seconds_24h: float", "duration", "UnitOfTime.SECONDS"),
        ("current_l1_a: float", "current", "UnitOfElectricCurrent.AMPERE"),
        ('outdoor_temp: "float | None"', "temperature", None),
        (
            "temperature_celsius: Optional[float]",
            "temperature",
            "UnitOfTemperature.CELSIUS",
        ),
        (
            'distance: int\n    """In millimeters."""',
            "distance",
            "UnitOfLength.MILLIMETERS",
        ),
        (
            'voltage: int\n    """Of the mains (V)."""',
            "voltage",
            "UnitOfElectricPotential.VOLT",
        ),
    ],
)
def test_units(
    install: Install, field: str, device_class: str, unit: str | None
) -> None:
    """Test that device class and unit are read off a name, or what is said of it."""
    (reading,) = found(install, field)
    assert (reading.device_class, reading.unit) == (device_class, unit)


@pytest.mark.parametrize(
    "field",
    [
        "max_current: int",
        "serial_number: int",
        "firmware_version: str",
        "number: int",
        "soc_pct: int",
        "user_volume_percentage: int",
        "consumption_ac: float",
        "uptime_ratio_1d: float",
        "visitors_7d: float",
        "powers: list[int]",
        "can_charge: bool",
    ],
)
def test_no_readings(install: Install, field: str) -> None:
    """Test that settings, identities, and what no word tells anything of are no readings."""
    assert found(install, field) == []


@pytest.mark.parametrize(
    ("kind", "classes"),
    [
        ("Mode", ["enum"]),
        ("Mode | None", ["enum"]),
        ("Mode | int", []),
        ("Mode | int | None", []),
    ],
)
def test_one_or_another(install: Install, kind: str, classes: list[str]) -> None:
    """Test that what may be something else than a member of an enum is none."""
    enum = "class Mode(Enum):\n    ECO = 1\n"
    source = (
        "from dataclasses import dataclass\nfrom enum import Enum\n"
        f"{enum}@dataclass\nclass State:\n    mode: {kind}\n"
    )
    exported = exports(install({"acme_meter/__init__.py": source}))
    state = next(
        each
        for each in exported
        if getattr(each.definition.node, "name", "") == "State"
    )
    assert [each.device_class for each in readings(Class(state.definition))] == classes


def test_in_itself(install: Install) -> None:
    """Test that a model that has itself, or others without end, is read."""
    assert found(install, "power: int\n    next: 'State | None'")[0].field == "power"


def test_private_fields(install: Install) -> None:
    """Test that fields are found that tell whose a device is, in inner models too."""
    assert private_fields(model(install)) == {"device_id"}
    public = exports(install(PYDANTIC, "acme"))
    site = next(each.definition for each in public if each.name == "Site")
    assert private_fields(Class(site)) == {"site_id", "latitude"}


@pytest.mark.parametrize(
    ("field", "is_plain"),
    [
        ("visitors: int", True),
        ("visitors: int | None", True),
        ("share: float", True),
        ("operating_mode: str", True),
        ("vendor: str", False),
        ("max_visitors: int", False),
        ("visitor_id: int", False),
        ("pin: int", False),
        ("visitors: list[int]", False),
    ],
)
def test_plain(install: Install, field: str, is_plain: bool) -> None:
    """Test that numbers, and texts that change, can be shown where nothing tells what they measure."""
    source = f"from dataclasses import dataclass\n\n\n@dataclass\nclass State:\n    {field}\n"
    exported = exports(install({"acme_meter/__init__.py": source}))
    name, _, kind = field.partition(": ")
    expected = [(name, "None" in kind)] if is_plain else []
    assert [
        (each.field, each.is_optional) for each in plain(Class(exported[0].definition))
    ] == expected
