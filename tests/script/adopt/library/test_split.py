"""Test that a client inside of a component becomes a library, or that the lines that bind it are named."""

import ast
from collections.abc import Mapping
import json
from pathlib import Path
import subprocess
import sys
from textwrap import dedent
import tomllib

import pytest

from script.adopt.library import Split, split
from script.adopt.library.project import Licensing
from script.integration.tree import Tree, write

COMPONENT = "homeassistant/components/acme_meter/"
TESTS = "tests/components/acme_meter/"
LIBRARY = "companion/library/acme-meter-client/"
PACKAGE = f"{LIBRARY}src/acme_meter_client/"

MANIFEST = {
    "domain": "acme_meter",
    "name": "Acme Meter",
    "codeowners": ["@octocat"],
    "requirements": ["acme-protocol==1.2.0"],
}
CLIENT = """
    '''Talk to the meter.'''

    import aiohttp

    from .const import LOGGER, TIMEOUT


    class MeterError(Exception):
        '''The meter does not answer.'''


    class MeterClient:
        '''Reads the meter.'''

        def __init__(self, host: str, session: aiohttp.ClientSession) -> None:
            self._host = host
            self._session = session

        async def power(self) -> float:
            '''Return the power.'''
            LOGGER.debug("Reading")
            async with self._session.get(f"http://{self._host}", timeout=TIMEOUT) as answer:
                return float(await answer.text())
    """
CONST = """
    '''Constants.'''

    import logging

    DOMAIN = "acme_meter"
    LOGGER = logging.getLogger(__package__)
    TIMEOUT = 10
    """
INIT = """
    '''The Acme Meter integration.'''

    from homeassistant.config_entries import ConfigEntry
    from homeassistant.core import HomeAssistant
    from homeassistant.helpers.aiohttp_client import async_get_clientsession

    from .api import MeterClient
    from .const import LOGGER


    async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
        '''Set up an entry.'''
        client = MeterClient(entry.data["host"], async_get_clientsession(hass))
        LOGGER.debug("%s", await client.power())
    """


def component(**files: str) -> Tree:
    """Return a component with a client in it, of which files may be others; tests_x.py is one of tests."""
    named: Mapping[str, str] = {
        "__init__": INIT,
        "api": CLIENT,
        "const": CONST,
        **files,
    }
    tree = {
        f"{TESTS}{name.removeprefix('tests_')}.py"
        if name.startswith("tests_")
        else f"{COMPONENT}{name.replace('__in__', '/')}.py": dedent(text)
        .lstrip("\n")
        .encode()
        for name, text in named.items()
    }
    return {**tree, f"{COMPONENT}manifest.json": json.dumps(MANIFEST).encode()}


def text(result: Split, path: str) -> str:
    """Return a file of the result, whose code has to be valid."""
    content = result.tree[path].decode()
    ast.parse(content)
    return content


def test_library() -> None:
    """Test that the module with the client goes, and the component imports it from the library."""
    result = split(component(), "acme_meter", Licensing("MIT", b"MIT License\n"))
    assert result.name == "acme-meter-client"
    assert f"{COMPONENT}api.py" not in result.tree
    assert "class MeterClient" in text(result, f"{PACKAGE}client.py")
    assert "from acme_meter_client import MeterClient" in text(
        result, f"{COMPONENT}__init__.py"
    )
    assert result.tree[f"{LIBRARY}LICENSE"] == b"MIT License\n"
    assert f"{PACKAGE}py.typed" in result.tree
    manifest = json.loads(result.tree[f"{COMPONENT}manifest.json"])
    assert manifest["requirements"] == [
        "acme-meter-client==0.1.0",
        "acme-protocol==1.2.0",
    ]
    assert manifest["loggers"] == ["acme_meter_client"]
    project = tomllib.loads(result.tree[f"{LIBRARY}pyproject.toml"].decode())["project"]
    assert project["license"] == "MIT"
    assert [each.partition(">=")[0] for each in project["dependencies"]] == ["aiohttp"]
    assert not result.left


