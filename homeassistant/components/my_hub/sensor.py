"""Sensors for the My Hub integration."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import override

from my_hub_client import Device

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

from .coordinator import MyHubConfigEntry
from .entity import MyHubEntity

PARALLEL_UPDATES = 0


@dataclass(frozen=True, kw_only=True)
class MyHubSensorEntityDescription(SensorEntityDescription):
    """Description of My Hub sensors."""

    value_fn: Callable[[Device], float | None]


SENSORS: tuple[MyHubSensorEntityDescription, ...] = (
    MyHubSensorEntityDescription(
        key="temperature",
        device_class=SensorDeviceClass.TEMPERATURE,
        native_unit_of_measurement=UnitOfTemperature.CELSIUS,
        state_class=SensorStateClass.MEASUREMENT,
        value_fn=lambda device: device.temperature,
    ),
    MyHubSensorEntityDescription(
        key="humidity",
        device_class=SensorDeviceClass.HUMIDITY,
        native_unit_of_measurement=PERCENTAGE,
        state_class=SensorStateClass.MEASUREMENT,
        value_fn=lambda device: device.humidity,
    ),
    MyHubSensorEntityDescription(
        key="power",
        device_class=SensorDeviceClass.POWER,
        native_unit_of_measurement=UnitOfPower.WATT,
        state_class=SensorStateClass.MEASUREMENT,
        value_fn=lambda device: device.power,
    ),
    MyHubSensorEntityDescription(
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
    entry: MyHubConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the sensors of a config entry."""
    coordinator = entry.runtime_data

    @callback
    def async_add(device_ids: Iterable[str]) -> None:
        async_add_entities(
            MyHubSensor(coordinator, device_id, description)
            for device_id in device_ids
            for description in SENSORS
            if description.value_fn(coordinator.data.devices[device_id]) is not None
        )

    async_add(coordinator.data.devices)
    coordinator.on_paired.append(async_add)


class MyHubSensor(MyHubEntity, SensorEntity):
    """Representation of My Hub sensors."""

    entity_description: MyHubSensorEntityDescription

    @property
    @override
    def native_value(self) -> float | None:
        """Return the reading of the device."""
        return self.entity_description.value_fn(self.device)
