"""Test the simulated hub."""

import asyncio
from collections.abc import AsyncGenerator, Callable
import re
import shlex
import signal

from aiohttp import ClientSession
from my_hub_client import (
    MyHubAuthenticationError,
    MyHubClient,
    MyHubCommandError,
    MyHubConnectionError,
    MyHubError,
    MyHubResponseError,
    MyHubTimeoutError,
    MyHubWrongHubError,
    State,
)
import pytest

from script.simulator.devices import alone, plug
from script.simulator.hub.__main__ import main
from script.simulator.hub.faults import FAULTS
from script.simulator.hub.server import OTHER_MAC, Simulator, run_simulator
from script.simulator.hub.state import Hub

from .test_device import running

# By fault: what becomes of a connection; None where it is made and kept
CONNECTING: dict[str, type[MyHubError] | None] = {
    "server_error": MyHubResponseError,
    "not_there": MyHubResponseError,
    "unauthorized": MyHubAuthenticationError,
    "stall": MyHubTimeoutError,
    "deaf": None,
    "close": MyHubConnectionError,
    "reset": MyHubConnectionError,
    "half_frame": MyHubConnectionError,
    "half_json": MyHubResponseError,
    "wrong_types": MyHubResponseError,
    "null": MyHubResponseError,
    "binary": MyHubResponseError,
    "huge": MyHubResponseError,
    "other_hub": MyHubWrongHubError,
    "flood": None,
    "unknown": None,
    "not_done": None,
    "no_result": None,
    "reboot": MyHubConnectionError,
    "refuse": MyHubConnectionError,
}


@pytest.fixture
async def hub(socket_enabled: None) -> AsyncGenerator[Simulator]:
    """Run a simulated hub."""
    async with run_simulator(Hub()) as simulator:
        yield simulator


