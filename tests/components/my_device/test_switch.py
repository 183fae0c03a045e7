"""Test the My Device switch."""

from dataclasses import replace
from unittest.mock import AsyncMock

from my_device_client import (
    MyDeviceAuthenticationError,
    MyDeviceConnectionError,
    MyDeviceError,
)
import pytest
from syrupy.assertion import SnapshotAssertion

from homeassistant.components.my_device.const import DOMAIN
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

ENTITY_ID = "switch.kitchen_meter_relay"


@pytest.fixture
def platforms() -> list[Platform]:
    """Return the platforms to set up."""
    return [Platform.SWITCH]


async def test_switch(
    hass: HomeAssistant,
    entity_registry: er.EntityRegistry,
    init_integration: MockConfigEntry,
    snapshot: SnapshotAssertion,
) -> None:
    """Test the state and registry entry of the switch."""
    await snapshot_platform(hass, entity_registry, snapshot, init_integration.entry_id)


@pytest.mark.parametrize(
    ("service", "on", "before", "after"),
    [
        pytest.param(SERVICE_TURN_ON, True, STATE_OFF, STATE_ON, id="on"),
        pytest.param(SERVICE_TURN_OFF, False, STATE_ON, STATE_OFF, id="off"),
    ],
)
async def test_actions(
    hass: HomeAssistant,
    mock_client: AsyncMock,
    mock_config_entry: MockConfigEntry,
    service: str,
    on: bool,
    before: str,
    after: str,
) -> None:
    """Test that an action reaches the device, and its outcome the state."""
    status = mock_client.status.return_value
    mock_client.status.return_value = replace(status, relay=not on)
    await setup_integration(hass, mock_config_entry)
    state = hass.states.get(ENTITY_ID)
    assert state is not None
    assert state.state == before

    mock_client.status.return_value = replace(status, relay=on)
    await hass.services.async_call(
        SWITCH_DOMAIN, service, {ATTR_ENTITY_ID: ENTITY_ID}, blocking=True
    )
    mock_client.set_relay.assert_awaited_once_with(on)
    state = hass.states.get(ENTITY_ID)
    assert state is not None
    assert state.state == after


@pytest.mark.parametrize("service", [SERVICE_TURN_ON, SERVICE_TURN_OFF])
@pytest.mark.parametrize(
    ("exception", "translation_key", "translation_placeholders", "flows"),
    [
        pytest.param(
            MyDeviceAuthenticationError("Refused"),
            "authentication_error",
            None,
            [("reauth_confirm", SOURCE_REAUTH)],
            id="authentication",
        ),
        pytest.param(
            MyDeviceConnectionError("Unreachable"),
            "communication_error",
            {"error": "Unreachable"},
            [],
            id="connection",
        ),
    ],
)
async def test_action_errors(
    hass: HomeAssistant,
    mock_client: AsyncMock,
    init_integration: MockConfigEntry,
    service: str,
    exception: MyDeviceError,
    translation_key: str,
    translation_placeholders: dict[str, str] | None,
    flows: list[tuple[str, str]],
) -> None:
    """Test that a failed action tells what is wrong."""
    mock_client.set_relay.side_effect = exception
    with pytest.raises(HomeAssistantError) as raised:
        await hass.services.async_call(
            SWITCH_DOMAIN, service, {ATTR_ENTITY_ID: ENTITY_ID}, blocking=True
        )
    await hass.async_block_till_done()
    assert raised.value.translation_domain == DOMAIN
    assert raised.value.translation_key == translation_key
    assert raised.value.translation_placeholders == translation_placeholders
    assert [
        (flow["step_id"], flow["context"]["source"])
        for flow in init_integration.async_get_active_flows(hass, {SOURCE_REAUTH})
    ] == flows
    state = hass.states.get(ENTITY_ID)
    assert state is not None
    assert state.state == STATE_ON
