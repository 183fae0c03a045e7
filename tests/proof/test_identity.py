"""The device passes to another owner, or its address to another device, over real HTTP."""

import pytest

from homeassistant.components.my_device.const import DOMAIN
from homeassistant.components.switch import DOMAIN as SWITCH_DOMAIN, SERVICE_TURN_OFF
from homeassistant.config_entries import SOURCE_USER, ConfigEntry, ConfigEntryState
from homeassistant.const import ATTR_ENTITY_ID, STATE_UNAVAILABLE
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import device_registry as dr, entity_registry as er
from script.simulator.device.auth import identity, unique_id
from script.simulator.device.server import Simulator

from .integration import credentials, loaded, next_try, ring, settled, submit


async def all_polled(hass: HomeAssistant, *entries: ConfigEntry) -> None:
    """Poll the device once for each entry."""
    for entry in entries:
        await entry.runtime_data.async_refresh()
    await settled(hass)


def entities(hass: HomeAssistant, entry: ConfigEntry) -> list[er.RegistryEntry]:
    """Return the enabled entities of an entry."""
    registry = er.async_get(hass)
    return [
        entity
        for entity in er.async_entries_for_config_entry(registry, entry.entry_id)
        if not entity.disabled_by
    ]


def is_shown(hass: HomeAssistant, entry: ConfigEntry) -> set[bool]:
    """Return whether the entities of an entry show anything."""
    states = [hass.states.get(entity.entity_id) for entity in entities(hass, entry)]
    return {state is not None and state.state != STATE_UNAVAILABLE for state in states}


async def test_added_again(
    hass: HomeAssistant, caplog: pytest.LogCaptureFixture, simulator: Simulator
) -> None:
    """What was added before under another identity is added whole, and neither entry shows the other's."""
    device = simulator.device
    first = await loaded(hass, simulator)
    ((attribute, own),) = identity(device).items()
    setattr(device, attribute, "another")

    result = await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": SOURCE_USER}
    )
    result = await submit(
        hass, result["flow_id"], host=simulator.host, **credentials(device)
    )
    assert result["type"] is FlowResultType.CREATE_ENTRY
    second = result["result"]
    assert second.state is ConfigEntryState.LOADED
    assert second.unique_id == unique_id(device)
    await all_polled(hass, first, second)
    assert len(entities(hass, second)) == len(entities(hass, first)) == 4
    assert "unique ID" not in caplog.text
    assert (is_shown(hass, first), is_shown(hass, second)) == ({False}, {True})
    registry = dr.async_get(hass)
    for entry in (first, second):
        devices = dr.async_entries_for_config_entry(registry, entry.entry_id)
        assert [each.identifiers for each in devices] == [{(DOMAIN, entry.unique_id)}]

    setattr(device, attribute, own)
    await all_polled(hass, first, second)
    assert (is_shown(hass, first), is_shown(hass, second)) == ({True}, {False})


async def test_address_given_away(hass: HomeAssistant, simulator: Simulator) -> None:
    """Another device at the address is not controlled by any entity, nor shown after a reload."""
    device = simulator.device
    entry = await loaded(hass, simulator)
    own = device.user_id, device.serial
    device.user_id, device.serial = "another-user", "another-serial"

    await all_polled(hass, entry)
    for entity in entities(hass, entry):
        if entity.domain == SWITCH_DOMAIN:
            await hass.services.async_call(
                SWITCH_DOMAIN,
                SERVICE_TURN_OFF,
                {ATTR_ENTITY_ID: entity.entity_id},
                blocking=True,
            )
    assert device.relay
    assert is_shown(hass, entry) == {False}

    await hass.config_entries.async_reload(entry.entry_id)
    assert entry.state is ConfigEntryState.SETUP_RETRY
    assert entry.error_reason_translation_key == "wrong_device"
    assert len(entities(hass, entry)) == 4
    assert is_shown(hass, entry) == {False}

    device.user_id, device.serial = own
    handle = next_try(hass)
    assert handle
    ring(handle)
    await settled(hass)
    assert entry.state is ConfigEntryState.LOADED
    assert is_shown(hass, entry) == {True}
    assert len(entities(hass, entry)) == 4
