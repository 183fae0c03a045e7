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
from homeassistant.components.my_hub.const import DOMAIN
from homeassistant.config_entries import SOURCE_REAUTH, ConfigEntryState
from homeassistant.const import ATTR_ENTITY_ID, STATE_UNAVAILABLE
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.setup import async_setup_component

from . import setup_integration

from tests.common import MockConfigEntry, async_fire_time_changed

MAC = "02:00:00:00:00:01"
HUB = (DOMAIN, MAC)
PLUG = (DOMAIN, f"{MAC}_plug-1")
UNPAIRED = (DOMAIN, f"{MAC}_plug-9")

CHANGE = {"power": 4.5, "is_on": False}
# The states of the plug's entities before and after that
BEFORE = {"sensor.coffee_machine_power": "3.5", "switch.coffee_machine": "on"}
AFTER = {"sensor.coffee_machine_power": "4.5", "switch.coffee_machine": "off"}

each_entity = pytest.mark.parametrize("entity_id", BEFORE)

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


async def update(hass: HomeAssistant, entity_id: str) -> None:
    """Ask for an update of an entity."""
    await async_setup_component(hass, HOMEASSISTANT_DOMAIN, {})
    await hass.services.async_call(
        HOMEASSISTANT_DOMAIN,
        SERVICE_UPDATE_ENTITY,
        {ATTR_ENTITY_ID: entity_id},
        blocking=True,
    )


@each_entity
async def test_load_unload(
    hass: HomeAssistant,
    init_integration: MockConfigEntry,
    mock_client: MagicMock,
    entity_id: str,
) -> None:
    """Test loading and unloading a config entry."""
    assert init_integration.state is ConfigEntryState.LOADED
    assert value(hass, entity_id) == BEFORE[entity_id]
    mock_client.close.assert_not_called()

    await hass.config_entries.async_unload(init_integration.entry_id)
    await hass.async_block_till_done()
    assert init_integration.state is ConfigEntryState.NOT_LOADED
    assert value(hass, entity_id) == STATE_UNAVAILABLE
    mock_client.close.assert_awaited_once_with()


@pytest.mark.usefixtures("init_integration")
async def test_client(hass: HomeAssistant, mock_client_class: MagicMock) -> None:
    """Test that the client gets the entry's data and Home Assistant's session."""
    mock_client_class.assert_called_once_with(
        "192.0.2.10",
        "stored-password",
        session=async_get_clientsession(hass),
        mac=MAC,
    )


async def test_devices(
    device_registry: dr.DeviceRegistry,
    init_integration: MockConfigEntry,
    snapshot: SnapshotAssertion,
) -> None:
    """Test the device registry entries of the hub and of a device of it."""
    entry_id = init_integration.entry_id
    hub = device_registry.async_get_device_by_identifier(HUB, entry_id)
    plug = device_registry.async_get_device_by_identifier(PLUG, entry_id)
    assert hub == snapshot
    assert plug == snapshot
    assert hub is not None
    assert plug is not None
    assert plug.via_device_id == hub.id


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
    """Test that the setup is not tried again with a password that the hub refuses."""
    mock_client.connect.side_effect = MyHubAuthenticationError("Refused")
    await setup_integration(hass, mock_config_entry)
    assert mock_config_entry.state is ConfigEntryState.SETUP_ERROR
    assert mock_config_entry.error_reason_translation_key == "authentication_error"


async def test_setup_starts_reauth(
    hass: HomeAssistant, mock_client: MagicMock, mock_config_entry: MockConfigEntry
) -> None:
    """Test that a password refused at setup opens the reauth flow."""
    mock_client.connect.side_effect = MyHubAuthenticationError("Refused")
    await setup_integration(hass, mock_config_entry)
    (flow,) = mock_config_entry.async_get_active_flows(hass, {SOURCE_REAUTH})
    assert flow["step_id"] == "reauth_confirm"


@pytest.mark.usefixtures("init_integration")
@each_entity
async def test_push(
    hass: HomeAssistant,
    mock_client: MagicMock,
    entity_id: str,
) -> None:
    """Test that a push changes the states of its device, and writes no others."""
    push, _ = pushes(mock_client)
    state = hass.states.get(entity_id)
    assert state is not None
    written = state.last_reported
    push(changed(mock_client, "climate-1", temperature=22))
    await hass.async_block_till_done()
    assert hass.states.get(entity_id) is state
    assert state.last_reported == written

    push(changed(mock_client, "plug-1", **CHANGE))
    await hass.async_block_till_done()
    assert value(hass, entity_id) == AFTER[entity_id]


@pytest.mark.usefixtures("init_integration")
@each_entity
async def test_unreachable_device(
    hass: HomeAssistant,
    mock_client: MagicMock,
    entity_id: str,
) -> None:
    """Test that a device out of reach is unavailable, and the others are not."""
    push, _ = pushes(mock_client)
    push(changed(mock_client, "climate-1", is_reachable=False))
    await hass.async_block_till_done()
    assert value(hass, entity_id) == BEFORE[entity_id]

    push(changed(mock_client, "plug-1", is_reachable=False))
    await hass.async_block_till_done()
    assert value(hass, entity_id) == STATE_UNAVAILABLE


