"""Test finding the classes that an integration can be written around."""

import pytest

from script.client.exports import exports
from script.client.usable import usable

from .conftest import Install

READING = "    async def get_power(self) -> float: ..."
MADE = "    def __init__(self, {}): ..."


@pytest.mark.parametrize(
    ("parameters", "is_found"),
    [
        ("host: str", True),
        ("session: ClientSession, token: str | None = None", True),
        ("hub_id: str", True),
        ("hub_id", True),
        ("account: Account", True),
        ("**options", True),
        ("", False),
        ("session: ClientSession", False),
        ("interval: int = 10", False),
        ("host: str, lock: Lock", False),
        ("host: str, hub: Hub", False),
    ],
)
def test_made_of(install: Install, parameters: str, is_found: bool) -> None:
    """Test that what nobody knows keeps a class from being made, and what nobody is asked for is not enough."""
    source = f"""
from asyncio import Lock
from dataclasses import dataclass

from aiohttp import ClientSession


@dataclass
class Account:
    username: str
    password: str


class Hub:
    def connect(self, path): ...


class Acme:
{MADE.format(parameters)}
{READING}
"""
    package = install({"acme_meter/__init__.py": source})
    assert usable(exports(package)) == (("Acme",) if is_found else ())


@pytest.mark.parametrize(
    ("call", "is_found"),
    [
        ("async def update(self) -> None", True),
        ("def power(self) -> float", True),
        ("async def get_zone(self, zone: int) -> float", False),
        ("async def get_zones(self) -> list[float]", False),
        ("async def set_defaults(self) -> bool", False),
        ("async def resume_all(self) -> bool", False),
        ("async def connect(self) -> bool", False),
        ("async def subscribe(self) -> None", False),
        ("async def read_data_loop(self) -> dict", False),
        ("async def reconnect(self) -> bool", False),
        ("async def refresh_tokens(self) -> dict", False),
        ("async def ensure_open(self) -> bool", False),
        ("async def firmware_update(self) -> bool", False),
        ("async def clear_cache(self) -> dict", False),
        ("async def disarm(self) -> bool", False),
        ("def copy(self) -> dict", False),
        ("def to_dict(self) -> dict", False),
    ],
)
def test_reading(install: Install, call: str, is_found: bool) -> None:
    """Test that a class has to have a call that reads one thing, and needs nothing for that."""
    source = f"class Acme:\n{MADE.format('host')}\n    {call}: ...\n"
    package = install({"acme_meter/__init__.py": source})
    assert usable(exports(package)) == (("Acme",) if is_found else ())


@pytest.mark.parametrize(
    ("head", "is_found"),
    [
        ("class Acme(Exception):", False),
        ("class Acme(Enum):", False),
        ("class Acme(ABC):", False),
        ("@dataclass\nclass Acme:", False),
        ("@dataclass\nclass Acme:\n    async def update(self): ...", True),
    ],
)
def test_kind_of_class(install: Install, head: str, is_found: bool) -> None:
    """Test that errors, enums and data are not proposed, but clients are that are written like data."""
    source = f"""
from abc import ABC
from dataclasses import dataclass
from enum import Enum


{head}
    host: str
    def get_power(self): ...
{"" if "dataclass" in head else MADE.format("host: str")}
"""
    package = install({"acme_meter/__init__.py": source})
    assert usable(exports(package)) == (("Acme",) if is_found else ())


@pytest.mark.parametrize(("name", "is_found"), [("Acme", True), ("FakeAcme", False)])
def test_served(install: Install, name: str, is_found: bool) -> None:
    """Test that what serves a client is not proposed, such as what stands in for one in tests."""
    source = f"class {name}:\n{MADE.format('host')}\n{READING}\n"
    package = install({"acme_meter/__init__.py": source})
    assert usable(exports(package)) == ((name,) if is_found else ())


def test_not_all(install: Install) -> None:
    """Test that no more are proposed than anybody reads."""
    classes = "\n".join(
        f"class Acme{number}:\n{MADE.format('host')}\n{READING}" for number in range(9)
    )
    package = install({"acme_meter/__init__.py": classes})
    assert usable(exports(package)) == tuple(f"Acme{number}" for number in range(5))
