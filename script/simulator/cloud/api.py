"""Serve the API of the simulated cloud, over HTTP and a WebSocket that it pushes through."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from http import HTTPStatus
import json
from typing import Final, override

from aiohttp import web
import msgspec

from script.simulator.devices import switched
from script.simulator.http_faults import Handler, misbehaving
from script.simulator.telling import Connections, Message

from .faults import ACCOUNT, CLOUD, CONNECTIONS, EVENTS, FAULTS, LOGIN, REFRESH
from .oauth2 import routes as oauth2_routes
from .state import Cloud

_DEVICES: Final = "/api/v1/devices"
# After so many seconds it gives whoever is connected a sign of life.
_HEARTBEAT: Final = 30


class Login(msgspec.Struct, forbid_unknown_fields=True):
    """What is exchanged for the first tokens."""

    email: str
    password: str


class Refresh(msgspec.Struct, forbid_unknown_fields=True):
    """What is exchanged for the next tokens."""

    refresh_token: str


class Switch(msgspec.Struct, forbid_unknown_fields=True):
    """What switches a plug."""

    on: bool


class CloudConnections(Connections):
    """The clients that the cloud pushes to."""

    def __init__(self, cloud: Cloud) -> None:
        """Take the cloud, to which nobody is connected."""
        super().__init__()
        self._cloud = cloud

    @override
    async def send(self, connection: web.WebSocketResponse, message: Message) -> None:
        """Send a message to one, as the fault has it."""
        fault = FAULTS[self._cloud.fault] if self._cloud.fault else None
        text = json.dumps(message)
        await connection.send_str(
            fault.rewrite(text) if fault and fault.rewrite else text
        )


def application(
    cloud: Cloud, connections: Connections, tell: Callable[[str], Awaitable[None]]
) -> web.Application:
    """Return the cloud's API and its authorization server, faults included.

    Args:
        connections: Of those that it pushes to.
        tell: Pushes what became of a device.
    """

    @web.middleware
    async def authenticate(
        request: web.Request, handler: Handler
    ) -> web.StreamResponse:
        """Turn away whoever has no token that is good."""
        kind, _, token = request.headers.get("Authorization", "").partition(" ")
        if request.path.startswith((ACCOUNT, _DEVICES, EVENTS)) and not (
            kind == "Bearer" and cloud.tokens.lets_in(token)
        ):
            return _refused("The token is not good any more")
        try:
            return await handler(request)
        except msgspec.MsgspecError as err:
            return web.json_response({"error": str(err)}, status=HTTPStatus.BAD_REQUEST)

    async def log_in(request: web.Request) -> web.Response:
        """Exchange an email and a password for tokens."""
        login = msgspec.json.decode(await request.read(), type=Login)
        if (login.email, login.password) != (cloud.email, cloud.password):
            return _refused("The email or the password is wrong")
        return web.json_response(cloud.tokens.grant(cloud.expires_in))

    async def refresh(request: web.Request) -> web.Response:
        """Exchange a refresh token for tokens."""
        asked = msgspec.json.decode(await request.read(), type=Refresh)
        if not cloud.tokens.replace(asked.refresh_token):
            return _refused("Signed out")
        return web.json_response(cloud.tokens.grant(cloud.expires_in))

    async def account(_: web.Request) -> web.Response:
        """Answer with the account."""
        return web.json_response(
            {
                "id": cloud.id,
                "email": cloud.email,
                "power": cloud.power,
                "energy_today": cloud.energy_today,
                "meter": cloud.meter,
            }
        )

    async def devices(_: web.Request) -> web.Response:
        """Answer with the devices of the account."""
        return web.json_response({"devices": [*cloud.devices.values()]})

    async def switch(request: web.Request) -> web.Response:
        """Switch a plug."""
        asked = msgspec.json.decode(await request.read(), type=Switch)
        id_ = request.match_info["id"]
        if "is_on" not in cloud.devices.get(id_, {}):
            raise web.HTTPNotFound
        cloud.devices[id_] = switched(cloud.devices[id_], asked.on)
        await tell(id_)
        return web.json_response(cloud.devices[id_])

    async def events(request: web.Request) -> web.WebSocketResponse:
        """Push all devices, and then what becomes of each."""
        connection = web.WebSocketResponse(timeout=0.1)
        await connection.prepare(request)
        with suppress(ConnectionError), connections.holding(connection):
            everything = {"devices": [*cloud.devices.values()]}
            await connections.send(connection, everything)
            # aiohttp's own heartbeat leaves a timer behind when a connection ends.
            while not connection.closed:
                with suppress(TimeoutError):
                    async with asyncio.timeout(_HEARTBEAT):
                        # Whoever is connected has nothing to say.
                        await connection.receive()
                    break
                await connection.ping()
        await connection.close()
        return connection

    app = web.Application(middlewares=[misbehaving(FAULTS, cloud), authenticate])
    app[CLOUD], app[CONNECTIONS] = cloud, connections
    app.add_routes(
        [
            web.post(LOGIN, log_in),
            web.post(REFRESH, refresh),
            web.get(ACCOUNT, account),
            web.get(_DEVICES, devices),
            web.put(f"{_DEVICES}/{{id}}/switch", switch),
            web.get(EVENTS, events),
            *oauth2_routes(cloud),
        ]
    )
    return app


def _refused(error: str) -> web.Response:
    return web.json_response({"error": error}, status=HTTPStatus.UNAUTHORIZED)
