"""Test the client against recorded answers, good and bad."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import asdict, dataclass, field, replace
import json
import logging
from math import nan
import socket
import traceback
from typing import Any
from unittest.mock import Mock

from aiohttp import ClientSession, web
import pytest

from my_cloud_client import (
    Account,
    Device,
    MyCloudAuthenticationError,
    MyCloudClient,
    MyCloudConnectionError,
    MyCloudError,
    MyCloudRateLimitError,
    MyCloudResponseError,
    MyCloudTimeoutError,
    Tokens,
)
from my_cloud_client.models import Grant

LOGGER = "my_cloud_client.client"
NOW = 1_800_000_000
PASSWORD = "secret-password"
TOKENS = Tokens(
    access_token="secret-access", refresh_token="secret-refresh", expires_at=NOW + 3600
)
NEW_TOKENS = Tokens(
    access_token="secret-access-2",
    refresh_token="secret-refresh-2",
    expires_at=NOW + 3600,
)
EXPIRED = replace(TOKENS, expires_at=NOW + 59)
GRANT: dict[str, Any] = {
    "access_token": "secret-access-2",
    "refresh_token": "secret-refresh-2",
    "expires_in": 3600,
}
PLUG: dict[str, Any] = {
    "id": "plug-1",
    "name": "Coffee machine",
    "model": "My Plug",
    "firmware": "1.1.0",
    "is_reachable": True,
    "power": 3.5,
    "is_on": True,
}
THERMOMETER: dict[str, Any] = {
    "id": "climate-1",
    "name": "Bathroom",
    "model": "My Climate Sensor",
    "firmware": "1.0.3",
    "is_reachable": True,
    "temperature": 21.5,
    "humidity": 48,
    "battery": 80,
}
DEVICES = {"devices": [PLUG, THERMOMETER]}

LOGIN = "POST /api/v1/login"
REFRESH = "POST /api/v1/refresh"
GET_ACCOUNT = "GET /api/v1/account"
GET_DEVICES = "GET /api/v1/devices"
PUT_SWITCH = "PUT /api/v1/devices/plug-1/switch"

type Call = Callable[[MyCloudClient], Awaitable[object]]

CALLS = pytest.mark.parametrize(
    ("call", "request_line"),
    [
        pytest.param(
            lambda client: client.login("alex@example.com", PASSWORD), LOGIN, id="login"
        ),
        pytest.param(MyCloudClient.account, GET_ACCOUNT, id="account"),
        pytest.param(MyCloudClient.devices, GET_DEVICES, id="devices"),
        pytest.param(
            lambda client: client.set_switch("plug-1", True), PUT_SWITCH, id="switch"
        ),
    ],
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Received:
    """One request as the peer received it."""

    line: str
    authorization: str | None = None
    body: Any = None


@dataclass(kw_only=True)
class Peer:
    """A server that hangs up on every request until it is told what to send.

    Attributes:
        base_url: Where it listens.
        answers: What to send to each request, in turn; the last stays.
        pause: Seconds before each answer.
        received: The requests so far.
    """

    base_url: str = ""
    answers: defaultdict[str, list[bytes]] = field(
        default_factory=lambda: defaultdict(list)
    )
    pause: float = 0
    received: list[Received] = field(default_factory=list)

    def answer(
        self, line: str, body: object = b"", status: str = "200 OK", headers: str = ""
    ) -> None:
        """Send an HTTP answer after those before, headers being whole lines."""
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        head = (
            f"HTTP/1.1 {status}\r\n{headers}Connection: close\r\n"
            f"Content-Length: {len(content)}\r\n\r\n"
        )
        self.answers[line].append(head.encode() + content)

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """Record a request, send the answer as it is and hang up."""
        line = f"{request.method} {request.path}"
        body = await request.read()
        self.received.append(
            Received(
                line=line,
                authorization=request.headers.get("Authorization"),
                body=json.loads(body) if body else None,
            )
        )
        await asyncio.sleep(self.pause)
        answers = self.answers[line]
        assert request.transport
        if answers:
            request.transport.write(answers.pop(0) if len(answers) > 1 else answers[0])
        request.transport.close()
        return web.Response()

    @property
    def lines(self) -> list[str]:
        """Return the requests so far, without what was in them."""
        return [received.line for received in self.received]


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Mock:
    """Return a clock that stands still."""
    clock = Mock(return_value=NOW + 0.5)
    monkeypatch.setattr("my_cloud_client.client.time", clock)
    return clock


@pytest.fixture
async def peer() -> AsyncGenerator[Peer]:
    """Return a peer that hangs up."""
    peer = Peer()
    runner = web.ServerRunner(
        web.Server(peer.handle, handler_cancellation=True), shutdown_timeout=0.01
    )
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0]
    peer.base_url = f"http://{host}:{port}/api/v1"
    yield peer
    await runner.cleanup()


@pytest.fixture
async def session() -> AsyncGenerator[ClientSession]:
    """Return a session that takes a status of an error for an error, which clients do not mind."""
    async with ClientSession(raise_for_status=True) as session:
        yield session


@pytest.fixture
def kept() -> list[Tokens]:
    """Return the tokens that the client had to be kept."""
    return []


@pytest.fixture
def client(peer: Peer, session: ClientSession, kept: list[Tokens]) -> MyCloudClient:
    """Return a client of the peer that is logged in."""
    return MyCloudClient(
        session=session,
        tokens=TOKENS,
        on_refresh=kept.append,
        base_url=peer.base_url,
        request_timeout=5,
    )


def bearer(tokens: Tokens) -> str:
    """Return the header that says who asks."""
    return f"Bearer {tokens.access_token}"


async def test_login(peer: Peer, session: ClientSession) -> None:
    """Who logs in gets tokens, and uses them."""
    peer.answer(LOGIN, GRANT)
    peer.answer(GET_ACCOUNT, {"id": "account-4711"})
    client = MyCloudClient(session=session, base_url=peer.base_url)

    assert await client.login("alex@example.com", PASSWORD) == NEW_TOKENS
    assert await client.account() == Account(id="account-4711")
    assert peer.received == [
        Received(line=LOGIN, body={"email": "alex@example.com", "password": PASSWORD}),
        Received(line=GET_ACCOUNT, authorization=bearer(NEW_TOKENS)),
    ]


async def test_login_replaces_tokens(
    peer: Peer, client: MyCloudClient, kept: list[Tokens]
) -> None:
    """Tokens of an earlier login are not used after another one, which returns its own."""
    peer.answer(LOGIN, GRANT)
    peer.answer(GET_ACCOUNT, {"id": "account-4711"})

    await client.login("alex@example.com", PASSWORD)
    await client.account()
    assert [received.authorization for received in peer.received] == [
        None,
        bearer(NEW_TOKENS),
    ]
    assert kept == []


async def test_login_refused(peer: Peer, client: MyCloudClient) -> None:
    """A wrong password is not tried again, nor mended by a refresh."""
    peer.answer(LOGIN, status="401 Unauthorized")

    with pytest.raises(
        MyCloudAuthenticationError, match=r"^The cloud refused POST login$"
    ):
        await client.login("alex@example.com", PASSWORD)
    assert peer.lines == [LOGIN]


async def test_nobody_is_logged_in(peer: Peer, session: ClientSession) -> None:
    """Without tokens nothing is sent."""
    client = MyCloudClient(session=session, base_url=peer.base_url)

    with pytest.raises(MyCloudAuthenticationError, match=r"^Nobody is logged in$"):
        await client.devices()
    assert peer.received == []


async def test_devices(peer: Peer, client: MyCloudClient) -> None:
    """The devices are returned by their IDs, with what they have."""
    peer.answer(GET_DEVICES, {"devices": [{**PLUG, "colour": "red"}, THERMOMETER]})

    devices = await client.devices()
    assert devices == {"plug-1": Device(**PLUG), "climate-1": Device(**THERMOMETER)}
    assert list(devices) == ["plug-1", "climate-1"]
    plug, thermometer = devices.values()
    assert (plug.temperature, plug.humidity, plug.battery) == (None, None, None)
    assert (thermometer.power, thermometer.is_on) == (None, None)
    assert peer.received == [Received(line=GET_DEVICES, authorization=bearer(TOKENS))]


@pytest.mark.parametrize("on", [True, False])
async def test_set_switch(peer: Peer, client: MyCloudClient, on: bool) -> None:
    """The switch's new state is sent, and the device as it is then is returned."""
    peer.answer(PUT_SWITCH, {**PLUG, "is_on": on})

    assert await client.set_switch("plug-1", on) == Device(**{**PLUG, "is_on": on})
    assert peer.received == [
        Received(line=PUT_SWITCH, authorization=bearer(TOKENS), body={"on": on})
    ]


