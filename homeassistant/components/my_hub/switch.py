"""Switches for the My Hub integration."""

from collections.abc import Iterable
from typing import Any, override

from my_hub_client import MyHubError

from homeassistant.components.switch import (
    SwitchDeviceClass,
    SwitchEntity,
    SwitchEntityDescription,
)
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .const import DOMAIN
from .coordinator import MyHubConfigEntry
from .entity import MyHubEntity

PARALLEL_UPDATES = 1

OUTLET = SwitchEntityDescription(
    key="outlet", device_class=SwitchDeviceClass.OUTLET, name=None
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: MyHubConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the switches of a config entry."""
    coordinator = entry.runtime_data

    @callback
    def async_add(device_ids: Iterable[str]) -> None:
        async_add_entities(
            MyHubSwitch(coordinator, device_id, OUTLET)
            for device_id in device_ids
            if coordinator.data.devices[device_id].is_on is not None
        )

    async_add(coordinator.data.devices)
    coordinator.on_paired.append(async_add)


class MyHubSwitch(MyHubEntity, SwitchEntity):
    """Representation of an outlet."""

    @property
    @override
    def is_on(self) -> bool | None:
        """Return whether the outlet is on."""
        return self.device.is_on

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        """Turn the outlet on."""
        await self._async_set(True)

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        """Turn the outlet off."""
        await self._async_set(False)

    async def _async_set(self, on: bool) -> None:
        """Switch the outlet; the hub tells of the change by itself."""
        try:
            await self.coordinator.client.set_switch(self.device.id, on)
        except MyHubError as err:
            raise HomeAssistantError(
                translation_domain=DOMAIN,
                translation_key="communication_error",
                translation_placeholders={"error": str(err)},
            ) from err
