"""Switches for the My Cloud integration."""

from typing import Any, override

from homeassistant.components.switch import (
    SwitchDeviceClass,
    SwitchEntity,
    SwitchEntityDescription,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .coordinator import MyCloudConfigEntry
from .entity import MyCloudEntity, async_add_for_devices

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
    async_add_for_devices(
        entry,
        async_add_entities,
        lambda device: (
            [MyCloudSwitch(entry.runtime_data, device, OUTLET)]
            if device.is_on is not None
            else []
        ),
    )


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