async def test_tokens_expire(
    peer: Peer, client: MyCloudClient, kept: list[Tokens], clock: Mock
) -> None:
    """Tokens that are about to expire are refreshed before they are used, and kept."""
    peer.answer(GET_DEVICES, DEVICES)
    peer.answer(REFRESH, GRANT)
    clock.return_value = TOKENS.expires_at - 60
    await client.devices()
    assert peer.lines == [GET_DEVICES]

    clock.return_value = TOKENS.expires_at - 59.5
    await client.devices()
    await client.devices()
    assert peer.received[1:] == [
        Received(line=REFRESH, body={"refresh_token": "secret-refresh"}),
        Received(line=GET_DEVICES, authorization=bearer(NEW_TOKENS)),
        Received(line=GET_DEVICES, authorization=bearer(NEW_TOKENS)),
    ]
    assert kept == [replace(NEW_TOKENS, expires_at=TOKENS.expires_at - 60 + 3600)]


async def test_tokens_refused(
    peer: Peer, client: MyCloudClient, kept: list[Tokens]
) -> None:
    """Tokens that are refused before their time are refreshed, and the request is repeated."""
    peer.answer(PUT_SWITCH, status="401 Unauthorized")
    peer.answer(PUT_SWITCH, PLUG)
    peer.answer(REFRESH, GRANT)

    assert await client.set_switch("plug-1", True) == Device(**PLUG)
    assert peer.received == [
        Received(line=PUT_SWITCH, authorization=bearer(TOKENS), body={"on": True}),
        Received(line=REFRESH, body={"refresh_token": "secret-refresh"}),
        Received(line=PUT_SWITCH, authorization=bearer(NEW_TOKENS), body={"on": True}),
    ]
    assert kept == [NEW_TOKENS]


