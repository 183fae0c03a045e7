"""Tests of fields of data classes that nothing reads any more."""

import pytest

from .snippets import ATTRIBUTES, SWITCH, cut_all

HEAD = """\
from dataclasses import dataclass

from homeassistant.components.sensor import SensorEntity, SensorEntityDescription
"""
ATTRIBUTES_OF = """
    @property
    def extra_state_attributes(self):
        return self.entity_description.attributes_fn(self.data)
"""
SENSORS = """

def shown(data):
    return {"channel": data.channel}


@dataclass(frozen=True, kw_only=True)
class LampDescription(SensorEntityDescription):
    \"\"\"Description of a lamp.\"\"\"

    value_fn: object
    attributes_fn: object = None


POWER = LampDescription(
    key="power", value_fn=lambda data: data.power, attributes_fn=shown
)
LIGHT = LampDescription(
    key="light",
    value_fn=lambda data: data.light,
    attributes_fn=lambda data: {"channel": data.channel},
)


class Lamp(SensorEntity):
    @property
    def native_value(self):
        return self.entity_description.value_fn(self.data)
"""
WITHOUT = """

@dataclass(frozen=True, kw_only=True)
class LampDescription(SensorEntityDescription):
    \"\"\"Description of a lamp.\"\"\"

    value_fn: object


POWER = LampDescription(
    key="power", value_fn=lambda data: data.power
)
LIGHT = LampDescription(
    key="light",
    value_fn=lambda data: data.light
)


class Lamp(SensorEntity):
    @property
    def native_value(self):
        return self.entity_description.value_fn(self.data)
"""
SETS = "    set_fn: object = None\n"
ENTITY = f"""{HEAD}

@dataclass(frozen=True, kw_only=True)
class Description(SensorEntityDescription):
{{fields}}"""
BELOW = """\
from dataclasses import dataclass

from .entity import Description


@dataclass(frozen=True, kw_only=True)
class LampDescription(Description):
    \"\"\"Description of a lamp.\"\"\"


POWER = LampDescription(key="power", value_fn=1{given})


def value(lamp):
    return lamp.description.value_fn
"""


def cut_sensors(text: str) -> str:
    """Return a module of sensors without what they have beside their states."""
    after, places = cut_all({"sensor.py": HEAD + text + ATTRIBUTES_OF}, ATTRIBUTES)
    assert not places
    return after["sensor.py"].removeprefix(HEAD)


def test_field_goes_with_what_reads_it() -> None:
    """Test that a field goes, what is given for it, and what only that used."""
    assert cut_sensors(SENSORS) == WITHOUT


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param(
            'LampDescription(\n    key="power", value_fn',
            'LampDescription("power", value_fn',
            id="by position",
        ),
        pytest.param('key="light"', "**LIGHTS", id="by a mapping"),
        pytest.param(
            "attributes_fn=shown", "attributes_fn=open('a')", id="with an effect"
        ),
        pytest.param(
            "\n\n\nclass Lamp(",
            "\nMORE = dict(attributes_fn=1)\n\n\nclass Lamp(",
            id="for something else",
        ),
        pytest.param("self.data)", "asdict(self.data))", id="all fields are read"),
        pytest.param(
            "@dataclass(frozen=True, kw_only=True)\n", "@other\n", id="no data class"
        ),
        pytest.param(
            "(SensorEntityDescription)", "(Unknown)", id="unknown class above"
        ),
        pytest.param(
            "self.entity_description.value_fn",
            "self.entity_description.attributes_fn",
            id="still read",
        ),
    ],
)
def test_field_stays(old: str, new: str) -> None:
    """Test that a field stays where it is not known that only its name gives and reads it."""
    text = SENSORS.replace(old, new)
    assert text != SENSORS
    assert cut_sensors(text) == text


def test_fields_that_another_module_gives() -> None:
    """Test that a field goes from all modules, those of classes below included."""
    modules = {
        "entity.py": ENTITY.format(fields=f"    value_fn: object\n{SETS}"),
        "sensor.py": BELOW.format(given=", set_fn=None"),
        "switch.py": "def turn_on(lamp):\n    lamp.description.set_fn(True)\n",
    }
    after, places = cut_all(modules, SWITCH)
    assert not places
    assert after["entity.py"] == ENTITY.format(fields="    value_fn: object\n")
    assert after["sensor.py"] == BELOW.format(given="")


TESTS = """\
from homeassistant.components.lamp.sensor import LampDescription

DESCRIPTION = LampDescription({given})


def test_power(lamp):
    assert DESCRIPTION.value_fn(lamp)
"""


def test_fields_that_tests_give() -> None:
    """Test that tests do not give a field that is gone."""
    given = '\n    key="power", value_fn=read{}\n'
    more = ", attributes_fn=lambda data: {}"
    after, places = cut_all(
        {
            "sensor.py": HEAD + SENSORS + ATTRIBUTES_OF,
            "tests/test_sensor.py": TESTS.format(given=given.format(more)),
        },
        ATTRIBUTES,
    )
    assert not places
    assert after["sensor.py"] == HEAD + WITHOUT
    assert after["tests/test_sensor.py"] == TESTS.format(given=given.format(""))


@pytest.mark.parametrize(
    "given", ['"power", read, shown', "**KEYS", "attributes_fn=shown"]
)
def test_field_that_tests_need(given: str) -> None:
    """Test that a field stays that tests give in another way than by its name beside others."""
    modules = {
        "sensor.py": HEAD + SENSORS + ATTRIBUTES_OF,
        "tests/test_sensor.py": TESTS.format(given=given),
    }
    after, places = cut_all(modules, ATTRIBUTES)
    assert not places
    assert after["tests/test_sensor.py"] == modules["tests/test_sensor.py"]
    assert after["sensor.py"] == HEAD + SENSORS
