"""Test the My Hub switches."""

from unittest.mock import MagicMock, patch

from my_hub_client import MyHubCommandError
import pytest
from syrupy.assertion import SnapshotAssertion

from homeassistant.components.my_hub.const import DOMAIN
from homeassistant.components.switch import (
    DOMAIN as SWITCH_DOMAIN,
    SERVICE_TURN_OFF,
    SERVICE_TURN_ON,
)
from homeassistant.const import ATTR_ENTITY_ID, Platform
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
    with patch("homeassistant.components.my_hub.PLATFORMS", [Platform.SWITCH]):
        await setup_integration(hass, mock_config_entry)
    await snapshot_platform(hass, entity_registry, snapshot, mock_config_entry.entry_id)


@pytest.mark.usefixtures("init_integration")
@pytest.mark.parametrize(
    ("service", "on"), [(SERVICE_TURN_ON, True), (SERVICE_TURN_OFF, False)]
)
async def test_actions(
    hass: HomeAssistant, mock_client: MagicMock, service: str, on: bool
) -> None:
    """Test that an action reaches the hub."""
    await hass.services.async_call(
        SWITCH_DOMAIN, service, {ATTR_ENTITY_ID: ENTITY_ID}, blocking=True
    )
    mock_client.set_switch.assert_awaited_once_with("plug-1", on)


@pytest.mark.usefixtures("init_integration")
async def test_action_error(hass: HomeAssistant, mock_client: MagicMock) -> None:
    """Test that a failed action tells what is wrong."""
    mock_client.set_switch.side_effect = MyHubCommandError("Locked")
    with pytest.raises(HomeAssistantError) as raised:
        await hass.services.async_call(
            SWITCH_DOMAIN, SERVICE_TURN_OFF, {ATTR_ENTITY_ID: ENTITY_ID}, blocking=True
        )
    assert raised.value.translation_domain == DOMAIN
    assert raised.value.translation_key == "communication_error"
    assert raised.value.translation_placeholders == {"error": "Locked"}


@pytest.mark.usefixtures("init_integration")
async def test_unexpected_exception(
    hass: HomeAssistant, mock_client: MagicMock
) -> None:
    """Test that what no client should raise is not told as an error of the hub."""
    mock_client.set_switch.side_effect = ValueError("A bug")
    with pytest.raises(ValueError, match="A bug"):
        await hass.services.async_call(
            SWITCH_DOMAIN, SERVICE_TURN_OFF, {ATTR_ENTITY_ID: ENTITY_ID}, blocking=True
        )