async def test_refreshed_without_a_keeper(peer: Peer, session: ClientSession) -> None:
    """Who does not keep tokens has them refreshed all the same."""
    peer.answer(GET_DEVICES, DEVICES)
    peer.answer(REFRESH, GRANT)
    client = MyCloudClient(session=session, tokens=EXPIRED, base_url=peer.base_url)

    await client.devices()
    assert peer.lines == [REFRESH, GET_DEVICES]


@pytest.mark.parametrize(
    ("tokens", "lines"),
    [
        pytest.param(TOKENS, [GET_DEVICES, REFRESH], id="refused"),
        pytest.param(EXPIRED, [REFRESH], id="expired"),
    ],
)
async def test_refresh_refused(
    peer: Peer,
    session: ClientSession,
    kept: list[Tokens],
    tokens: Tokens,
    lines: list[str],
) -> None:
    """A refresh that is refused is an authentication error, and its tokens are not kept."""
    peer.answer(GET_DEVICES, status="401 Unauthorized")
    peer.answer(REFRESH, status="401 Unauthorized")
    client = MyCloudClient(
        session=session, tokens=tokens, on_refresh=kept.append, base_url=peer.base_url
    )

    with pytest.raises(
        MyCloudAuthenticationError, match=r"^The cloud refused POST refresh$"
    ):
        await client.devices()
    assert peer.lines == lines
    assert kept == []


@pytest.mark.parametrize(
    ("tokens", "lines"),
    [
        pytest.param(TOKENS, [GET_DEVICES, REFRESH, GET_DEVICES], id="refused"),
        pytest.param(EXPIRED, [REFRESH, GET_DEVICES], id="expired"),
    ],
)
async def test_new_tokens_refused(
    peer: Peer,
    session: ClientSession,
    tokens: Tokens,
    lines: list[str],
) -> None:
    """Tokens that are refused though they are new are not refreshed again."""
    peer.answer(GET_DEVICES, status="401 Unauthorized")
    peer.answer(REFRESH, GRANT)
    client = MyCloudClient(session=session, tokens=tokens, base_url=peer.base_url)

    with pytest.raises(
        MyCloudAuthenticationError, match=r"^The cloud refused GET devices$"
    ):
        await client.devices()
    assert peer.lines == lines


