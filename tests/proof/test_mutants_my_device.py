"""Test what Home Assistant does with the integration, which core leaves to Home Assistant's own tests.

script/mutation counts on these beside the integration's tests.
"""

import asyncio
from dataclasses import replace
import logging
from unittest.mock import patch

from my_device_client import MyDeviceClient
import pytest

from homeassistant.components.switch import (
    DOMAIN as SWITCH_DOMAIN,
    SERVICE_TURN_OFF,
    SERVICE_TURN_ON,
)
from homeassistant.const import ATTR_ENTITY_ID, STATE_UNAVAILABLE
from homeassistant.core import HomeAssistant
from script.simulator.device.server import Simulator

from .integration import SENSOR, SWITCH, let_time_pass, loaded


async def switched(hass: HomeAssistant, service: str) -> None:
    """Switch the relay."""
    await hass.services.async_call(
        SWITCH_DOMAIN, service, {ATTR_ENTITY_ID: SWITCH}, blocking=True
    )


async def test_poll_without_change(hass: HomeAssistant, simulator: Simulator) -> None:
    """A poll that brings nothing new writes no state."""
    entry = await loaded(hass, simulator)
    state = hass.states.get(SENSOR)
    assert state is not None
    written = state.last_reported

    status = replace(entry.runtime_data.data)
    with patch.object(MyDeviceClient, "status", return_value=status):
        await let_time_pass(hass)
    assert state.last_reported == written
    assert hass.states.get(SENSOR) is state


async def test_bug_in_a_poll(
    hass: HomeAssistant, caplog: pytest.LogCaptureFixture, simulator: Simulator
) -> None:
    """A bug is not taken for trouble with the device."""
    await loaded(hass, simulator)
    with patch.object(MyDeviceClient, "status", side_effect=ValueError("A bug")):
        await let_time_pass(hass)
    assert (
        "homeassistant.components.my_device.coordinator",
        logging.ERROR,
        "Unexpected error fetching my_device data",
    ) in caplog.record_tuples
    state = hass.states.get(SENSOR)
    assert state is not None
    assert state.state == STATE_UNAVAILABLE

    await let_time_pass(hass)
    state = hass.states.get(SENSOR)
    assert state is not None
    assert state.state != STATE_UNAVAILABLE


async def test_bug_in_an_action(hass: HomeAssistant, simulator: Simulator) -> None:
    """A bug is not taken for trouble with the device."""
    await loaded(hass, simulator)
    with (
        patch.object(MyDeviceClient, "set_relay", side_effect=ValueError("A bug")),
        pytest.raises(ValueError, match="A bug"),
    ):
        await switched(hass, SERVICE_TURN_ON)


async def test_one_action_at_a_time(hass: HomeAssistant, simulator: Simulator) -> None:
    """An action waits until the device has done the one before."""
    await loaded(hass, simulator)
    running: list[bool] = []
    done = 0

    async def set_relay(on: bool) -> None:
        nonlocal done
        running.append(on)
        # Long enough for the other one to ask the device whose it is.
        await asyncio.sleep(0.1)
        assert running == [on]
        running.clear()
        done += 1

    with patch.object(MyDeviceClient, "set_relay", side_effect=set_relay):
        await asyncio.gather(
            switched(hass, SERVICE_TURN_OFF), switched(hass, SERVICE_TURN_ON)
        )
    assert done == 2
