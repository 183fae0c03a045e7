"""Test the simulated cloud, through the client that it is made for."""

from base64 import urlsafe_b64encode
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from hashlib import sha256
import re
import shlex
import signal
from typing import Any

from aiohttp import ClientSession, ClientWebSocketResponse, WSMsgType
from my_cloud_client import (
    MyCloudAuthenticationError,
    MyCloudClient,
    MyCloudConnectionError,
    MyCloudError,
    MyCloudRateLimitError,
    MyCloudResponseError,
    MyCloudTimeoutError,
    Tokens,
)
import pytest
from yarl import URL

from script.simulator.cloud.__main__ import main
from script.simulator.cloud.faults import FAULTS, OTHER_ID
from script.simulator.cloud.server import Simulator, run_simulator
from script.simulator.cloud.state import Cloud
from script.simulator.devices import plug

from .test_device import running

# By fault: what becomes of polling; None where it is answered
POLLING: dict[str, type[MyCloudError] | None] = {
    "reset": MyCloudConnectionError,
    "stall": MyCloudTimeoutError,
    "drip": MyCloudTimeoutError,
    "unauthorized": MyCloudAuthenticationError,
    "forbidden": MyCloudResponseError,
    "rate_limited": MyCloudRateLimitError,
    "server_error": MyCloudResponseError,
    "html": MyCloudResponseError,
    "truncated": MyCloudResponseError,
    "wrong_types": MyCloudResponseError,
    "null": MyCloudResponseError,
    "not_a_number": MyCloudResponseError,
    "huge": MyCloudResponseError,
    "reboot": MyCloudConnectionError,
    "refuse": MyCloudConnectionError,
    "other_account": None,
    "expired": MyCloudAuthenticationError,
    "no_client": None,
    "no_refresh": None,
    "no_tokens": None,
    "no_account": None,
    "not_done": None,
    "no_push": None,
    "half_push": None,
    "silent": None,
    "flood": None,
    "lost_tokens": None,
}
# The same where the tokens have to be refreshed first
REFRESHING = POLLING | {
    "no_refresh": MyCloudAuthenticationError,
    "no_tokens": MyCloudResponseError,
    "lost_tokens": MyCloudConnectionError,
}
CALLBACK = "http://127.0.0.1:8123/auth/external/callback"
VERIFIER = "a-verifier-that-nobody-guesses"


@pytest.fixture
async def cloud(socket_enabled: None) -> AsyncGenerator[Simulator]:
    """Run a simulated cloud."""
    async with run_simulator(Cloud()) as simulator:
        yield simulator


@pytest.fixture
async def session() -> AsyncGenerator[ClientSession]:
    """Return a session."""
    async with ClientSession() as session:
        yield session


@pytest.fixture
async def client(cloud: Simulator, session: ClientSession) -> MyCloudClient:
    """Return a client that is logged in, and has little patience."""
    client = MyCloudClient(
        session=session, base_url=f"http://{cloud.host}/api/v1", request_timeout=0.3
    )
    await client.login(cloud.username, cloud.secret)
    return client


def asked(**others: str) -> dict[str, str]:
    """Return what Home Assistant sends somebody to the authorization server with."""
    digest = sha256(VERIFIER.encode()).digest()
    return {
        "response_type": "code",
        "client_id": Cloud.client_id,
        "redirect_uri": CALLBACK,
        "state": "a-state",
        "scope": "devices",
        "code_challenge": urlsafe_b64encode(digest).decode().rstrip("="),
        "code_challenge_method": "S256",
        **others,
    }


def exchanged(code: str, **others: str) -> dict[str, str]:
    """Return what Home Assistant exchanges a code with."""
    return {
        "grant_type": "authorization_code",
        "client_id": Cloud.client_id,
        "client_secret": Cloud.client_secret,
        "code": code,
        "redirect_uri": CALLBACK,
        "code_verifier": VERIFIER,
        **others,
    }


