"""Faults of the simulated hub."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
import json

from aiohttp import web

from script.simulator.http_faults import reset
from script.simulator.push_faults import EVENTS_A_SECOND, end_amid_message, flood
from script.simulator.telling import Message

REBOOT_SECONDS = 5.0
TOO_MUCH = 2 * 1024 * 1024

# Sends a message of the hub's
type Send = Callable[[web.WebSocketResponse, Message], Awaitable[None]]
# Goes on once the client is welcome, with the request, its connection and the devices
type Afterwards = Callable[
    [web.Request, web.WebSocketResponse, list[Message]], Awaitable[None]
]


async def send_soundly(connection: web.WebSocketResponse, message: Message) -> None:
    """Send a message as the API has it."""
    await connection.send_str(json.dumps(message))


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One way to go wrong.

    Attributes:
        description: One line for whoever chooses a fault.
        listens: Whether it can be connected to.
        status: What it answers instead of opening a WebSocket, if anything.
        refuses: Whether it takes every password for wrong.
        is_deaf: Whether it answers neither messages nor heartbeats.
        obeys: Whether it does what it is asked for.
        send: Sends its messages.
        afterwards: Goes on once the client is welcome.
        seconds: How long the fault lasts. None: until it is cleared.
    """

    description: str
    listens: bool = True
    status: int | None = None
    refuses: bool = False
    is_deaf: bool = False
    obeys: bool = True
    send: Send = send_soundly
    afterwards: Afterwards | None = None
    seconds: float | None = None


def _rewritten(change: Callable[[str], str]) -> Send:
    """Change the text of every message."""

    async def send(connection: web.WebSocketResponse, message: Message) -> None:
        await connection.send_str(change(json.dumps(message)))

    return send


def _with_hub(**values: str) -> Send:
    """Change what it tells of itself to whoever it welcomes."""

    async def send(connection: web.WebSocketResponse, message: Message) -> None:
        if message["type"] == "welcome":
            itself = "hub" if "hub" in message else "device"
            message = {**message, itself: {**message[itself], **values}}
        await send_soundly(connection, message)

    return send


async def _nothing(_: web.WebSocketResponse, __: Message) -> None:
    """Send nothing."""


async def _binary(connection: web.WebSocketResponse, message: Message) -> None:
    """Send bytes in place of text."""
    await connection.send_bytes(json.dumps(message).encode())


async def _no_results(connection: web.WebSocketResponse, message: Message) -> None:
    """Tell nothing of commands."""
    if message["type"] != "result":
        await send_soundly(connection, message)


async def _close(
    _: web.Request, connection: web.WebSocketResponse, __: list[Message]
) -> None:
    """Close the connection."""
    await connection.close()


async def _reset(
    request: web.Request, _: web.WebSocketResponse, __: list[Message]
) -> None:
    """Reset the connection."""
    reset(request)


async def _half_frame(
    request: web.Request, _: web.WebSocketResponse, __: list[Message]
) -> None:
    """End the connection amid a message."""
    await end_amid_message(request)


async def _flood(
    _: web.Request, connection: web.WebSocketResponse, devices: list[Message]
) -> None:
    """Tell of changes without end."""
    async for changed in flood(devices):
        if connection.closed:
            return
        await send_soundly(connection, {"type": "device", "device": changed})


async def _unknown(
    _: web.Request, connection: web.WebSocketResponse, devices: list[Message]
) -> None:
    """Send what a later version may."""
    await send_soundly(connection, {"type": "weather", "outlook": ["sunny"]})
    for device in devices:
        changed = {**device, "color": [1, 2, 3]}
        await send_soundly(connection, {"type": "device", "device": changed})


FAULTS = {
    "server_error": Fault(description="fails inside (500)", status=500),
    "not_there": Fault(description="has no such API (404)", status=404),
    "unauthorized": Fault(description="refuses all passwords", refuses=True),
    "stall": Fault(description="never says a word", is_deaf=True, send=_nothing),
    "deaf": Fault(description="welcomes, and is deaf from then on", is_deaf=True),
    "close": Fault(description="closes each connection at once", afterwards=_close),
    "reset": Fault(description="resets each connection at once", afterwards=_reset),
    "half_frame": Fault(
        description="ends each connection amid a message", afterwards=_half_frame
    ),
    "half_json": Fault(
        description="sends the first half of its JSON",
        send=_rewritten(lambda text: text[: len(text) // 2]),
    ),
    "wrong_types": Fault(
        description="sends its numbers as strings",
        send=_rewritten(
            lambda text: json.dumps(json.loads(text, parse_int=str, parse_float=str))
        ),
    ),
    "null": Fault(description="sends null", send=_rewritten(lambda _: "null")),
    "binary": Fault(description="sends bytes in place of text", send=_binary),
    "huge": Fault(
        description="sends more than anybody takes",
        send=_rewritten(lambda text: text.ljust(TOO_MUCH)),
    ),
    "other_hub": Fault(
        description="has given its address to another hub, which takes the same password",
        send=_with_hub(mac="02:00:00:4d:48:99", name="Cellar"),
    ),
    "flood": Fault(
        description=f"tells of {EVENTS_A_SECOND} changes a second", afterwards=_flood
    ),
    "unknown": Fault(
        description="sends messages and fields of a later version", afterwards=_unknown
    ),
    "not_done": Fault(description="refuses every command", obeys=False),
    "no_result": Fault(description="answers no command", send=_no_results),
    "reboot": Fault(
        description=f"refuses connections for {REBOOT_SECONDS:g} seconds, then is back",
        listens=False,
        seconds=REBOOT_SECONDS,
    ),
    "refuse": Fault(description="refuses connections until cleared", listens=False),
}
SOUND = Fault(description="does what the API says")
