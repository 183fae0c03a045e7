"""Test that the tables of device classes are those that Home Assistant has when it runs."""

import pytest

from homeassistant.components.number import const as number
from homeassistant.components.sensor import const as sensor
from script.integration.device_classes import device_classes


def test_units_of_sensors() -> None:
    """Each device class of sensors has its units, and one that is no number has none."""
    units = device_classes("sensor").units
    assert {name: set(each) for name, each in units.items()} == {
        device_class.value: set(each)
        for device_class, each in sensor.DEVICE_CLASS_UNITS.items()
    } | {each.value: {None} for each in sensor.NON_NUMERIC_DEVICE_CLASSES}


def test_units_of_numbers() -> None:
    """Each device class of numbers has its units."""
    units = device_classes("number").units
    assert {name: set(each) for name, each in units.items()} == {
        device_class.value: set(each)
        for device_class, each in number.DEVICE_CLASS_UNITS.items()
    }


def test_state_classes() -> None:
    """Each device class of sensors has its state classes, and they have their units."""
    tables = device_classes("sensor")
    assert {name: set(each) for name, each in tables.state_classes.items()} == {
        device_class.value: set(each)
        for device_class, each in sensor.DEVICE_CLASS_STATE_CLASSES.items()
    }
    assert {name: set(each) for name, each in tables.units_of_states.items()} == {
        state_class.value: set(each)
        for state_class, each in sensor.STATE_CLASS_UNITS.items()
    }


@pytest.mark.parametrize(
    ("device_class", "unit", "code"),
    [
        pytest.param("power", "W", "UnitOfPower.WATT", id="all of an enum"),
        pytest.param("illuminance", "lx", "LIGHT_LUX", id="constant"),
        pytest.param("ph", None, "None", id="none"),
    ],
)
def test_code(device_class: str, unit: str | None, code: str) -> None:
    """Each unit comes with the code that one would write for it."""
    assert device_classes("sensor").units[device_class][unit] == code


def test_no_tables() -> None:
    """A platform without tables says nothing."""
    assert not device_classes("switch").units
    assert not device_classes("no_platform").units
