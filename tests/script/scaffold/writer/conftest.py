"""Client libraries to write integrations around."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from script.client.offer import Offer, offer
from script.scaffold.writer.calls import Wanted
from script.scaffold.writer.plan import Plan
from script.scaffold.writer.planning import planned

from tests.script.client.conftest import install as installing

install = installing

type Offered = Callable[..., Offer]
type Planned = Callable[..., Plan]

# What most libraries have, so that each test tells of one difference
COMMON = '''
from dataclasses import dataclass
from enum import Enum

import aiohttp


class AcmeError(Exception):
    """Any trouble."""


class AcmeAuthError(AcmeError):
    """The token is refused."""


class AcmeConnectionError(AcmeError):
    """No connection."""


class Mode(Enum):
    """Modes."""

    ECO = 1
    FULL = 2


@dataclass
class Info:
    """What it is."""

    serial_number: str
    firmware_version: str
    mac_address: str


@dataclass
class Reading:
    """What is measured."""

    power_w: float
    temperature: float
    mode: Mode
    is_online: bool
    boost: bool
    limit: int
    token: str
'''
CLIENT = '''

class AcmeMeter:
    """Talk to a meter."""

    def __init__(self, host: str, token: str, session: aiohttp.ClientSession | None = None) -> None:
        """Initialize it."""

    async def get_info(self) -> Info:
        """Return what it is."""

    async def get_reading(self) -> Reading:
        """Return what is measured."""

    async def set_boost(self, on: bool) -> None:
        """Turn the boost on or off."""

    async def set_limit(self, limit: int) -> None:
        """Set the limit."""

    async def identify(self) -> None:
        """Blink."""
'''

# An account with several devices, and nothing that tells which account
GIVEN = "email: str, password: str, session: aiohttp.ClientSession"
METERS = (
    COMMON
    + """

@dataclass
class Meter:
    serial_number: str
    name: str
    model: str
    power_w: float
    is_online: bool
"""
)
SEVERAL = f"""

class AcmeCloud:
    def __init__(self, {GIVEN}) -> None: ...

    async def get_meters(self) -> list[Meter]: ...
"""


@pytest.fixture
def offered(
    install: Callable[..., object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Offered:
    """Return a function that installs a library of a module, and returns what it offers."""
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))

    def offered(client: str, common: str = COMMON) -> Offer:
        return offer(
            install(
                {"acme_meter/__init__.py": common + client, "acme_meter/py.typed": ""}
            )  # type: ignore[arg-type]
        )

    return offered


@pytest.fixture
def plan(offered: Offered) -> Planned:
    """Return a function that plans an integration around a library."""

    def plan(
        client: str = CLIENT,
        iot_class: str = "local_polling",
        noun: str = "meter",
        integration_type: str = "device",
        common: str = COMMON,
        **wanted: object,
    ) -> Plan:
        return planned(
            offered(client, common),
            Wanted(**wanted),  # type: ignore[arg-type]
            domain="acme",
            title="Acme",
            iot_class=iot_class,
            integration_type=integration_type,
            noun=noun,
        )

    return plan


@pytest.fixture
def several(plan: Planned) -> Planned:
    """Return a function that plans an integration with several devices."""

    def several(client: str = SEVERAL, common: str = METERS, **wanted: Any) -> Plan:
        options = {"iot_class": "cloud_polling", "integration_type": "hub"}
        return plan(client, common=common, **{**options, **wanted})

    return several
