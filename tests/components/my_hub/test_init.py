"""Test setting up and unloading My Hub, and what the hub pushes."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
import logging
from typing import Any
from unittest.mock import MagicMock

from freezegun.api import FrozenDateTimeFactory
from my_hub_client import (
    MyHubAuthenticationError,
    MyHubConnectionError,
    MyHubError,
    MyHubTimeoutError,
    MyHubWrongHubError,
    State,
)
import pytest
from syrupy.assertion import SnapshotAssertion

from homeassistant.components.homeassistant import (
    DOMAIN as HOMEASSISTANT_DOMAIN,
    SERVICE_UPDATE_ENTITY,
)
from homeassistant.config_entries import SOURCE_REAUTH, ConfigEntryState
from homeassistant.const import ATTR_ENTITY_ID, STATE_UNAVAILABLE
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.setup import async_setup_component

from . import setup_integration

from tests.common import MockConfigEntry, async_fire_time_changed

POWER = "sensor.coffee_machine_power"
TEMPERATURE = "sensor.bathroom_temperature"

type Push = Callable[[State], None]
type Lose = Callable[[MyHubError], None]


def pushes(mock_client: MagicMock) -> tuple[Push, Lose]:
    """Return what the client calls with a new state, and when the connection is lost."""
    push, lose = mock_client.run.call_args.args
    return push, lose


def changed(mock_client: MagicMock, device_id: str, **changes: Any) -> State:
    """Return the state of the hub with one device changed."""
    state: State = mock_client.connect.return_value
    device = replace(state.devices[device_id], **changes)
    return replace(state, devices={**state.devices, device_id: device})


def value(hass: HomeAssistant, entity_id: str) -> str:
    """Return the state of an entity."""
    state = hass.states.get(entity_id)
    assert state is not None
    return state.state


async def test_load_unload(
    hass: HomeAssistant, init_integration: MockConfigEntry, mock_client: MagicMock
) -> None:
    """Test loading and unloading a config entry."""
    assert init_integration.state is ConfigEntryState.LOADED
    assert value(hass, POWER) == "3.5"
    mock_client.close.assert_not_called()

    await hass.config_entries.async_unload(init_integration.entry_id)
    await hass.async_block_till_done()
    assert init_integration.state is ConfigEntryState.NOT_LOADED
    assert value(hass, POWER) == STATE_UNAVAILABLE
    mock_client.close.assert_awaited_once_with()


@pytest.mark.usefixtures("init_integration")
async def test_client(hass: HomeAssistant, mock_client_class: MagicMock) -> None:
    """Test that the client gets the entry's data and Home Assistant's session."""
    mock_client_class.assert_called_once_with(
        "192.0.2.10",
        "stored-password",
        session=async_get_clientsession(hass),
        mac="02:00:00:00:00:01",
    )


@pytest.mark.usefixtures("init_integration")
async def test_devices(
    device_registry: dr.DeviceRegistry,
    mock_config_entry: MockConfigEntry,
    snapshot: SnapshotAssertion,
) -> None:
    """Test the device registry entries of the hub and of its devices."""
    devices = dr.async_entries_for_config_entry(
        device_registry, mock_config_entry.entry_id
    )
    assert devices == snapshot
    hub, *children = devices
    assert len(children) == 2
    assert {device.via_device_id for device in children} == {hub.id}


@pytest.mark.parametrize(
    "exception",
    [
        pytest.param(MyHubConnectionError("Unreachable"), id="connection"),
        pytest.param(MyHubTimeoutError("Too slow"), id="timeout"),
        pytest.param(MyHubWrongHubError("Another"), id="another hub"),
    ],
)
async def test_setup_retry(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    mock_client: MagicMock,
    mock_config_entry: MockConfigEntry,
    exception: MyHubError,
) -> None:
    """Test that the setup is tried again until the hub answers."""
    mock_client.connect.side_effect = exception
    await setup_integration(hass, mock_config_entry)
    assert mock_config_entry.state is ConfigEntryState.SETUP_RETRY
    assert mock_config_entry.error_reason_translation_key == "communication_error"
    assert mock_config_entry.error_reason_translation_placeholders == {
        "error": str(exception)
    }
    mock_client.close.assert_awaited_once_with()

    mock_client.connect.side_effect = None
    freezer.tick(60)
    async_fire_time_changed(hass)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert mock_config_entry.state is ConfigEntryState.LOADED


async def test_setup_unexpected(
    hass: HomeAssistant,
    mock_client: MagicMock,
    mock_config_entry: MockConfigEntry,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Test that what no client should raise is logged as such."""
    mock_client.connect.side_effect = ValueError("A bug")
    await setup_integration(hass, mock_config_entry)
    assert mock_config_entry.state is ConfigEntryState.SETUP_RETRY
    assert "Unexpected error fetching my_hub data" in caplog.text


