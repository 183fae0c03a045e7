"""Test that forms are filled with what fits, and that mocks return what is said of them."""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import probatio
import pytest

from homeassistant.helpers import config_validation as cv, selector
from script.adopt.trial.samples import can_be_mocked, filled, mock_of, sample


class Mode(StrEnum):
    """How a meter works."""

    FAST = "fast"


@dataclass
class Status:
    """What a meter says."""

    power: float
    mode: Mode
    name: str | None


class Client:
    """A client of a meter."""

    def __init__(self, host: str) -> None:
        """Take the host."""

    @property
    def base_url(self) -> str:
        """Return where the meter is."""
        return ""

    async def status(self) -> Status:
        """Return what the meter says."""
        raise NotImplementedError

    def names(self) -> list[str]:
        """Return the names of its parts."""
        raise NotImplementedError


SCHEMA = probatio.Schema(
    {
        probatio.Required("host"): str,
        probatio.Required(probatio.Secret("token")): cv.string,
        probatio.Required("port", default=80): cv.port,
        probatio.Required("unit"): probatio.In(["W", "kW"]),
        probatio.Required("count"): probatio.All(probatio.Coerce(int), probatio.Range(min=1)),
        probatio.Required("entity"): selector.EntitySelector({"domain": "light"}),
        probatio.Required("mode"): selector.SelectSelector({"options": ["a", "b"], "multiple": True}),
        probatio.Required("level"): selector.NumberSelector({"min": 3, "max": 5}),
        probatio.Optional("note"): str,
        probatio.Optional("proposed", description={"suggested_value": "this"}): str,
    }
)  # fmt: skip


def test_filled() -> None:
    """Test that a form is filled with what it accepts."""
    answer = filled(SCHEMA)
    assert answer == {
        "host": "127.0.0.1",
        "token": "1",
        "port": 80,
        "unit": "W",
        "count": 1,
        "entity": "light.trial",
        "mode": ["a"],
        "level": 3,
        "proposed": "this",
    }
    SCHEMA(answer)


async def test_mock() -> None:
    """Test that a mock of a client takes what the client takes, and returns what it says."""
    double = mock_of(Client)
    client = double("host")
    status = await client.status()
    assert status == Status(1.0, Mode.FAST, "1")
    assert client.names() == ["1"]
    assert client.base_url.startswith("http://127.0.0.1")
    with pytest.raises(TypeError):
        double("host", "more")


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (int | None, 1),
        (dict[str, float], {"1": 1.0}),
        (tuple[int, str], (1, "1")),
        (datetime, datetime(2026, 1, 1, tzinfo=UTC)),
        (list[Mode], [Mode.FAST]),
    ],
)
def test_sample(kind: Any, value: object) -> None:
    """Test that a value is of its type."""
    assert sample(kind) == value


@pytest.mark.parametrize(
    ("target", "can"),
    [(Client, True), (filled, True), (ValueError, False), (Mode, False), (Status, False), (1, False)],
)  # fmt: skip
def test_can_be_mocked(target: object, can: bool) -> None:
    """Test that only what does something is mocked."""
    assert can_be_mocked(target) is can
