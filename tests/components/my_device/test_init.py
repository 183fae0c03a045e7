"""Test setting up and unloading My Device, and polling it."""

from datetime import timedelta
from unittest.mock import AsyncMock, patch

from freezegun.api import FrozenDateTimeFactory
from my_device_client import (
    MyDeviceAuthenticationError,
    MyDeviceConnectionError,
    MyDeviceError,
    MyDeviceRateLimitError,
    MyDeviceResponseError,
    MyDeviceTimeoutError,
)
import pytest
from syrupy.assertion import SnapshotAssertion

from homeassistant.components.my_device.const import DOMAIN
from homeassistant.components.my_device.coordinator import SCAN_INTERVAL
from homeassistant.config_entries import SOURCE_REAUTH, ConfigEntryState
from homeassistant.const import CONF_API_TOKEN, STATE_UNAVAILABLE
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.aiohttp_client import async_get_clientsession

from . import setup_integration

from tests.common import MockConfigEntry, async_fire_time_changed

ENTITY_ID = "sensor.kitchen_meter_power"

ERRORS = [
    pytest.param(MyDeviceConnectionError("Unreachable"), id="connection"),
    pytest.param(MyDeviceTimeoutError("Too slow"), id="timeout"),
    pytest.param(MyDeviceResponseError("Garbled"), id="response"),
]


async def poll(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    delay: timedelta = SCAN_INTERVAL,
) -> None:
    """Let the time of the next poll come, or as much of it as is given."""
    freezer.tick(delay)
    async_fire_time_changed(hass)
    await hass.async_block_till_done(wait_background_tasks=True)


async def test_load_unload(
    hass: HomeAssistant, init_integration: MockConfigEntry
) -> None:
    """Test loading and unloading a config entry."""
    assert init_integration.state is ConfigEntryState.LOADED
    assert hass.states.get(ENTITY_ID)

    await hass.config_entries.async_unload(init_integration.entry_id)
    await hass.async_block_till_done()
    assert init_integration.state is ConfigEntryState.NOT_LOADED
    state = hass.states.get(ENTITY_ID)
    assert state is not None
    assert state.state == STATE_UNAVAILABLE


async def test_client(hass: HomeAssistant, mock_config_entry: MockConfigEntry) -> None:
    """Test that the client gets the entry's data and Home Assistant's session."""
    with patch(
        "homeassistant.components.my_device.coordinator.MyDeviceClient", autospec=True
    ) as mock_class:
        mock_class.return_value.status.side_effect = MyDeviceConnectionError("Away")
        await setup_integration(hass, mock_config_entry)
    mock_class.assert_called_once_with(
        "192.0.2.10", "stored-token", session=async_get_clientsession(hass)
    )


@pytest.mark.usefixtures("init_integration")
async def test_device(
    device_registry: dr.DeviceRegistry,
    mock_config_entry: MockConfigEntry,
    snapshot: SnapshotAssertion,
) -> None:
    """Test the device registry entry."""
    device = device_registry.async_get_device_by_identifier(
        (DOMAIN, "SN-0001"), mock_config_entry.entry_id
    )
    assert device is not None
    assert device == snapshot


@pytest.mark.parametrize("exception", ERRORS)
async def test_setup_retry(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    mock_client: AsyncMock,
    mock_config_entry: MockConfigEntry,
    exception: MyDeviceError,
) -> None:
    """Test that the setup is tried again until the device answers."""
    mock_client.status.side_effect = exception
    await setup_integration(hass, mock_config_entry)
    assert mock_config_entry.state is ConfigEntryState.SETUP_RETRY
    assert mock_config_entry.error_reason_translation_key == "communication_error"
    assert mock_config_entry.error_reason_translation_placeholders == {
        "error": str(exception)
    }

    mock_client.status.side_effect = None
    await poll(hass, freezer)
    assert mock_config_entry.state is ConfigEntryState.LOADED


async def test_setup_refused(
    hass: HomeAssistant, mock_client: AsyncMock, mock_config_entry: MockConfigEntry
) -> None:
    """Test that the setup is not tried again with a token that the device refuses."""
    mock_client.status.side_effect = MyDeviceAuthenticationError("Refused")
    await setup_integration(hass, mock_config_entry)
    assert mock_config_entry.state is ConfigEntryState.SETUP_ERROR
    assert mock_config_entry.error_reason_translation_key == "authentication_error"