async def decided(cloud: Simulator, session: ClientSession, decision: str) -> URL:
    """Return where the browser is sent once its user has decided."""
    url = f"http://{cloud.host}/oauth2/authorize"
    async with session.post(
        url, params=asked(), data={"decision": decision}, allow_redirects=False
    ) as response:
        assert response.status == 302
        return URL(response.headers["Location"])


async def granted(
    cloud: Simulator, session: ClientSession, data: dict[str, str]
) -> tuple[int, dict[str, Any]]:
    """Return how the authorization server answers a request for tokens."""
    async with session.post(f"http://{cloud.host}/oauth2/token", data=data) as response:
        return response.status, await response.json()


async def test_sound_cloud(cloud: Simulator, client: MyCloudClient) -> None:
    """Test that the client understands a sound cloud."""
    assert (await client.account()).id == cloud.unique_id
    devices = await client.devices()
    assert {*devices} == {"plug-1", "climate-1"}
    assert cloud.readings["power"] == [devices["plug-1"].power]
    switched = await client.set_switch("plug-1", False)
    assert (switched.is_on, switched.power) == (False, 0)
    assert not cloud.is_on
    for nothing in ("climate-1", "plug-9"):
        with pytest.raises(MyCloudResponseError, match="404"):
            await client.set_switch(nothing, True)


async def test_account(cloud: Simulator, session: ClientSession) -> None:
    """Test that the account tells of all its devices together, and of what measures that."""
    cloud.cloud.is_service = True
    cloud.cloud.devices["plug-2"] = {"power": 10.0}
    access = cloud.cloud.tokens.grant(60)["access_token"]
    async with session.get(
        f"http://{cloud.host}/api/v1/account",
        headers={"Authorization": f"Bearer {access}"},
    ) as response:
        account = await response.json()
    assert account == {
        "id": cloud.unique_id,
        "email": cloud.name,
        "power": 13.5,
        "energy_today": 1.25,
        "meter": {
            "name": "Cellar",
            "model": "My Meter",
            "firmware": "1.1.0",
            "power": 13.5,
            "energy_today": 1.25,
        },
    }
    assert cloud.readings == {"power": [13.5], "energy": [1.25]}


async def test_wrong_password(cloud: Simulator, client: MyCloudClient) -> None:
    """Test that nobody gets in by another email or password."""
    for email, password in ((cloud.username, "wrong"), ("sam@x.org", cloud.secret)):
        with pytest.raises(MyCloudAuthenticationError):
            await client.login(email, password)


async def test_bad_requests(cloud: Simulator, session: ClientSession) -> None:
    """Test that a request that the API does not promise to answer is refused."""
    url = f"http://{cloud.host}/api/v1"
    async with session.post(f"{url}/login", data=b"{") as response:
        assert response.status == 400
    for header in ("", "Bearer nonsense", "Basic nonsense"):
        async with session.get(
            f"{url}/devices", headers={"Authorization": header}
        ) as response:
            assert response.status == 401


def test_every_fault_is_tested() -> None:
    """Test that what each fault does is told."""
    assert POLLING.keys() == FAULTS.keys()


@pytest.mark.parametrize(("fault", "error"), POLLING.items())
async def test_fault(
    cloud: Simulator,
    client: MyCloudClient,
    fault: str,
    error: type[MyCloudError] | None,
) -> None:
    """Test what becomes of a poll, and that all is well without the fault."""
    await cloud.set_fault(fault)
    assert await outcome(client) is error
    await cloud.set_fault(None)
    assert await outcome(client) is None


@pytest.mark.parametrize(("fault", "error"), REFRESHING.items())
async def test_fault_while_refreshing(
    cloud: Simulator,
    client: MyCloudClient,
    fault: str,
    error: type[MyCloudError] | None,
) -> None:
    """Test what becomes of a poll that needs new tokens, and that they can be had without the fault."""
    cloud.cloud.tokens.expire()
    await cloud.set_fault(fault)
    assert await outcome(client) is error
    await cloud.set_fault(None)
    assert await outcome(client) is None


