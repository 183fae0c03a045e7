"""Test telling what the calls of a client are for."""

import pytest

from script.client.calls import calls_of
from script.client.classes import Class
from script.client.clients import clients
from script.client.exports import exports
from script.client.purposes import CallKind, calls, is_told_to_read

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
                async def copy_state(self) -> dict: ...
                async def state_to_dict(self) -> dict: ...
                power: int
            """,
        "acme_meter/__init__.py": "from .more import Acme\n",
    }
    assert found(install, library) == {CallKind.STATE: ["update()"]}


@pytest.mark.parametrize(
    ("call", "is_told"),
    [
        ("phases(self) -> Phases", True),
        ("update(self) -> None", True),
        ("async_get_wifi(self)", True),
        ("is_muted(self) -> bool", True),
        ("device_info(self)", True),
        ("forward(self) -> bool", False),
        ("media_play(self)", False),
        ("beep(self) -> None", False),
    ],
)
def test_told_to_read(install: Install, call: str, is_told: bool) -> None:
    """Test that it is known which calls say that they read, by their names or by what they return."""
    source = f"class Phases: ...\n\n\nclass Acme:\n    async def {call}: ...\n"
    public = exports(install({"acme_meter/__init__.py": source}))
    client = next(each for each in public if each.name == "Acme")
    (found,) = calls_of(Class(client.definition))
    assert is_told_to_read(found) is is_told


@pytest.mark.parametrize(
    ("name", "is_updating"),
    [("update", True), ("get_power", False), ("async_info", False)],
)
def test_returned_and_kept(install: Install, name: str, is_updating: bool) -> None:
    """Test that what a call not named after updating returns is not taken for what the client has, if it is kept there too."""
    source = (
        f"class Acme:\n    def {name}(self):\n"
        "        self._power = fetch()\n        return self._power\n"
    )
    public = exports(install({"acme_meter/__init__.py": source}))
    (found,) = calls_of(Class(public[0].definition))
    assert found.is_updating is is_updating


@pytest.mark.parametrize("name", ["read_data_loop", "update_forever"])
def test_call_without_an_end(install: Install, name: str) -> None:
    """Test that what goes on until it is stopped is not what is polled."""
    source = f"class Acme:\n    async def {name}(self) -> None: ...\n    async def update(self) -> None: ...\n"
    public = exports(install({"acme_meter/__init__.py": source}))
    states = calls(Class(public[0].definition), "acme_meter")[CallKind.STATE]
    assert [each.name for each in states] == ["update()"]
