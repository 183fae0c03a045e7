"""Tests of the client against recorded answers, good and bad."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable
from dataclasses import dataclass, field
import itertools
import json
import math
import socket
import traceback
from typing import Any
from unittest.mock import create_autospec

from aiohttp import ClientConnectionError, ClientSession, TCPConnector, web
from aiohttp.abc import AbstractResolver
from my_device_client import (
    MyDeviceAuthenticationError,
    MyDeviceClient,
    MyDeviceConnectionError,
    MyDeviceError,
    MyDeviceRateLimitError,
    MyDeviceResponseError,
    MyDeviceTimeoutError,
    Readings,
    Status,
)
import pytest

TOKEN = "secret-token"
AUTHORIZATION = f"Bearer {TOKEN}"
READINGS = {
    "temperature": 21.5,
    "power": 46.2,
    "energy": 128.043,
    "signal_strength": -58,
}
STATUS: dict[str, Any] = {
    "serial": "MD-0042-1337",
    "name": "Workshop",
    "model": "My Device One",
    "firmware": "1.4.2",
    "mac": "02:00:00:4d:44:01",
    "readings": READINGS,
    "relay": True,
}
STATUS_BODY = json.dumps(STATUS).encode()

type Call = Callable[[MyDeviceClient], Awaitable[object]]

CALLS = pytest.mark.parametrize(
    "call",
    [
        pytest.param(MyDeviceClient.check_connection, id="check_connection"),
        pytest.param(MyDeviceClient.status, id="status"),
        pytest.param(lambda client: client.set_relay(True), id="set_relay"),
    ],
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Received:
    """One request as the peer received it."""

    method: str
    path: str
    authorization: str
    body: bytes


@dataclass(kw_only=True)
class Peer:
    """What the peer sends, with a pause in seconds after each chunk, and what it received."""

    host: str = ""
    chunks: Iterable[bytes] = ()
    pause: float = 0
    received: list[Received] = field(default_factory=list)

    def answer(
        self, body: bytes = b"", status: str = "200 OK", headers: str = ""
    ) -> None:
        """Send an HTTP answer, headers being whole lines."""
        head = f"HTTP/1.1 {status}\r\n{headers}Content-Length: {len(body)}\r\n\r\n"
        self.chunks = [head.encode() + body]

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """Record a request, send the chunks as they are and hang up."""
        self.received.append(
            Received(
                method=request.method,
                path=request.path,
                authorization=request.headers["Authorization"],
                body=await request.read(),
            )
        )
        assert request.transport
        for chunk in self.chunks:
            if request.transport.is_closing():
                break
            request.transport.write(chunk)
            await asyncio.sleep(self.pause)
        request.transport.close()
        return web.Response()


@pytest.fixture
async def peer(socket_enabled: None) -> AsyncGenerator[Peer]:
    """Return a peer that hangs up on every request until told what to send."""
    peer = Peer()
    runner = web.ServerRunner(
        web.Server(peer.handle, handler_cancellation=True), shutdown_timeout=0.01
    )
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0]
    peer.host = f"{host}:{port}"
    yield peer
    await runner.cleanup()


@pytest.fixture
async def client(peer: Peer) -> AsyncGenerator[MyDeviceClient]:
    """Return a client of the peer."""
    async with MyDeviceClient(peer.host, TOKEN) as client:
        yield client


def status_with(**changes: object) -> bytes:
    """Return the status with some of its fields changed."""
    return json.dumps(STATUS | changes).encode()


def status_reading(**changes: object) -> bytes:
    """Return the status with some of its readings changed."""
    return status_with(readings=READINGS | changes)


async def test_check_connection(client: MyDeviceClient, peer: Peer) -> None:
    """The account's user id is returned."""
    peer.answer(b'{"user_id": "user-4711"}')

    assert await client.check_connection() == "user-4711"
    assert peer.received == [
        Received(
            method="GET",
            path="/api/v1/account",
            authorization=AUTHORIZATION,
            body=b"",
        )
    ]


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(STATUS_BODY, id="as documented"),
        pytest.param(status_with(colour="red", more={"a": [1]}), id="unknown fields"),
    ],
)
async def test_status(client: MyDeviceClient, peer: Peer, body: bytes) -> None:
    """The status is returned with its readings."""
    peer.answer(body)

    assert await client.status() == Status(
        serial="MD-0042-1337",
        name="Workshop",
        model="My Device One",
        firmware="1.4.2",
        mac="02:00:00:4d:44:01",
        readings=Readings(
            temperature=21.5, power=46.2, energy=128.043, signal_strength=-58
        ),
        relay=True,
    )
    assert peer.received == [
        Received(
            method="GET",
            path="/api/v1/status",
            authorization=AUTHORIZATION,
            body=b"",
        )
    ]


