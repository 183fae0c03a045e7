"""Tests of entities without attributes beside their states."""

import pytest

from .snippets import ATTRIBUTES, cut

ENTITY = """\
from homeassistant.components.sensor import SensorEntity


class LampSensor(SensorEntity):
    _attr_has_entity_name = True
{class_}
    def __init__(self, lamp):
        self.lamp = lamp
{init}

    def update(self):
        self._attr_native_value = self.lamp.power
{method}"""


def entity(class_: str = "", init: str = "", method: str = "") -> str:
    """Return a sensor with more in its class, its first method and after its last one."""
    return ENTITY.format(class_=class_, init=init, method=method).rstrip() + "\n"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            entity(
                method="\n    @property\n    def extra_state_attributes(self):\n"
                '        return {"channel": self.lamp.channel}\n'
            ),
            id="property",
        ),
        pytest.param(
            entity(
                class_='    _unrecorded_attributes = frozenset({"channel"})\n',
                init='        self._attr_extra_state_attributes = {"channel": lamp.channel}\n',
            ),
            id="attribute of the object",
        ),
        pytest.param(
            entity(
                init="        self._attr_extra_state_attributes: dict[str, int] = {}\n"
            ),
            id="attribute of the object with its type",
        ),
        pytest.param(
            entity(
                class_="    _attr_extra_state_attributes = {}\n",
                method='        self._attr_extra_state_attributes["channel"] = 1\n'
                "        self._attr_extra_state_attributes.update(self.lamp.more)\n",
            ),
            id="changed",
        ),
        pytest.param(
            entity(
                method="        if self.lamp.channel:\n"
                "            self._attr_extra_state_attributes = {}\n"
            ),
            id="under a condition",
        ),
    ],
)
def test_attributes(text: str) -> None:
    """Test that attributes go, whichever way an entity has them."""
    after = cut(text, ATTRIBUTES)
    assert [line for line in after.splitlines() if line.strip()] == [
        line for line in entity().splitlines() if line.strip()
    ]


def test_what_is_named_alike() -> None:
    """Test that functions of modules and other members stay."""
    text = (
        "def extra_state_attributes(lamp):\n    return lamp.attributes\n\n\n"
        + entity(class_="    _attr_attribution = 'Lamp'\n")
    )
    assert cut(text, ATTRIBUTES) == text
