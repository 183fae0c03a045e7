"""Keep the state of a simulated hub and of the devices that are paired with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

# As the API shows it, without what a device does not have
type Device = dict[str, Any]

# What of a device Home Assistant shows as sensors
READINGS = ("battery", "humidity", "power", "temperature")


def plug(id_: str, name: str) -> Device:
    """Return a plug, which can be switched."""
    return {
        "id": id_,
        "name": name,
        "model": "My Plug",
        "firmware": "1.1.0",
        "is_reachable": True,
        "power": 3.5,
        "is_on": True,
    }


def climate_sensor(id_: str, name: str) -> Device:
    """Return a sensor of temperature and humidity."""
    return {
        "id": id_,
        "name": name,
        "model": "My Climate Sensor",
        "firmware": "1.0.3",
        "is_reachable": True,
        "temperature": 21.5,
        "humidity": 48,
        "battery": 80,
    }


def _paired() -> dict[str, Device]:
    devices = (
        plug("plug-1", "Coffee machine"),
        climate_sensor("climate-1", "Bathroom"),
    )
    return {device["id"]: device for device in devices}


@dataclass(kw_only=True)
class Hub:
    """The state of one hub.

    Attributes:
        fault: Name of the fault that it has (see faults.FAULTS), if any.
        devices: Those that are paired with it, by their IDs.
    """

    password: str = "hub-secret"
    mac: str = "02:00:00:4d:48:01"
    name: str = "Attic"
    model: str = "My Hub One"
    firmware: str = "2.0.1"
    fault: str | None = None
    devices: dict[str, Device] = field(default_factory=_paired)


def about(hub: Hub) -> dict[str, str]:
    """Return what the API shows of the hub itself."""
    return {
        "mac": hub.mac,
        "name": hub.name,
        "model": hub.model,
        "firmware": hub.firmware,
    }


def readings(hub: Hub) -> Mapping[str, list[float]]:
    """Return what the devices measure, by what it is."""
    return {
        name: [each[name] for each in hub.devices.values() if name in each]
        for name in READINGS
    }