@pytest.mark.usefixtures("init_integration")
@each_entity
async def test_lost_and_back(
    hass: HomeAssistant,
    mock_client: MagicMock,
    caplog: pytest.LogCaptureFixture,
    entity_id: str,
) -> None:
    """Test that loss and return of the connection are shown, and logged once each."""
    push, lose = pushes(mock_client)
    lose(MyHubConnectionError("Unreachable"))
    lose(MyHubTimeoutError("Too slow"))
    await hass.async_block_till_done()
    assert value(hass, entity_id) == STATE_UNAVAILABLE
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
    for temperature in (21.5, 22):
        push(changed(mock_client, "climate-1", temperature=temperature))
        await hass.async_block_till_done()
        assert value(hass, entity_id) == BEFORE[entity_id]
        assert caplog.record_tuples.count(back) == 1
        state = hass.states.get(entity_id)
        assert state is not None
        written.add(state.last_reported)
    assert len(written) == 1


async def test_refused_later(
    hass: HomeAssistant, init_integration: MockConfigEntry, mock_client: MagicMock
) -> None:
    """Test that a password refused later opens the reauth flow."""
    _, lose = pushes(mock_client)
    lose(MyHubAuthenticationError("Refused"))
    await hass.async_block_till_done()
    (flow,) = init_integration.async_get_active_flows(hass, {SOURCE_REAUTH})
    assert flow["step_id"] == "reauth_confirm"


@pytest.mark.usefixtures("init_integration")
@each_entity
async def test_update_entity(
    hass: HomeAssistant,
    mock_client: MagicMock,
    entity_id: str,
) -> None:
    """Test that whoever asks for an update gets what the hub pushed last."""
    push, lose = pushes(mock_client)
    lose(MyHubConnectionError("Unreachable"))
    push(changed(mock_client, "plug-1", **CHANGE))
    await update(hass, entity_id)
    assert value(hass, entity_id) == AFTER[entity_id]
    mock_client.connect.assert_awaited_once_with()


@pytest.mark.usefixtures("init_integration")
@each_entity
async def test_update_entity_while_lost(
    hass: HomeAssistant,
    mock_client: MagicMock,
    entity_id: str,
) -> None:
    """Test that whoever asks for an update of a lost hub gets nothing, and no other connection."""
    _, lose = pushes(mock_client)
    lose(MyHubConnectionError("Unreachable"))
    await update(hass, entity_id)
    assert value(hass, entity_id) == STATE_UNAVAILABLE
    mock_client.connect.assert_awaited_once_with()


@pytest.mark.usefixtures("init_integration")
@each_entity
async def test_new_device(
    hass: HomeAssistant,
    mock_client: MagicMock,
    caplog: pytest.LogCaptureFixture,
    entity_id: str,
) -> None:
    """Test that a device that is paired later comes with its entities, once."""
    push, _ = pushes(mock_client)
    state = mock_client.connect.return_value
    plug = replace(state.devices["plug-1"], id="plug-2", name="Heater")
    new_entity_id = entity_id.replace("coffee_machine", "heater")
    for device, expected in (
        (plug, BEFORE[entity_id]),
        (replace(plug, **CHANGE), AFTER[entity_id]),
    ):
        push(replace(state, devices={**state.devices, "plug-2": device}))
        await hass.async_block_till_done()
        assert value(hass, new_entity_id) == expected
    assert value(hass, entity_id) == BEFORE[entity_id]
    assert "unique ID" not in caplog.text


@each_entity
async def test_removed_device(
    hass: HomeAssistant,
    device_registry: dr.DeviceRegistry,
    init_integration: MockConfigEntry,
    mock_client: MagicMock,
    entity_id: str,
) -> None:
    """Test that a device that is unpaired goes, and comes back when it is paired again."""
    push, _ = pushes(mock_client)
    state = mock_client.connect.return_value
    push(replace(state, devices={"climate-1": state.devices["climate-1"]}))
    await hass.async_block_till_done()
    assert hass.states.get(entity_id) is None
    entry_id = init_integration.entry_id
    assert device_registry.async_get_device_by_identifier(PLUG, entry_id) is None
    assert device_registry.async_get_device_by_identifier(HUB, entry_id)

    push(state)
    await hass.async_block_till_done()
    assert value(hass, entity_id) == BEFORE[entity_id]


@pytest.mark.usefixtures("mock_client")
async def test_removed_while_not_loaded(
    hass: HomeAssistant,
    device_registry: dr.DeviceRegistry,
    mock_config_entry: MockConfigEntry,
) -> None:
    """Test that a device that was unpaired meanwhile is gone after the next setup."""
    mock_config_entry.add_to_hass(hass)
    entry_id = mock_config_entry.entry_id
    for identifier in (PLUG, UNPAIRED):
        device_registry.async_get_or_create(
            config_entry_id=entry_id, identifiers={identifier}
        )
    await hass.config_entries.async_setup(entry_id)
    await hass.async_block_till_done()
    assert device_registry.async_get_device_by_identifier(PLUG, entry_id)
    assert device_registry.async_get_device_by_identifier(UNPAIRED, entry_id) is None