async def test_whole_number_as_measurement(client: MyDeviceClient, peer: Peer) -> None:
    """JSON has one kind of number, so 21 is a temperature too."""
    peer.answer(status_reading(temperature=21))

    assert (await client.status()).readings.temperature == 21.0


@pytest.mark.parametrize(
    ("on", "body"),
    [pytest.param(True, b"true", id="on"), pytest.param(False, b"false", id="off")],
)
async def test_set_relay(
    client: MyDeviceClient, peer: Peer, on: bool, body: bytes
) -> None:
    """The relay's new state is sent."""
    peer.answer(status="204 No Content")

    await client.set_relay(on)

    assert peer.received == [
        Received(
            method="PUT",
            path="/api/v1/relay",
            authorization=AUTHORIZATION,
            body=b'{"on": %s}' % body,
        )
    ]


@CALLS
@pytest.mark.parametrize("status", ["401 Unauthorized", "403 Forbidden"])
async def test_token_refused(
    client: MyDeviceClient, peer: Peer, call: Call, status: str
) -> None:
    """A refused token is told apart from other errors."""
    peer.answer(b'{"error": "wrong token"}', status=status)

    with pytest.raises(MyDeviceAuthenticationError, match=status[:3]):
        await call(client)


@CALLS
@pytest.mark.parametrize(
    "status",
    [
        "201 Created",
        "302 Found",
        "307 Temporary Redirect",
        "400 Bad Request",
        "404 Not Found",
        "500 Internal Server Error",
        "503 Service Unavailable",
    ],
)
async def test_unexpected_status(
    client: MyDeviceClient, peer: Peer, call: Call, status: str
) -> None:
    """Any status that the API does not promise is an error, and no redirect is followed."""
    peer.answer(
        STATUS_BODY,
        status=status,
        headers=f"Location: http://{peer.host}/api/v1/status\r\n",
    )

    with pytest.raises(MyDeviceResponseError, match=status[:3]):
        await call(client)
    assert len(peer.received) == 1


@CALLS
@pytest.mark.parametrize(
    ("headers", "retry_after"),
    [
        pytest.param("Retry-After: 60\r\n", 60, id="seconds"),
        pytest.param("Retry-After: 0\r\n", 0, id="at once"),
        pytest.param("", 0, id="not said"),
        pytest.param("Retry-After:\r\n", 0, id="empty"),
        pytest.param("Retry-After: -60\r\n", 0, id="negative"),
        pytest.param("Retry-After: 1e3\r\n", 0, id="no whole number"),
        pytest.param("Retry-After: \u0661\r\n", 0, id="no ASCII digits"),
        pytest.param(f"Retry-After: {'9' * 5000}\r\n", 0, id="for ever"),
        pytest.param("Retry-After: Sun, 01 Nov 2026 08:00:00 GMT\r\n", 0, id="date"),
    ],
)
async def test_rate_limit(
    client: MyDeviceClient, peer: Peer, call: Call, headers: str, retry_after: int
) -> None:
    """A device that asks for fewer requests says how long to wait, in seconds or not at all."""
    peer.answer(status="429 Too Many Requests", headers=headers)

    with pytest.raises(MyDeviceRateLimitError, match="fewer requests") as raised:
        await call(client)
    assert raised.value.retry_after == retry_after


