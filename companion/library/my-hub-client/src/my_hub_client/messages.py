"""Messages between the client and the hub: JSON objects whose `type` tells them apart."""

from msgspec import Struct
import msgspec.json

from .exceptions import MyHubResponseError
from .models import Device, Hub


class Login(Struct, tag="login"):
    """Say who is there, before anything else."""

    password: str


class Switch(Struct, tag="switch"):
    """Ask to switch the relay of a device."""

    request: int
    id: str
    on: bool


class Refused(Struct, tag="refused"):
    """The password is wrong."""


class Welcome(Struct, tag="welcome"):
    """The password is right, and this is what there is."""

    hub: Hub
    devices: tuple[Device, ...]


class Changed(Struct, tag="device"):
    """A device came, or it changed."""

    device: Device


class Removed(Struct, tag="removed"):
    """A device was unpaired."""

    id: str


class Result(Struct, tag="result"):
    """How a request ended."""

    request: int
    error: str | None = None


class Envelope(Struct):
    """What all messages have in common."""

    type: str


type Answer = Refused | Welcome | Changed | Removed | Result

KNOWN = {"refused", "welcome", "device", "removed", "result"}


def encode(message: Login | Switch) -> str:
    """Return a message as it is sent."""
    return msgspec.json.encode(message).decode()


def decode(text: str) -> Answer | None:
    """Return the message that arrived, or None if it is of a kind unknown to this version.

    Raises:
        MyHubResponseError: It is not what the hub's API promises.
    """
    try:
        if msgspec.json.decode(text, type=Envelope).type not in KNOWN:
            return None
        answer: Answer = msgspec.json.decode(text, type=Answer)
    # Half of a surrogate pair cannot be encoded.
    except (msgspec.MsgspecError, UnicodeEncodeError) as err:
        raise MyHubResponseError(f"The hub sent no valid message: {err}") from err
    return answer
