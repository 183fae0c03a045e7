"""Test what integrations that core accepted have, of which nothing is to be said."""

from pathlib import Path
from typing import Final, NamedTuple

import pytest

from script.integration.contribution import contribution
from script.rules.scale.table import RULES

from .small import Files, flow, small

_SWITCH: Final = """
from homeassistant.components.infrared import InfraredEmitterConsumerEntity
from homeassistant.components.switch import SwitchEntity
from homeassistant.exceptions import HomeAssistantError


class PumpSwitch(InfraredEmitterConsumerEntity, SwitchEntity):
    async def async_turn_on(self, **kwargs) -> None:
        {}

    async def _async_send(self, code):
        await self._send_command(code)

    def _error(self, err):
        return HomeAssistantError(err)
"""
_ENTITY: Final = """
from homeassistant.components.sensor import SensorEntity


class PumpSensor(SensorEntity):
    async def {}(self):
        self._subscribe()

    def _subscribe(self):
        self.async_on_remove(self.client.add_listener(self._changed))
"""
_NAMES: Final = """
from homeassistant.components.sensor import SensorEntity


class PumpSensor(SensorEntity):
    def __init__(self, mode, key):
        self._attr_translation_key = {}
        self._attr_has_entity_name = True
"""
_RECONFIGURE: Final = """
async def async_step_user(self, user_input=None):
    info = await PumpClient(user_input["host"]).info()
    await self.async_set_unique_id(info.serial)

async def async_step_reconfigure(self, user_input=None):
    entry = self._get_reconfigure_entry()
    info = await PumpClient(user_input["host"]).info()
    await self.async_set_unique_id(info.serial, raise_on_progress=False)
    if {}:
        return self.async_abort(reason="later")
    return self.async_update_reload_and_abort(entry, data_updates=user_input)
"""
_TYPED: Final = (
    "from homeassistant.config_entries import ConfigEntry\n\n\n"
    "async def async_setup_entry(hass: object, entry: ConfigEntry) -> None:\n    {}\n"
)
_COORDINATOR: Final = (
    "from homeassistant.helpers.update_coordinator import DataUpdateCoordinator\n\n\n"
    "def coordinator(hass, entry):\n    return DataUpdateCoordinator(hass, update_interval={})\n"
)


class Pair(NamedTuple):
    """What is accepted, and what is so like it that it has to be told apart.

    Attributes:
        said: Part of what is said of the latter.
    """

    rule: str
    accepted: Files
    refused: Files
    said: str


_SIGNAL: Final = """
from homeassistant.components.sensor import SensorDeviceClass, SensorEntityDescription

SIGNAL = SensorEntityDescription(
    key="signal",
    device_class=SensorDeviceClass.SIGNAL_STRENGTH,
    native_unit_of_measurement="{}",
)
"""
_LOST: Final = """
from homeassistant.helpers.update_coordinator import UpdateFailed


async def fetch(client):
    try:
        return await client.fetch()
    except OSError as err:
        {}
        raise UpdateFailed from err
"""
PAIRS: Final = (
    Pair(
        "action-exceptions",
        {"switch.py": _SWITCH.format("await self._async_send(1)")},
        {
            "switch.py": _SWITCH.format("await self._client.send(1)"),
        },
        "nothing in async_turn_on raises",
    ),
    Pair(
        "action-exceptions",
        {
            "switch.py": _SWITCH.format(
                "result = await self._client.send(1)\n        raise self._error(result)"
            )
        },
        {"switch.py": _SWITCH.format("result = await self._client.send(1)")},
        "nothing in async_turn_on raises",
    ),
    Pair(
        "appropriate-polling",
        {"coordinator.py": _COORDINATOR.format("timedelta(seconds=30)")},
        {"coordinator.py": _COORDINATOR.format("timedelta(seconds=entry.options[1])")},
        "the user chooses how often it polls",
    ),
    Pair(
        "entity-category",
        {"sensor.py": _SIGNAL.format("dB")},
        {"sensor.py": _SIGNAL.format("dBm")},
        "signal_strength is about the device itself",
    ),
    Pair(
        "entity-disabled-by-default",
        {
            "sensor.py": _SIGNAL.format("dBm"),
            "entity.py": "SIGNAL = replace(SIGNAL, entity_registry_enabled_default=LATE)",
        },
        {"sensor.py": _SIGNAL.format("dBm")},
        "few users want signal_strength",
    ),
    Pair(
        "log-when-unavailable",
        {
            "coordinator.py": _LOST.format(
                '_LOGGER.error("x")  # pylint: disable=home-assistant-log-and-raise'
            )
        },
        {"coordinator.py": _LOST.format('_LOGGER.error("x")')},
        "What is logged here is raised as UpdateFailed",
    ),
    Pair(
        "entity-event-setup",
        {"sensor.py": _ENTITY.format("async_added_to_hass")},
        {"sensor.py": _ENTITY.format("__init__").replace("async def", "def")},
        "PumpSensor subscribes before it is added",
    ),
    Pair(
        "entity-translations",
        {"sensor.py": _NAMES.format('f"{mode}_{key}"')},
        {"sensor.py": _NAMES.format('"level"')},
        "no entity.sensor.level.name",
    ),
    Pair(
        "reconfiguration-flow",
        flow(_RECONFIGURE.format("self.unique_id != entry.unique_id")),
        flow(_RECONFIGURE.format("not user_input")),
        "async_step_reconfigure takes another account or device",
    ),
    Pair(
        "strict-typing",
        {"__init__.py": _TYPED.format("await hass.config_entries.forward(entry)")},
        {"__init__.py": _TYPED.format("entry.runtime_data = hass")},
        "async_setup_entry takes any ConfigEntry",
    ),
)


def _said(root: Path, rule: str, files: Files) -> list[str]:
    """Return what is said of an integration that says that a rule is done."""
    [judged] = (each for each in RULES if each.code == rule)
    return [gap.message for gap in judged.check(contribution(small(root, files)))]


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.rule)
def test_accepted(tmp_path: Path, pair: Pair) -> None:
    """Test that of what is accepted nothing is said."""
    assert not any(
        pair.said in each for each in _said(tmp_path, pair.rule, pair.accepted)
    )


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.rule)
def test_refused(tmp_path: Path, pair: Pair) -> None:
    """Test that what is like it is told apart."""
    assert any(pair.said in each for each in _said(tmp_path, pair.rule, pair.refused))
