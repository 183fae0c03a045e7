"""Base entity for the My Cloud integration."""

from typing import override

from my_cloud_client import Device

from homeassistant.core import callback
from homeassistant.helpers.device_registry import DeviceInfo
from homeassistant.helpers.entity import EntityDescription
from homeassistant.helpers.update_coordinator import CoordinatorEntity

from .const import DOMAIN
from .coordinator import MyCloudCoordinator


class MyCloudEntity(CoordinatorEntity[MyCloudCoordinator]):
    """Base class for all My Cloud entities."""

    _attr_has_entity_name = True

    def __init__(
        self,
        coordinator: MyCloudCoordinator,
        device: Device,
        description: EntityDescription,
    ) -> None:
        """Initialize the entity."""
        super().__init__(coordinator)
        self.entity_description = description
        self.device = device
        device_id = f"{coordinator.config_entry.unique_id}_{device.id}"
        self._attr_unique_id = f"{device_id}_{description.key}"
        self._attr_device_info = DeviceInfo(
            identifiers={(DOMAIN, device_id)},
            manufacturer="My Company",
            model=device.model,
            name=device.name,
            sw_version=device.firmware,
        )

    @property
    @override
    def available(self) -> bool:
        """Return whether the cloud has contact with the device."""
        return super().available and self.device.is_reachable

    @callback
    @override
    def _handle_coordinator_update(self) -> None:
        """Handle a poll, or the outcome of an action."""
        self.device = self.coordinator.data[self.device.id]
        super()._handle_coordinator_update()