async def test_set_relay_without_no_content(client: MyDeviceClient, peer: Peer) -> None:
    """A page in place of 204 does not pass for a switched relay."""
    peer.answer(b"<html>Welcome</html>")

    with pytest.raises(MyDeviceResponseError, match="200"):
        await client.set_relay(True)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"null", id="null"),
        pytest.param(b"[]", id="list"),
        pytest.param(b"{}", id="no fields"),
        pytest.param(b"<html><body>Log in</body></html>", id="HTML"),
        pytest.param(STATUS_BODY[: len(STATUS_BODY) // 2], id="half"),
        pytest.param(STATUS_BODY * 2, id="twice"),
        pytest.param(b"\xef\xbb\xbf" + STATUS_BODY, id="byte order mark"),
        pytest.param(STATUS_BODY.replace(b"Workshop", b"B\xfcro"), id="not UTF-8"),
        pytest.param(status_with(serial=42), id="text as number"),
        pytest.param(status_with(serial=""), id="empty serial"),
        pytest.param(status_with(name=None), id="text as null"),
        pytest.param(status_with(relay=1), id="flag as number"),
        pytest.param(status_with(relay="true"), id="flag as text"),
        pytest.param(status_with(readings=None), id="readings null"),
        pytest.param(status_with(readings=[]), id="readings list"),
        pytest.param(status_with(readings={}), id="no readings"),
        pytest.param(status_reading(temperature="21.5"), id="number as text"),
        pytest.param(status_reading(power=None), id="number as null"),
        pytest.param(status_reading(power=True), id="number as flag"),
        pytest.param(status_reading(energy=math.nan), id="not a number"),
        pytest.param(status_reading(energy=math.inf), id="infinite"),
        pytest.param(
            STATUS_BODY.replace(b"128.043", b"1e999"), id="too large for a float"
        ),
        pytest.param(
            STATUS_BODY.replace(b"-58", b"-" + b"5" * 5000), id="endless number"
        ),
        pytest.param(status_reading(signal_strength=-58.5), id="fraction"),
    ],
)
async def test_bad_status(client: MyDeviceClient, peer: Peer, body: bytes) -> None:
    """A body that is not a status is an error that does not quote it."""
    peer.answer(body)

    with pytest.raises(MyDeviceResponseError, match="no valid Status"):
        await client.status()


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"null", id="null"),
        pytest.param(b'"user-4711"', id="bare"),
        pytest.param(b'{"user_id": 4711}', id="number"),
        pytest.param(b'{"user_id": null}', id="user id null"),
        pytest.param(b'{"user_id": ""}', id="empty user id"),
        pytest.param(b'{"userId": "user-4711"}', id="missing"),
    ],
)
async def test_bad_account(client: MyDeviceClient, peer: Peer, body: bytes) -> None:
    """A body without an account's user id is an error."""
    peer.answer(body)

    with pytest.raises(MyDeviceResponseError, match="no valid Account"):
        await client.check_connection()


async def test_error_names_field_without_its_value(
    client: MyDeviceClient, peer: Peer
) -> None:
    """The message says where the answer is wrong and keeps what the device sent to itself."""
    peer.answer(status_reading(temperature="private"))

    with pytest.raises(MyDeviceResponseError) as raised:
        await client.status()
    assert "$.readings.temperature" in str(raised.value)
    assert "private" not in str(raised.value)


async def test_charset_is_ignored(client: MyDeviceClient, peer: Peer) -> None:
    """JSON is UTF-8, whatever else the header says."""
    peer.answer(
        json.dumps(STATUS | {"name": "Büro"}, ensure_ascii=False).encode(),
        headers="Content-Type: text/plain; charset=no-such-charset\r\n",
    )

    assert (await client.status()).name == "Büro"


async def test_largest_body(client: MyDeviceClient, peer: Peer) -> None:
    """A body of 64 KiB is read."""
    peer.answer(STATUS_BODY.ljust(64 * 1024))

    assert (await client.status()).name == "Workshop"


