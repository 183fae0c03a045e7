"""Serve the HTTP API of the simulated cloud."""

from http import HTTPStatus

from aiohttp import web
import msgspec

from script.simulator.devices import switched
from script.simulator.http_faults import Handler, misbehaving

from .faults import ACCOUNT, FAULTS, LOGIN, REFRESH
from .oauth2 import routes as oauth2_routes
from .state import Cloud

_DEVICES = "/api/v1/devices"


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


def application(cloud: Cloud) -> web.Application:
    """Return the cloud's API and its authorization server, faults included."""

    @web.middleware
    async def authenticate(
        request: web.Request, handler: Handler
    ) -> web.StreamResponse:
        """Turn away whoever has no token that is good."""
        kind, _, token = request.headers.get("Authorization", "").partition(" ")
        if request.path.startswith((ACCOUNT, _DEVICES)) and not (
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
        return web.json_response(cloud.devices[id_])

    app = web.Application(middlewares=[misbehaving(FAULTS, cloud), authenticate])
    app.add_routes(
        [
            web.post(LOGIN, log_in),
            web.post(REFRESH, refresh),
            web.get(ACCOUNT, account),
            web.get(_DEVICES, devices),
            web.put(f"{_DEVICES}/{{id}}/switch", switch),
            *oauth2_routes(cloud),
        ]
    )
    return app


def _refused(error: str) -> web.Response:
    return web.json_response({"error": error}, status=HTTPStatus.UNAUTHORIZED)
