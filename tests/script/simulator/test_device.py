"""Tests of the simulated device, through the client that it is made for."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from contextlib import contextmanager
from dataclasses import replace
import errno
from pathlib import Path
import re
import shlex
import signal
import socket
import subprocess
import sys

from aiohttp import ClientOSError, ClientSession
from aiohttp.web import Application
from my_device_client import (
    MyDeviceAuthenticationError,
    MyDeviceClient,
    MyDeviceConnectionError,
    MyDeviceError,
    MyDeviceRateLimitError,
    MyDeviceResponseError,
    MyDeviceTimeoutError,
)
import pytest
from zeroconf.asyncio import AsyncServiceInfo, AsyncZeroconf

from script.simulator.announce import announced
from script.simulator.device.__main__ import main
from script.simulator.device.faults import FAULTS
from script.simulator.device.server import Simulator, run_simulator
from script.simulator.device.state import Device, energy, status, switch
from script.simulator.listener import Listener

ROOT = Path(__file__).parents[3]

ERRORS: dict[str, type[MyDeviceError]] = {
    "reset": MyDeviceConnectionError,
    "stall": MyDeviceTimeoutError,
    "drip": MyDeviceTimeoutError,
    "unauthorized": MyDeviceAuthenticationError,
    "forbidden": MyDeviceResponseError,
    "rate_limited": MyDeviceRateLimitError,
    "server_error": MyDeviceResponseError,
    "html": MyDeviceResponseError,
    "truncated": MyDeviceResponseError,
    "wrong_types": MyDeviceResponseError,
    "null": MyDeviceResponseError,
    "not_a_number": MyDeviceResponseError,
    "huge": MyDeviceResponseError,
    "reboot": MyDeviceConnectionError,
    "refuse": MyDeviceConnectionError,
}
IN_NUMBERS = {"wrong_types", "not_a_number"}
IN_BODIES = {"drip", "truncated", "null"}


@pytest.fixture
async def simulator(socket_enabled: None) -> AsyncGenerator[Simulator]:
    """Return a sound device."""
    async with run_simulator(Device()) as simulator:
        yield simulator


@pytest.fixture
async def client(simulator: Simulator) -> AsyncGenerator[MyDeviceClient]:
    """Return a client of the device."""
    async with MyDeviceClient(
        simulator.host, simulator.device.secret, request_timeout=0.2
    ) as client:
        yield client


@pytest.fixture
async def session() -> AsyncGenerator[ClientSession]:
    """Return a session for the control API."""
    async with ClientSession() as session:
        yield session


async def asked(simulator: Simulator, session: ClientSession, header: str) -> int:
    """Return how the device answers a request with an Authorization header, or without for ""."""
    headers = {"Authorization": header} if header else {}
    url = f"http://{simulator.host}/api/v1/status"
    async with session.get(url, headers=headers) as response:
        return response.status


def test_device_measures() -> None:
    """The readings swing around what is plausible, and are the same at the same time."""
    device = Device()

    assert status(device, 0)["readings"] == {
        "temperature": 21.5,
        "power": 46.0,
        "energy": 128.0,
        "signal_strength": -58,
    }
    assert status(device, 75) == status(device, 75)
    assert status(device, 75)["readings"] == {
        "temperature": 21.7,
        "power": 55.0,
        "energy": 128.0011,
        "signal_strength": -56,
    }


def test_energy_follows_the_relay() -> None:
    """The energy grows with the power while the relay is on, and only then."""
    device = Device(energy=0)

    assert energy(device, 3600) == pytest.approx(0.046)
    switch(device, False, 3600)
    assert energy(device, 7200) == pytest.approx(0.046)
    assert not device.relay
    switch(device, True, 7200)
    assert energy(device, 10800) == pytest.approx(0.092)


async def test_sound_device(simulator: Simulator, client: MyDeviceClient) -> None:
    """The client understands a sound device."""
    assert await client.check_connection() == "user-4711"
    before = await client.status()
    await client.set_relay(False)
    after = await client.status()

    assert (before.serial, before.name, before.relay) == (
        "MD-0042-1337",
        "Workshop",
        True,
    )
    assert before.readings.power > 0
    assert not after.relay
    assert after.readings.power == 0
    assert not simulator.device.relay


@pytest.mark.parametrize(
    ("auth", "right", "wrong"),
    [
        pytest.param(
            "token",
            "Bearer first",
            ["", "Bearer second", "first", "Basic b3duZXI6Zmlyc3Q="],
            id="token",
        ),
        pytest.param(
            "username_password",
            "Basic b3duZXI6Zmlyc3Q=",
            ["", "Bearer first", "Basic b3duZXI6c2Vjb25k", "Basic OmZpcnN0"],
            id="username_password",
        ),
    ],
)
async def test_auth(
    simulator: Simulator,
    session: ClientSession,
    auth: str,
    right: str,
    wrong: list[str],
) -> None:
    """The device answers whoever has what opens it, and tells others to go."""
    simulator.device.auth, simulator.device.secret = auth, "first"

    assert await asked(simulator, session, right) == 200
    for header in wrong:
        assert await asked(simulator, session, header) == 401


async def test_open_device(simulator: Simulator, session: ClientSession) -> None:
    """A device that knows no user answers everybody."""
    simulator.device.auth = "none"

    assert await asked(simulator, session, "") == 200
    assert await asked(simulator, session, "Bearer any") == 200


async def test_password_changed(simulator: Simulator, session: ClientSession) -> None:
    """Username and password change at run time too."""
    simulator.device.auth = "username_password"
    change = {"username": "me", "secret": "fresh"}

    async with session.patch(simulator.control_url, json=change) as response:
        assert response.status == 200
        assert "fresh" not in await response.text()

    assert await asked(simulator, session, "Basic bWU6ZnJlc2g=") == 200


@pytest.mark.parametrize(
    ("auth", "told"),
    [
        pytest.param(
            "token", {"API token": "the-secret", "user_id": "user-4711"}, id="token"
        ),
        pytest.param(
            "username_password",
            {"username": "owner", "password": "the-secret", "user_id": "user-4711"},
            id="username_password",
        ),
        pytest.param("none", {"serial": "MD-0042-1337"}, id="none"),
    ],
)
async def test_manual(
    simulator: Simulator, session: ClientSession, auth: str, told: dict[str, str]
) -> None:
    """The manual tells what opens the device, and its request is answered."""
    simulator.device.auth, simulator.device.secret = auth, "the-secret"

    text = simulator.manual

    head, _, commands = text.partition("\n\n")
    assert dict(re.findall(r"^  (.+?)  +(.+)$", head, re.MULTILINE)) == {
        "host": simulator.host,
        **told,
    }
    assert ("Rotate secret" in commands) is ("the-secret" in told.values())
    curl = next(line for line in commands.splitlines() if line.startswith("Ask it"))
    [*headers, url] = shlex.split(curl)[3:]
    header = headers[1].removeprefix("Authorization: ") if headers else ""
    assert url == f"http://{simulator.host}/api/v1/status"
    assert await asked(simulator, session, header) == 200


def test_every_fault_is_tested() -> None:
    """A new fault does not go untested."""
    assert FAULTS.keys() == ERRORS.keys() | {
        "other_account",
        "other_serial",
        "other_device",
    }


@pytest.mark.parametrize(
    ("call", "fault"),
    [
        *[
            pytest.param(MyDeviceClient.status, fault, id=f"status-{fault}")
            for fault in ERRORS
        ],
        *[
            pytest.param(
                MyDeviceClient.check_connection, fault, id=f"check_connection-{fault}"
            )
            for fault in ERRORS
            if fault not in IN_NUMBERS
        ],
        *[
            pytest.param(
                lambda client: client.set_relay(False), fault, id=f"set_relay-{fault}"
            )
            for fault in ERRORS
            if fault not in IN_NUMBERS | IN_BODIES
        ],
    ],
)
async def test_fault(
    simulator: Simulator,
    client: MyDeviceClient,
    call: Callable[[MyDeviceClient], Awaitable[object]],
    fault: str,
) -> None:
    """A fault gives the client its error and is gone when cleared."""
    await client.status()
    await simulator.set_fault(fault)

    with pytest.raises(MyDeviceError) as raised:
        await call(client)
    assert raised.type is ERRORS[fault]

    await simulator.set_fault(None)
    assert (await client.status()).relay


@pytest.mark.parametrize("fault", sorted(IN_BODIES | IN_NUMBERS))
async def test_fault_of_what_is_not_sent(
    simulator: Simulator, client: MyDeviceClient, fault: str
) -> None:
    """An answer without a body has no fault in it."""
    await simulator.set_fault(fault)

    await client.set_relay(False)

    assert not simulator.device.relay


async def test_other_account(simulator: Simulator, client: MyDeviceClient) -> None:
    """The device can belong to another account."""
    await simulator.set_fault("other_account")

    assert await client.check_connection() == "user-0815"
    status = await client.status()
    assert (status.user_id, status.serial) == ("user-0815", "MD-0042-1337")


async def test_other_serial(simulator: Simulator, client: MyDeviceClient) -> None:
    """The device can have another mainboard."""
    await simulator.set_fault("other_serial")

    assert await client.check_connection() == "user-4711"
    status = await client.status()
    assert (status.user_id, status.serial) == ("user-4711", "MD-0099-0001")


async def test_other_device(simulator: Simulator, client: MyDeviceClient) -> None:
    """Another device can answer in the place of this one."""
    own = await client.status()
    await simulator.set_fault("other_device")

    other = await client.status()

    assert await client.check_connection() == other.user_id
    for field in ("user_id", "serial", "name", "mac"):
        assert getattr(other, field) != getattr(own, field)


async def test_no_account(simulator: Simulator, session: ClientSession) -> None:
    """A device that knows no user has no account, neither by itself nor in its status."""
    simulator.device.auth = "none"

    async with session.get(f"http://{simulator.host}/api/v1/account") as response:
        assert response.status == 404
    async with session.get(f"http://{simulator.host}/api/v1/status") as response:
        assert "user_id" not in await response.json()


async def test_retry_after(simulator: Simulator, session: ClientSession) -> None:
    """The device that asks for fewer requests says when to come again."""
    await simulator.set_fault("rate_limited")

    async with session.get(f"http://{simulator.host}/api/v1/status") as response:
        assert response.headers["Retry-After"] == "60"


async def test_reset_is_a_reset(simulator: Simulator, session: ClientSession) -> None:
    """The connection is reset, not closed."""
    await simulator.set_fault("reset")

    with pytest.raises(ClientOSError) as raised:
        await session.get(f"http://{simulator.host}/api/v1/status")
    assert raised.value.errno == errno.ECONNRESET


async def test_reboot_ends(
    monkeypatch: pytest.MonkeyPatch, simulator: Simulator, client: MyDeviceClient
) -> None:
    """A device that reboots is back at the same place."""
    monkeypatch.setitem(FAULTS, "reboot", replace(FAULTS["reboot"], seconds=0.05))
    await simulator.set_fault("reboot")
    with pytest.raises(MyDeviceConnectionError):
        await client.status()

    await asyncio.sleep(0.1)

    assert simulator.device.fault is None
    assert await client.status()


async def test_later_fault_outlasts_a_reboot(
    monkeypatch: pytest.MonkeyPatch, simulator: Simulator
) -> None:
    """The end of a reboot does not clear the fault that came after it."""
    monkeypatch.setitem(FAULTS, "reboot", replace(FAULTS["reboot"], seconds=0.05))
    await simulator.set_fault("reboot")
    await simulator.set_fault("server_error")

    await asyncio.sleep(0.1)

    assert simulator.device.fault == "server_error"


async def test_faults_at_once(simulator: Simulator, client: MyDeviceClient) -> None:
    """Changes that come at the same time leave the device as the last one says."""
    await asyncio.gather(*(simulator.set_fault(name) for name in ["refuse", None] * 5))

    assert await client.status()


@pytest.mark.usefixtures("socket_enabled")
async def test_begins_with_a_fault() -> None:
    """A device that refuses connections from the start can be mended."""
    async with (
        run_simulator(Device(fault="refuse")) as simulator,
        MyDeviceClient(simulator.host, simulator.device.secret) as client,
    ):
        with pytest.raises(MyDeviceConnectionError):
            await client.status()
        await simulator.set_fault(None)
        assert await client.status()


@pytest.mark.usefixtures("socket_enabled")
async def test_stops_while_requests_wait() -> None:
    """The end does not wait for requests that stall."""
    clock = asyncio.get_running_loop().time
    async with run_simulator(Device(fault="stall")) as simulator:
        client = MyDeviceClient(simulator.host, simulator.device.secret)
        request = asyncio.ensure_future(client.status())
        await asyncio.sleep(0.05)
        told_to_stop = clock()

    assert clock() - told_to_stop < 1
    with pytest.raises(MyDeviceConnectionError):
        await request
    await client.close()


@pytest.mark.parametrize(
    ("method", "path", "body", "answer"),
    [
        pytest.param("PUT", "relay", b"", 400, id="nothing"),
        pytest.param("PUT", "relay", b'{"on": 1}', 400, id="wrong type"),
        pytest.param(
            "PUT", "relay", b'{"on": true, "off": true}', 400, id="unknown field"
        ),
        pytest.param("POST", "relay", b'{"on": true}', 405, id="wrong method"),
        pytest.param("GET", "nowhere", b"", 404, id="wrong path"),
    ],
)
async def test_bad_request(
    simulator: Simulator,
    session: ClientSession,
    method: str,
    path: str,
    body: bytes,
    answer: int,
) -> None:
    """What the API does not know is refused and changes nothing."""
    async with session.request(
        method,
        f"http://{simulator.host}/api/v1/{path}",
        data=body,
        headers={"Authorization": f"Bearer {simulator.device.secret}"},
    ) as response:
        assert response.status == answer
    assert simulator.device.relay


async def test_control_state(simulator: Simulator, session: ClientSession) -> None:
    """The control API shows the state without the secret."""
    async with session.get(simulator.control_url) as response:
        assert await response.json() == {
            "fault": None,
            "user_id": "user-4711",
            "serial": "MD-0042-1337",
            "name": "Workshop",
            "relay": True,
        }


async def test_control_changes(
    caplog: pytest.LogCaptureFixture,
    simulator: Simulator,
    client: MyDeviceClient,
    session: ClientSession,
) -> None:
    """Secret, account, serial number and name change at run time, and no secret is logged."""
    change = {
        "user_id": "user-1",
        "serial": "MD-1",
        "name": "Attic",
        "secret": "fresh-token",
    }
    old_token = simulator.device.secret

    async with session.patch(simulator.control_url, json=change) as response:
        assert response.status == 200
        assert "fresh-token" not in await response.text()

    with pytest.raises(MyDeviceAuthenticationError):
        await client.check_connection()
    async with MyDeviceClient(simulator.host, "fresh-token") as owner:
        assert await owner.check_connection() == "user-1"
        status = await owner.status()
    assert (status.serial, status.name) == ("MD-1", "Attic")
    assert "GET /api/v1/account" in caplog.text
    assert "fresh-token" not in caplog.text
    assert old_token not in caplog.text


async def test_control_stays_reachable(
    simulator: Simulator, client: MyDeviceClient, session: ClientSession
) -> None:
    """A device that refuses connections can be mended over the control API."""
    async with session.patch(
        simulator.control_url, json={"fault": "refuse"}
    ) as response:
        assert (await response.json())["fault"] == "refuse"
    with pytest.raises(MyDeviceConnectionError):
        await client.status()

    async with session.patch(simulator.control_url, json={"fault": None}) as response:
        assert (await response.json())["fault"] is None
    assert await client.status()


@pytest.mark.parametrize(
    ("body", "error"),
    [
        pytest.param(b"", "truncated", id="nothing"),
        pytest.param(b"stall", "malformed", id="no JSON"),
        pytest.param(b'"stall"', "Expected `object`", id="no object"),
        pytest.param(
            b'{"fault": "fire"}',
            "No fault is named 'fire'; there are: reset,",
            id="fault",
        ),
        pytest.param(b'{"fault": 1}', r"$.fault", id="type"),
        pytest.param(b'{"secret": ""}', r"$.secret", id="empty secret"),
        pytest.param(b'{"secret": "a b"}', r"$.secret", id="unsendable secret"),
        pytest.param(b'{"secret": "a\\n"}', r"$.secret", id="line break in secret"),
        pytest.param(b'{"username": "a:b"}', r"$.username", id="colon in username"),
        pytest.param(b'{"user_id": ""}', r"$.user_id", id="empty user id"),
        pytest.param(b'{"user_id": null}', r"$.user_id", id="no user id"),
        pytest.param(
            b'{"colour": "red"}', "unknown field `colour`", id="unknown field"
        ),
        pytest.param(b'{"name": "\xff"}', "utf-8", id="not UTF-8"),
        pytest.param(b'{"name": "Attic", "fault": "fire"}', "'fire'", id="half good"),
    ],
)
async def test_bad_control(
    simulator: Simulator, session: ClientSession, body: bytes, error: str
) -> None:
    """A change that cannot be made is refused in one sentence and changes nothing."""
    async with session.patch(simulator.control_url, data=body) as response:
        assert response.status == 400
        answer = await response.json()

    assert error in answer["error"]
    assert "\n" not in answer["error"]
    assert simulator.device == Device()


@pytest.mark.usefixtures("socket_enabled")
async def test_port_in_use(simulator: Simulator) -> None:
    """A port in use is an error that leaves nothing behind."""
    with pytest.raises(OSError, match="address already in use") as raised:
        async with run_simulator(Device(), port=simulator.api.port):
            pytest.fail("It runs on a port in use")
    assert raised.value.errno == errno.EADDRINUSE


def test_ipv6_host() -> None:
    """An IPv6 address stands in brackets before the port."""
    assert Listener(Application, "::1", 8380).host == "[::1]:8380"


@pytest.mark.parametrize(
    ("service_type", "auth", "attribute"),
    [
        ("_my-device._tcp.local.", "token", "user_id"),
        ("_acme-meter-x2._tcp.local.", "none", "serial"),
    ],
)
async def test_announcement(
    simulator: Simulator, service_type: str, auth: str, attribute: str
) -> None:
    """The device is found over zeroconf where the announcement says, with its identity."""
    # On one loopback, what runs beside may announce the same device.
    port = simulator.api.port
    device = simulator.device
    device.auth, device.serial = auth, f"MD-{port}"
    found = AsyncServiceInfo(service_type, f"{device.serial}.{service_type}")
    async with (
        AsyncZeroconf(interfaces=["127.0.0.1"]) as zeroconf,
        announced(simulator, service_type),
    ):
        assert await found.async_request(zeroconf.zeroconf, 30_000)

    assert found.parsed_addresses() == ["127.0.0.1"]
    assert found.port == port
    assert found.decoded_properties == {
        attribute: getattr(device, attribute),
        "name": device.name,
    }


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        pytest.param(["--host", "0.0.0.0"], "add --allow-remote", id="every address"),
        pytest.param(["--host", "::"], "add --allow-remote", id="every IPv6 address"),
        pytest.param(
            ["--host", "192.0.2.1"], "add --allow-remote", id="another address"
        ),
        pytest.param(
            ["--host", "0.0.0.0", "--allow-remote", "--announce"],
            "0.0.0.0 is nowhere to be found",
            id="announced nowhere",
        ),
        pytest.param(
            ["--host", "localhost"], "'localhost' is no IP address", id="name"
        ),
        pytest.param(["--port", "65535"], "'65535' is no port", id="no next port"),
        pytest.param(["--port", "-1"], "'-1' is no port", id="negative port"),
        pytest.param(["--port", "http"], "'http' is no port", id="port name"),
        pytest.param(["--secret", ""], "argument --secret", id="empty secret"),
        pytest.param(["--secret", "a b"], "argument --secret", id="unsendable secret"),
        pytest.param(
            ["--username", "a:b"], "argument --username", id="colon in username"
        ),
        pytest.param(["--auth", "oauth"], "choice: 'oauth'", id="authentication"),
        *[
            pytest.param(
                ["--announce", text], f"{text!r} is no service type", id=f"type {text}"
            )
            for text in (
                "acme",
                "_acme._tcp",
                "_acme_meter._tcp.local.",
                "_a-name-too-long-x._tcp.local.",
                "_acme-._tcp.local.",
                "_1._tcp.local.",
            )
        ],
        pytest.param(["--user-id", ""], "argument --user-id", id="empty user id"),
        pytest.param(["--fault", "stal"], "maybe you meant 'stall'", id="fault"),
        pytest.param(["--break"], "unrecognized arguments: --break", id="option"),
    ],
)
def test_bad_arguments(
    capsys: pytest.CaptureFixture[str], arguments: list[str], complaint: str
) -> None:
    """Bad arguments end in one line that says what is wrong."""
    with pytest.raises(SystemExit) as ended:
        main(arguments)

    assert ended.value.code == 2
    output = capsys.readouterr()
    assert complaint in output.err
    assert output.err.count("\n") == 1
    assert output.out == ""


@pytest.mark.parametrize("fault", FAULTS)
def test_help(capsys: pytest.CaptureFixture[str], fault: str) -> None:
    """The help tells what each fault does."""
    with pytest.raises(SystemExit) as ended:
        main(["--help"])

    assert ended.value.code == 0
    assert re.search(
        rf"^  {fault} +{re.escape(FAULTS[fault].description)}$",
        capsys.readouterr().out,
        re.MULTILINE,
    )


@contextmanager
def running(
    *arguments: str, module: str = "script.simulator.device"
) -> Generator[subprocess.Popen[str]]:
    """Run a simulator as its own process."""
    # What a shell runs in the background, CI for one, hands on that it ignores Ctrl-C.
    inherited = signal.signal(signal.SIGINT, signal.SIG_DFL)
    with subprocess.Popen(
        [sys.executable, "-m", module, *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        signal.signal(signal.SIGINT, inherited)
        try:
            yield process
        finally:
            process.kill()


@pytest.mark.usefixtures("socket_enabled")
async def test_program() -> None:
    """The program says how to reach and break the device, and ends quietly with Ctrl-C."""
    with running(
        "--port", "0", "--secret", "it's-mine", "--fault", "server_error"
    ) as process:
        assert process.stdout and process.stderr
        manual = "".join(iter(process.stdout.readline, "Ctrl-C ends it.\n"))
        host = re.search(r"host +(\S+)", manual)
        mend = re.search(r"^Mend it +(.+)$", manual, re.MULTILINE)
        assert host and mend

        async with (
            MyDeviceClient(host[1], "it's-mine") as client,
            ClientSession() as session,
        ):
            with pytest.raises(MyDeviceResponseError):
                await client.status()
            _, _, _, url, _, body = shlex.split(mend[1])
            async with session.patch(url, data=body) as response:
                assert response.status == 200
            assert await client.status()

        process.send_signal(signal.SIGINT)
        log = process.stderr.read()
        assert process.wait() == 130
    assert "GET /api/v1/status" in log
    assert "it's-mine" not in log
    assert "Traceback" not in log


@pytest.mark.usefixtures("socket_enabled")
@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        pytest.param(["--host", "127.0.0.1"], "address already in use", id="in use"),
        pytest.param(
            ["--host", "192.0.2.1", "--allow-remote"],
            "could not bind",
            id="not here",
        ),
    ],
)
def test_program_that_cannot_listen(arguments: list[str], complaint: str) -> None:
    """A port that cannot be had ends in one line."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        with running(*arguments, "--port", port) as process:
            output, log = process.communicate()

    assert process.returncode == 2
    assert output == ""
    assert complaint in log
    assert log.count("\n") == 1