async def test_larger_body(client: MyDeviceClient, peer: Peer) -> None:
    """A body of more than 64 KiB is refused."""
    peer.answer(STATUS_BODY.ljust(64 * 1024 + 1))

    with pytest.raises(MyDeviceResponseError, match="65536 bytes"):
        await client.status()


async def test_endless_body(client: MyDeviceClient, peer: Peer) -> None:
    """An endless body is not waited for."""
    peer.chunks = itertools.chain(
        [b"HTTP/1.1 200 OK\r\nContent-Length: 9999999999\r\n\r\n"],
        itertools.repeat(b" " * 4096),
    )

    with pytest.raises(MyDeviceResponseError, match="65536 bytes"):
        await client.status()


@CALLS
@pytest.mark.parametrize(
    "sent",
    [
        pytest.param(b"SSH-2.0-OpenSSH_10.2\r\n", id="another protocol"),
        pytest.param(b"\x00\x01\x02\x03", id="binary"),
        pytest.param(b"HTTP/1.1 OK\r\n\r\n", id="no status"),
        pytest.param(b"HTTP/1.1 200 OK\r\nno header\r\n\r\n", id="no header"),
        pytest.param(
            b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", id="negative length"
        ),
    ],
)
async def test_not_http(
    client: MyDeviceClient, peer: Peer, call: Call, sent: bytes
) -> None:
    """What is not HTTP is no answer of the API."""
    peer.chunks = [sent]

    with pytest.raises(MyDeviceResponseError, match="no valid HTTP"):
        await call(client)


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param(b"Content-Length: 999\r\n\r\n" + STATUS_BODY, id="cut short"),
        pytest.param(b"Transfer-Encoding: chunked\r\n\r\nzz\r\n", id="broken chunk"),
        pytest.param(
            b"Content-Encoding: gzip\r\nContent-Length: 4\r\n\r\nnope",
            id="broken compression",
        ),
    ],
)
async def test_broken_body(client: MyDeviceClient, peer: Peer, sent: bytes) -> None:
    """An error while the body is read is an error of the answer."""
    peer.chunks = [b"HTTP/1.1 200 OK\r\n" + sent]

    with pytest.raises(MyDeviceResponseError, match="no valid HTTP"):
        await client.status()


@CALLS
@pytest.mark.parametrize(
    ("chunks", "pause"),
    [
        pytest.param([b""], 60, id="no answer"),
        pytest.param([b"HTTP/1.1 "], 60, id="no headers"),
        pytest.param(
            [b"HTTP/1.1 200 OK\r\n", *[b"X-More: x\r\n"] * 90], 0.02, id="slow headers"
        ),
    ],
)
async def test_timeout(
    peer: Peer, call: Call, chunks: list[bytes], pause: float
) -> None:
    """An answer that does not arrive in time is a connection error of its own."""
    peer.chunks, peer.pause = chunks, pause

    async with MyDeviceClient(peer.host, TOKEN, request_timeout=0.1) as client:
        with pytest.raises(MyDeviceTimeoutError, match=r"within 0\.1 seconds"):
            await call(client)


async def test_timeout_is_for_the_whole_answer(peer: Peer) -> None:
    """A body that drips in is not waited for, though something arrives all the time."""
    peer.answer(STATUS_BODY)
    peer.chunks = [bytes([byte]) for byte in b"".join(peer.chunks)]
    peer.pause = 0.01

    async with MyDeviceClient(peer.host, TOKEN, request_timeout=0.3) as client:
        with pytest.raises(MyDeviceTimeoutError):
            await client.status()


@CALLS
async def test_connection_closed(
    client: MyDeviceClient, peer: Peer, call: Call
) -> None:
    """A peer that hangs up is a connection error."""
    with pytest.raises(MyDeviceConnectionError, match=peer.host):
        await call(client)
    assert peer.received


@CALLS
@pytest.mark.usefixtures("socket_enabled")
async def test_connection_refused(call: Call) -> None:
    """A host where nothing listens is a connection error."""
    with socket.socket() as bound_only:
        bound_only.bind(("127.0.0.1", 0))
        host = f"127.0.0.1:{bound_only.getsockname()[1]}"
        async with MyDeviceClient(host, TOKEN) as client:
            with pytest.raises(MyDeviceConnectionError, match=host) as raised:
                await call(client)
    assert not isinstance(raised.value, MyDeviceTimeoutError)