@pytest.mark.parametrize(
    ("fault", "ends"),
    [
        pytest.param("half_push", WSMsgType.CLOSED, id="amid a message"),
        pytest.param("no_push", WSMsgType.CLOSE, id="at once"),
        pytest.param("silent", None, id="without a word"),
    ],
)
async def test_fault_while_pushing(
    cloud: Simulator, session: ClientSession, fault: str, ends: WSMsgType | None
) -> None:
    """Test how a connection ends that nothing comes through."""
    await cloud.set_fault(fault)
    async with pushing(cloud, session) as connection:
        if ends:
            assert (await connection.receive()).type is ends
        else:
            with pytest.raises(TimeoutError):
                await connection.receive(timeout=0.2)


async def test_flood(cloud: Simulator, session: ClientSession) -> None:
    """Test that a flood begins with all devices, and each message after it has a change."""
    await cloud.set_fault("flood")
    async with pushing(cloud, session) as connection:
        assert (await connection.receive_json())["devices"] == [*cloud.devices.values()]
        changes = [(await connection.receive_json())["devices"] for _ in range(20)]
        # It hears of no end.
        await cloud.set_fault(None)
    assert len({device["firmware"] for (device,) in changes}) == 20
    assert {device["id"] for (device,) in changes} == cloud.devices.keys()


@asynccontextmanager
async def pushing(
    cloud: Simulator, session: ClientSession
) -> AsyncGenerator[ClientWebSocketResponse]:
    """Open what the cloud pushes through."""
    token = cloud.cloud.tokens.grant(3600)["access_token"]
    async with session.ws_connect(
        f"http://{cloud.host}/api/v1/events",
        headers={"Authorization": f"Bearer {token}"},
        autoclose=False,
    ) as connection:
        yield connection


async def outcome(client: MyCloudClient) -> type[MyCloudError] | None:
    """Return the kind of error that a poll ends with."""
    try:
        await client.devices()
    except MyCloudError as err:
        return type(err)
    return None


async def test_other_account(cloud: Simulator, client: MyCloudClient) -> None:
    """Test that another account differs in its ID alone."""
    await cloud.set_fault("other_account")
    assert (await client.account()).id == OTHER_ID
    assert (await client.set_switch("plug-1", False)).id == "plug-1"
    await cloud.set_fault("no_account")
    with pytest.raises(MyCloudResponseError):
        await client.account()
    await cloud.set_fault(None)
    with cloud.as_another():
        assert (await client.account()).id == OTHER_ID
    assert (await client.account()).id == cloud.unique_id == Cloud.id


async def test_tokens_expire(cloud: Simulator, session: ClientSession) -> None:
    """Test that tokens are good for as long as is told, and a refresh token for a minute after its use."""
    kept: list[Tokens] = []
    client = MyCloudClient(
        session=session,
        base_url=f"http://{cloud.host}/api/v1",
        on_refresh=kept.append,
    )
    cloud.cloud.expires_in = 1
    first = await client.login(cloud.username, cloud.secret)
    for _ in range(2):
        await client.devices()
    assert len(kept) == 2
    again = MyCloudClient(
        session=session, base_url=f"http://{cloud.host}/api/v1", tokens=first
    )
    await again.devices()
    assert {first.access_token, kept[1].refresh_token} <= set(cloud.given)
    assert not cloud.cloud.tokens.lets_in("nonsense")


async def test_grace_ends(cloud: Simulator, monkeypatch: pytest.MonkeyPatch) -> None:
    """Test that a refresh token that was replaced is good for a minute, and not for longer by being used again."""
    tokens, now = cloud.cloud.tokens, 1000.0
    monkeypatch.setattr("script.simulator.cloud.tokens.time", lambda: now)
    refresh = str(tokens.grant(3600)["refresh_token"])
    assert tokens.replace(refresh)
    now += 40
    assert tokens.replace(refresh)
    now += 21
    assert not tokens.replace(refresh)


