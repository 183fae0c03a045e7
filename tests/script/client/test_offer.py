"""Test gathering what a library offers, and showing it."""

import pytest

from script.client import ClientError
from script.client.errors import ErrorKind
from script.client.importing import problem
from script.client.offer import offer
from script.client.package import package
from script.client.show import shown

from .conftest import Install
from .libraries import ASYNC, FUNCTIONS, TWINS


def test_offer(install: Install) -> None:
    """Test that the likeliest client is taken with what is of it."""
    found = offer(install(ASYNC))
    assert (found.name, found.version, found.module) == (
        "acme-meter",
        "1.2.0",
        "acme_meter",
    )
    assert [each.name for each in found.clients] == ["AcmeMeter"]
    assert [(each.name, each.role) for each in found.parameters] == [
        ("host", "host"),
        ("token", "token"),
        ("session", "session"),
        ("timeout", None),
    ]
    state, other = found.states
    assert other.call == "info()"
    assert (state.call, state.model, state.is_async) == (
        "get_reading()",
        "Reading",
        True,
    )
    assert len(state.readings) == 11


def test_chosen_client(install: Install) -> None:
    """Test that another client can be named."""
    found = offer(install(TWINS), "AcmeAPI")
    assert found.clients[0].name == "AcmeAPI"
    assert not found.states[0].is_async


@pytest.mark.parametrize(
    ("like", "client"), [("", "AcmeBusClient"), ("Acme Ferry", "AcmeFerryClient")]
)
def test_client_of_what_is_made(install: Install, like: str, client: str) -> None:
    """Test that of clients for several things the one is taken that is named like what is made."""
    source = "\n".join(
        f"class {name}:\n"
        "    def __init__(self, token: str) -> None: ...\n"
        "    async def get_status(self) -> dict: ...\n"
        for name in ("AcmeBusClient", "AcmeFerryClient")
    )
    package = install({"acme_meter/__init__.py": source})
    assert offer(package, like=like).clients[0].name == client


def test_chosen_beside_the_likely(install: Install) -> None:
    """Test that a class that does not look like a client is taken as the client where it is named."""
    source = "class Thing:\n    def get_power(self) -> float: ...\n"
    package = install({**ASYNC, "acme_meter/thing.py": source})
    found = offer(package, "Thing")
    assert [each.name for each in found.clients] == ["Thing", "AcmeMeter"]
    assert found.clients[0].module == "acme_meter.thing"
    assert found.others == ("AcmeMeter",)


def test_fields_without_types(install: Install) -> None:
    """Test that it is read what a class of attrs is made of, whether it says of which types or not."""
    source = """
import attr


@attr.s
class AcmeMeter:
    hostname = attr.ib()
    retries = attr.ib(default=3)
    known = 1
    async def get_state(self) -> float: ...
"""
    found = offer(install({"acme_meter/__init__.py": source}))
    assert [(each.name, each.role, each.is_required) for each in found.parameters] == [
        ("hostname", "host", True),
        ("retries", None, False),
    ]


CANDIDATES = """
from asyncio import Lock


class AcmeMeter:
    def __init__(self, {unit}) -> None: ...
    async def get_state(self) -> float: ...
    async def get_power(self) -> float: ...


class Account:
    def __init__(self, {account}) -> None: ...
    async def get_state(self) -> float: ...


class AcmeConfig:
    def __init__(self, host: str) -> None: ...
    async def get_state(self) -> float: ...
"""


@pytest.mark.parametrize(
    ("unit", "account", "name"),
    [
        ("host: str", "host: str", "AcmeMeter"),
        ("host: str, lock: Lock", "host: str", "Account"),
        ("", "lock: Lock", "AcmeMeter"),
        ("host: str, lock: Lock", "host: str, lock: Lock", "AcmeMeter"),
    ],
)
def test_can_be_made(install: Install, unit: str, account: str, name: str) -> None:
    """Test that of classes that look much alike the one is taken that can be made, and none that serves another."""
    source = CANDIDATES.format(unit=unit, account=account)
    found = offer(install({"acme_meter/__init__.py": source}))
    assert found.clients[0].name == name


def test_no_client(install: Install) -> None:
    """Test that it is told in one line what to do where no client is found, or none of a name."""
    with pytest.raises(
        ClientError,
        match=r"^acme-meter: no class .* read; leave out --requirement to have it made ",
    ):
        offer(install(FUNCTIONS))
    with pytest.raises(
        ClientError, match=r"^client class 'Acme': acme_meter has none of this name; .*"
    ):
        offer(install(ASYNC, "acme-meter-2"), "Acme")


def test_shown(install: Install) -> None:
    """Test that each choice is shown with its reasons, and what has to be confirmed."""
    text = shown(offer(install(ASYNC)))
    assert text.startswith("acme-meter 1.2.0, imported as acme_meter\n")
    lines = text.splitlines()
    assert "client         AcmeMeter  (from acme_meter)" in lines
    assert "timeout        –" in lines
    assert "identity       info().serial_number  (from acme_meter)" in lines
    assert "get_reading() → Reading" in lines
    assert any("unit? one of UnitOfTemperature.CELSIUS" in line for line in lines)
    assert "  private        device_id" in lines


def test_model_library() -> None:
    """Test that the library of the model is read as it was meant."""
    found = offer(package("my-device-client"))
    assert found.clients[0].name == "MyDeviceClient"
    assert found.errors[ErrorKind.AUTHENTICATION][0].name == (
        "MyDeviceAuthenticationError"
    )
    assert found.errors[ErrorKind.RATE_LIMIT][0].name == "MyDeviceRateLimitError"
    assert found.base_error
    assert found.base_error.name == "MyDeviceError"
    assert found.states[0].call == "status()"
    assert {each.field for each in found.states[0].readings} == {
        "readings.temperature",
        "readings.power",
        "readings.energy",
        "readings.signal_strength",
        "relay",
    }


def test_importing() -> None:
    """Test that it is told in one line why a library cannot be imported, and that it is given up on."""
    assert problem("json") is None
    assert problem("no_such_library") == (
        "import no_such_library: ModuleNotFoundError: No module named 'no_such_library'"
    )
    assert problem("time; time.sleep(9)", seconds=0.5) == (
        "import time; time.sleep(9): has not ended after 0.5 s"
    )
