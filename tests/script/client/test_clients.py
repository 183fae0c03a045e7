"""Test finding the class that is the client."""

import pytest

from script.client.clients import clients
from script.client.exports import exports

from .conftest import Install
from .libraries import (
    ASYNC,
    AUTH,
    FUNCTIONS,
    PARTS,
    PASSING,
    PUSH,
    PYDANTIC,
    SETTINGS,
    SYNC,
    TWINS,
    Files,
)


@pytest.mark.parametrize(
    ("library", "module", "name"),
    [
        pytest.param(ASYNC, "acme_meter", "AcmeMeter", id="async"),
        pytest.param(SYNC, "acmemeter", "Meter", id="blocking, without types"),
        pytest.param(TWINS, "acme_meter.api_async", "AcmeAPIAsync", id="twins"),
        pytest.param(PYDANTIC, "acme_meter", "Account", id="pydantic"),
        pytest.param(PUSH, "acme_meter", "Hub", id="push"),
        pytest.param(SETTINGS, "acme_meter", "Acme", id="made of settings"),
        pytest.param(AUTH, "acme_meter", "Acme", id="made of what has the session"),
        pytest.param(PARTS, "acmeblinds", "Gateway", id="one of what is controlled"),
        pytest.param(PASSING, "acme_meter", "Acme", id="passes on what it is given"),
    ],
)
def test_clients(install: Install, library: Files, module: str, name: str) -> None:
    """Test that the client comes before whatever else a library has."""
    package = install(library)
    best = clients(exports(package), package.name)[0]
    assert (best.module, best.name) == (module, name)
    assert best.reasons


def test_none(install: Install) -> None:
    """Test that a library of functions has no client."""
    package = install(FUNCTIONS)
    assert clients(exports(package), package.name) == ()


def test_no_clients(install: Install) -> None:
    """Test that errors, data, enums and base classes are no clients, however they are named."""
    package = install(
        {
            "acme_meter/__init__.py": """
                from abc import ABC
                from dataclasses import dataclass
                from enum import Enum


                class ClientError(Exception):
                    def __init__(self, host, session, token): ...


                class Client(Enum):
                    HOST = "host"
                    def token(self): ...


                @dataclass
                class Connection:
                    host: str
                    port: int


                class BaseClient(ABC):
                    def __init__(self, host: str): ...
                    async def status(self): ...
                """
        }
    )
    assert clients(exports(package), package.name) == ()