async def test_setup_refused(
    hass: HomeAssistant, mock_client: MagicMock, mock_config_entry: MockConfigEntry
) -> None:
    """Test that a password refused at setup opens the reauth flow."""
    mock_client.connect.side_effect = MyHubAuthenticationError("Refused")
    await setup_integration(hass, mock_config_entry)
    assert mock_config_entry.state is ConfigEntryState.SETUP_ERROR
    assert mock_config_entry.error_reason_translation_key == "authentication_error"
    (flow,) = mock_config_entry.async_get_active_flows(hass, {SOURCE_REAUTH})
    assert flow["step_id"] == "reauth_confirm"


@pytest.mark.usefixtures("init_integration")
async def test_push(hass: HomeAssistant, mock_client: MagicMock) -> None:
    """Test that a push changes the states of its device, and writes no others."""
    temperature = hass.states.get(TEMPERATURE)
    assert temperature is not None
    written = temperature.last_reported
    push, _ = pushes(mock_client)
    for power in (3, 4.5):
        push(changed(mock_client, "plug-1", power=power))
        await hass.async_block_till_done()
    assert value(hass, POWER) == "4.5"
    assert temperature.last_reported == written
    assert hass.states.get(TEMPERATURE) is temperature


@pytest.mark.usefixtures("init_integration")
async def test_unreachable_device(hass: HomeAssistant, mock_client: MagicMock) -> None:
    """Test that a device out of reach is unavailable, and the others are not."""
    push, _ = pushes(mock_client)
    push(changed(mock_client, "plug-1", is_reachable=False))
    await hass.async_block_till_done()
    assert value(hass, POWER) == STATE_UNAVAILABLE
    assert value(hass, TEMPERATURE) == "21.5"


@pytest.mark.usefixtures("init_integration")
async def test_lost_and_back(
    hass: HomeAssistant, mock_client: MagicMock, caplog: pytest.LogCaptureFixture
) -> None:
    """Test that loss and return of the connection are shown, and logged once each."""
    push, lose = pushes(mock_client)
    lose(MyHubConnectionError("Unreachable"))
    lose(MyHubTimeoutError("Too slow"))
    await hass.async_block_till_done()
    assert value(hass, POWER) == STATE_UNAVAILABLE
    assert caplog.text.count("Error requesting my_hub data") == 1
    assert "communicating with the hub: Unreachable" in caplog.text

    back = (
        "homeassistant.components.my_hub.coordinator",
        logging.INFO,
        "Connected to the hub again",
    )
    # What a new connection tells has nothing in common with what the one before told.
    mock_client.connect.return_value = deepcopy(mock_client.connect.return_value)
    written = set()
    for power in (3.5, 4.5):
        push(changed(mock_client, "plug-1", power=power))
        await hass.async_block_till_done()
        assert value(hass, POWER) == str(power)
        assert value(hass, TEMPERATURE) == "21.5"
        assert caplog.record_tuples.count(back) == 1
        temperature = hass.states.get(TEMPERATURE)
        assert temperature is not None
        written.add(temperature.last_reported)
    assert len(written) == 1


