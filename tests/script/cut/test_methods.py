"""Tests of methods that a cut leaves nothing of, or nothing of their own."""

from textwrap import indent

import pytest

from script.cut.absence import Absence

from .snippets import ATTRIBUTES, cut_all

HEAD = """\
from homeassistant.helpers.entity import Entity


class LampSensor(Entity):
    \"\"\"A sensor of a lamp.\"\"\"

    def update(self):
        self._attr_available = True
"""
SHOW = """
def show(self):
    self._attr_extra_state_attributes = {}
"""


def cut(methods: str, absence: Absence = ATTRIBUTES) -> str:
    """Return the methods of an entity after a cut."""
    after, places = cut_all({"sensor.py": HEAD + indent(methods, "    ")}, absence)
    assert not places
    text = after["sensor.py"]
    assert text.startswith(HEAD)
    return text.removeprefix(HEAD)


@pytest.mark.parametrize(
    "methods",
    [
        pytest.param(
            f"{SHOW}\nasync def async_added_to_hass(self):\n"
            "    await super().async_added_to_hass()\n    self.show()\n",
            id="its only call, and an override",
        ),
        pytest.param(
            f"{SHOW}\nasync def async_added_to_hass(self):\n"
            "    await super().async_added_to_hass()\n"
            "    # Not before it has a name\n    if self.entity_id:\n        self.show()\n",
            id="under a condition",
        ),
    ],
)
def test_method_without_anything_left(methods: str) -> None:
    """Test that the calls of a method go with it, and an override that does nothing else."""
    assert cut(methods) == ""


def test_call_in_a_coordinator() -> None:
    """Test that calls go also where a class above is one of Python's own for types."""
    head = (
        "from homeassistant.helpers.update_coordinator import DataUpdateCoordinator\n\n\n"
        "class LampCoordinator(DataUpdateCoordinator[int]):\n"
    )
    update = "    async def _async_update_data(self):\n        data = await self.lamp.get()\n"
    text = f"{head}{indent(SHOW.lstrip(), '    ')}\n{update}        self.show()\n        return data\n"
    after, places = cut_all({"coordinator.py": text}, ATTRIBUTES)
    assert not places
    assert after["coordinator.py"] == f"{head}{update}        return data\n"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("self.show()", "self.lamp.show()", id="of another object"),
        pytest.param("def show(self):", "def write(self):", id="of another name"),
    ],
)
def test_call_of_another_method(old: str, new: str) -> None:
    """Test that the call of a method stays that is not the one that is gone."""
    methods = f"{SHOW}\ndef turn(self):\n    self.lamp.turn()\n    self.show()\n"
    after, _ = cut_all(
        {"sensor.py": HEAD + indent(methods.replace(old, new), "    ")}, ATTRIBUTES
    )
    assert new.replace("def write(self):", "self.show()") in after["sensor.py"]


@pytest.mark.parametrize(
    "override",
    [
        pytest.param(
            "def turn(self, on):\n    super().turn(not on)\n", id="other arguments"
        ),
        pytest.param(
            "def turn(self, on=True):\n    super().turn(on)\n", id="its own default"
        ),
        pytest.param(
            "@property\ndef name(self):\n    return super().name\n", id="property"
        ),
    ],
)
def test_override_of_its_own(override: str) -> None:
    """Test that an override stays that is not the same as what it overrides."""
    shown = override.replace("):\n", "):\n    self._attr_extra_state_attributes = {}\n")
    assert cut(f"\n{shown}").strip() == indent(override, "    ").strip()


def test_override_that_was_as_idle_before() -> None:
    """Test that an override stays that a cut has not changed."""
    idle = "\ndef turn(self):\n    super().turn()\n"
    assert cut(f"{SHOW}{idle}") == indent(idle, "    ")


def test_class_of_which_a_docstring_is_left() -> None:
    """Test that a class stays that is what it inherits, with those that use it."""
    entity = (
        "from homeassistant.helpers.entity import Entity\n\n\n"
        'class LampEntity(Entity):\n    """An entity of a lamp."""\n'
    )
    modules = {
        "entity.py": f"{entity}\n    _attr_extra_state_attributes = {{}}\n",
        "sensor.py": "from .entity import LampEntity\n\n\n"
        "class LampSensor(LampEntity):\n    _attr_name = None\n",
    }
    after, places = cut_all(modules, ATTRIBUTES)
    assert not places
    assert after["entity.py"] == entity
    assert after["sensor.py"] == modules["sensor.py"]
