"""Sensors for the My Cloud integration."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import override

from my_cloud_client import Device

from homeassistant.components.sensor import (
    SensorDeviceClass,
    SensorEntity,
    SensorEntityDescription,
    SensorStateClass,
)
from homeassistant.const import (
    PERCENTAGE,
    EntityCategory,
    UnitOfPower,
    UnitOfTemperature,
)
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .coordinator import MyCloudConfigEntry
from .entity import MyCloudEntity

PARALLEL_UPDATES = 0


@dataclass(frozen=True, kw_only=True)
class MyCloudSensorEntityDescription(SensorEntityDescription):
    """Description of My Cloud sensors."""

    value_fn: Callable[[Device], float | None]


SENSORS: tuple[MyCloudSensorEntityDescription, ...] = (
    MyCloudSensorEntityDescription(
        key="temperature",
        device_class=SensorDeviceClass.TEMPERATURE,
        native_unit_of_measurement=UnitOfTemperature.CELSIUS,
        state_class=SensorStateClass.MEASUREMENT,
        value_fn=lambda device: device.temperature,
    ),
    MyCloudSensorEntityDescription(
        key="humidity",
        device_class=SensorDeviceClass.HUMIDITY,
        native_unit_of_measurement=PERCENTAGE,
        state_class=SensorStateClass.MEASUREMENT,
        value_fn=lambda device: device.humidity,
    ),
    MyCloudSensorEntityDescription(
        key="power",
        device_class=SensorDeviceClass.POWER,
        native_unit_of_measurement=UnitOfPower.WATT,
        state_class=SensorStateClass.MEASUREMENT,
        value_fn=lambda device: device.power,
    ),
    MyCloudSensorEntityDescription(
        key="battery",
        device_class=SensorDeviceClass.BATTERY,
        entity_category=EntityCategory.DIAGNOSTIC,
        native_unit_of_measurement=PERCENTAGE,
        state_class=SensorStateClass.MEASUREMENT,
        value_fn=lambda device: device.battery,
    ),
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: MyCloudConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the sensors of a config entry."""
    coordinator = entry.runtime_data
    known: Mapping[str, Device] = {}

    @callback
    def async_add_new() -> None:
        nonlocal known
        new = [each for each in coordinator.data.values() if each.id not in known]
        known = coordinator.data
        async_add_entities(
            MyCloudSensor(coordinator, device, description)
            for device in new
            for description in SENSORS
            if description.value_fn(device) is not None
        )

    async_add_new()
    entry.async_on_unload(coordinator.async_add_listener(async_add_new))


class MyCloudSensor(MyCloudEntity, SensorEntity):
    """Representation of My Cloud sensors."""

    entity_description: MyCloudSensorEntityDescription

    @property
    @override
    def native_value(self) -> float | None:
        """Return the reading of the device."""
        return self.entity_description.value_fn(self.device)