async def test_refused_later(
    hass: HomeAssistant, init_integration: MockConfigEntry, mock_client: MagicMock
) -> None:
    """Test that a password refused later opens the reauth flow."""
    _, lose = pushes(mock_client)
    lose(MyHubAuthenticationError("Refused"))
    await hass.async_block_till_done()
    assert value(hass, POWER) == STATE_UNAVAILABLE
    (flow,) = init_integration.async_get_active_flows(hass, {SOURCE_REAUTH})
    assert flow["step_id"] == "reauth_confirm"


@pytest.mark.usefixtures("init_integration")
@pytest.mark.parametrize(
    ("is_lost", "expected"), [(False, "4.5"), (True, STATE_UNAVAILABLE)]
)
async def test_update_entity(
    hass: HomeAssistant, mock_client: MagicMock, is_lost: bool, expected: str
) -> None:
    """Test that whoever asks for an update gets what the hub pushed last."""
    await async_setup_component(hass, HOMEASSISTANT_DOMAIN, {})
    push, lose = pushes(mock_client)
    lose(MyHubConnectionError("Unreachable"))
    push(changed(mock_client, "plug-1", power=4.5))
    if is_lost:
        lose(MyHubConnectionError("Unreachable"))
    await hass.services.async_call(
        HOMEASSISTANT_DOMAIN,
        SERVICE_UPDATE_ENTITY,
        {ATTR_ENTITY_ID: POWER},
        blocking=True,
    )
    assert value(hass, POWER) == expected
    mock_client.connect.assert_awaited_once_with()


@pytest.mark.usefixtures("init_integration")
async def test_new_device(
    hass: HomeAssistant, mock_client: MagicMock, caplog: pytest.LogCaptureFixture
) -> None:
    """Test that a device that is paired later comes with its entities, once."""
    push, _ = pushes(mock_client)
    state = mock_client.connect.return_value
    plug = replace(state.devices["plug-1"], id="plug-2", name="Heater")
    for power in (1000, 2000):
        push(
            replace(
                state,
                devices={**state.devices, "plug-2": replace(plug, power=power)},
            )
        )
        await hass.async_block_till_done()
        assert float(value(hass, "sensor.heater_power")) == power
        assert value(hass, "switch.heater") == "on"
    assert value(hass, POWER) == "3.5"
    assert "unique ID" not in caplog.text


async def test_removed_device(
    hass: HomeAssistant,
    device_registry: dr.DeviceRegistry,
    init_integration: MockConfigEntry,
    mock_client: MagicMock,
) -> None:
    """Test that a device that is unpaired goes, and comes back when it is paired again."""
    push, _ = pushes(mock_client)
    state = mock_client.connect.return_value
    push(replace(state, devices={"plug-1": state.devices["plug-1"]}))
    await hass.async_block_till_done()
    assert hass.states.get(TEMPERATURE) is None
    assert value(hass, POWER) == "3.5"
    entry_id = init_integration.entry_id
    names = {
        each.name
        for each in dr.async_entries_for_config_entry(device_registry, entry_id)
    }
    assert names == {"Attic", "Coffee machine"}

    push(state)
    await hass.async_block_till_done()
    assert value(hass, TEMPERATURE) == "21.5"


async def test_removed_while_not_loaded(
    hass: HomeAssistant,
    device_registry: dr.DeviceRegistry,
    init_integration: MockConfigEntry,
    mock_client: MagicMock,
) -> None:
    """Test that a device that was unpaired meanwhile is gone after the next setup."""
    state = mock_client.connect.return_value
    mock_client.connect.return_value = replace(
        state, devices={"climate-1": state.devices["climate-1"]}
    )
    await hass.config_entries.async_reload(init_integration.entry_id)
    await hass.async_block_till_done()
    entry_id = init_integration.entry_id
    names = {
        each.name
        for each in dr.async_entries_for_config_entry(device_registry, entry_id)
    }
    assert names == {"Attic", "Bathroom"}
