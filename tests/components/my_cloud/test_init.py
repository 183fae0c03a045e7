"""Test setting up and unloading My Cloud, and polling it."""

from dataclasses import replace
from datetime import timedelta
from unittest.mock import ANY, MagicMock

from freezegun.api import FrozenDateTimeFactory
from my_cloud_client import (
    MyCloudAuthenticationError,
    MyCloudConnectionError,
    MyCloudError,
    MyCloudRateLimitError,
    MyCloudResponseError,
    MyCloudTimeoutError,
    Tokens,
)
import pytest
from syrupy.assertion import SnapshotAssertion

from homeassistant.components.my_cloud.const import DOMAIN
from homeassistant.components.my_cloud.coordinator import SCAN_INTERVAL
from homeassistant.config_entries import SOURCE_REAUTH, ConfigEntryState
from homeassistant.const import CONF_EMAIL, CONF_PASSWORD, CONF_TOKEN, STATE_UNAVAILABLE
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.aiohttp_client import async_get_clientsession

from . import setup_integration

from tests.common import MockConfigEntry, async_fire_time_changed

POWER = "sensor.coffee_machine_power"
TEMPERATURE = "sensor.bathroom_temperature"

ERRORS = [
    pytest.param(MyCloudConnectionError("Unreachable"), id="connection"),
    pytest.param(MyCloudTimeoutError("Too slow"), id="timeout"),
    pytest.param(MyCloudResponseError("Garbled"), id="response"),
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


def value(hass: HomeAssistant, entity_id: str) -> str:
    """Return the state of an entity."""
    state = hass.states.get(entity_id)
    assert state is not None
    return state.state


def names(
    device_registry: dr.DeviceRegistry, entry: MockConfigEntry
) -> set[str | None]:
    """Return the names of the devices of an entry."""
    return {
        device.name
        for device in dr.async_entries_for_config_entry(device_registry, entry.entry_id)
    }


async def test_load_unload(
    hass: HomeAssistant, init_integration: MockConfigEntry
) -> None:
    """Test loading and unloading a config entry."""
    assert init_integration.state is ConfigEntryState.LOADED
    assert value(hass, POWER) == "3.5"

    await hass.config_entries.async_unload(init_integration.entry_id)
    await hass.async_block_till_done()
    assert init_integration.state is ConfigEntryState.NOT_LOADED
    assert value(hass, POWER) == STATE_UNAVAILABLE


async def test_refreshed_tokens(
    hass: HomeAssistant,
    mock_client_class: MagicMock,
    init_integration: MockConfigEntry,
) -> None:
    """Test that the client gets the stored tokens, and that new ones are stored."""
    mock_client_class.assert_called_once_with(
        session=async_get_clientsession(hass),
        tokens=Tokens(
            access_token="stored-access",
            refresh_token="stored-refresh",
            expires_at=1800000000,
        ),
        on_refresh=ANY,
    )

    on_refresh = mock_client_class.call_args.kwargs["on_refresh"]
    on_refresh(
        Tokens(
            access_token="new-access",
            refresh_token="new-refresh",
            expires_at=1800003600,
        )
    )
    await hass.async_block_till_done()
    assert init_integration.data == {
        CONF_EMAIL: "alex@example.com",
        CONF_TOKEN: {
            "access_token": "new-access",
            "refresh_token": "new-refresh",
            "expires_at": 1800003600,
        },
    }
    # Nothing was reloaded for it.
    mock_client_class.assert_called_once()


@pytest.mark.usefixtures("init_integration")
async def test_devices(
    device_registry: dr.DeviceRegistry,
    mock_config_entry: MockConfigEntry,
    snapshot: SnapshotAssertion,
) -> None:
    """Test the device registry entries."""
    assert (
        dr.async_entries_for_config_entry(device_registry, mock_config_entry.entry_id)
        == snapshot
    )


@pytest.mark.parametrize("exception", ERRORS)
async def test_setup_retry(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    mock_client: MagicMock,
    mock_config_entry: MockConfigEntry,
    exception: MyCloudError,
) -> None:
    """Test that the setup is tried again until the cloud answers."""
    mock_client.devices.side_effect = exception
    await setup_integration(hass, mock_config_entry)
    assert mock_config_entry.state is ConfigEntryState.SETUP_RETRY
    assert mock_config_entry.error_reason_translation_key == "communication_error"
    assert mock_config_entry.error_reason_translation_placeholders == {
        "error": str(exception)
    }

    mock_client.devices.side_effect = None
    await poll(hass, freezer)
    assert mock_config_entry.state is ConfigEntryState.LOADED


async def test_setup_refused(
    hass: HomeAssistant, mock_client: MagicMock, mock_config_entry: MockConfigEntry
) -> None:
    """Test that the setup is not tried again with tokens that the cloud refuses."""
    mock_client.devices.side_effect = MyCloudAuthenticationError("Refused")
    await setup_integration(hass, mock_config_entry)
    assert mock_config_entry.state is ConfigEntryState.SETUP_ERROR
    assert mock_config_entry.error_reason_translation_key == "authentication_error"


async def test_setup_starts_reauth(
    hass: HomeAssistant, mock_client: MagicMock, mock_config_entry: MockConfigEntry
) -> None:
    """Test that tokens refused at setup open the reauth flow, which mends it."""
    mock_client.devices.side_effect = MyCloudAuthenticationError("Refused")
    await setup_integration(hass, mock_config_entry)
    (flow,) = mock_config_entry.async_get_active_flows(hass, {SOURCE_REAUTH})
    assert flow["step_id"] == "reauth_confirm"

    mock_client.devices.side_effect = None
    result = await hass.config_entries.flow.async_configure(
        flow["flow_id"], {CONF_PASSWORD: "new-password"}
    )
    await hass.async_block_till_done()
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "reauth_successful"
    assert mock_config_entry.state is ConfigEntryState.LOADED


async def test_poll_starts_reauth(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    mock_client: MagicMock,
    init_integration: MockConfigEntry,
) -> None:
    """Test that tokens refused later open the reauth flow, and only one."""
    mock_client.devices.side_effect = MyCloudAuthenticationError("Refused")
    await poll(hass, freezer)
    await poll(hass, freezer)
    (flow,) = init_integration.async_get_active_flows(hass, {SOURCE_REAUTH})
    assert flow["step_id"] == "reauth_confirm"


async def test_setup_rate_limited(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    mock_client: MagicMock,
    mock_config_entry: MockConfigEntry,
) -> None:
    """Test that the setup is tried again when the cloud asked for it."""
    mock_client.devices.side_effect = MyCloudRateLimitError(
        "Too many requests", retry_after=900
    )
    await setup_integration(hass, mock_config_entry)
    assert mock_config_entry.state is ConfigEntryState.SETUP_RETRY
    assert mock_config_entry.error_reason_translation_placeholders == {
        "error": "Too many requests"
    }

    mock_client.devices.side_effect = None
    await poll(hass, freezer, timedelta(seconds=890))
    assert mock_config_entry.state is ConfigEntryState.SETUP_RETRY

    await poll(hass, freezer)
    assert mock_config_entry.state is ConfigEntryState.LOADED


@pytest.mark.usefixtures("init_integration")
@pytest.mark.parametrize(
    ("retry_after", "seconds"),
    [
        pytest.param(None, 120, id="not said"),
        pytest.param(60, 60, id="shorter than the interval"),
        pytest.param(900, 900, id="longer than the interval"),
    ],
)
async def test_poll_rate_limited(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    mock_client: MagicMock,
    retry_after: int | None,
    seconds: int,
) -> None:
    """Test that the cloud is left alone as long as it asked for."""
    mock_client.devices.side_effect = MyCloudRateLimitError(
        "Too many requests", retry_after=retry_after
    )
    await poll(hass, freezer)
    mock_client.devices.reset_mock(side_effect=True)

    await poll(hass, freezer, timedelta(seconds=seconds - 2))
    mock_client.devices.assert_not_called()
    assert value(hass, POWER) == STATE_UNAVAILABLE

    await poll(hass, freezer, timedelta(seconds=3))
    mock_client.devices.assert_called_once()
    assert value(hass, POWER) == "3.5"


@pytest.mark.usefixtures("init_integration")
@pytest.mark.parametrize("exception", ERRORS)
async def test_unavailable_and_back(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    caplog: pytest.LogCaptureFixture,
    mock_client: MagicMock,
    exception: MyCloudError,
) -> None:
    """Test that loss and return of the cloud are shown, and logged once each."""
    mock_client.devices.side_effect = exception
    await poll(hass, freezer)
    await poll(hass, freezer)
    assert value(hass, POWER) == STATE_UNAVAILABLE
    assert [
        record.name
        for record in caplog.records
        if "Error fetching my_cloud data" in record.getMessage()
    ] == ["homeassistant.components.my_cloud.coordinator"]

    mock_client.devices.side_effect = None
    await poll(hass, freezer)
    await poll(hass, freezer)
    assert value(hass, POWER) == "3.5"
    assert caplog.text.count("Fetching my_cloud data recovered") == 1


@pytest.mark.usefixtures("init_integration")
async def test_bug(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    mock_client: MagicMock,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Test that a bug is not taken for an error of the cloud."""
    bug = ValueError("A bug")
    mock_client.devices.side_effect = bug
    await poll(hass, freezer)
    assert value(hass, POWER) == STATE_UNAVAILABLE
    assert bug in [each.exc_info[1] for each in caplog.records if each.exc_info]


@pytest.mark.usefixtures("init_integration")
async def test_unreachable_device(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, mock_client: MagicMock
) -> None:
    """Test that a device out of reach is unavailable, and the others are not."""
    devices = mock_client.devices.return_value
    mock_client.devices.return_value = {
        **devices,
        "plug-1": replace(devices["plug-1"], is_reachable=False),
    }
    await poll(hass, freezer)
    assert value(hass, POWER) == STATE_UNAVAILABLE
    assert value(hass, TEMPERATURE) == "21.5"


@pytest.mark.usefixtures("init_integration")
async def test_nothing_new(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, mock_client: MagicMock
) -> None:
    """Test that a poll without news writes no states."""
    before = hass.states.get(POWER)
    assert before is not None
    written = before.last_reported
    mock_client.devices.return_value = dict(mock_client.devices.return_value)
    await poll(hass, freezer)
    assert mock_client.devices.await_count == 2
    assert before.last_reported == written


async def test_new_device(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    mock_client: MagicMock,
    init_integration: MockConfigEntry,
    device_registry: dr.DeviceRegistry,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Test that a device that the account gets later comes with its entities, once."""
    devices = mock_client.devices.return_value
    plug = replace(devices["plug-1"], id="plug-2", name="Heater")
    for power in (1000, 2000):
        mock_client.devices.return_value = {
            **devices,
            "plug-2": replace(plug, power=power),
        }
        await poll(hass, freezer)
        assert float(value(hass, "sensor.heater_power")) == power
        assert value(hass, "switch.heater") == "on"
    assert value(hass, POWER) == "3.5"
    assert names(device_registry, init_integration) == {
        "Bathroom",
        "Coffee machine",
        "Heater",
    }
    # Home Assistant logs an error when an entity is added that is there already.
    assert not [each for each in caplog.records if each.levelname == "ERROR"]


async def test_removed_device(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    mock_client: MagicMock,
    init_integration: MockConfigEntry,
    device_registry: dr.DeviceRegistry,
) -> None:
    """Test that a device that the account loses goes, and comes back with it."""
    devices = mock_client.devices.return_value
    mock_client.devices.return_value = {"plug-1": devices["plug-1"]}
    await poll(hass, freezer)
    assert hass.states.get(TEMPERATURE) is None
    assert value(hass, POWER) == "3.5"
    assert names(device_registry, init_integration) == {"Coffee machine"}

    mock_client.devices.return_value = devices
    await poll(hass, freezer)
    assert value(hass, TEMPERATURE) == "21.5"


async def test_removed_while_not_loaded(
    hass: HomeAssistant,
    mock_client: MagicMock,
    init_integration: MockConfigEntry,
    device_registry: dr.DeviceRegistry,
) -> None:
    """Test that a device that the account lost meanwhile is gone after the next setup."""
    devices = mock_client.devices.return_value
    mock_client.devices.return_value = {"climate-1": devices["climate-1"]}
    await hass.config_entries.async_reload(init_integration.entry_id)
    await hass.async_block_till_done()
    assert names(device_registry, init_integration) == {"Bathroom"}


@pytest.mark.usefixtures("mock_client")
async def test_other_account(
    hass: HomeAssistant,
    init_integration: MockConfigEntry,
    device_registry: dr.DeviceRegistry,
) -> None:
    """Test that two accounts may have devices of the same ID."""
    other = MockConfigEntry(
        domain=DOMAIN, data=init_integration.data, unique_id="account-2"
    )
    await setup_integration(hass, other)
    assert names(device_registry, other) == names(device_registry, init_integration)
    assert value(hass, POWER) == "3.5"
    assert value(hass, f"{POWER}_2") == "3.5"
