"""Keep the state of a simulated hub and of the devices that are paired with it."""

from dataclasses import dataclass, field

from script.simulator.devices import Device, paired


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
    devices: dict[str, Device] = field(default_factory=paired)


def about(hub: Hub) -> dict[str, str]:
    """Return what the API shows of the hub itself."""
    return {
        "mac": hub.mac,
        "name": hub.name,
        "model": hub.model,
        "firmware": hub.firmware,
    }