async def test_password_changed(cloud: Simulator, client: MyCloudClient) -> None:
    """Test that a new password signs out whoever is in."""
    await cloud.set_secret("another")
    with pytest.raises(MyCloudAuthenticationError):
        await client.devices()
    await client.login(cloud.username, "another")
    assert await client.devices()


async def test_authorization(cloud: Simulator, session: ClientSession) -> None:
    """Test that whoever is let in gets tokens for the code, once, and new ones for them."""
    page = f"http://{cloud.host}/oauth2/authorize"
    async with session.get(page, params=asked()) as response:
        assert response.status == 200
        assert f"signed in as {cloud.name}" in await response.text()
    back = await decided(cloud, session, "allow")
    assert str(back.with_query(None)) == CALLBACK
    assert back.query["state"] == "a-state"

    code = back.query["code"]
    status, tokens = await granted(cloud, session, exchanged(code))
    assert (status, tokens["token_type"]) == (200, "Bearer")
    assert cloud.cloud.tokens.lets_in(tokens["access_token"])
    assert await granted(cloud, session, exchanged(code)) == (
        400,
        {"error": "invalid_grant"},
    )
    refresh = exchanged(
        "", grant_type="refresh_token", refresh_token=tokens["refresh_token"]
    )
    status, renewed = await granted(cloud, session, refresh)
    assert (status, renewed["access_token"] == tokens["access_token"]) == (200, False)
    cloud.cloud.tokens.revoke()
    assert not cloud.cloud.tokens.lets_in(renewed["access_token"])
    assert (await granted(cloud, session, refresh))[0] == 400


async def test_denied(cloud: Simulator, session: ClientSession) -> None:
    """Test that whoever is not let in gets no code."""
    back = await decided(cloud, session, "deny")
    assert dict(back.query) == {"state": "a-state", "error": "access_denied"}


@pytest.mark.parametrize(
    ("others", "said"),
    [
        ({"client_id": "somebody"}, "No application has the client ID somebody"),
        ({"redirect_uri": "https://example.com/x"}, "is not on this machine"),
        ({"code_challenge": ""}, "The request lacks code_challenge"),
    ],
)
async def test_bad_authorization(
    cloud: Simulator, session: ClientSession, others: dict[str, str], said: str
) -> None:
    """Test that nobody is asked, or sent away, for what no Home Assistant on this machine asked."""
    page = f"http://{cloud.host}/oauth2/authorize"
    for method in ("GET", "POST"):
        async with session.request(
            method, page, params=asked(**others), allow_redirects=False
        ) as response:
            assert response.status == 400
            assert said in await response.text()


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        ({"client_secret": "wrong"}, (401, "invalid_client")),
        ({"code_verifier": "wrong"}, (400, "invalid_grant")),
        ({"redirect_uri": "http://127.0.0.1/elsewhere"}, (400, "invalid_grant")),
        ({"code": "guessed"}, (400, "invalid_grant")),
        ({"grant_type": "password"}, (400, "unsupported_grant_type")),
    ],
)
async def test_bad_exchange(
    cloud: Simulator,
    session: ClientSession,
    others: dict[str, str],
    expected: tuple[int, str],
) -> None:
    """Test that a code is good for whoever asked for it alone."""
    code = (await decided(cloud, session, "allow")).query["code"]
    status, answer = await granted(cloud, session, exchanged(code) | others)
    assert (status, answer["error"]) == expected


@pytest.mark.parametrize(
    ("fault", "expected"),
    [("no_client", (401, "invalid_client")), ("no_refresh", (400, "invalid_grant"))],
)
async def test_fault_of_authorization(
    cloud: Simulator, session: ClientSession, fault: str, expected: tuple[int, str]
) -> None:
    """Test that the authorization server has faults of its own."""
    token = str(cloud.cloud.tokens.grant(60)["refresh_token"])
    refresh = exchanged("", grant_type="refresh_token", refresh_token=token)
    await cloud.set_fault(fault)
    status, answer = await granted(cloud, session, refresh)
    assert (status, answer["error"]) == expected
    await cloud.set_fault(None)
    assert (await granted(cloud, session, refresh))[0] == 200