async def test_refresh_that_fails_is_tried_again(
    peer: Peer, client: MyCloudClient, kept: list[Tokens]
) -> None:
    """The refresh token outlasts a cloud that is down."""
    peer.answer(GET_DEVICES, status="401 Unauthorized")
    peer.answer(GET_DEVICES, status="401 Unauthorized")
    peer.answer(GET_DEVICES, DEVICES)
    peer.answer(REFRESH, status="503 Service Unavailable")
    peer.answer(REFRESH, GRANT)

    with pytest.raises(MyCloudResponseError, match="POST refresh with status 503"):
        await client.devices()
    await client.devices()
    assert kept == [NEW_TOKENS]


async def test_refreshed_once_for_all(
    peer: Peer, session: ClientSession, kept: list[Tokens]
) -> None:
    """Requests at the same time refresh once, and are answered in their order."""
    peer.answer(GET_DEVICES, DEVICES)
    peer.answer(PUT_SWITCH, PLUG)
    peer.answer(REFRESH, GRANT)
    peer.pause = 0.01
    client = MyCloudClient(
        session=session, tokens=EXPIRED, on_refresh=kept.append, base_url=peer.base_url
    )

    await asyncio.gather(
        client.devices(), client.set_switch("plug-1", True), client.devices()
    )
    assert peer.lines == [REFRESH, GET_DEVICES, PUT_SWITCH, GET_DEVICES]
    assert kept == [NEW_TOKENS]


async def test_login_waits_for_its_turn(
    peer: Peer, client: MyCloudClient, kept: list[Tokens]
) -> None:
    """A refresh under way does not replace the tokens of a login after it."""
    peer.answer(GET_DEVICES, status="401 Unauthorized")
    peer.answer(GET_DEVICES, DEVICES)
    peer.answer(REFRESH, GRANT)
    peer.answer(LOGIN, GRANT | {"access_token": "of-the-login"})
    peer.pause = 0.01

    await asyncio.gather(
        client.devices(), client.login("alex@example.com", PASSWORD), client.devices()
    )
    assert peer.lines == [GET_DEVICES, REFRESH, GET_DEVICES, LOGIN, GET_DEVICES]
    assert peer.received[-1].authorization == "Bearer of-the-login"


@CALLS
@pytest.mark.parametrize(
    "status",
    [
        "201 Created",
        "204 No Content",
        "302 Found",
        "307 Temporary Redirect",
        "400 Bad Request",
        "403 Forbidden",
        "404 Not Found",
        "500 Internal Server Error",
        "503 Service Unavailable",
    ],
)
async def test_unexpected_status(
    client: MyCloudClient, peer: Peer, call: Call, request_line: str, status: str
) -> None:
    """Any status that the API does not promise is an error, and no redirect is followed."""
    peer.answer(request_line, status=status, headers="Location: /api/v1/devices\r\n")

    with pytest.raises(MyCloudResponseError, match=status[:3]) as raised:
        await call(client)
    assert raised.type is MyCloudResponseError
    assert peer.lines == [request_line]


@CALLS
@pytest.mark.parametrize(
    ("headers", "retry_after"),
    [
        pytest.param("Retry-After: 1\r\n", 1, id="shortest"),
        pytest.param("Retry-After: 60\r\n", 60, id="seconds"),
        pytest.param("Retry-After: 99999\r\n", 99999, id="longest"),
        pytest.param("Retry-After: 100000\r\n", None, id="longer"),
        pytest.param("Retry-After: 0\r\n", None, id="at once"),
        pytest.param("", None, id="not said"),
        pytest.param("Retry-After:\r\n", None, id="empty"),
        pytest.param("Retry-After: -60\r\n", None, id="negative"),
        pytest.param("Retry-After: 1e3\r\n", None, id="no whole number"),
        pytest.param("Retry-After: \u0661\r\n", None, id="no ASCII digits"),
        pytest.param(f"Retry-After: {'9' * 5000}\r\n", None, id="for ever"),
        pytest.param("Retry-After: Sun, 01 Nov 2026 08:00:00 GMT\r\n", None, id="date"),
    ],
)
async def test_rate_limit(
    client: MyCloudClient,
    peer: Peer,
    call: Call,
    request_line: str,
    headers: str,
    retry_after: int | None,
) -> None:
    """A cloud that asks for fewer requests says how long to wait, in seconds or not at all."""
    peer.answer(request_line, status="429 Too Many Requests", headers=headers)

    with pytest.raises(
        MyCloudRateLimitError, match=r"^The cloud asks for fewer requests$"
    ) as raised:
        await call(client)
    assert raised.value.retry_after == retry_after
    assert peer.lines == [request_line]