@pytest.mark.parametrize(
    ("host", "origin"),
    [
        pytest.param("my-device", "http://my-device", id="name"),
        pytest.param("my_device.local.", "http://my_device.local.", id="full name"),
        pytest.param("my-device:8380", "http://my-device:8380", id="name and port"),
        pytest.param(
            "gerät.example", "http://xn--gert-noa.example", id="international name"
        ),
        pytest.param("192.168.1.20", "http://192.168.1.20", id="IPv4"),
        pytest.param(
            "192.168.1.20:8380", "http://192.168.1.20:8380", id="IPv4 and port"
        ),
        pytest.param("fd00::20", "http://[fd00::20]", id="IPv6"),
        pytest.param("[FD00::20]", "http://[fd00::20]", id="IPv6 in brackets"),
        pytest.param("[fd00::20]:8380", "http://[fd00::20]:8380", id="IPv6 and port"),
        pytest.param("fe80::20%eth0.1", "http://[fe80::20%eth0.1]", id="IPv6 and zone"),
        pytest.param(
            "::ffff:192.168.1.20", "http://[::ffff:192.168.1.20]", id="IPv4 in IPv6"
        ),
    ],
)
async def test_host(host: str, origin: str) -> None:
    """Names and addresses are understood, with and without a port."""
    session = create_autospec(ClientSession, instance=True)
    session.request.side_effect = ClientConnectionError

    with pytest.raises(MyDeviceConnectionError):
        await MyDeviceClient(host, TOKEN, session=session).check_connection()

    assert str(session.request.call_args.args[1]) == f"{origin}/api/v1/account"


@CALLS
@pytest.mark.parametrize(
    "host",
    [
        "",
        " ",
        "http://192.168.1.20",
        "192.168.1.20/",
        "192.168.1.20/api",
        "192.168.1.20?a",
        "192.168.1.20#a",
        "owner@192.168.1.20",
        "owner:secret@192.168.1.20",
        "192.168.1.20 ",
        "192.168.1.20\n",
        "my device",
        "my\\device",
        "my%20device",
        "192.168.1.20:",
        "192.168.1.20:http",
        "192.168.1.20:-1",
        "192.168.1.20:65536",
        "192.168.1.20:" + "9" * 5000,
        "192.168.1.20:8380:8380",
        ":8380",
        "[fd00::20",
        "fd00::20]",
        "[fd00::20]8380",
        "[[fd00::20]]",
        "[]",
        "[192.168.1.20]",
        "[my-device]",
        "fd00::20::1",
        "fd00::g",
        "fd00::20%",
        "{}",
        "<script>",
        "\x00",
        "\u200b",
        "\ud800",
        "ä" * 80,
    ],
    ids=ascii,
)
async def test_bad_host(call: Call, host: str) -> None:
    """What is no address is a connection error that names it, and nothing is sent."""
    session = create_autospec(ClientSession, instance=True)

    with pytest.raises(MyDeviceConnectionError) as raised:
        await call(MyDeviceClient(host, TOKEN, session=session))

    assert repr(host) in str(raised.value)
    assert session.request.call_count == 0


@pytest.mark.usefixtures("socket_enabled")
@pytest.mark.parametrize("host", ["999.1.1.1", "1.2.3.4.5", "127.1", "127.0.0.1:0"])
async def test_address_that_cannot_exist(host: str) -> None:
    """An address that only fails when it is used is a connection error too."""
    async with MyDeviceClient(host, TOKEN) as client:
        with pytest.raises(MyDeviceConnectionError, match=host):
            await client.check_connection()