class Listener:
    """A client that is connected, and what it heard."""

    def __init__(self, client: MyHubClient) -> None:
        """Take the client."""
        self.client = client
        self.states: list[State] = []
        self.errors: list[MyHubError] = []

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait until something is so."""
        async with asyncio.timeout(10):
            while not condition():
                await asyncio.sleep(0.001)


@pytest.fixture
async def listener(hub: Simulator) -> AsyncGenerator[Listener]:
    """Connect a client to the hub, with little patience."""
    async with ClientSession() as session:
        client = MyHubClient(
            hub.host, hub.secret, session=session, mac=hub.unique_id, request_timeout=2
        )
        listener = Listener(client)
        task = asyncio.ensure_future(
            client.run(listener.states.append, listener.errors.append)
        )
        await listener.until(lambda: bool(listener.states))
        yield listener
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_sound_hub(hub: Simulator, listener: Listener) -> None:
    """Test that each change is told, and nothing else."""
    [state] = listener.states
    assert (state.hub.mac, state.hub.name) == (hub.unique_id, hub.name)
    assert {*state.devices} == {"plug-1", "climate-1"}

    await hub.change("plug-1", {"power": 12.5})
    await hub.put(plug("plug-2", "Heater"))
    await hub.remove("climate-1")
    await listener.until(lambda: len(listener.states) == 4)
    assert listener.states[1].devices["plug-1"].power == 12.5
    assert listener.states[2].devices["plug-2"].name == "Heater"
    assert {*listener.states[3].devices} == {"plug-1", "plug-2"}
    assert listener.errors == []


async def test_switch(hub: Simulator, listener: Listener) -> None:
    """Test that a plug is switched, and the change told before the result."""
    await listener.client.set_switch("plug-1", False)
    assert not hub.is_on
    device = listener.states[-1].devices["plug-1"]
    assert (device.is_on, device.power) == (False, 0)
    for wrong in ("climate-1", "nowhere"):
        with pytest.raises(MyHubCommandError):
            await listener.client.set_switch(wrong, True)


async def test_password_changed(hub: Simulator, listener: Listener) -> None:
    """Test that nobody stays connected by an old password."""
    await hub.set_secret("another")
    await listener.until(lambda: len(listener.errors) == 2)
    lost, refused = listener.errors
    assert isinstance(lost, MyHubConnectionError)
    assert isinstance(refused, MyHubAuthenticationError)
    assert hub.connected == 0


def test_every_fault_is_tested() -> None:
    """Test that what each fault does to a connection is told."""
    assert CONNECTING.keys() == FAULTS.keys()


@pytest.mark.parametrize(("fault", "error"), CONNECTING.items())
async def test_fault(
    hub: Simulator, fault: str, error: type[MyHubError] | None
) -> None:
    """Test what becomes of a connection to a hub with a fault, and that it is well without."""
    errors: list[MyHubError] = []
    await hub.set_fault(fault)
    async with ClientSession() as session:
        client = MyHubClient(
            hub.host, hub.secret, session=session, mac=hub.unique_id, request_timeout=1
        )
        task = asyncio.ensure_future(client.run(lambda _: None, errors.append))
        async with asyncio.timeout(10):
            while not (errors if error else hub.connected):
                await asyncio.sleep(0.001)
        assert [type(each) for each in errors[:1]] == ([error] if error else [])
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

        await hub.set_fault(None)
        assert (await client.connect()).hub.name == hub.name
        await client.close()


async def test_flood(hub: Simulator, listener: Listener) -> None:
    """Test that a hub that floods tells of a change a millisecond."""
    await hub.set_fault("flood")
    await listener.until(lambda: len(listener.states) > 300)
    firmwares = {each.devices["plug-1"].firmware for each in listener.states}
    assert len(firmwares) > 100


async def test_another_and_moved(hub: Simulator) -> None:
    """Test that another hub differs in its identity alone, and a moved one in its address."""
    async with hub.another() as another, hub.moved() as moved:
        assert (another.unique_id, another.secret) == (OTHER_MAC, hub.secret)
        assert (moved.unique_id, moved.secret) == (hub.unique_id, hub.secret)
        assert len({hub.host, another.host, moved.host}) == 3
    with hub.as_another():
        assert hub.unique_id == OTHER_MAC
    assert hub.unique_id == Hub.mac


async def test_control(hub: Simulator, listener: Listener) -> None:
    """Test that a change told to the control API reaches whoever is connected."""
    changes = {
        "devices": {"plug-1": {"power": 9.0}, "climate-1": None, "nowhere": None},
        "password": "fresh",
    }
    async with (
        ClientSession() as session,
        session.patch(hub.control_url, json=changes) as response,
    ):
        assert response.status == 200
        text = await response.text()
    assert "fresh" not in text
    assert {*hub.hub.devices} == {"plug-1"}
    assert hub.secret == "fresh"
    assert listener.states[-1].devices["plug-1"].power == 9


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            {"fault": "nonsense"},
            "No fault is named 'nonsense'; there are: server_error",
        ),
        ({"color": "red"}, "unknown field `color`"),
        ({"devices": []}, "Expected `object`"),
    ],
)
async def test_bad_control(
    hub: Simulator, change: dict[str, object], said: str
) -> None:
    """Test that a change that cannot be made is refused, and nothing changed."""
    async with (
        ClientSession() as session,
        session.patch(hub.control_url, json=change) as response,
    ):
        assert response.status == 400
        assert said in await response.text()
    assert hub.hub == Hub()


@pytest.mark.usefixtures("socket_enabled")
async def test_program() -> None:
    """Test that the program says how to reach and break the hub, and ends quietly with Ctrl-C."""
    arguments = ("--port", "0", "--password", "it's-mine", "--fault", "close")
    with running(*arguments, module="script.simulator.hub") as process:
        assert process.stdout and process.stderr
        manual = "".join(iter(process.stdout.readline, "Ctrl-C ends it.\n"))
        host = re.search(r"host +(\S+)", manual)
        mend = re.search(r"^Mend it +(.+)$", manual, re.MULTILINE)
        assert host and mend

        async with ClientSession() as session:
            _, _, _, url, _, body = shlex.split(mend[1])
            async with session.patch(url, data=body) as response:
                assert (await response.json())["fault"] is None
            client = MyHubClient(host[1], "it's-mine", session=session)
            assert (await client.connect()).hub.name == "Attic"
            await client.close()

        process.send_signal(signal.SIGINT)
        log = process.stderr.read()
        assert process.wait() == 130
    assert "it's-mine" not in log
    assert "Traceback" not in log


def test_help(capsys: pytest.CaptureFixture[str]) -> None:
    """Test that the help tells what each fault does."""
    with pytest.raises(SystemExit, match="0"):
        main(["--help"])
    shown = capsys.readouterr().out
    for name, fault in FAULTS.items():
        assert re.search(
            rf"^  {name} +{re.escape(fault.description)}$", shown, re.MULTILINE
        )


@pytest.mark.usefixtures("socket_enabled")
async def test_device_that_needs_no_hub() -> None:
    """A device by itself tells of nothing else, and is known by its MAC address."""
    hub = Hub(is_device=True, devices=alone())
    async with (
        run_simulator(hub) as simulator,
        ClientSession() as session,
        session.ws_connect(f"ws://{simulator.host}/api/v1") as socket,
    ):
        await socket.send_json({"type": "login", "password": simulator.secret})
        welcome = await socket.receive_json()
        device = welcome["device"]
        assert welcome == {"type": "welcome", "device": device}
        assert (device["mac"], device["name"]) == (simulator.unique_id, simulator.name)
        assert (device["power"], device["is_on"]) == (3.5, True)

        await socket.send_json({"type": "switch", "request": 1, "on": False})
        device |= {"power": 0, "is_on": False}
        assert await socket.receive_json() == {"type": "device", "device": device}
        assert await socket.receive_json() == {"type": "result", "request": 1}

        await simulator.change("", {"temperature": 22.0})
        device |= {"temperature": 22.0}
        assert await socket.receive_json() == {"type": "device", "device": device}
        assert simulator.refusal == "wrong_device"


@pytest.mark.usefixtures("socket_enabled")
@pytest.mark.parametrize(
    ("fault", "key", "value"),
    [("other_hub", "name", "Cellar"), ("flood", "firmware", "0.0.1")],
)
async def test_faults_of_a_device(fault: str, key: str, value: str) -> None:
    """What is wrong with a hub can be wrong with a device."""
    hub = Hub(is_device=True, devices=alone(), fault=fault)
    async with (
        run_simulator(hub) as simulator,
        ClientSession() as session,
        session.ws_connect(f"ws://{simulator.host}/api/v1") as socket,
    ):
        await socket.send_json({"type": "login", "password": simulator.secret})
        told = [await socket.receive_json()]
        if fault == "flood":
            told.append(await socket.receive_json())
        assert told[-1]["device"][key] == value
