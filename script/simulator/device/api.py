"""Serve the HTTP API of the simulated device."""

from collections.abc import Callable
from http import HTTPStatus

from aiohttp import web
import msgspec

from script.simulator.http_faults import Handler, misbehaving

from .auth import account, authorization
from .faults import FAULTS
from .state import Device, status, switch


class Relay(msgspec.Struct, forbid_unknown_fields=True):
    """What switches the relay."""

    on: bool


def application(device: Device, clock: Callable[[], float]) -> web.Application:
    """Return the device's API, faults included."""

    @web.middleware
    async def authenticate(
        request: web.Request, handler: Handler
    ) -> web.StreamResponse:
        """Turn away whoever does not have the credentials."""
        expected = authorization(device)
        if expected and request.headers.get("Authorization") != expected:
            return web.json_response(
                {"error": "The credentials are wrong"}, status=HTTPStatus.UNAUTHORIZED
            )
        return await handler(request)

    async def get_account(_: web.Request) -> web.Response:
        """Answer with the account, where there are accounts."""
        if not account(device):
            raise web.HTTPNotFound
        return web.json_response(account(device))

    async def get_status(_: web.Request) -> web.Response:
        """Answer with the status."""
        return web.json_response({**account(device), **status(device, clock())})

    async def put_relay(request: web.Request) -> web.Response:
        """Switch the relay."""
        try:
            relay = msgspec.json.decode(await request.read(), type=Relay)
        except ValueError as err:
            return web.json_response({"error": str(err)}, status=HTTPStatus.BAD_REQUEST)
        switch(device, relay.on, clock())
        return web.Response(status=HTTPStatus.NO_CONTENT)

    app = web.Application(middlewares=[misbehaving(FAULTS, device), authenticate])
    app.add_routes(
        [
            web.get("/api/v1/account", get_account),
            web.get("/api/v1/status", get_status),
            web.put("/api/v1/relay", put_relay),
        ]
    )
    return app
