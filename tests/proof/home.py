"""Read and drive a Home Assistant with the plug and the climate sensor that are simulated, whatever they belong to."""

import asyncio
from collections.abc import Callable, Collection
import logging
from typing import Any, Final

import pytest

from homeassistant.components.switch import DOMAIN as SWITCH_DOMAIN, SERVICE_TURN_OFF
from homeassistant.const import ATTR_ENTITY_ID, STATE_OFF, STATE_ON, STATE_UNAVAILABLE
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from script.development.outcomes import outcome

POWER: Final = "sensor.coffee_machine_power"
SWITCH: Final = "switch.coffee_machine"

# Loggers of what is simulated
SERVERS: Final = ("aiohttp.server", "aiohttp.access")

# In seconds
TO_WAIT: Final = 20


def parse(table: str) -> dict[tuple[str, str], str]:
    """Return the outcomes that a table has by fault and surface."""
    header, *rows = (line.split() for line in table.strip().splitlines())
    return {
        (fault, surface): came
        for fault, *outcomes in rows
        for surface, came in zip(header, outcomes, strict=True)
    }


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


async def switched(hass: HomeAssistant, domain: str) -> str:
    """Return what comes of switching the plug off, which an integration refuses with an error of its own."""
    data = {ATTR_ENTITY_ID: SWITCH}
    was = value(hass, SWITCH)
    try:
        await hass.services.async_call(
            SWITCH_DOMAIN, SERVICE_TURN_OFF, data, blocking=True
        )
    except HomeAssistantError as err:
        return "failed" if err.translation_domain == domain else str(err)
    if was not in (STATE_ON, STATE_OFF):
        return "skipped"
    await until(lambda: value(hass, SWITCH) == STATE_OFF)
    return "done"


async def submitted(
    hass: HomeAssistant, flow_id: str, secrets: Collection[str], **user_input: str
) -> str:
    """Return in one word what comes of submitting a form, the answer to which shows no secret."""
    result = await hass.config_entries.flow.async_configure(flow_id, user_input)
    await hass.async_block_till_done()
    told = str({**result, "data": None, "result": None})
    assert not [secret for secret in secrets if secret in told]
    match dict[str, Any](result):
        case {"type": "create_entry"}:
            return "created"
        case {"type": "abort", "reason": str() as reason} if reason.endswith(
            "_successful"
        ):
            return "updated"
        case other:
            return outcome(other).split()[-1]


def problems(caplog: pytest.LogCaptureFixture, secrets: Collection[str]) -> list[str]:
    """Return what should not be in the log, but for that of what is simulated: tracebacks and secrets."""
    return [
        record.getMessage()
        for record in caplog.records
        if not record.name.startswith(SERVERS)
        and (
            (record.exc_info and record.levelno > logging.DEBUG)
            or any(secret in record.getMessage() for secret in secrets)
        )
    ]
