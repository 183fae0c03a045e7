"""Models of the hub and its devices."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from msgspec import Meta

# Users tell devices apart by these, so an empty one must not pass.
type Identity = Annotated[str, Meta(min_length=1)]
type Mac = Annotated[str, Meta(pattern="^([0-9a-f]{2}:){5}[0-9a-f]{2}$")]


@dataclass(frozen=True, kw_only=True, slots=True)
class Device:
    """A device that is paired with the hub. What it does not have is None.

    Attributes:
        id: Unique among the devices of the hub, and never used again for another.
        name: Name that the owner gave it.
        model: Name of the product.
        firmware: Version of the firmware that runs.
        is_reachable: Whether the hub has its radio contact.
        temperature: In °C.
        humidity: Relative, in %.
        power: Drawn now, in W.
        battery: What is left, in %.
        is_on: Whether its relay is closed.
    """

    id: Identity
    name: str
    model: str
    firmware: str
    is_reachable: bool
    temperature: float | None = None
    humidity: float | None = None
    power: float | None = None
    battery: int | None = None
    is_on: bool | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Hub:
    """The hub itself.

    Attributes:
        mac: MAC address, as six hexadecimal pairs with colons in lower case.
        name: Name that the owner gave it.
        model: Name of the product.
        firmware: Version of the firmware that runs.
    """

    mac: Mac
    name: str
    model: str
    firmware: str


@dataclass(frozen=True, kw_only=True, slots=True)
class State:
    """The hub and its devices at one time.

    Attributes:
        hub: The hub itself.
        devices: By their IDs. A device that has not changed is the same object as before; a new
            connection has all of them anew.
    """

    hub: Hub
    devices: Mapping[str, Device]
