"""Sensors for the My Device integration."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import override

from my_device_client import Readings

from homeassistant.components.sensor import (
    SensorDeviceClass,
    SensorEntity,
    SensorEntityDescription,
    SensorStateClass,
)
from homeassistant.const import (
    SIGNAL_STRENGTH_DECIBELS_MILLIWATT,
    EntityCategory,
    UnitOfEnergy,
    UnitOfPower,
    UnitOfTemperature,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .coordinator import MyDeviceConfigEntry
from .entity import MyDeviceEntity

PARALLEL_UPDATES = 0


@dataclass(frozen=True, kw_only=True)
class MyDeviceSensorEntityDescription(SensorEntityDescription):
    """Describe a My Device sensor."""

    value_fn: Callable[[Readings], float]


SENSORS: tuple[MyDeviceSensorEntityDescription, ...] = (
    MyDeviceSensorEntityDescription(
        key="temperature",
        device_class=SensorDeviceClass.TEMPERATURE,
        native_unit_of_measurement=UnitOfTemperature.CELSIUS,
        state_class=SensorStateClass.MEASUREMENT,
        value_fn=lambda readings: readings.temperature,
    ),
    MyDeviceSensorEntityDescription(
        key="power",
        device_class=SensorDeviceClass.POWER,
        native_unit_of_measurement=UnitOfPower.WATT,
        state_class=SensorStateClass.MEASUREMENT,
        value_fn=lambda readings: readings.power,
    ),
    MyDeviceSensorEntityDescription(
        key="energy",
        device_class=SensorDeviceClass.ENERGY,
        native_unit_of_measurement=UnitOfEnergy.KILO_WATT_HOUR,
        state_class=SensorStateClass.TOTAL_INCREASING,
        value_fn=lambda readings: readings.energy,
    ),
    MyDeviceSensorEntityDescription(
        key="signal_strength",
        device_class=SensorDeviceClass.SIGNAL_STRENGTH,
        entity_category=EntityCategory.DIAGNOSTIC,
        entity_registry_enabled_default=False,
        native_unit_of_measurement=SIGNAL_STRENGTH_DECIBELS_MILLIWATT,
        state_class=SensorStateClass.MEASUREMENT,
        value_fn=lambda readings: readings.signal_strength,
    ),
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: MyDeviceConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the sensors of a config entry."""
    async_add_entities(
        MyDeviceSensor(entry.runtime_data, description) for description in SENSORS
    )


class MyDeviceSensor(MyDeviceEntity, SensorEntity):
    """Define a My Device sensor."""

    entity_description: MyDeviceSensorEntityDescription

    @property
    @override
    def native_value(self) -> float:
        """Return the reading of the device."""
        return self.entity_description.value_fn(self.coordinator.data.readings)
