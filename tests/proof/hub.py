"""The integration of the simulated hub in a Home Assistant."""

import asyncio
from collections.abc import Callable
from ipaddress import ip_address
import logging
from typing import Final

import pytest

from homeassistant.components.my_hub.const import DOMAIN
from homeassistant.config_entries import SOURCE_ZEROCONF, ConfigFlowResult
from homeassistant.const import CONF_HOST, CONF_PASSWORD, STATE_UNAVAILABLE
from homeassistant.core import HomeAssistant
from homeassistant.helpers.service_info.zeroconf import ZeroconfServiceInfo
from script.simulator.hub.server import Simulator

from tests.common import MockConfigEntry

POWER: Final = "sensor.coffee_machine_power"
SWITCH: Final = "switch.coffee_machine"

SERVICE_TYPE: Final = "_my-hub._tcp.local."

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


async def announce(hass: HomeAssistant, hub: Simulator) -> ConfigFlowResult:
    """Let Home Assistant hear the hub's announcement."""
    address = ip_address(hub.api.address)
    info = ZeroconfServiceInfo(
        ip_address=address,
        ip_addresses=[address],
        port=hub.api.port,
        hostname=f"{hub.service_name}.local.",
        type=SERVICE_TYPE,
        name=f"{hub.service_name}.{SERVICE_TYPE}",
        properties=dict(hub.service_properties),
    )
    return await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": SOURCE_ZEROCONF}, data=info
    )


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


def problems(caplog: pytest.LogCaptureFixture, secret: str) -> list[str]:
    """Return what should not be in the log: tracebacks and the secret."""
    return [
        record.getMessage()
        for record in caplog.records
        if (record.exc_info and record.levelno > logging.DEBUG)
        or secret in record.getMessage()
    ]
