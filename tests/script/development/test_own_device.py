"""Test reaching the author's own device, or the server that they run in its place."""

import argparse
import asyncio
from collections.abc import Callable
import json
from pathlib import Path
import socket
from typing import Any
from unittest.mock import MagicMock, create_autospec

from aiohttp import ClientSession
import pytest

from script.development import DevelopmentError, own_device as module
from script.development.__main__ import main
from script.development.api import Api
from script.development.home_assistant import ADDRESS, free_port
from script.development.own_device import (
    HERE,
    MOVED,
    NOWHERE,
    OwnDevice,
    own_device,
    served,
)
from script.development.own_scenarios import playable, spoil
from script.development.rerouting import lead
from script.development.scenarios import show_forms
from script.development.subject import foreign_libraries, without_device
from script.integration.integration import Integration

pytestmark = pytest.mark.usefixtures("socket_enabled")

SERVER = """
import json, os, socket, sys
print(json.dumps({name: each for name, each in os.environ.items()
                  if name.startswith("DEVICE_") or name in ("PORT", "ANNOUNCE")}), flush=True)
server = socket.create_server(("127.0.0.1", int(sys.argv[1])))
while True:
    connection, _ = server.accept()
    connection.recv(1000)
    connection.sendall(b"HTTP/1.1 200 OK\\r\\nContent-Length: 2\\r\\n\\r\\nok")
    connection.close()
"""


@pytest.fixture
def server(tmp_path: Path) -> OwnDevice:
    """Return a server that a command runs."""
    (tmp_path / "server.py").write_text(SERVER)
    return own_device(f"python {tmp_path / 'server.py'} {{port}}")


@pytest.mark.parametrize(
    "text", ["192.0.2.10", "charger.local", "192.0.2.10:8080", "[::1]", "https://a.b/"]
)
def test_host(text: str) -> None:
    """Test that a host is taken as it is, and that nothing else is led anywhere."""
    device = own_device(text)
    assert (device.host, device.command, device.moved) == (text, (), "")
    assert device.ports == {NOWHERE: 1}


@pytest.mark.parametrize("text", ["python fake.py", "./fake", 'sh -c "a b"'])
def test_command(text: str) -> None:
    """Test that a command gets a host of its own, and the ports of that lead to one that is free."""
    device = own_device(text)
    assert (device.host, device.moved) == (HERE, MOVED)
    assert device.command[0] == text.split(maxsplit=1)[0]
    assert device.ports == {HERE: device.port, MOVED: device.port, NOWHERE: 1}
    assert free_port(device.port) == device.port


@pytest.mark.parametrize("text", ["", " ", "python 'x"])
def test_neither(text: str) -> None:
    """Test that what is neither is refused."""
    with pytest.raises(argparse.ArgumentTypeError):
        own_device(text)


