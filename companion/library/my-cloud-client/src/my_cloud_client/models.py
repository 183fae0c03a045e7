"""Models of the account, its devices, and the tokens that let a client in."""

from dataclasses import dataclass, field
from typing import Annotated

from msgspec import Meta

# Users tell accounts and devices apart by these, and they stand in paths.
type Identity = Annotated[str, Meta(pattern=r"^[\w-]+\Z")]
# What a header can carry.
type Token = Annotated[str, Meta(pattern=r"^[!-~]+\Z")]
# Up to about 30 years; longer ones are no time that a computer can count.
type Seconds = Annotated[int, Meta(gt=0, le=10**9)]


@dataclass(frozen=True, kw_only=True, slots=True)
class Tokens:
    """What lets a client in, in place of the password.

    Attributes:
        access_token: Goes with each request, until it expires.
        refresh_token: Is exchanged for the next tokens.
        expires_at: When the access token expires, in seconds since 1970.
    """

    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    expires_at: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Grant:
    """Tokens as the cloud gives them.

    Attributes:
        access_token: Goes with each request, until it expires.
        refresh_token: Is exchanged for the next tokens.
        expires_in: For how many seconds from now the access token is good.
    """

    access_token: Token = field(repr=False)
    refresh_token: Token = field(repr=False)
    expires_in: Seconds


@dataclass(frozen=True, kw_only=True, slots=True)
class Account:
    """The account that is logged in.

    Attributes:
        id: Stays the same for as long as the account exists, and no other has it.
    """

    id: Identity


@dataclass(frozen=True, kw_only=True, slots=True)
class Device:
    """A device of the account. What it does not have is None.

    Attributes:
        id: Unique among the devices of the account, and never used again for another.
        name: Name that the owner gave it.
        model: Name of the product.
        firmware: Version of the firmware that runs.
        is_reachable: Whether the cloud has contact with it.
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
class Devices:
    """All devices of the account.

    Attributes:
        devices: In the order of the account.
    """

    devices: tuple[Device, ...]
