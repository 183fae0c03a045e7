"""The integration of the simulated hub in a Home Assistant."""

import asyncio
from collections.abc import Callable
from typing import Final

from homeassistant.components.my_hub.const import DOMAIN
from homeassistant.const import CONF_HOST, CONF_PASSWORD, STATE_UNAVAILABLE
from homeassistant.core import HomeAssistant
from script.simulator.hub.server import Simulator

from tests.common import MockConfigEntry

POWER: Final = "sensor.coffee_machine_power"
SWITCH: Final = "switch.coffee_machine"

# In seconds
TO_WAIT: Final = 20


async def added(hass: HomeAssistant, hub: Simulator) -> MockConfigEntry:
    """Return an entry of the hub, after its setup."""
    entry = MockConfigEntry(
        domain=DOMAIN,
        data={CONF_HOST: hub.host, CONF_PASSWORD: hub.secret},
        unique_id=hub.unique_id,
    )
    entry.add_to_hass(hass)
    await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    return entry


async def until(condition: Callable[[], bool]) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(TO_WAIT):
        while not condition():
            await asyncio.sleep(0)


def value(hass: HomeAssistant, entity_id: str = POWER) -> str:
    """Return a state, "" if there is none."""
    state = hass.states.get(entity_id)
    return state.state if state else ""


def is_available(hass: HomeAssistant) -> bool:
    """Return whether the entities are available."""
    return value(hass) != STATE_UNAVAILABLE
