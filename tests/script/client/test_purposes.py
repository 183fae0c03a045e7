"""Test telling what the calls of a client are for."""

from script.client.classes import Class
from script.client.clients import clients
from script.client.exports import exports
from script.client.purposes import CallKind, calls

from .conftest import Install
from .libraries import ASYNC, AUTH, PUSH, PYDANTIC, SETTINGS, SYNC, TWINS, Files


def found(install: Install, library: Files) -> dict[CallKind, list[str]]:
    """Return the calls of the client of a library by what they are for."""
    package = install(library)
    public = exports(package)
    best = clients(public, package.name)[0]
    client = next(each for each in public if each.name == best.name)
    return {
        kind: [each.name for each in candidates]
        for kind, candidates in calls(Class(client.definition), client.module).items()
        if candidates
    }


def test_typed(install: Install) -> None:
    """Test that calls are known by what they return, and the best identity is taken."""
    assert found(install, ASYNC) == {
        CallKind.IDENTITY: ["info().serial_number", "get_reading().device_id"],
        CallKind.STATE: ["get_reading()"],
        CallKind.CLOSE: ["close()"],
    }


def test_identity_of_a_part(install: Install) -> None:
    """Test that the identity may be that of a part of what is returned."""
    assert found(install, SETTINGS)[CallKind.IDENTITY] == ["status().device.id"]


def test_untyped(install: Install) -> None:
    """Test that without types names tell."""
    assert found(install, SYNC) == {CallKind.STATE: ["status()"]}


def test_through_another_client(install: Install) -> None:
    """Test that calls of a client are found that another one hands out, if nothing more is needed for them."""
    kinds = found(install, TWINS)
    assert kinds[CallKind.STATE] == ["local().get_status()", "get_devices()"]


def test_login(install: Install) -> None:
    """Test that logging in is found by what it takes."""
    kinds = found(install, PYDANTIC)
    assert kinds[CallKind.LOGIN] == ["authenticate()"]
    assert kinds[CallKind.STATE] == ["fetch_sites()"]


def test_push(install: Install) -> None:
    """Test that what calls back is found, with the parts of a client and what it has itself."""
    assert found(install, PUSH) == {
        CallKind.LOGIN: ["connect()"],
        CallKind.IDENTITY: ["mac"],
        CallKind.STATE: ["settings.get_status()"],
        CallKind.PUSH: ["add_listener()"],
        CallKind.CLOSE: ["disconnect()"],
    }


def test_update(install: Install) -> None:
    """Test that a call that updates what the client has returns the state, and one that changes the device does not."""
    library = {
        **AUTH,
        "acme_meter/more.py": """
            class Acme:
                def __init__(self, host: str, password: str, session) -> None: ...
                async def update(self) -> None: ...
                async def set_state(self, state: str) -> None: ...
                async def reset_status(self) -> None: ...
                async def refresh_token(self) -> None: ...
                power: int
            """,
        "acme_meter/__init__.py": "from .more import Acme\n",
    }
    assert found(install, library) == {CallKind.STATE: ["update()"]}