async def test_setup_starts_reauth(
    hass: HomeAssistant, mock_client: AsyncMock, mock_config_entry: MockConfigEntry
) -> None:
    """Test that a token refused at setup opens the reauth flow, which mends it."""
    mock_client.status.side_effect = MyDeviceAuthenticationError("Refused")
    await setup_integration(hass, mock_config_entry)
    flows = hass.config_entries.flow.async_progress()
    assert len(flows) == 1
    assert flows[0]["handler"] == DOMAIN
    assert flows[0]["step_id"] == "reauth_confirm"
    assert flows[0]["context"]["source"] == SOURCE_REAUTH
    assert flows[0]["context"]["entry_id"] == mock_config_entry.entry_id

    mock_client.status.side_effect = None
    result = await hass.config_entries.flow.async_configure(
        flows[0]["flow_id"], {CONF_API_TOKEN: "new-token"}
    )
    await hass.async_block_till_done()
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "reauth_successful"
    assert mock_config_entry.state is ConfigEntryState.LOADED


async def test_poll_starts_reauth(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    mock_client: AsyncMock,
    init_integration: MockConfigEntry,
) -> None:
    """Test that a token refused later opens the reauth flow, and only one."""
    mock_client.status.side_effect = MyDeviceAuthenticationError("Refused")
    await poll(hass, freezer)
    await poll(hass, freezer)
    flows = hass.config_entries.flow.async_progress()
    assert len(flows) == 1
    assert flows[0]["step_id"] == "reauth_confirm"
    assert flows[0]["context"]["source"] == SOURCE_REAUTH
    assert flows[0]["context"]["entry_id"] == init_integration.entry_id
    state = hass.states.get(ENTITY_ID)
    assert state is not None
    assert state.state == STATE_UNAVAILABLE


async def test_setup_rate_limited(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    mock_client: AsyncMock,
    mock_config_entry: MockConfigEntry,
) -> None:
    """Test that the setup is tried again when the device asked for it."""
    mock_client.status.side_effect = MyDeviceRateLimitError(
        "Too many requests", retry_after=300
    )
    await setup_integration(hass, mock_config_entry)
    assert mock_config_entry.state is ConfigEntryState.SETUP_RETRY
    assert mock_config_entry.error_reason_translation_key == "rate_limited"

    mock_client.status.side_effect = None
    await poll(hass, freezer)
    assert mock_config_entry.state is ConfigEntryState.SETUP_RETRY

    await poll(hass, freezer, timedelta(seconds=300))
    assert mock_config_entry.state is ConfigEntryState.LOADED


@pytest.mark.usefixtures("init_integration")
@pytest.mark.parametrize(
    ("retry_after", "seconds"),
    [
        pytest.param(0, 30, id="not said"),
        pytest.param(10, 30, id="shorter than the interval"),
        pytest.param(300, 300, id="longer than the interval"),
    ],
)
async def test_poll_rate_limited(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    mock_client: AsyncMock,
    retry_after: int,
    seconds: int,
) -> None:
    """Test that the device is left alone as long as it asked for."""
    mock_client.status.side_effect = MyDeviceRateLimitError(
        "Too many requests", retry_after=retry_after
    )
    await poll(hass, freezer)
    mock_client.status.reset_mock(side_effect=True)

    await poll(hass, freezer, timedelta(seconds=seconds - 2))
    mock_client.status.assert_not_called()
    state = hass.states.get(ENTITY_ID)
    assert state is not None
    assert state.state == STATE_UNAVAILABLE

    await poll(hass, freezer, timedelta(seconds=3))
    mock_client.status.assert_called_once()
    state = hass.states.get(ENTITY_ID)
    assert state is not None
    assert state.state == "42.0"


@pytest.mark.usefixtures("init_integration")
async def test_poll_without_change(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, mock_client: AsyncMock
) -> None:
    """Test that a poll that brings nothing new writes no state."""
    state = hass.states.get(ENTITY_ID)
    assert state is not None
    written = state.last_reported
    mock_client.status.reset_mock()

    await poll(hass, freezer)
    mock_client.status.assert_called_once()
    assert state.last_reported == written
    assert hass.states.get(ENTITY_ID) is state


@pytest.mark.usefixtures("init_integration")
@pytest.mark.parametrize("exception", ERRORS)
async def test_unavailable_and_back(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    caplog: pytest.LogCaptureFixture,
    mock_client: AsyncMock,
    exception: MyDeviceError,
) -> None:
    """Test that loss and return of the device are shown, and logged once each."""
    mock_client.status.side_effect = exception
    await poll(hass, freezer)
    await poll(hass, freezer)
    state = hass.states.get(ENTITY_ID)
    assert state is not None
    assert state.state == STATE_UNAVAILABLE
    assert caplog.text.count("Error fetching my_device data") == 1

    mock_client.status.side_effect = None
    await poll(hass, freezer)
    await poll(hass, freezer)
    state = hass.states.get(ENTITY_ID)
    assert state is not None
    assert state.state == "42.0"
    assert caplog.text.count("Fetching my_device data recovered") == 1