@pytest.mark.parametrize(
    "error",
    [
        pytest.param(socket.gaierror(-2, "Name or service not known"), id="unknown"),
        pytest.param(
            UnicodeEncodeError("idna", "a..b", 2, 3, "label empty"), id="invalid"
        ),
    ],
)
async def test_name_that_cannot_be_resolved(error: Exception) -> None:
    """A name without an address is a connection error."""
    resolver = create_autospec(AbstractResolver, instance=True)
    resolver.resolve.side_effect = error
    async with ClientSession(connector=TCPConnector(resolver=resolver)) as session:
        with pytest.raises(MyDeviceConnectionError, match="a..b"):
            await MyDeviceClient("a..b", TOKEN, session=session).check_connection()
    assert resolver.resolve.called


@CALLS
@pytest.mark.parametrize(
    "token",
    [
        "",
        " ",
        "a b",
        "token\r\nX-Evil: 1",
        "token\n",
        "to\x00ken",
        "to\x7fken",
        "tökén",
        "\ud800",
    ],
    ids=ascii,
)
async def test_token_that_cannot_be_sent(call: Call, token: str) -> None:
    """A token that no header carries is refused before anything is sent."""
    session = create_autospec(ClientSession, instance=True)

    with pytest.raises(MyDeviceAuthenticationError):
        await call(MyDeviceClient("my-device", token, session=session))

    assert session.request.call_count == 0


@CALLS
@pytest.mark.parametrize(
    "sent",
    [
        pytest.param(f"Authorization: {AUTHORIZATION}\r\n\r\n", id="no status line"),
        pytest.param(f"HTTP/1.1 200 OK\r\n{TOKEN}\r\n\r\n", id="broken header"),
        pytest.param(
            f"HTTP/1.1 200 OK\r\nX-Echo: {TOKEN}\r\n", id="cut in the headers"
        ),
        pytest.param(f"HTTP/1.1 401 {TOKEN}\r\n\r\n", id="reason"),
        pytest.param(
            f"HTTP/1.1 500 {TOKEN}\r\nX-Echo: {TOKEN}\r\n\r\n{TOKEN}", id="error"
        ),
        pytest.param(
            f"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{TOKEN}\r\n",
            id="chunk",
        ),
        pytest.param(
            f"HTTP/1.1 200 OK\r\nContent-Length: {len(TOKEN)}\r\n\r\n{TOKEN}", id="body"
        ),
        pytest.param("", id="nothing"),
    ],
)
async def test_token_stays_secret(
    caplog: pytest.LogCaptureFixture,
    client: MyDeviceClient,
    peer: Peer,
    call: Call,
    sent: str,
) -> None:
    """The token is in no error, no traceback and no log, even if the peer sends it back."""
    caplog.set_level(0)
    peer.chunks = [sent.encode()]

    with pytest.raises(MyDeviceError) as raised:
        await call(client)

    assert peer.received[0].authorization == AUTHORIZATION
    assert TOKEN not in repr(raised.value)
    assert TOKEN not in "".join(traceback.format_exception(raised.value))
    assert TOKEN not in caplog.text


def test_repr() -> None:
    """The token is not in the client's representation."""
    assert TOKEN not in repr(MyDeviceClient("my-device", TOKEN))


async def test_session_of_its_own(peer: Peer) -> None:
    """A client closes the session that it opened, and opens another when used again."""
    peer.answer(b'{"user_id": "user-4711"}', headers="Connection: close\r\n")
    client = MyDeviceClient(peer.host, TOKEN)

    async with client:
        await client.check_connection()
    await client.close()
    await client.check_connection()
    await client.close()

    assert len(peer.received) == 2


async def test_session_given(peer: Peer) -> None:
    """A client leaves a given session open and does not depend on how it treats a status."""
    async with ClientSession(raise_for_status=True) as session:
        peer.answer(status="401 Unauthorized")
        async with MyDeviceClient(peer.host, TOKEN, session=session) as client:
            with pytest.raises(MyDeviceAuthenticationError):
                await client.check_connection()
        assert not session.closed


async def test_cancelled(client: MyDeviceClient, peer: Peer) -> None:
    """A cancelled request ends as cancelled, not as an error of the device."""
    peer.chunks, peer.pause = [b""], 60

    with pytest.raises(TimeoutError):
        await asyncio.wait_for(client.check_connection(), 0.1)
