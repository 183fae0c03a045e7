"""Base entity for the My Cloud integration."""

from collections.abc import Callable, Iterable
from typing import override

from my_cloud_client import Device

from homeassistant.core import callback
from homeassistant.helpers.device_registry import DeviceInfo
from homeassistant.helpers.entity import Entity, EntityDescription
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.helpers.update_coordinator import CoordinatorEntity

from .const import DOMAIN
from .coordinator import MyCloudConfigEntry, MyCloudCoordinator


@callback
def async_add_for_devices(
    entry: MyCloudConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
    entities: Callable[[Device], Iterable[Entity]],
) -> None:
    """Add the entities of each device, now and whenever the account gets one."""
    coordinator = entry.runtime_data
    known: set[str] = set()

    @callback
    def add_new() -> None:
        devices = coordinator.data
        new = [device for device in devices.values() if device.id not in known]
        known.clear()
        known.update(devices)
        async_add_entities(entity for device in new for entity in entities(device))

    add_new()
    entry.async_on_unload(coordinator.async_add_listener(add_new))


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
        self.device = self.coordinator.data.get(self.device.id, self.device)
        super()._handle_coordinator_update()
