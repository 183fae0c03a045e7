"""Test the My Cloud switches."""

import asyncio
from dataclasses import replace
from unittest.mock import MagicMock, patch

from my_cloud_client import (
    Device,
    MyCloudAuthenticationError,
    MyCloudConnectionError,
    MyCloudError,
    MyCloudRateLimitError,
)
import pytest
from syrupy.assertion import SnapshotAssertion

from homeassistant.components.my_cloud.const import DOMAIN
from homeassistant.components.switch import (
    DOMAIN as SWITCH_DOMAIN,
    SERVICE_TURN_OFF,
    SERVICE_TURN_ON,
)
from homeassistant.config_entries import SOURCE_REAUTH
from homeassistant.const import ATTR_ENTITY_ID, STATE_OFF, STATE_ON, Platform
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import entity_registry as er

from . import setup_integration

from tests.common import MockConfigEntry, snapshot_platform

ENTITY_ID = "switch.coffee_machine"


@pytest.mark.usefixtures("mock_client")
async def test_switches(
    hass: HomeAssistant,
    entity_registry: er.EntityRegistry,
    mock_config_entry: MockConfigEntry,
    snapshot: SnapshotAssertion,
) -> None:
    """Test the states and registry entries of all switches."""
    with patch("homeassistant.components.my_cloud.PLATFORMS", [Platform.SWITCH]):
        await setup_integration(hass, mock_config_entry)
    await snapshot_platform(hass, entity_registry, snapshot, mock_config_entry.entry_id)


@pytest.mark.parametrize(
    ("service", "on", "before", "after"),
    [
        (SERVICE_TURN_ON, True, STATE_OFF, STATE_ON),
        (SERVICE_TURN_OFF, False, STATE_ON, STATE_OFF),
    ],
)
async def test_actions(
    hass: HomeAssistant,
    mock_client: MagicMock,
    mock_config_entry: MockConfigEntry,
    service: str,
    on: bool,
    before: str,
    after: str,
) -> None:
    """Test that an action reaches the cloud, and its outcome the states without a poll."""
    devices = mock_client.devices.return_value
    plug = devices["plug-1"]
    mock_client.devices.return_value = {
        **devices,
        "plug-1": replace(plug, is_on=not on),
    }
    mock_client.set_switch.return_value = replace(plug, is_on=on, power=7)
    await setup_integration(hass, mock_config_entry)
    state = hass.states.get(ENTITY_ID)
    assert state is not None
    assert state.state == before

    await hass.services.async_call(
        SWITCH_DOMAIN, service, {ATTR_ENTITY_ID: ENTITY_ID}, blocking=True
    )
    mock_client.set_switch.assert_awaited_once_with("plug-1", on)
    mock_client.devices.assert_awaited_once_with()
    for entity_id, expected in (
        (ENTITY_ID, after),
        ("sensor.coffee_machine_power", "7"),
        ("sensor.bathroom_temperature", "21.5"),
    ):
        state = hass.states.get(entity_id)
        assert state is not None
        assert state.state == expected


async def test_one_action_at_a_time(
    hass: HomeAssistant, mock_client: MagicMock, mock_config_entry: MockConfigEntry
) -> None:
    """Test that the cloud gets the actions of several switches one after the other."""
    devices = mock_client.devices.return_value
    heater: Device = replace(devices["plug-1"], id="plug-2", name="Heater")
    mock_client.devices.return_value = {**devices, "plug-2": heater}
    await setup_integration(hass, mock_config_entry)
    log = []

    async def set_switch(device_id: str, on: bool) -> Device:
        log.append("begins")
        await asyncio.sleep(0)
        log.append("ends")
        return replace(heater, id=device_id, is_on=on)

    mock_client.set_switch.side_effect = set_switch
    await hass.services.async_call(
        SWITCH_DOMAIN,
        SERVICE_TURN_OFF,
        {ATTR_ENTITY_ID: [ENTITY_ID, "switch.heater"]},
        blocking=True,
    )
    assert log == ["begins", "ends", "begins", "ends"]


@pytest.mark.parametrize(
    "exception",
    [
        MyCloudConnectionError("Unreachable"),
        MyCloudRateLimitError("Too many requests"),
    ],
)
async def test_action_error(
    hass: HomeAssistant,
    mock_client: MagicMock,
    init_integration: MockConfigEntry,
    exception: MyCloudError,
) -> None:
    """Test that a failed action tells what is wrong."""
    mock_client.set_switch.side_effect = exception
    with pytest.raises(HomeAssistantError) as raised:
        await hass.services.async_call(
            SWITCH_DOMAIN, SERVICE_TURN_OFF, {ATTR_ENTITY_ID: ENTITY_ID}, blocking=True
        )
    assert raised.value.translation_domain == DOMAIN
    assert raised.value.translation_key == "communication_error"
    assert raised.value.translation_placeholders == {"error": str(exception)}
    assert not list(init_integration.async_get_active_flows(hass, {SOURCE_REAUTH}))
    state = hass.states.get(ENTITY_ID)
    assert state is not None
    assert state.state == STATE_ON


@pytest.mark.usefixtures("init_integration")
async def test_action_bug(hass: HomeAssistant, mock_client: MagicMock) -> None:
    """Test that a bug is not taken for an error of the cloud."""
    mock_client.set_switch.side_effect = ValueError("A bug")
    with pytest.raises(ValueError, match="A bug"):
        await hass.services.async_call(
            SWITCH_DOMAIN, SERVICE_TURN_OFF, {ATTR_ENTITY_ID: ENTITY_ID}, blocking=True
        )


async def test_action_starts_reauth(
    hass: HomeAssistant, mock_client: MagicMock, init_integration: MockConfigEntry
) -> None:
    """Test that an action whose tokens are refused opens the reauth flow."""
    mock_client.set_switch.side_effect = MyCloudAuthenticationError("Refused")
    with pytest.raises(HomeAssistantError) as raised:
        await hass.services.async_call(
            SWITCH_DOMAIN, SERVICE_TURN_OFF, {ATTR_ENTITY_ID: ENTITY_ID}, blocking=True
        )
    await hass.async_block_till_done()
    assert raised.value.translation_domain == DOMAIN
    assert raised.value.translation_key == "authentication_error"
    (flow,) = init_integration.async_get_active_flows(hass, {SOURCE_REAUTH})
    assert flow["step_id"] == "reauth_confirm"