async def test_control(cloud: Simulator, client: MyCloudClient) -> None:
    """Test that a change told to the control API is one, and that secrets are not told."""
    changes = {
        "devices": {
            "plug-1": {"power": 9.0},
            "climate-1": None,
            "nowhere": None,
            "plug-2": plug("plug-2", "Heater"),
        },
        "email": "sam@example.com",
        "fault": "html",
    }
    async with (
        ClientSession() as session,
        session.patch(cloud.control_url, json=changes) as response,
    ):
        assert response.status == 200
        text = await response.text()
    assert cloud.secret not in text
    assert not any(token in text for token in cloud.given)
    await cloud.set_fault(None)
    devices = await client.devices()
    assert {id_: device.power for id_, device in devices.items()} == {
        "plug-1": 9,
        "plug-2": 3.5,
    }
    assert cloud.name == "sam@example.com"


@pytest.mark.parametrize(
    ("change", "lets_in", "refreshes"),
    [
        ({"expires": True}, False, True),
        ({"signs_out": True}, False, False),
        ({"password": "fresh"}, False, False),
        ({"fault": None}, True, True),
    ],
)
async def test_control_of_tokens(
    cloud: Simulator, change: dict[str, object], lets_in: bool, refreshes: bool
) -> None:
    """Test that tokens are made to expire, or taken back."""
    tokens = cloud.cloud.tokens.grant(60)
    async with (
        ClientSession() as session,
        session.patch(cloud.control_url, json=change) as response,
    ):
        assert response.status == 200
    assert cloud.cloud.tokens.lets_in(str(tokens["access_token"])) is lets_in
    assert cloud.cloud.tokens.replace(str(tokens["refresh_token"])) is refreshes


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"fault": "nonsense"}, "No fault is named 'nonsense'; there are: reset"),
        ({"color": "red"}, "unknown field `color`"),
        ({"devices": []}, "Expected `object`"),
    ],
)
async def test_bad_control(
    cloud: Simulator, change: dict[str, object], said: str
) -> None:
    """Test that a change that cannot be made is refused, and nothing changed."""
    async with (
        ClientSession() as session,
        session.patch(cloud.control_url, json=change) as response,
    ):
        assert response.status == 400
        assert said in await response.text()
    assert cloud.cloud == Cloud()


@pytest.mark.usefixtures("socket_enabled")
async def test_program() -> None:
    """Test that the program says how to reach and break the cloud, and ends quietly with Ctrl-C."""
    arguments = ("--port", "0", "--password", "it's-mine", "--fault", "html")
    with running(*arguments, module="script.simulator.cloud") as process:
        assert process.stdout and process.stderr
        manual = "".join(iter(process.stdout.readline, "Ctrl-C ends it.\n"))
        address = re.search(r"address +(\S+)", manual)
        mend = re.search(r"^Mend it +(.+)$", manual, re.MULTILINE)
        assert address and mend

        async with ClientSession() as session:
            _, _, _, url, _, body = shlex.split(mend[1])
            async with session.patch(url, data=body) as response:
                assert (await response.json())["fault"] is None
            client = MyCloudClient(session=session, base_url=f"{address[1]}/api/v1")
            await client.login(Cloud.email, "it's-mine")
            assert (await client.account()).id == Cloud.id

        process.send_signal(signal.SIGINT)
        log = process.stderr.read()
        assert process.wait() == 130
    assert "it's-mine" not in log
    assert "Traceback" not in log


def test_help(capsys: pytest.CaptureFixture[str]) -> None:
    """Test that the help tells what each fault does, and of no announcement."""
    with pytest.raises(SystemExit, match="0"):
        main(["--help"])
    shown = capsys.readouterr().out
    for name, fault in FAULTS.items():
        assert re.search(
            rf"^  {name} +{re.escape(fault.description)}$", shown, re.MULTILINE
        )
    assert "--announce" not in shown