def test_rate_limit_without_time() -> None:
    """An error that nobody gave a time to wait asks for none."""
    assert MyCloudRateLimitError("Wait").retry_after is None
    assert MyCloudTimeoutError("Too slow").retry_after is None


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="empty"),
        pytest.param(None, id="null"),
        pytest.param([], id="list"),
        pytest.param({}, id="no devices"),
        pytest.param(b"<html><body>Log in</body></html>", id="HTML"),
        pytest.param(json.dumps(DEVICES).encode()[:-1], id="cut short"),
        pytest.param(b'{"devices": [], "name": "B\xfcro"}', id="not UTF-8"),
        pytest.param({"devices": None}, id="null for devices"),
        pytest.param({"devices": [None]}, id="null for a device"),
        pytest.param({"devices": [{**PLUG, "id": ""}]}, id="empty ID"),
        pytest.param({"devices": [{**PLUG, "id": "a/../b"}]}, id="path for an ID"),
        pytest.param({"devices": [{**PLUG, "id": "a\n"}]}, id="line for an ID"),
        pytest.param({"devices": [{**PLUG, "id": 1}]}, id="number for an ID"),
        pytest.param({"devices": [{**PLUG, "name": None}]}, id="null for text"),
        pytest.param({"devices": [{**PLUG, "is_on": 1}]}, id="number for a flag"),
        pytest.param({"devices": [{**PLUG, "power": "3.5"}]}, id="text for a number"),
        pytest.param({"devices": [{**PLUG, "battery": 80.5}]}, id="part of a percent"),
        pytest.param({"devices": [{**PLUG, "power": nan}]}, id="not a number"),
    ],
)
async def test_bad_devices(client: MyCloudClient, peer: Peer, body: object) -> None:
    """What is no list of devices is an error."""
    peer.answer(GET_DEVICES, body)

    with pytest.raises(MyCloudResponseError, match="GET devices with no valid Devices"):
        await client.devices()


@pytest.mark.parametrize("body", [{}, {"id": ""}, {"id": "a b"}, {"id": 4711}, "id"])
async def test_bad_account(client: MyCloudClient, peer: Peer, body: object) -> None:
    """What is no account is an error."""
    peer.answer(GET_ACCOUNT, body)

    with pytest.raises(MyCloudResponseError, match="no valid Account"):
        await client.account()


@pytest.mark.parametrize("expires_in", [1, 10**9])
async def test_good_times(peer: Peer, client: MyCloudClient, expires_in: int) -> None:
    """Tokens may be good for any time that is one."""
    peer.answer(LOGIN, GRANT | {"expires_in": expires_in})

    tokens = await client.login("alex@example.com", PASSWORD)
    assert tokens.expires_at == NOW + expires_in
    assert isinstance(tokens.expires_at, int)


@pytest.mark.parametrize(
    "changes",
    [
        {"access_token": ""},
        {"access_token": "a b"},
        {"access_token": "private\r\nX-Evil: 1"},
        {"access_token": "private\n"},
        {"access_token": "priväte"},
        {"access_token": None},
        {"refresh_token": ""},
        {"refresh_token": "private\n"},
        {"refresh_token": None},
        {"expires_in": 0},
        {"expires_in": -1},
        {"expires_in": 10**9 + 1},
        {"expires_in": 1e300},
        {"expires_in": "3600"},
        {"expires_in": None},
    ],
    ids=str,
)
async def test_bad_grant(
    client: MyCloudClient, peer: Peer, kept: list[Tokens], changes: dict[str, Any]
) -> None:
    """Tokens that nobody can use are an error that does not quote them, and those before stay."""
    peer.answer(LOGIN, GRANT | changes)
    peer.answer(GET_DEVICES, DEVICES)

    with pytest.raises(MyCloudResponseError, match="no valid Grant") as raised:
        await client.login("alex@example.com", PASSWORD)
    shown = "".join(traceback.format_exception(raised.value))
    assert f"$.{next(iter(changes))}" in shown
    assert "private" not in shown
    assert "secret" not in str(raised.value)
    await client.devices()
    assert peer.received[-1].authorization == bearer(TOKENS)


