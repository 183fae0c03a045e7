"""Faults that any HTTP server can have."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
import json
from math import nan
import socket
import struct

from aiohttp import web
from aiohttp.typedefs import Middleware

from .breakable import Faulty

# Slow enough that even the shortest body takes longer than a client waits.
DRIP_SECONDS = 0.5
REBOOT_SECONDS = 5.0

type Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
type Misbehaviour = Callable[[web.Request, Handler], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One way to go wrong.

    Attributes:
        description: One line for whoever chooses a fault.
        answer: Answers in place of the sound handler, which it is given. None: nothing listens.
        seconds: How long the fault lasts. None: until it is cleared.
        rewrite: Changes the text of each message over a WebSocket.
    """

    description: str
    answer: Misbehaviour | None
    seconds: float | None = None
    rewrite: Callable[[str], str] | None = None

    @property
    def listens(self) -> bool:
        """Return whether it can be connected to."""
        return self.answer is not None


def reset(request: web.Request) -> None:
    """Reset the connection."""
    assert request.transport
    # A socket that does not linger sends RST when it is closed.
    request.transport.get_extra_info("socket").setsockopt(
        socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0)
    )
    request.transport.abort()


async def _reset(request: web.Request, _: Handler) -> web.StreamResponse:
    """Reset the connection."""
    reset(request)
    return web.Response()


async def _stall(_: web.Request, __: Handler) -> web.StreamResponse:
    """Never answer."""
    never: asyncio.Future[web.StreamResponse] = (
        asyncio.get_running_loop().create_future()
    )
    return await never


async def _drip(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Send the body byte by byte."""
    sound = await handler(request)
    if not (isinstance(sound, web.Response) and isinstance(sound.body, bytes)):
        return sound
    response = web.StreamResponse(status=sound.status, headers=sound.headers)
    await response.prepare(request)
    for byte in sound.body:
        await response.write(bytes([byte]))
        await asyncio.sleep(DRIP_SECONDS)
    return response


async def _huge(request: web.Request, _: Handler) -> web.StreamResponse:
    """Send a body without end."""
    response = web.StreamResponse()
    await response.prepare(request)
    while True:
        await response.write(b" " * 65536)


def _send(
    status: HTTPStatus,
    text: str,
    *,
    content_type: str = "application/json",
    headers: Mapping[str, str] | None = None,
) -> Misbehaviour:
    """Answer everything with the same."""

    async def answer(_: web.Request, __: Handler) -> web.StreamResponse:
        return web.Response(
            status=status, text=text, content_type=content_type, headers=headers
        )

    return answer


def _rewrite(change: Callable[[str], str]) -> Misbehaviour:
    """Change the body of every good answer that has one."""

    async def answer(request: web.Request, handler: Handler) -> web.StreamResponse:
        response = await handler(request)
        if isinstance(response, web.Response) and response.status == HTTPStatus.OK:
            response.text = change(response.text or "")
        return response

    return answer


def _rewriting(description: str, change: Callable[[str], str]) -> Fault:
    """Change all that is answered or told."""
    return Fault(description=description, answer=_rewrite(change), rewrite=change)


def replaced(**values: str) -> Misbehaviour:
    """Change top-level fields, where the answer has them."""
    return _rewrite(
        lambda text: json.dumps(
            {key: values.get(key, value) for key, value in json.loads(text).items()}
        )
    )


HTTP_FAULTS = {
    "reset": Fault(description="resets the connection", answer=_reset),
    "stall": Fault(description="accepts the request and never answers", answer=_stall),
    "drip": Fault(description="sends the body one byte at a time", answer=_drip),
    "unauthorized": Fault(
        description="refuses all credentials (401)",
        answer=_send(HTTPStatus.UNAUTHORIZED, '{"error": "The credentials are wrong"}'),
    ),
    "forbidden": Fault(
        description="denies what was asked for (403)",
        answer=_send(
            HTTPStatus.FORBIDDEN, '{"error": "The account does not allow this"}'
        ),
    ),
    "rate_limited": Fault(
        description="asks for fewer requests (429 with Retry-After)",
        answer=_send(
            HTTPStatus.TOO_MANY_REQUESTS,
            '{"error": "Too many requests"}',
            headers={"Retry-After": "60"},
        ),
    ),
    "server_error": Fault(
        description="fails inside (500)",
        answer=_send(HTTPStatus.INTERNAL_SERVER_ERROR, '{"error": "Something broke"}'),
    ),
    "html": Fault(
        description="answers a web page, as a captive portal does",
        answer=_send(
            HTTPStatus.OK,
            "<!doctype html><title>Welcome</title><p>Please log in.",
            content_type="text/html",
        ),
    ),
    "truncated": _rewriting(
        "sends the first half of its JSON", lambda text: text[: len(text) // 2]
    ),
    "wrong_types": _rewriting(
        "sends its numbers as strings",
        lambda text: json.dumps(json.loads(text, parse_int=str, parse_float=str)),
    ),
    "null": _rewriting("answers null", lambda _: "null"),
    "not_a_number": _rewriting(
        "sends NaN for every number",
        lambda text: json.dumps(
            json.loads(text, parse_int=lambda _: nan, parse_float=lambda _: nan)
        ),
    ),
    "huge": Fault(description="sends a body without end", answer=_huge),
    "reboot": Fault(
        description=f"refuses connections for {REBOOT_SECONDS:g} seconds, then is back",
        answer=None,
        seconds=REBOOT_SECONDS,
    ),
    "refuse": Fault(description="refuses connections until cleared", answer=None),
}


def misbehaving(faults: Mapping[str, Fault], state: Faulty) -> Middleware:
    """Return what has an application answer as the fault has it that a state is in."""

    @web.middleware
    async def misbehave(request: web.Request, handler: Handler) -> web.StreamResponse:
        """Answer as the fault has it."""
        if state.fault and (answer := faults[state.fault].answer):
            return await answer(request, handler)
        return await handler(request)

    return misbehave
