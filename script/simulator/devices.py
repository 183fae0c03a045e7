"""Make the devices of a simulated hub or account."""

from collections.abc import Collection, Mapping
from typing import Any, Final

# As an API shows it, without what a device does not have
type Device = dict[str, Any]

# What of a device Home Assistant shows as sensors
READINGS: Final = ("battery", "humidity", "power", "temperature")


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


def paired() -> dict[str, Device]:
    """Return a plug and a climate sensor, by their IDs."""
    devices = (
        plug("plug-1", "Coffee machine"),
        climate_sensor("climate-1", "Bathroom"),
    )
    return {device["id"]: device for device in devices}


def alone() -> dict[str, Device]:
    """Return a plug that needs no hub; it has no ID, as there is no other."""
    device = plug("", "") | {"temperature": 21.5, "signal_strength": -58}
    return {device["id"]: device}


def readings(devices: Collection[Device]) -> Mapping[str, list[float]]:
    """Return what devices measure, by what it is."""
    return {name: [each[name] for each in devices if name in each] for name in READINGS}


def is_any_on(devices: Collection[Device]) -> bool:
    """Return whether a plug is on."""
    return any(each.get("is_on") for each in devices)


def switched(device: Device, on: bool) -> Device:
    """Return a plug as it is once it has been switched."""
    return {**device, "is_on": on, "power": 3.5 if on else 0}