@pytest.mark.parametrize("name", GRANT)
async def test_grant_that_lacks_something(
    client: MyCloudClient, peer: Peer, name: str
) -> None:
    """Tokens come whole."""
    peer.answer(LOGIN, {key: each for key, each in GRANT.items() if key != name})

    with pytest.raises(MyCloudResponseError, match="no valid Grant"):
        await client.login("alex@example.com", PASSWORD)


async def test_bug_is_no_bad_answer(
    client: MyCloudClient, peer: Peer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An error in the library itself is not taken for one of the cloud."""
    peer.answer(GET_DEVICES, DEVICES)
    decode = Mock(side_effect=RuntimeError("A bug"))
    monkeypatch.setattr("my_cloud_client.client.msgspec.json.decode", decode)

    with pytest.raises(RuntimeError, match="A bug"):
        await client.devices()


async def test_largest_body(client: MyCloudClient, peer: Peer) -> None:
    """A body of 1 MiB is read."""
    peer.answer(GET_DEVICES, json.dumps(DEVICES).encode().ljust(1024 * 1024))

    assert len(await client.devices()) == 2


async def test_larger_body(client: MyCloudClient, peer: Peer) -> None:
    """A body of more than 1 MiB is refused."""
    peer.answer(GET_DEVICES, json.dumps(DEVICES).encode().ljust(1024 * 1024 + 1))

    with pytest.raises(
        MyCloudResponseError, match=r"^The answer is longer than 1048576 bytes$"
    ):
        await client.devices()


@CALLS
@pytest.mark.parametrize(
    "sent",
    [
        pytest.param(b"SSH-2.0-OpenSSH_10.2\r\n", id="another protocol"),
        pytest.param(b"HTTP/1.1 200 OK\r\nno header\r\n\r\n", id="no header"),
        pytest.param(
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
            id="broken chunk",
        ),
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{", id="cut short"),
    ],
)
async def test_not_http(
    client: MyCloudClient, peer: Peer, call: Call, request_line: str, sent: bytes
) -> None:
    """What is not HTTP is no answer of the API."""
    peer.answers[request_line] = [sent]

    line = request_line.replace("/api/v1/", "")
    with pytest.raises(MyCloudResponseError, match=f"{line} with no valid HTTP"):
        await call(client)


@CALLS
async def test_timeout(
    peer: Peer, session: ClientSession, call: Call, request_line: str
) -> None:
    """An answer that does not arrive in time is a connection error of its own."""
    peer.pause = 60
    client = MyCloudClient(
        session=session,
        tokens=TOKENS,
        base_url=peer.base_url,
        request_timeout=0.5,
    )

    with pytest.raises(
        MyCloudTimeoutError, match=r"^The cloud did not answer within 0\.5 seconds$"
    ):
        await call(client)
    assert peer.lines == [request_line]


async def test_timeout_by_default(
    peer: Peer, session: ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A request takes 10 seconds at most if nobody says otherwise."""
    peer.pause = 60
    allowed: list[float] = []

    def timeout(seconds: float) -> asyncio.Timeout:
        allowed.append(seconds)
        return asyncio.timeout(0)

    monkeypatch.setattr("my_cloud_client.client.timeout", timeout)
    client = MyCloudClient(session=session, tokens=TOKENS, base_url=peer.base_url)

    with pytest.raises(MyCloudTimeoutError, match="within 10 seconds"):
        await client.devices()
    assert allowed == [10]


@CALLS
async def test_connection_closed(
    client: MyCloudClient, peer: Peer, call: Call, request_line: str
) -> None:
    """A peer that hangs up is a connection error."""
    with pytest.raises(
        MyCloudConnectionError, match=r"^The cloud closed the connection$"
    ):
        await call(client)
    assert set(peer.lines) == {request_line}


@CALLS
@pytest.mark.parametrize("host", ["127.0.0.1", "nowhere.invalid", ""])
async def test_unreachable(
    session: ClientSession, call: Call, request_line: str, host: str
) -> None:
    """A cloud where nothing listens is a connection error."""
    with socket.socket() as bound_only:
        bound_only.bind(("127.0.0.1", 0))
        port = bound_only.getsockname()[1]
        client = MyCloudClient(
            session=session,
            tokens=TOKENS,
            base_url=f"http://{host}:{port}" * bool(host),
        )
        with pytest.raises(
            MyCloudConnectionError, match=r"^Cannot connect to the cloud$"
        ) as raised:
            await call(client)
    assert not isinstance(raised.value, MyCloudTimeoutError)


async def test_address_by_default(session: ClientSession) -> None:
    """The cloud is asked, over TLS, unless another address is given."""
    request = Mock(side_effect=OSError)
    client = MyCloudClient(session=Mock(request=request), tokens=TOKENS)

    with pytest.raises(MyCloudConnectionError):
        await client.devices()
    assert str(request.call_args.args[1]) == (
        "https://my-cloud.example.com/api/v1/devices"
    )


@CALLS
@pytest.mark.parametrize(
    "sent",
    [
        "Authorization: {secret}\r\n\r\n",
        "HTTP/1.1 200 OK\r\n{secret}\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX-Echo: {secret}\r\n",
        "HTTP/1.1 401 {secret}\r\n\r\n",
        "HTTP/1.1 500 {secret}\r\nX-Echo: {secret}\r\n\r\n{secret}",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{secret}\r\n",
        'HTTP/1.1 200 OK\r\nContent-Length: 17\r\n\r\n"{secret}"',
        "",
    ],
    ids=[
        "no status line",
        "broken header",
        "cut in the headers",
        "reason",
        "error",
        "chunk",
        "body",
        "nothing",
    ],
)
async def test_secrets(
    caplog: pytest.LogCaptureFixture,
    client: MyCloudClient,
    peer: Peer,
    call: Call,
    request_line: str,
    sent: str,
) -> None:
    """No secret is in an error, a traceback or the log, even if the peer sends it back."""
    caplog.set_level(0)
    peer.answers[request_line] = [sent.format(secret="secret-password").encode()]
    peer.answer(REFRESH, GRANT)

    with pytest.raises(MyCloudError) as raised:
        await call(client)
    assert peer.received
    shown = [repr(raised.value), *traceback.format_exception(raised.value), caplog.text]
    assert not [text for text in shown if "secret-" in text]


async def test_debug_log(
    caplog: pytest.LogCaptureFixture, client: MyCloudClient, peer: Peer
) -> None:
    """Who debugs the library sees each request and how it was answered, and no secret."""
    caplog.set_level(logging.DEBUG, logger=LOGGER)
    peer.answer(LOGIN, GRANT)
    peer.answer(GET_DEVICES, DEVICES)

    await client.login("alex@example.com", PASSWORD)
    await client.devices()
    assert [
        record.getMessage() for record in caplog.records if record.name == LOGGER
    ] == [
        f"POST {peer.base_url}/login: status 200",
        f"GET {peer.base_url}/devices: status 200",
    ]


def test_tokens(client: MyCloudClient) -> None:
    """Tokens hide what they are, and survive being kept."""
    assert repr(TOKENS) == f"Tokens(expires_at={TOKENS.expires_at})"
    assert repr(Grant(**GRANT)) == "Grant(expires_in=3600)"
    assert "secret" not in repr(client)
    assert Tokens(**json.loads(json.dumps(asdict(TOKENS)))) == TOKENS


async def test_cancelled(client: MyCloudClient, peer: Peer) -> None:
    """A request that is cancelled ends as cancelled, and lets the next one pass."""
    peer.pause = 60
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(client.devices(), 0.1)

    peer.pause = 0
    peer.answer(GET_DEVICES, DEVICES)
    assert len(await client.devices()) == 2
