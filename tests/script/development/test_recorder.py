"""Test what is noted of a library's answers."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from inspect import iscoroutinefunction
import json
from pathlib import Path
import sys
from types import ModuleType
from typing import Any, NamedTuple

import attrs
from pydantic import BaseModel, Field
import pytest

from script.development.plain import OpaqueError, maker, plain
from script.development.recorder import Recorder

LIBRARY = """
from dataclasses import dataclass

@dataclass
class State:
    power: float
    serial: str

    def scaled(self):
        return self.power * 2

class Client:
    def __init__(self, host):
        self.host = host
    async def state(self, unit="W"):
        await self.login()
        return State(await self.read(), unit)
    async def read(self):
        return 1.5
    async def login(self):
        return None
    async def part(self):
        return Part()
    def is_there(self):
        return True

class Part:
    async def state(self):
        return {"on": True}

class Silent:
    def __init__(self):
        self.temperature = None
        self._socket = object()
    @property
    def is_on(self):
        return True
    @property
    def broken(self):
        raise RuntimeError
    def update(self):
        self.temperature = 21.5

async def get_sites():
    return [State(1, "A")]
"""


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Any]:
    """Return what makes an integration of a library that is recorded."""
    source = tmp_path / "companion" / "library" / "probe-lib" / "src" / "probe_lib"
    source.mkdir(parents=True)
    (source / "__init__.py").write_text(LIBRARY)
    (source.parents[1] / "pyproject.toml").write_text('[project]\nname = "probe-lib"\n')
    components = tmp_path / "homeassistant" / "components"
    (components / "probe").mkdir(parents=True)
    manifest = {"domain": "probe", "requirements": ["probe-lib==1"]}
    (components / "probe" / "manifest.json").write_text(json.dumps(manifest))
    monkeypatch.setattr("script.development.recorder.COMPONENTS", components)
    monkeypatch.syspath_prepend(source.parent)
    monkeypatch.delitem(sys.modules, "probe_lib", raising=False)

    def make(code: str) -> tuple[Recorder, ModuleType]:
        (components / "probe" / "__init__.py").write_text(code)
        recorder = Recorder("probe")
        return recorder, sys.modules["probe_lib"]

    return make


def written(recorder: Recorder, path: Path) -> Any:
    """Return what a recorder writes."""
    recorder.write(path)
    assert path.stat().st_mode & 0o777 == 0o600
    return json.loads(path.read_text())


async def test_calls(library: Callable[[str], Any], tmp_path: Path) -> None:
    """Test that the first answer to each call from outside is noted, and what the library asks itself is not."""
    recorder, probe = library("from probe_lib import Client")
    client = probe.Client("h")
    state = await client.state()
    await client.state()
    await client.state(unit="kW")
    part = await client.part()
    await part.state()
    await probe.get_sites()
    state.scaled()
    client.is_there()
    assert iscoroutinefunction(probe.Client.state)
    found = written(recorder, tmp_path / "recorded.json")
    assert found == {
        "state": {"data": {"power": 1.5, "serial": "W"}, "maker": "State"},
        "state_2": {"data": {"power": 1.5, "serial": "kW"}, "maker": "State"},
        "part_state": {"data": {"on": True}, "maker": ""},
        "sites": {
            "data": [{"power": 1, "serial": "A"}],
            "maker": "State for each",
        },
    }


async def test_in_another_thread(library: Callable[[str], Any], tmp_path: Path) -> None:
    """Test that a client is noted that waits for nothing, and what it holds if it returns nothing."""
    recorder, probe = library("from probe_lib import Silent\nclient = Silent()")
    client = probe.Silent()
    await asyncio.to_thread(client.update)
    assert written(recorder, tmp_path / "recorded.json") == {
        "silent": {
            "data": {"is_on": True, "temperature": 21.5},
            "maker": "the attributes of Silent",
        }
    }


class _Mode(StrEnum):
    ECO = "eco"


class _Pair(NamedTuple):
    low: int
    high: int


@dataclass
class _Data:
    mode: _Mode
    since: datetime
    _private: int = 0


class _Model(BaseModel):
    power: float = Field(alias="Power")


@attrs.define
class _Attrs:
    pair: _Pair


class _Client:
    async def get(self) -> None: ...


SINCE = datetime(2026, 11, 27, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "expected", "made_by"),
    [
        pytest.param(
            _Data(_Mode.ECO, SINCE),
            {"mode": "eco", "since": "2026-11-27T00:00:00+00:00"},
            "_Data",
            id="dataclass",
        ),
        pytest.param(
            _Model(Power=1.5),
            {"Power": 1.5},
            "_Model.model_validate_json",
            id="pydantic",
        ),
        pytest.param(
            _Attrs(_Pair(1, 2)), {"pair": {"low": 1, "high": 2}}, "_Attrs", id="attrs"
        ),
        pytest.param([timedelta(minutes=1)], [60.0], "timedelta for each", id="list"),
        pytest.param({1: {"a"}}, {"1": ["a"]}, "", id="dict"),
    ],
)
def test_plain(value: object, expected: object, made_by: str) -> None:
    """Test that models of all kinds become JSON, and what makes them of it is told."""
    assert plain(value) == expected
    assert maker(value) == made_by


@pytest.mark.parametrize("value", [_Client(), object(), {"client": _Client()}])
def test_opaque(value: object) -> None:
    """Test that what is no data is refused."""
    with pytest.raises(OpaqueError):
        plain(value)
