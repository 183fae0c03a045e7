"""Keep the state of a simulated hub and of the devices that are paired with it."""

from dataclasses import dataclass, field
from typing import Any

from script.simulator.devices import Device, paired


@dataclass(kw_only=True)
class Hub:
    """The state of one hub.

    Attributes:
        fault: Name of the fault that it has (see faults.FAULTS), if any.
        devices: Those that are paired with it, by their IDs.
        is_device: Whether it is itself the only one of these, as what needs no hub is.
    """

    password: str = "hub-secret"
    mac: str = "02:00:00:4d:48:01"
    name: str = "Attic"
    model: str = "My Hub One"
    firmware: str = "2.0.1"
    fault: str | None = None
    devices: dict[str, Device] = field(default_factory=paired)
    is_device: bool = False


def about(hub: Hub) -> dict[str, str]:
    """Return what the API shows of the hub itself."""
    return {
        "mac": hub.mac,
        "name": hub.name,
        "model": hub.model,
        "firmware": hub.firmware,
    }


def shown(hub: Hub, device: Device) -> Device:
    """Return what the API shows of a device."""
    return {**device, **about(hub)} if hub.is_device else device


def welcome(hub: Hub) -> dict[str, Any]:
    """Return what the API shows to whoever is let in."""
    devices = [shown(hub, each) for each in hub.devices.values()]
    if hub.is_device:
        return {"type": "welcome", "device": devices[0]}
    return {"type": "welcome", "hub": about(hub), "devices": devices}
