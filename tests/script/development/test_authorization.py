"""Tests of authorizing Home Assistant, with the simulated cloud and what is led back to."""

from collections.abc import AsyncGenerator
from unittest.mock import call, create_autospec

from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer
import pytest
from yarl import URL

from script.development import DevelopmentError
from script.development.api import Api
from script.development.authorization import (
    decide,
    enter_credentials,
    forget_credentials,
)
from script.simulator.cloud.server import Simulator, run_simulator
from script.simulator.cloud.state import Cloud

pytestmark = pytest.mark.usefixtures("socket_enabled")


@pytest.fixture
async def cloud() -> AsyncGenerator[Simulator]:
    """Run a simulated cloud."""
    async with run_simulator(Cloud()) as simulator:
        yield simulator


@pytest.fixture
async def session() -> AsyncGenerator[ClientSession]:
    """Return the session of a browser."""
    async with ClientSession() as session:
        yield session


async def led_back(
    cloud: Simulator, session: ClientSession, *, allows: bool, **others: str
) -> list[dict[str, str]]:
    """Return what Home Assistant is told when the browser is led back to it."""
    told = []

    async def callback(request: web.Request) -> web.Response:
        told.append(dict(request.query))
        return web.Response()

    app = web.Application()
    app.add_routes([web.get("/auth/external/callback", callback)])
    async with TestServer(app, host="127.0.0.1") as home_assistant:
        asked = {
            "client_id": cloud.cloud.client_id,
            "redirect_uri": str(home_assistant.make_url("/auth/external/callback")),
            "state": "a.jwt",
            "code_challenge": "challenge",
            "scope": "devices",
            **others,
        }
        url = URL(f"http://{cloud.host}/oauth2/authorize").with_query(asked)
        await decide(session, str(url), allows=allows)
    return told


async def test_allowed(cloud: Simulator, session: ClientSession) -> None:
    """Who allows is led back with a code."""
    [told] = await led_back(cloud, session, allows=True)
    assert told.pop("code")
    assert told == {"state": "a.jwt"}


async def test_denied(cloud: Simulator, session: ClientSession) -> None:
    """Who denies is led back without."""
    assert await led_back(cloud, session, allows=False) == [
        {"state": "a.jwt", "error": "access_denied"}
    ]


async def test_not_known(cloud: Simulator, session: ClientSession) -> None:
    """Whom the cloud does not know is led nowhere."""
    with pytest.raises(DevelopmentError, match="No application has the client ID"):
        await led_back(cloud, session, allows=True, client_id="somebody")


async def test_credentials() -> None:
    """The credentials of one integration are forgotten, and entered again."""
    api = create_autospec(Api, instance=True)
    api.command.return_value = [
        {"id": "meter_1", "domain": "meter"},
        {"id": "plug_1", "domain": "plug"},
    ]
    await forget_credentials(api, "meter")
    await enter_credentials(api, "meter", Cloud(client_id="me", client_secret="x"))
    assert api.command.await_args_list == [
        call("application_credentials/list"),
        call("application_credentials/delete", application_credentials_id="meter_1"),
        call(
            "application_credentials/create",
            domain="meter",
            client_id="me",
            client_secret="x",
        ),
    ]
