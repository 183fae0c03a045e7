"""Base entity for the My Device integration."""

from homeassistant.helpers.device_registry import CONNECTION_NETWORK_MAC, DeviceInfo
from homeassistant.helpers.entity import EntityDescription
from homeassistant.helpers.update_coordinator import CoordinatorEntity

from .const import DOMAIN
from .coordinator import MyDeviceCoordinator


class MyDeviceEntity(CoordinatorEntity[MyDeviceCoordinator]):
    """Define a My Device entity."""

    _attr_has_entity_name = True

    def __init__(
        self, coordinator: MyDeviceCoordinator, description: EntityDescription
    ) -> None:
        """Initialize the entity."""
        super().__init__(coordinator)
        self.entity_description = description
        status = coordinator.data
        self._attr_unique_id = f"{status.serial}_{description.key}"
        self._attr_device_info = DeviceInfo(
            connections={(CONNECTION_NETWORK_MAC, status.mac)},
            identifiers={(DOMAIN, status.serial)},
            manufacturer="My Company",
            model=status.model,
            name=status.name,
            serial_number=status.serial,
            sw_version=status.firmware,
        )
