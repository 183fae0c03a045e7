"""What the device answers."""

from dataclasses import dataclass
from typing import Annotated

from msgspec import Meta

# Others tell accounts and devices apart by these, so an empty one must not pass for an identity.
type Identity = Annotated[str, Meta(min_length=1)]


@dataclass(frozen=True, kw_only=True, slots=True)
class Account:
    """The account that the API token belongs to.

    Attributes:
        user_id: Of the owner on this one device. No other device has an account with it.
    """

    user_id: Identity


@dataclass(frozen=True, kw_only=True, slots=True)
class Readings:
    """What the device measures.

    Attributes:
        temperature: In °C.
        power: Drawn now, in W.
        energy: Drawn since the device was made, in kWh.
        signal_strength: Of the Wi-Fi network, in dBm.
    """

    temperature: float
    power: float
    energy: float
    signal_strength: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Status:
    """The device and its present state.

    Attributes:
        serial: Serial number, unique among all devices.
        name: Name that the owner gave the device.
        model: Name of the product.
        firmware: Version of the firmware that runs.
        mac: MAC address, as six hexadecimal pairs with colons.
        readings: What the device measures.
        relay: Whether the relay is on.
    """

    serial: Identity
    name: str
    model: str
    firmware: str
    mac: str
    readings: Readings
    relay: bool
