"""The device: its state, and what it measures."""

from dataclasses import dataclass
from math import cos, sin, tau
from typing import NamedTuple

JOULES_PER_KWH = 3_600_000

# What an Authorization header can carry; a username ends at its colon.
USERNAME_PATTERN = r"\A[!-9;-~]+\Z"


class Wave(NamedTuple):
    """A value that swings around a middle, with the period in seconds."""

    middle: float
    swing: float
    period: float

    def at(self, time: float) -> float:
        """Return the value at a time."""
        return self.middle + self.swing * sin(tau * time / self.period)

    def integral(self, time: float) -> float:
        """Return the sum of the values from 0 to a time."""
        angle = tau * time / self.period
        return self.middle * time + self.swing * self.period / tau * (1 - cos(angle))


TEMPERATURE = Wave(21.5, 1.5, 3600)
POWER = Wave(46, 9, 300)
SIGNAL_STRENGTH = Wave(-58, 4, 900)


@dataclass(kw_only=True)
class Device:
    """The state of one device. Times are in seconds on a clock of its own.

    Attributes:
        auth: How it knows its user (see auth.AUTHS).
        username: Goes with the secret, where that is a password.
        secret: API token or password.
        fault: Name of the fault that it has (see faults.FAULTS), if any.
        energy: What it had drawn when the relay was last switched, in kWh.
        switched_at: When that was.
    """

    auth: str = "token"
    username: str = "owner"
    secret: str = "device-secret"
    user_id: str = "user-4711"
    serial: str = "MD-0042-1337"
    name: str = "Workshop"
    model: str = "My Device One"
    firmware: str = "1.4.2"
    mac: str = "02:00:00:4d:44:01"
    relay: bool = True
    fault: str | None = None
    energy: float = 128.0
    switched_at: float = 0


def energy(device: Device, time: float) -> float:
    """Return what the device has drawn until a time, in kWh."""
    drawn = POWER.integral(time) - POWER.integral(device.switched_at)
    return device.energy + device.relay * drawn / JOULES_PER_KWH


def switch(device: Device, on: bool, time: float) -> None:
    """Switch the relay."""
    device.energy, device.switched_at, device.relay = energy(device, time), time, on


def readings(device: Device, time: float) -> dict[str, float]:
    """Return what the device measures at a time."""
    return {
        "temperature": round(TEMPERATURE.at(time), 1),
        "power": round(device.relay * POWER.at(time), 1),
        "energy": round(energy(device, time), 4),
        "signal_strength": round(SIGNAL_STRENGTH.at(time)),
    }


def status(device: Device, time: float) -> dict[str, object]:
    """Return the status at a time as the API shows it, but for the account."""
    return {
        "serial": device.serial,
        "name": device.name,
        "model": device.model,
        "firmware": device.firmware,
        # What a server calls it
        "version": device.firmware,
        "mac": device.mac,
        "readings": readings(device, time),
        "relay": device.relay,
    }