def test_import(tmp_path: Path) -> None:
    """Test that the library can be imported by itself, and its tests pass."""
    write(tmp_path, split(component(), "acme_meter").tree)
    library = tmp_path / LIBRARY
    code = (
        "import acme_meter_client as client; print(*client.__all__);"
        "import sys; assert not any(each.startswith('homeassistant') for each in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": str(library / "src")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["MeterClient", "MeterError"]


def test_constants() -> None:
    """Test that what only the client uses moves, and that what the component uses as well stays, too."""
    result = split(component(), "acme_meter")
    theirs = text(result, f"{PACKAGE}const.py")
    ours = text(result, f"{COMPONENT}const.py")
    assert "TIMEOUT = 10" in theirs
    assert "TIMEOUT" not in ours
    assert "LOGGER = logging.getLogger" in theirs
    assert "LOGGER = logging.getLogger" in ours
    assert "DOMAIN" not in theirs


def test_functions() -> None:
    """Test that a function moves with all that it needs, and that the component imports it."""
    const = f"""{CONST}
    import re

    _SECRET = re.compile("s")


    def hidden(text: str) -> str:
        '''Return a text without secrets.'''
        return _SECRET.sub("*", text)
    """
    client = CLIENT.replace(
        "import LOGGER, TIMEOUT", "import LOGGER, TIMEOUT, hidden"
    ).replace('"Reading"', "hidden(self._host)")
    init = INIT.replace("import LOGGER", "import LOGGER, hidden").replace(
        "await client.power()", "hidden(entry.title)"
    )
    result = split(component(api=client, const=const, __init__=init), "acme_meter")
    theirs = text(result, f"{PACKAGE}const.py")
    assert "_SECRET = re.compile" in theirs
    assert "def hidden" in theirs
    ours = text(result, f"{COMPONENT}const.py")
    assert "_SECRET" not in ours
    assert "hidden" not in ours
    assert "from acme_meter_client import MeterClient, hidden" in text(
        result, f"{COMPONENT}__init__.py"
    )


def test_package() -> None:
    """Test that a folder of modules goes with the one that only passes their names on."""
    files = {
        "api__in____init__": "'''The API.'''\n\nfrom .client import MeterClient\n\n__all__ = ['MeterClient']\n",
        "api__in__client": CLIENT.replace("from .const", "from ..const"),
    }
    tree = {
        path: content
        for path, content in component(**files).items()
        if path != f"{COMPONENT}api.py"
    }
    result = split(tree, "acme_meter")
    assert not [path for path in result.tree if path.startswith(f"{COMPONENT}api")]
    assert f"{PACKAGE}client.py" in result.tree
    assert "from acme_meter_client import MeterClient" in text(
        result, f"{COMPONENT}__init__.py"
    )


HASS = (
    CLIENT.replace("session: aiohttp.ClientSession", "hass: HomeAssistant")
    .replace("self._session = session", "self._session = async_get_clientsession(hass)")
    .replace(
        "from .const",
        "from homeassistant.core import HomeAssistant\n"
        "    from homeassistant.helpers.aiohttp_client import async_get_clientsession\n\n    from .const",
    )
)
HASS_INIT = INIT.replace("async_get_clientsession(hass)", "hass").replace(
    "    from homeassistant.helpers.aiohttp_client import async_get_clientsession\n", ""
)


def test_session() -> None:
    """Test that a session that the client gets from Home Assistant is passed to it instead."""
    result = split(component(api=HASS, __init__=HASS_INIT), "acme_meter")
    client = text(result, f"{PACKAGE}client.py")
    assert "def __init__(self, host: str, session: aiohttp.ClientSession)" in client
    assert "self._session = session" in client
    assert "homeassistant" not in client
    init = text(result, f"{COMPONENT}__init__.py")
    assert 'MeterClient(entry.data["host"], async_get_clientsession(hass))' in init
    assert "import async_get_clientsession" in init


def test_executor() -> None:
    """Test that a client that Home Assistant helps to a thread needs it no more."""
    client = HASS.replace(
        "self._session = async_get_clientsession(hass)", "self._hass = hass"
    ).replace(
        'async with self._session.get(f"http://{self._host}", timeout=TIMEOUT) as answer:\n'
        "                return float(await answer.text())",
        "return await self._hass.async_add_executor_job(requests.get, self._host, TIMEOUT)",
    ).replace("import aiohttp", "import requests")  # fmt: skip
    tests = """
    from unittest.mock import Mock

    from homeassistant.components.acme_meter.api import MeterClient


    def test_init() -> None:
        hass = Mock()
        client = MeterClient("host", hass)
        assert client._host == "host"
        assert client._hass == hass
    """
    result = split(
        component(api=client, __init__=HASS_INIT, tests_test_api=tests), "acme_meter"
    )
    moved = text(result, f"{PACKAGE}client.py")
    assert "await asyncio.to_thread(requests.get, self._host, TIMEOUT)" in moved
    assert "import asyncio" in moved
    assert "def __init__(self, host: str) -> None" in moved
    assert "hass" not in moved
    tested = text(result, f"{TESTS}test_api.py")
    assert 'MeterClient("host")' in tested
    assert 'assert client._host == "host"' in tested
    assert "_hass" not in tested


def test_error() -> None:
    """Test that an error of Home Assistant's becomes one of the library's, which is said."""
    client = CLIENT.replace(
        "MeterError(Exception)", "MeterError(HomeAssistantError)"
    ).replace(
        "from .const",
        "from homeassistant.exceptions import HomeAssistantError\n\n    from .const",
    )
    result = split(component(api=client), "acme_meter")
    assert "class MeterError(Exception)" in text(result, f"{PACKAGE}client.py")
    [change] = result.changed
    assert (change.path, change.line) == (f"{COMPONENT}api.py", 10)
    assert "MeterError" in change.why


def test_literals() -> None:
    """Test that constants of Home Assistant become what they are."""
    client = CLIENT.replace('"Reading"', "CONF_HOST + UnitOfPower.WATT").replace(
        "from .const",
        "from homeassistant.const import CONF_HOST, UnitOfPower\n\n    from .const",
    )
    result = split(component(api=client), "acme_meter")
    assert """LOGGER.debug("host" + "W")""" in text(result, f"{PACKAGE}client.py")


@pytest.mark.parametrize(
    ("imported", "used", "expected", "line"),
    [
        ("", "dt_util.utcnow()", "datetime.now(UTC)", "from datetime import UTC, datetime"),
        ("", "dt_util.naive_now()", "datetime.now()", "from datetime import datetime"),
        ("from zoneinfo import ZoneInfo", "dt_util.now(ZoneInfo('UTC'))", 'datetime.now(ZoneInfo("UTC"))', "from datetime import datetime"),
        ("import datetime", "datetime.timedelta(1), dt_util.UTC", "datetime.timedelta(1), UTC", "from datetime import UTC"),
        ("import datetime", "datetime.timedelta(1), dt_util.utcnow()", "datetime.timedelta(1), datetime.datetime.now(UTC)", "from datetime import UTC"),
    ],
)  # fmt: skip
def test_time(imported: str, used: str, expected: str, line: str) -> None:
    """Test that the time that is not the user's local one is asked of datetime, however that is imported."""
    client = CLIENT.replace('"Reading"', used).replace(
        "from .const",
        f"{imported}\n    from homeassistant.util import dt as dt_util\n\n    from .const",
    )
    moved = text(split(component(api=client), "acme_meter"), f"{PACKAGE}client.py")
    assert f"LOGGER.debug({expected})" in moved
    assert line in moved.splitlines()


def test_patches() -> None:
    """Test that what tests patch is patched where it is now."""
    tests = """
    from unittest.mock import patch

    CLIENT = patch("homeassistant.components.acme_meter.api.MeterClient.power")
    SESSION = patch("homeassistant.components.acme_meter.api.aiohttp.ClientSession")
    HERE = patch("homeassistant.components.acme_meter.MeterClient")
    """
    result = split(component(tests_test_init=tests), "acme_meter")
    tested = text(result, f"{TESTS}test_init.py")
    assert '"acme_meter_client.client.MeterClient.power"' in tested
    assert '"acme_meter_client.client.aiohttp.ClientSession"' in tested
    assert '"homeassistant.components.acme_meter.MeterClient"' in tested


def test_requirement() -> None:
    """Test that what only the client requires is required by the library."""
    client = CLIENT.replace("import aiohttp", "import acme_protocol\n    import aiohttp").replace(
        '"Reading"', "acme_protocol.VERSION"
    )  # fmt: skip
    result = split(component(api=client), "acme_meter")
    manifest = json.loads(result.tree[f"{COMPONENT}manifest.json"])
    assert manifest["requirements"] == ["acme-meter-client==0.1.0"]
    project = tomllib.loads(result.tree[f"{LIBRARY}pyproject.toml"].decode())["project"]
    assert "acme-protocol>=1.2.0" in project["dependencies"]


@pytest.mark.parametrize(
    ("imported", "used", "line"),
    [
        pytest.param(
            "from homeassistant.util import dt as dt_util", "dt_util.now()", 22, id="time"
        ),
        pytest.param(
            "from homeassistant.util import dt as dt_util", "dt_util.now(self._host)", 22, id="any time zone"
        ),
        pytest.param(
            "from homeassistant.util import slugify", "slugify(self._host)", 22, id="helper"
        ),
        pytest.param("from pathlib import Path", "Path(__file__).parent", 22, id="file"),
    ],
)  # fmt: skip
def test_bound(imported: str, used: str, line: int) -> None:
    """Test that a client that is bound stays, and the line that binds it is named."""
    client = CLIENT.replace('"Reading"', used).replace(
        "import aiohttp", f"import aiohttp\n    {imported}"
    )
    tree = component(api=client)
    result = split(tree, "acme_meter")
    assert result.tree == tree
    assert not result.name
    assert [(each.path, each.line) for each in result.left] == [
        (f"{COMPONENT}api.py", line)
    ]
    assert result.left[0].mend


def test_hass() -> None:
    """Test that a client that needs more of Home Assistant than a session stays as it is."""
    client = HASS.replace('"Reading"', '"%s", self._hass.config.language').replace(
        "self._session = async", "self._hass = hass\n            self._session = async"
    )
    tree = component(api=client, __init__=HASS_INIT)
    result = split(tree, "acme_meter")
    assert result.tree == tree
    assert ["self._hass.config.language" in each.code for each in result.left] == [True]


def test_elsewhere() -> None:
    """Test that lines are named that talk to the device where there is no client."""
    init = """
    from homeassistant.helpers.aiohttp_client import async_get_clientsession


    async def async_setup_entry(hass, entry):
        session = async_get_clientsession(hass)
        async with session.get(entry.data["host"]) as answer:
            entry.runtime_data = await answer.text()
    """
    tree = component(__init__=init, api="'''Nothing.'''\n")
    result = split(tree, "acme_meter")
    assert result.tree == tree
    assert [(each.path, each.line) for each in result.left] == [
        (f"{COMPONENT}__init__.py", 6)
    ]


@pytest.mark.parametrize(
    ("call", "is_told"),
    [
        ("asyncio.start_server(read, port=4001)", True),
        ("hass.loop.create_connection(read, entry.data['host'], 4001)", True),
        ("asyncio.get_running_loop().create_datagram_endpoint(read)", True),
        ("entry.runtime_data._loop.create_server(read, port=4001)", True),
        ("entry.runtime_data.create_connection('meter')", False),
        ("hass.loop.create_task(read())", False),
    ],
)
def test_sockets(call: str, is_told: bool) -> None:
    """Test that what the event loop opens or lets in talks to the device, too."""
    init = f"""
    import asyncio

    from .reading import read


    async def async_setup_entry(hass, entry):
        await {call}
    """
    result = split(component(__init__=init, api="'''Nothing.'''\n"), "acme_meter")
    assert [each.line for each in result.left] == ([7] if is_told else [])


@pytest.mark.parametrize(
    ("imported", "used", "is_client"),
    [
        ("import socket", "socket.socket()", True),
        ("import socket", "socket.AF_INET", False),
        ("import socket", "socket.gaierror", False),
        ("from socket import AF_INET", "AF_INET", False),
        ("from aiohttp import ClientError", "ClientError", False),
        ("import aiohttp", "aiohttp.client_exceptions.ClientError", False),
        ("from aiohttp import ClientSession", "ClientSession", True),
    ],
)
def test_wrapper(imported: str, used: str, is_client: bool) -> None:
    """Test that no client is what only names constants and errors of a package that opens connections."""
    wrapper = f"""
    {imported}

    from acme_protocol import Meter


    class MeterWrapper:
        def __init__(self, hass) -> None:
            self.language = hass.config.language
            self.meter = Meter({used})
    """
    result = split(component(api=wrapper), "acme_meter")
    assert bool(result.left) == is_client


def test_again() -> None:
    """Test that a second time changes nothing."""
    first = split(component(), "acme_meter")
    again = split(first.tree, "acme_meter")
    assert again.tree == first.tree
    assert not again.name


def test_unreadable() -> None:
    """Test that a module that is no Python is left alone."""
    tree = {**component(), f"{COMPONENT}broken.py": b"def (:\n\xff"}
    result = split(tree, "acme_meter")
    assert result.name
    assert result.tree[f"{COMPONENT}broken.py"] == b"def (:\n\xff"
