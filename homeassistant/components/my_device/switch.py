"""Switches for the My Device integration."""

from typing import Any, Final, override

from homeassistant.components.switch import (
    DOMAIN as SWITCH_DOMAIN,
    SwitchEntity,
    SwitchEntityDescription,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .const import CONF_ALLOW_CONTROL, DEFAULT_ALLOW_CONTROL
from .coordinator import MyDeviceConfigEntry
from .entity import MyDeviceEntity

PARALLEL_UPDATES = 1

RELAY: Final = SwitchEntityDescription(key="relay", translation_key="relay")


async def async_setup_entry(
    hass: HomeAssistant,
    entry: MyDeviceConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the switch of a config entry, or remove it if control is not allowed."""
    if entry.options.get(CONF_ALLOW_CONTROL, DEFAULT_ALLOW_CONTROL):
        async_add_entities([MyDeviceRelaySwitch(entry.runtime_data, RELAY)])
        return

    entity_registry = er.async_get(hass)
    for entity in er.async_entries_for_config_entry(entity_registry, entry.entry_id):
        if entity.domain == SWITCH_DOMAIN:
            entity_registry.async_remove(entity.entity_id)


class MyDeviceRelaySwitch(MyDeviceEntity, SwitchEntity):
    """Define the relay of the device."""

    @property
    @override
    def is_on(self) -> bool:
        """Return whether the relay is closed."""
        return self.coordinator.data.relay

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        """Close the relay."""
        await self.coordinator.async_set_relay(True)

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        """Open the relay."""
        await self.coordinator.async_set_relay(False)
