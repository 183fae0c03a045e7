"""Test the client against a hub on loopback, good and bad."""

import asyncio
from asyncio import Event, Queue
from collections.abc import AsyncGenerator, Callable, Coroutine
from contextlib import suppress
from dataclasses import asdict
import json
from typing import Any
from unittest.mock import patch

from aiohttp import ClientSession, WSMsgType, web
import pytest

from my_hub_client import (
    Device,
    Hub,
    MyHubAuthenticationError,
    MyHubClient,
    MyHubCommandError,
    MyHubConnectionError,
    MyHubError,
    MyHubInvalidHostError,
    MyHubResponseError,
    MyHubTimeoutError,
    MyHubWrongHubError,
    State,
)
from my_hub_client.address import api_url, with_ip
from my_hub_client.messages import decode

PASSWORD = "secret-password"
HUB = {
    "mac": "02:00:00:4d:48:01",
    "name": "Attic",
    "model": "My Hub One",
    "firmware": "2.0.1",
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
WELCOME = {"type": "welcome", "hub": HUB, "devices": [PLUG, THERMOMETER]}
LOGIN = {"type": "login", "password": PASSWORD}

type Handler = Callable[[web.WebSocketResponse], Coroutine[Any, Any, None]]


class Peer:
    """A hub that answers as it is told.

    Attributes:
        host: Where it listens.
        greeting: What it answers to whoever logs in; None keeps silent.
        is_flooding: Whether it sends on and on from then, whatever it is told.
        received: What it was sent.
        socket: The latest connection on which somebody logged in.
        connected: Set as soon as there is one.
        ended: The connections that ended.
    """

    host = ""
    greeting: str | bytes | None = json.dumps(WELCOME)
    is_flooding = False

    def __init__(self) -> None:
        """Initialize the hub."""
        self.received: Queue[Any] = Queue()
        self.socket = web.WebSocketResponse()
        self.connected = Event()
        self.ended: Queue[web.WebSocketResponse] = Queue()

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Welcome whoever connects."""
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        async for message in socket:
            assert message.type is WSMsgType.TEXT
            data = json.loads(message.data)
            await self.received.put(data)
            if data["type"] == "login":
                if isinstance(self.greeting, bytes):
                    await socket.send_bytes(self.greeting)
                elif self.greeting is not None:
                    await socket.send_str(self.greeting)
                self.socket = socket
                self.connected.set()
                with suppress(ConnectionError):
                    while self.is_flooding:
                        await socket.send_json({"type": "device", "device": PLUG})
                        await asyncio.sleep(0.001)
        await self.ended.put(socket)
        return socket

    async def send(self, **message: Any) -> None:
        """Send a message."""
        await self.connected.wait()
        await self.socket.send_json(message)


@pytest.fixture
async def peer() -> AsyncGenerator[Peer]:
    """Return a hub that welcomes."""
    peer = Peer()
    application = web.Application()
    application.router.add_get("/api/v1", peer.handle)
    runner = web.AppRunner(application, shutdown_timeout=0.01)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0]
    peer.host = f"{host}:{port}"
    yield peer
    await runner.cleanup()


@pytest.fixture
async def client(peer: Peer) -> AsyncGenerator[MyHubClient]:
    """Return a client of the hub."""
    async with ClientSession() as session:
        client = MyHubClient(peer.host, PASSWORD, session=session)
        yield client
        await client.close()


class Listener:
    """What a client tells of.

    Attributes:
        states: The states.
        errors: Why there was no connection.
    """

    def __init__(self, client: MyHubClient) -> None:
        """Listen to a client."""
        self.states: Queue[State] = Queue()
        self.errors: Queue[MyHubError] = Queue()
        self.task = asyncio.create_task(
            client.run(self.states.put_nowait, self.errors.put_nowait)
        )


@pytest.fixture
async def listener(client: MyHubClient) -> AsyncGenerator[Listener]:
    """Return what a client that runs tells of."""
    listener = Listener(client)
    yield listener
    listener.task.cancel()


@pytest.fixture
def waits() -> Any:
    """Return the seconds that are waited between connections, without waiting."""
    asked: list[float] = []
    sleep = asyncio.sleep

    async def wait(seconds: float) -> None:
        asked.append(seconds)
        await sleep(0)

    with patch("my_hub_client.client.asyncio.sleep", wait):
        yield asked


async def test_connect(peer: Peer, client: MyHubClient) -> None:
    """Test what the hub has at first."""
    state = await client.connect()

    assert await peer.received.get() == LOGIN
    assert state == State(
        hub=Hub(**HUB),
        devices={"plug-1": Device(**PLUG), "climate-1": Device(**THERMOMETER)},
    )


async def test_bare_device(peer: Peer, client: MyHubClient) -> None:
    """Test that what a device does not have is None."""
    bare = {"id": "1", "name": "", "model": "", "firmware": "", "is_reachable": False}
    peer.greeting = json.dumps(WELCOME | {"devices": [bare]})
    (device,) = (await client.connect()).devices.values()
    assert asdict(device) == bare | dict.fromkeys(
        ("temperature", "humidity", "power", "battery", "is_on")
    )


async def test_one_connection(peer: Peer, client: MyHubClient) -> None:
    """Test that connecting again leaves no other connection behind."""
    await client.connect()
    first = peer.socket
    await client.connect()

    assert await peer.ended.get() is first


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("hub", "ws://hub/api/v1"),
        ("Hub.Local", "ws://hub.local/api/v1"),
        ("192.168.1.30", "ws://192.168.1.30/api/v1"),
        ("192.168.1.30:80", "ws://192.168.1.30/api/v1"),
        ("192.168.1.30:8390", "ws://192.168.1.30:8390/api/v1"),
        ("192.168.1.30:65535", "ws://192.168.1.30:65535/api/v1"),
        ("fd00::30", "ws://[fd00::30]/api/v1"),
        ("FD00::30", "ws://[fd00::30]/api/v1"),
        ("[fd00::30]", "ws://[fd00::30]/api/v1"),
        ("[fd00::30]:8390", "ws://[fd00::30]:8390/api/v1"),
        ("::1", "ws://[::1]/api/v1"),
    ],
)
def test_address(host: str, url: str) -> None:
    """Test what a hub can be found at."""
    assert str(api_url(host)) == url


@pytest.mark.parametrize(
    "host",
    [
        "",
        "hub:",
        "hub:port",
        "hub:-1",
        "hub:65536",
        "192.168.1.30:8390:8390",
        ":8390",
        "[fd00::30",
        "fd00::30]",
        "[fd00::30]8390",
        "[192.168.1.30]",
        "[hub]",
        "fd00::30::1",
        "fd00::g",
    ],
)
def test_no_address(host: str) -> None:
    """Test what is no address, and that the error says which and what one is."""
    with pytest.raises(MyHubInvalidHostError) as raised:
        api_url(host)
    assert str(raised.value) == (
        f"{host!r} is not a host name or IP address, with or without a port"
    )


@pytest.mark.parametrize(
    ("host", "ip", "expected"),
    [
        ("hub.local", "192.168.1.31", "192.168.1.31"),
        ("192.168.1.30:80", "192.168.1.31", "192.168.1.31"),
        (" 192.168.1.30:8390 ", "192.168.1.31", "192.168.1.31:8390"),
        ("fd00::30", "192.168.1.31", "192.168.1.31"),
        ("[fd00::30]:8390", "fd00::31", "[fd00::31]:8390"),
    ],
)
def test_another_ip_address(host: str, ip: str, expected: str) -> None:
    """Test that a hub is followed to another IP address, at the port that it had."""
    assert with_ip(host, ip) == expected


@pytest.mark.parametrize(
    "host", ["http://hub", "hub/", "", "hub:99999", "[hub]", "a b"]
)
async def test_invalid_host(host: str, client: MyHubClient) -> None:
    """Test what is no address."""
    client._host = host
    with pytest.raises(MyHubInvalidHostError, match="is not a host name"):
        await client.connect()


async def test_blanks_around_host(peer: Peer) -> None:
    """Test that blanks do not count."""
    async with ClientSession() as session:
        client = MyHubClient(f" {peer.host} ", PASSWORD, session=session)
        assert (await client.connect()).hub.name == "Attic"
        await client.close()


@pytest.mark.parametrize(
    "host", ["127.0.0.1:1", "nowhere.invalid", f"{'x' * 64}.invalid"]
)
async def test_nothing_answers(host: str, client: MyHubClient) -> None:
    """Test hosts without a hub."""
    client._host = host
    with pytest.raises(MyHubConnectionError, match=r"^Cannot connect to"):
        await client.connect()


async def test_no_websocket(peer: Peer, client: MyHubClient) -> None:
    """Test a server that is no hub."""
    with (
        patch("my_hub_client.client.api_url", lambda host: f"http://{host}/nothing"),
        pytest.raises(MyHubResponseError, match=r"answered with status 404$"),
    ):
        await client.connect()


async def test_timeout(peer: Peer) -> None:
    """Test a hub that keeps silent."""
    peer.greeting = None
    async with ClientSession() as session:
        client = MyHubClient(peer.host, PASSWORD, session=session, request_timeout=0.05)
        with pytest.raises(MyHubTimeoutError, match=r"within 0.05 seconds$"):
            await client.connect()


async def test_cancelled(peer: Peer, client: MyHubClient) -> None:
    """Test that connecting leaves no connection behind when it is cancelled."""
    peer.greeting = None
    task = asyncio.create_task(client.connect())
    await peer.connected.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await peer.ended.get() is peer.socket


async def test_seconds(client: MyHubClient) -> None:
    """Test how long it waits for an answer, for any message, and for the end of a connection."""
    seconds: list[float] = []

    def timeout(wait: float) -> asyncio.Timeout:
        seconds.append(wait)
        return asyncio.timeout(wait)

    with patch("my_hub_client.client.timeout", timeout):
        await client.connect()
        await client.close()
    assert {*seconds} == {10, 15, 2}


@pytest.mark.parametrize(
    ("greeting", "error", "message"),
    [
        ('{"type": "refused"}', MyHubAuthenticationError, "refused the password$"),
        ('{"type": "removed", "id": "a"}', MyHubResponseError, "Removed out of turn$"),
        ("{", MyHubResponseError, "no valid message"),
        ("null", MyHubResponseError, "no valid message"),
        ("[]", MyHubResponseError, "no valid message"),
        ('{"type": 1}', MyHubResponseError, "no valid message"),
        ('{"type": "welcome"}', MyHubResponseError, "no valid message"),
        ('"\\ud800"', MyHubResponseError, "no valid message"),
        (
            json.dumps(WELCOME).replace("21.5", '"21.5"'),
            MyHubResponseError,
            "no valid message",
        ),
        (
            json.dumps(WELCOME).replace("plug-1", ""),
            MyHubResponseError,
            "no valid message",
        ),
        (
            json.dumps(WELCOME).replace("02:00:00:4d:48:01", "attic"),
            MyHubResponseError,
            "no valid message",
        ),
        (b"\0", MyHubResponseError, "sent no valid message$"),
        (" " * 2**20 + "{", MyHubResponseError, "sent no valid message$"),
    ],
)
async def test_greetings(
    greeting: str | bytes,
    error: type[MyHubError],
    message: str,
    peer: Peer,
    client: MyHubClient,
) -> None:
    """Test what is no welcome."""
    peer.greeting = greeting
    with pytest.raises(error, match=message) as raised:
        await client.connect()
    assert raised.type is error
    assert PASSWORD not in str(raised.value)
    with pytest.raises(MyHubConnectionError, match="There is no connection"):
        await client.set_switch("plug-1", True)


def test_bug_in_place_of_a_message() -> None:
    """Test that a bug of the caller is no fault of the hub."""
    not_a_text: Any = None
    with pytest.raises(TypeError):
        decode(not_a_text)


async def test_closed_without_a_welcome(peer: Peer, client: MyHubClient) -> None:
    """Test a hub that hangs up."""
    peer.greeting = None
    connecting = asyncio.create_task(client.connect())
    await peer.connected.wait()
    await peer.socket.close()
    with pytest.raises(MyHubConnectionError, match=r"closed the connection$"):
        await connecting


async def test_another_hub(peer: Peer) -> None:
    """Test that another hub than the expected one is not taken."""
    async with ClientSession() as session:
        client = MyHubClient(
            peer.host, PASSWORD, session=session, mac="02:00:00:4d:48:02"
        )
        with pytest.raises(MyHubWrongHubError, match=r"^Another hub answers at"):
            await client.connect()
        client = MyHubClient(peer.host, PASSWORD, session=session, mac=HUB["mac"])
        await client.connect()
        await client.close()


async def test_changes(peer: Peer, client: MyHubClient) -> None:
    """Test that each change is told, and that what has not changed stays the same."""
    before = await client.connect()
    listener = Listener(client)

    await peer.send(type="device", device=PLUG | {"power": 4})
    after = await listener.states.get()
    assert after.hub is before.hub
    assert after.devices["plug-1"] == Device(**PLUG | {"power": 4})
    assert after.devices["climate-1"] is before.devices["climate-1"]
    assert before.devices["plug-1"].power == 3.5

    await peer.send(type="device", device=PLUG | {"id": "plug-2"})
    assert [*(await listener.states.get()).devices] == ["plug-1", "climate-1", "plug-2"]

    await peer.send(type="from a later version")
    await peer.send(type="removed", id="unknown")
    assert len((await listener.states.get()).devices) == 3
    await peer.send(type="removed", id="climate-1")
    assert [*(await listener.states.get()).devices] == ["plug-1", "plug-2"]
    listener.task.cancel()


async def test_switch(peer: Peer, client: MyHubClient, listener: Listener) -> None:
    """Test that a command waits for its own result."""
    await listener.states.get()
    await peer.received.get()
    on = asyncio.create_task(client.set_switch("plug-1", True))
    assert await peer.received.get() == {
        "type": "switch",
        "request": 1,
        "id": "plug-1",
        "on": True,
    }
    off = asyncio.create_task(client.set_switch("plug-1", False))
    assert (await peer.received.get())["request"] == 2
    await peer.send(type="result", request=99)
    await peer.send(type="result", request=2, error="It is locked")
    with pytest.raises(MyHubCommandError, match=r"refused to switch plug-1$"):
        await off
    assert not on.done()
    await peer.send(type="result", request=1)
    await on


async def test_switch_without_an_answer(peer: Peer) -> None:
    """Test a hub that does not answer a command, or does too late."""
    async with ClientSession() as session:
        client = MyHubClient(peer.host, PASSWORD, session=session, request_timeout=0.5)
        await client.connect()
        listener = Listener(client)
        with pytest.raises(MyHubTimeoutError, match=r"within 0\.5 seconds$"):
            await client.set_switch("plug-1", True)
        await peer.send(type="result", request=1)
        await peer.send(type="device", device=PLUG)
        await listener.states.get()
        listener.task.cancel()
        await client.close()


async def test_switch_while_the_connection_ends(
    peer: Peer, client: MyHubClient, listener: Listener
) -> None:
    """Test that a command ends with its connection."""
    await listener.states.get()
    await peer.received.get()
    command = asyncio.create_task(client.set_switch("plug-1", True))
    await peer.received.get()
    await peer.socket.close()
    with pytest.raises(MyHubConnectionError, match=r"closed the connection$"):
        await command


async def test_switch_on_a_closed_connection(peer: Peer, client: MyHubClient) -> None:
    """Test a command on a connection of which nobody has seen the end."""
    await client.connect()
    assert client._socket
    with (
        patch.object(client._socket, "send_str", side_effect=ConnectionResetError),
        pytest.raises(MyHubConnectionError, match=r"closed the connection$"),
    ):
        await client.set_switch("plug-1", True)


async def test_connects_again(
    peer: Peer, client: MyHubClient, waits: list[float]
) -> None:
    """Test that a lost connection is told of and made again, with all that changed meanwhile."""
    await client.connect()
    listener = Listener(client)
    peer.greeting = json.dumps(WELCOME | {"devices": [PLUG]})
    await peer.socket.close()

    error = await listener.errors.get()
    assert isinstance(error, MyHubConnectionError)
    assert [*(await listener.states.get()).devices] == ["plug-1"]
    assert waits == [1]
    listener.task.cancel()


async def test_waits_longer(
    peer: Peer, client: MyHubClient, waits: list[float]
) -> None:
    """Test that a hub that does not recover is asked less and less often."""
    await client.connect()
    peer.greeting = "{"
    listener = Listener(client)
    await peer.send(type="result")
    for _ in range(11):
        assert isinstance(await listener.errors.get(), MyHubResponseError)
    assert waits[:10] == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300]

    peer.greeting = json.dumps(WELCOME)
    await listener.states.get()
    now = asyncio.get_running_loop().time()
    del waits[:]
    with patch.object(asyncio.get_running_loop(), "time", lambda: now + 301):
        await peer.socket.close()
        await listener.states.get()
    assert waits == [1]
    listener.task.cancel()


async def test_ends_when_refused(
    peer: Peer, client: MyHubClient, waits: list[float]
) -> None:
    """Test that a password that is refused is not tried again."""
    await client.connect()
    listener = Listener(client)
    peer.greeting = '{"type": "refused"}'
    await peer.socket.close()

    assert isinstance(await listener.errors.get(), MyHubConnectionError)
    assert isinstance(await listener.errors.get(), MyHubAuthenticationError)
    await listener.task
    assert listener.states.empty()
    assert waits == [1]


async def test_bugs_are_no_errors_of_the_hub(peer: Peer, client: MyHubClient) -> None:
    """Test that a bug of the caller is not told as an error of the hub."""
    await client.connect()
    not_json: Any = object()
    with pytest.raises(TypeError):
        await client.set_switch("plug-1", not_json)
    await client.close()

    def fail(_: State) -> None:
        raise ValueError("A bug")

    errors: list[MyHubError] = []
    with pytest.raises(ValueError, match="A bug"):
        async with asyncio.timeout(5):
            await client.run(fail, errors.append)
    assert errors == []


async def test_log(
    peer: Peer,
    client: MyHubClient,
    waits: list[float],
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Test that a loss is logged for whoever looks for its cause."""
    with caplog.at_level("DEBUG", "my_hub_client"):
        await client.connect()
        listener = Listener(client)
        await peer.socket.close()
        await listener.errors.get()
        listener.task.cancel()
    assert (
        "my_hub_client.client",
        10,
        f"{peer.host}: {peer.host} closed the connection",
    ) in caplog.record_tuples


async def test_nothing_stays_open(peer: Peer, client: MyHubClient) -> None:
    """Test that a client that is stopped closes its connection."""
    await client.connect()
    listener = Listener(client)
    await asyncio.sleep(0)
    listener.task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await listener.task
    assert await peer.ended.get() is peer.socket


async def test_flood_that_hears_of_no_end(peer: Peer, client: MyHubClient) -> None:
    """Test that a connection ends although the hub goes on sending."""
    peer.is_flooding = True
    with patch("my_hub_client.client.CLOSE_TIMEOUT", 0.1):
        await client.connect()
        async with asyncio.timeout(5):
            await client.close()


async def test_silence(peer: Peer, client: MyHubClient) -> None:
    """Test that a hub that is only silent is asked, and one that is gone is told apart."""
    with patch("my_hub_client.client.HEARTBEAT", 0.05):
        await client.connect()
        listener = Listener(client)
        await asyncio.sleep(0.2)
        await peer.socket.ping()
        await peer.send(type="device", device=PLUG)
        await listener.states.get()
        assert listener.errors.empty()

        assert client._socket
        with patch.object(client._socket, "ping"):
            error = await listener.errors.get()
    assert isinstance(error, MyHubTimeoutError)
    assert str(error).endswith("was silent for 0.1 seconds")
    listener.task.cancel()


async def test_signs_of_life(peer: Peer, client: MyHubClient) -> None:
    """Test that a hub that gives signs of life is not asked for any."""
    await client.connect()
    assert client._socket
    with patch.object(client._socket, "ping") as ping:
        listener = Listener(client)
        await peer.socket.ping()
        await peer.send(type="device", device=PLUG)
        await listener.states.get()
    ping.assert_not_called()
    listener.task.cancel()


async def test_deaf(peer: Peer, client: MyHubClient) -> None:
    """Test that a hub that takes nothing is given up, and not waited for."""

    async def wait(_: bytes = b"") -> None:
        await Event().wait()

    with patch("my_hub_client.client.HEARTBEAT", 0.05):
        await client.connect()
        assert client._socket
        with (
            patch.object(client._socket, "pong", wait),
            patch.object(client._socket, "ping", wait),
        ):
            listener = Listener(client)
            await peer.socket.ping()
            async with asyncio.timeout(5):
                error = await listener.errors.get()
    assert isinstance(error, MyHubTimeoutError)
    listener.task.cancel()


async def test_silence_of_a_closed_connection(peer: Peer, client: MyHubClient) -> None:
    """Test a connection that turns out to be closed when the hub is asked."""
    with patch("my_hub_client.client.HEARTBEAT", 0.05):
        await client.connect()
        assert client._socket
        with patch.object(client._socket, "ping", side_effect=ConnectionResetError):
            listener = Listener(client)
            error = await listener.errors.get()
    assert isinstance(error, MyHubConnectionError)
    assert str(error).endswith("closed the connection")
    listener.task.cancel()


async def test_broken_connection(client: MyHubClient) -> None:
    """Test that a connection that breaks is not taken for a silent one."""
    await client.connect()
    assert client._socket
    with patch.object(client._socket, "receive", side_effect=ConnectionResetError):
        listener = Listener(client)
        error = await listener.errors.get()
    assert type(error) is MyHubConnectionError  # pylint: disable=unidiomatic-typecheck # not of a subclass
    assert str(error).endswith("closed the connection")
    listener.task.cancel()


async def test_welcome_out_of_turn(peer: Peer, client: MyHubClient) -> None:
    """Test a hub that welcomes twice."""
    await client.connect()
    listener = Listener(client)
    await peer.send(**WELCOME)
    error = await listener.errors.get()
    assert isinstance(error, MyHubResponseError)
    assert str(error).endswith("sent Welcome out of turn")
    listener.task.cancel()


async def test_result_before_the_end(
    peer: Peer, client: MyHubClient, listener: Listener
) -> None:
    """Test that a command whose result has arrived is not told of the end of the connection."""
    await listener.states.get()
    command = asyncio.create_task(client.set_switch("plug-1", True))
    await peer.received.get()
    await peer.received.get()
    await asyncio.gather(
        peer.send(type="result", request=1), peer.socket.close(), listener.errors.get()
    )
    await command
