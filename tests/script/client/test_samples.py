"""Test telling what a library's classes hold, in a process of its own."""

import importlib
from pathlib import Path
import sys

import pytest

from script.client import ClientError
from script.client.example import fields
from script.client.importing import examples

from .conftest import Install

LIBRARY = {
    "acme_meter/__init__.py": '''
        """Client of Acme meters."""

        from dataclasses import dataclass
        from datetime import datetime
        from enum import Enum
        from pathlib import Path


        print("Noise that is no answer")


        class Mode(Enum):
            """Modes."""

            ECO = "eco"
            FULL = "full"


        @dataclass
        class Phase:
            """A phase."""

            voltage: float


        @dataclass(kw_only=True)
        class Reading:
            """What is measured."""

            _raw: dict
            serial_number: str
            power: int
            mode: Mode
            phase: Phase | None
            since: datetime
            note: str = ""

            @property
            def is_busy(self) -> bool:
                """Return whether it works."""
                return self.power > 0


        @dataclass
        class Stored:
            """What is read from JSON."""

            power: int

            @classmethod
            def from_dict(cls, content):
                return cls(content["Power"])

            def to_dict(self):
                return {"Power": self.power}


        @dataclass
        class Odd:
            """What nobody can make."""

            other: "Client"


        class Client:
            """Connect at once."""

            power: int

            def __init__(self, host: str) -> None:
                Path(__file__).with_name("connected").touch()


        class AcmeError(Exception):
            """Trouble."""


        class CodeError(AcmeError):
            """Trouble with a code."""

            def __init__(self, code: int, *, text: str) -> None:
                super().__init__(code, text)


        class DeepError(AcmeError):
            """Trouble with what nobody can make."""

            def __init__(self, client: Client, code: int) -> None:
                super().__init__(client, code)


        class StrangeError(AcmeError):
            """Trouble that nobody can make."""

            def __init__(self, client: Client) -> None:
                raise RuntimeError
        ''',
}


@pytest.fixture(autouse=True)
def library(install: Install, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Install a library where the process finds it."""
    install(LIBRARY)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))


def test_fields() -> None:
    """Test that fields and properties are told with their types."""
    found = examples([("acme_meter", "Reading")], [])["Reading"]["fields"]
    assert {name: each["type"] for name, each in found.items()} == {
        "serial_number": "str",
        "power": "int",
        "mode": "Mode",
        "phase": "Phase",
        "since": "datetime",
        "note": "str",
        "is_busy": "bool",
    }
    assert found["phase"]["optional"]
    assert found["phase"]["fields"] == {"voltage": {"type": "float", "optional": False}}
    assert found["mode"]["members"] == ["ECO", "FULL"]
    assert found["mode"]["module"] == "acme_meter"


def test_example() -> None:
    """Test that an example is made by the constructor, and its fields are told."""
    found = examples([("acme_meter", "Reading")], [])["Reading"]
    assert found["code"] == (
        "Reading(_raw={}, serial_number='SN-0001', power=42, mode=Mode.ECO, "
        "phase=Phase(voltage=21.5), since=datetime(2026, 1, 1, 12, tzinfo=UTC), note='note')"
    )
    assert ["acme_meter", "Mode"] in found["imports"]
    assert ["datetime", "UTC"] in found["imports"]
    assert found["values"]["phase.voltage"] == 21.5
    assert found["values"]["is_busy"] is True
    assert found["dump"] == "asdict({})"
    assert "json" not in found


def test_json() -> None:
    """Test that an example is stored as JSON where its class gets it back from there."""
    found = examples([("acme_meter", "Stored")], [])["Stored"]
    assert (found["read"], found["json"]) == ("from_dict", {"Power": 42})


def test_nothing_is_connected(tmp_path: Path) -> None:
    """Test that no client is made, neither by itself nor as part of something."""
    found = examples(
        [("acme_meter", "Client"), ("acme_meter", "Odd")],
        [("acme_meter", "StrangeError")],
    )
    assert found["Client"] == {"fields": {"power": {"type": "int", "optional": False}}}
    assert found["Odd"]["problem"].startswith("NoExampleError: ")
    assert not (tmp_path / "acme_meter" / "connected").exists()


def test_errors() -> None:
    """Test that exceptions are made as their constructors want it, and told with their bases."""
    names = ["AcmeError", "CodeError", "StrangeError"]
    found = examples([], [("acme_meter", name) for name in names])
    assert found["acme_meter.AcmeError"]["code"] == 'AcmeError("Refused")'
    assert found["acme_meter.CodeError"]["code"] == "CodeError(code=42, text='text')"
    assert "acme_meter.AcmeError" in found["acme_meter.CodeError"]["above"]
    assert found["acme_meter.StrangeError"]["problem"] == (
        "no example of StrangeError can be made"
    )


def test_cannot_be_told() -> None:
    """Test that it is told in one line where a library is not there, or takes too long."""
    with pytest.raises(
        ClientError, match=r"^reading Thing: ModuleNotFoundError: [^\n]+$"
    ):
        examples([("no_such_library", "Thing")], [])
    with pytest.raises(
        ClientError, match=r"^reading Reading: has not ended after 0\.01 s; [^\n]+$"
    ):
        examples([("acme_meter", "Reading")], [], seconds=0.01)


@pytest.mark.parametrize(
    ("package", "home"),
    [
        ("from .models import Mode", "acme_modes"),
        ("from .models import *", "acme_modes"),
        ("from .client import *", "acme_modes.models"),
        ('from .client import *\n\n__all__ = ["Mode"]', "acme_modes"),
    ],
)
def test_imported_where_it_is_exported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, package: str, home: str
) -> None:
    """Test that an enum is imported from where a type checker finds it."""
    files = {
        "__init__": package,
        "client": "from .models import Mode",
        "models": "from enum import Enum\n\n\nclass Mode(Enum):\n    ECO = 1\n\n\n"
        "class State:\n    mode: Mode",
    }
    (tmp_path / "acme_modes").mkdir()
    for name, text in files.items():
        (tmp_path / "acme_modes" / f"{name}.py").write_text(f"{text}\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr("sys.dont_write_bytecode", True)
    for name in ("acme_modes", "acme_modes.client", "acme_modes.models"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    state = importlib.import_module("acme_modes.models").State
    assert fields(state)["mode"]["module"] == home


def test_error_of_what_nobody_can_make() -> None:
    """Test that an exception is given a mock of what nobody can make."""
    found = examples([], [("acme_meter", "DeepError")])["acme_meter.DeepError"]
    assert found["code"] == "DeepError(client=MagicMock(), code=42)"
    assert found["imports"] == [["unittest.mock", "MagicMock"]]