async def test_led(
    server: OwnDevice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Test that a server is reached at any port of its address, and knows what it is to know."""
    for name in ("connect", "connect_ex"):
        monkeypatch.setattr(socket.socket, name, getattr(socket.socket, name))
    lead(server.ports)
    async with served(server, tmp_path, {"password": "s3cret"}), ClientSession() as web:
        for url in (f"http://{HERE}", f"http://{MOVED}:8443"):
            async with web.get(url) as response:
                assert await response.text() == "ok"
        with pytest.raises(OSError, match="Cannot connect"):
            await web.get(f"http://{NOWHERE}")
        log = (tmp_path / module.LOG).read_text().splitlines()[0]
    assert json.loads(log) == {
        "DEVICE_HOST": HERE,
        "DEVICE_PASSWORD": "s3cret",
        "PORT": str(server.port),
    }
    # It ended with what it was for.
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((ADDRESS, server.port))


@pytest.mark.parametrize(
    ("code", "message"),
    [
        pytest.param("", "ended by itself", id="ends"),
        pytest.param("raise SystemExit('no')", "ended with exit code 1", id="fails"),
        pytest.param("import time; time.sleep(9)", "as PORT in its env", id="deaf"),
    ],
)
async def test_no_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, message: str
) -> None:
    """Test that a server that does not serve is told in one line."""
    monkeypatch.setattr(module, "SECONDS_TO_LISTEN", 1 if "sleep" in code else 20)
    device = own_device(f'python -c "{code}"')
    with pytest.raises(DevelopmentError, match=message):
        async with served(device, tmp_path):
            await asyncio.sleep(0)


async def test_no_program(tmp_path: Path) -> None:
    """Test that a command that is not there is named."""
    with pytest.raises(DevelopmentError, match=r"^\./no-such: No such file"):
        async with served(own_device("./no-such"), tmp_path):
            pass


def test_spoiled(tmp_path: Path) -> None:
    """Test that the secrets of one entry are replaced, and nothing else is."""
    entries: list[dict[str, Any]] = [
        {"entry_id": "1", "data": {"host": "h", "pass": "p", "x": {"token": "t"}}},
        {"entry_id": "2", "data": {"token": "t"}},
    ]
    path = tmp_path / "entries"
    path.write_text(json.dumps({"data": {"entries": entries}}))
    wrong = spoil(path, "1", {"p"})
    one, two = json.loads(path.read_text())["data"]["entries"]
    assert one["data"] == {
        "host": "h",
        "pass": wrong["pass"],
        "x": {"token": wrong["token"]},
    }
    assert not {*wrong.values()} & {"p", "t"}
    assert two == entries[1]


@pytest.fixture
def made(tmp_path: Path) -> Callable[..., Integration]:
    """Return what makes an integration of a library that is not made here."""

    def make(code: str = "", **manifest: object) -> Integration:
        path = tmp_path / "homeassistant" / "components" / "meter"
        path.mkdir(parents=True)
        said = {"domain": "meter", "requirements": ["aiohttp==3"], **manifest}
        (path / "manifest.json").write_text(json.dumps(said))
        (path / "config_flow.py").write_text(code)
        return Integration(path)

    return make


def test_foreign(made: Callable[..., Integration]) -> None:
    """Test that what is not made here is named, with what to do about it."""
    meter = made()
    assert foreign_libraries(meter) == ["aiohttp==3"]
    said = without_device(meter)
    assert said.startswith("meter talks through aiohttp==3, for which nothing is")
    assert "--device HOST" in said


async def test_forms_alone(
    made: Callable[..., Integration], capsys: pytest.CaptureFixture[str]
) -> None:
    """Test that without anything to talk to the form is shown, closed again, and not taken for something tried."""
    api: MagicMock = create_autospec(Api, instance=True)
    asked = [
        {"name": "host", "required": True, "selector": {"text": {}}},
        {"name": "pin", "type": "string"},
    ]
    api.post.return_value = {
        "type": "form",
        "flow_id": "1",
        "step_id": "user",
        "errors": None,
        "data_schema": asked,
    }
    with pytest.raises(DevelopmentError, match="only its forms can be seen"):
        await show_forms(api, made())
    assert capsys.readouterr().out.split() == [
        *("user", "form", "user", "host", "required", "pin", "optional,", "hidden")
    ]
    api.delete.assert_awaited_once_with("config/config_entries/flow/1")


def test_playable(made: Callable[..., Integration]) -> None:
    """Test that there is a scenario for each flow."""
    code = "async def async_step_reauth(): ...\ndef async_get_options_flow(): ..."
    there = made(code, zeroconf=["_x._tcp.local."])
    assert playable(there) == ["user", "reauth", "options", "discovery"]


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        pytest.param(["--device", "python 'x"], "No closing quotation", id="device"),
        pytest.param(["--set", "s3cret"], "give it as FIELD=VALUE", id="setting"),
        pytest.param(["--set", "host=h"], "add one of them", id="only set"),
        pytest.param(["--record"], "name it with --device", id="only record"),
        pytest.param(
            ["--device", "h", "--record", "--port", "8123"], "leave out", id="port"
        ),
    ],
)
def test_bad_command_line(
    argv: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Test that a wrong command line is told in one line, without what may be a secret."""
    with pytest.raises(SystemExit, match="^2$"):
        main(["my_device", *argv])
    [line] = capsys.readouterr().err.splitlines()
    assert message in line
    assert "s3cret" not in line
