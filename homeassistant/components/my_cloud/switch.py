"""Switches for the My Cloud integration."""

from collections.abc import Mapping
from typing import Any, override

from my_cloud_client import Device

from homeassistant.components.switch import (
    SwitchDeviceClass,
    SwitchEntity,
    SwitchEntityDescription,
)
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .coordinator import MyCloudConfigEntry
from .entity import MyCloudEntity

PARALLEL_UPDATES = 1

OUTLET = SwitchEntityDescription(
    key="outlet", device_class=SwitchDeviceClass.OUTLET, name=None
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: MyCloudConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the switches of a config entry."""
    coordinator = entry.runtime_data
    known: Mapping[str, Device] = {}

    @callback
    def async_add_new() -> None:
        nonlocal known
        new = [each for each in coordinator.data.values() if each.id not in known]
        known = coordinator.data
        async_add_entities(
            MyCloudSwitch(coordinator, device, OUTLET)
            for device in new
            if device.is_on is not None
        )

    async_add_new()
    entry.async_on_unload(coordinator.async_add_listener(async_add_new))


class MyCloudSwitch(MyCloudEntity, SwitchEntity):
    """Representation of an outlet."""

    @property
    @override
    def is_on(self) -> bool | None:
        """Return whether the outlet is on."""
        return self.device.is_on

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        """Turn the outlet on."""
        await self.coordinator.async_set_switch(self.device.id, True)

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        """Turn the outlet off."""
        await self.coordinator.async_set_switch(self.device.id, False)
