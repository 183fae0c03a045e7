"""Base entity for the My Hub integration."""

from typing import override

from homeassistant.core import callback
from homeassistant.helpers.device_registry import DeviceInfo
from homeassistant.helpers.entity import EntityDescription
from homeassistant.helpers.update_coordinator import CoordinatorEntity

from .const import DOMAIN
from .coordinator import MyHubCoordinator


class MyHubEntity(CoordinatorEntity[MyHubCoordinator]):
    """Base class for all My Hub entities."""

    _attr_has_entity_name = True

    def __init__(
        self,
        coordinator: MyHubCoordinator,
        device_id: str,
        description: EntityDescription,
    ) -> None:
        """Initialize the entity."""
        super().__init__(coordinator)
        self.entity_description = description
        self.device = device = coordinator.data.devices[device_id]
        identifier = f"{coordinator.data.hub.mac}_{device_id}"
        self._attr_unique_id = f"{identifier}_{description.key}"
        self._attr_device_info = DeviceInfo(
            identifiers={(DOMAIN, identifier)},
            manufacturer="My Company",
            model=device.model,
            name=device.name,
            sw_version=device.firmware,
            via_device_id=coordinator.hub.id,
        )

    @property
    @override
    def available(self) -> bool:
        """Return whether the hub has contact with the device."""
        return super().available and self.device.is_reachable

    @callback
    @override
    def _handle_coordinator_update(self) -> None:
        """Handle a change of the device, or of the connection to the hub."""
        device = self.coordinator.data.devices[self.device.id]
        # The hub tells of one device at a time, and may have hundreds.
        if device is self.device and self.coordinator.last_update_success:
            return
        self.device = device
        super()._handle_coordinator_update()
