"""Faults of the simulated cloud."""

from collections.abc import Collection
from contextlib import suppress
from http import HTTPStatus
from typing import Final

from aiohttp import web

from script.simulator.http_faults import (
    HTTP_FAULTS,
    Fault,
    Handler,
    Misbehaviour,
    replaced,
)
from script.simulator.push_faults import EVENTS_A_SECOND, end_amid_message, flood
from script.simulator.telling import Connections

from .state import Cloud

CLOUD: Final = web.AppKey("cloud", Cloud)
CONNECTIONS: Final = web.AppKey("connections", Connections)

ACCOUNT: Final = "/api/v1/account"
EVENTS: Final = "/api/v1/events"
LOGIN: Final = "/api/v1/login"
REFRESH: Final = "/api/v1/refresh"
AUTHORIZE: Final = "/oauth2/authorize"
TOKEN: Final = "/oauth2/token"

OTHER_ID: Final = "account-0815"


def _at(ends: Collection[str], misbehave: Misbehaviour) -> Misbehaviour:
    """Misbehave at paths that end so, and at no others."""

    async def answer(request: web.Request, handler: Handler) -> web.StreamResponse:
        wrongly = request.path.endswith((*ends,))
        return await (misbehave(request, handler) if wrongly else handler(request))

    return answer


async def _expired(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse whatever needs an access token."""
    if request.path in {LOGIN, REFRESH, AUTHORIZE, TOKEN}:
        return await handler(request)
    return web.json_response(
        {"error": "The token has expired"}, status=HTTPStatus.UNAUTHORIZED
    )


async def _no_client(_: web.Request, __: Handler) -> web.StreamResponse:
    """Know no application."""
    return web.json_response(
        {"error": "invalid_client"}, status=HTTPStatus.UNAUTHORIZED
    )


async def _no_refresh(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse refresh tokens."""
    if request.path == REFRESH:
        return web.json_response(
            {"error": "Signed out"}, status=HTTPStatus.UNAUTHORIZED
        )
    if request.path == TOKEN and "refresh_token" in await request.post():
        return web.json_response(
            {"error": "invalid_grant"}, status=HTTPStatus.BAD_REQUEST
        )
    return await handler(request)


async def _broken(_: web.Request, __: Handler) -> web.StreamResponse:
    """Fail inside."""
    return web.json_response(
        {"error": "Something broke"}, status=HTTPStatus.INTERNAL_SERVER_ERROR
    )


async def _cut(request: web.Request, _: Handler) -> web.StreamResponse:
    """Close a connection as soon as it is there."""
    connection = web.WebSocketResponse(timeout=0.1)
    await connection.prepare(request)
    await connection.close()
    return connection


async def _half_push(request: web.Request, _: Handler) -> web.StreamResponse:
    """End a connection amid a message."""
    connection = web.WebSocketResponse(timeout=0.1)
    await connection.prepare(request)
    await end_amid_message(request)
    return connection


async def _silent(request: web.Request, _: Handler) -> web.StreamResponse:
    """Say nothing through a connection."""
    connection = web.WebSocketResponse(timeout=0.1, autoping=False)
    await connection.prepare(request)
    with request.app[CONNECTIONS].holding(connection):
        await connection.receive()
    return connection


async def _flood(request: web.Request, _: Handler) -> web.StreamResponse:
    """Push changes without end."""
    connection = web.WebSocketResponse(timeout=0.1)
    await connection.prepare(request)
    devices = [*request.app[CLOUD].devices.values()]
    with suppress(ConnectionError), request.app[CONNECTIONS].holding(connection):
        await connection.send_json({"devices": devices})
        async for changed in flood(devices):
            if connection.closed:
                break
            await connection.send_json({"devices": [changed]})
    return connection


async def _lost(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Lose the answer of the cloud after it has done what was asked."""
    await handler(request)
    assert request.transport
    request.transport.abort()
    return web.Response()


FAULTS = {
    **HTTP_FAULTS,
    "other_account": Fault(
        description="has another account, which takes the same credentials",
        answer=_at({ACCOUNT}, replaced(id=OTHER_ID)),
    ),
    "expired": Fault(
        description="takes every access token for expired (401)", answer=_expired
    ),
    "no_refresh": Fault(
        description="refuses every refresh token (401; 400 with OAuth2)",
        answer=_no_refresh,
    ),
    "no_client": Fault(
        description="knows no application (401 with OAuth2)",
        answer=_at({TOKEN}, _no_client),
    ),
    "no_tokens": Fault(
        description="fails inside where it gives out tokens (500)",
        answer=_at({LOGIN, REFRESH, TOKEN}, _broken),
    ),
    "no_account": Fault(
        description="fails inside where it tells the account (500)",
        answer=_at({ACCOUNT}, _broken),
    ),
    "not_done": Fault(
        description="fails inside where it switches (500)",
        answer=_at({"/switch"}, _broken),
    ),
    "no_push": Fault(
        description="closes at once what it pushes through", answer=_at({EVENTS}, _cut)
    ),
    "half_push": Fault(
        description="ends each connection that it pushes through amid a message",
        answer=_at({EVENTS}, _half_push),
    ),
    "silent": Fault(
        description="says nothing through what it pushes through",
        answer=_at({EVENTS}, _silent),
    ),
    "flood": Fault(
        description=f"pushes {EVENTS_A_SECOND} changes a second",
        answer=_at({EVENTS}, _flood),
    ),
    "lost_tokens": Fault(
        description="loses its answer where it gives out tokens",
        answer=_at({LOGIN, REFRESH, TOKEN}, _lost),
    ),
}
