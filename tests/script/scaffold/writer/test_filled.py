"""Test writing an integration around a library whose client keeps what it fetched in a dictionary."""

import ast
from typing import Any

import pytest

from .conftest import Planned
from .test_writing import texts

CLIENT = """

class AcmeMeter:
    def __init__(self, host: str, session: aiohttp.ClientSession) -> None:
        self.extra: dict[str, Any] = {}
        self.data: dict[str, Any] = {}

    async def get_state(self) -> None:
        self.data = await self._fetch()
        self.extra = await self._fetch()
"""
OPTIONAL = CLIENT.replace(
    "self.data: dict[str, Any] = {}", "self.data: dict[str, Any] | None = None"
)
UNTOLD = CLIENT.replace("self.data: dict[str, Any]", "self.data")
BLANK = "✎ The key of what to show, in the client's data"


def blocking(client: str) -> str:
    """Return a client that blocks."""
    return (
        client.replace("async ", "")
        .replace("await ", "")
        .replace(", session: aiohttp.ClientSession", "")
    )


def lines(text: str) -> list[str]:
    """Return the lines of a text without their margins."""
    return [each.strip() for each in text.splitlines()]


def test_key_is_blank(plan: Planned) -> None:
    """Test that which key is shown is the author's to write, and that it is told."""
    found = plan(CLIENT)
    (state,), (entity,) = found.states, found.entities
    assert (state.step.code, state.type) == ("get_state().data", "dict[str, Any]")
    assert (entity.path, entity.key, entity.name) == (BLANK, "data", "Data")
    assert found.assumed[-1] == (
        "nothing tells what get_state().data has: it is taken for a dictionary, and which of its keys is "
        "shown is yours to write; or give --entity get_state().data.KEY:UNIT for each, or another call with --state CALL"
    )


@pytest.mark.parametrize(
    ("client", "fetched"),
    [
        (CLIENT, ["await self.client.get_state()", "return self.client.data"]),
        (
            UNTOLD,
            [
                "await self.client.get_state()",
                "data: dict[str, Any] = self.client.data",
                "return data",
            ],
        ),
        (
            OPTIONAL,
            [
                "await self.client.get_state()",
                "data = self.client.data",
                "if data is None:",
            ],
        ),
        (blocking(CLIENT), ["self.client.get_state()", "return self.client.data"]),
    ],
)
def test_written(plan: Planned, client: str, fetched: list[str]) -> None:
    """Test that the coordinator has the client updated, and returns what is then there."""
    files = texts(plan(client))
    coordinator = lines(files["coordinator.py"])
    start = coordinator.index(fetched[0])
    assert coordinator[start : start + len(fetched)] == fetched
    assert "DataUpdateCoordinator[dict[str, Any]]" in files["coordinator.py"]
    assert f'client.data = {{"{BLANK}": 42}}' in files["tests/conftest.py"]
    assert (
        "mock_client.get_state.side_effect = exception" in files["tests/test_init.py"]
    )
    # Nobody knows what else is in it.
    assert f'"data": entry.runtime_data.data.get("{BLANK}"),' in files["diagnostics.py"]
    for path, text in files.items():
        if path.endswith(".py"):
            ast.parse(text)


def test_flow(plan: Planned) -> None:
    """Test that a flow keeps nothing of what it only fetches to try the connection."""
    flow = lines(texts(plan(CLIENT))["config_flow.py"])
    call = flow.index("await client.get_state()")
    assert flow[call + 1].startswith("except ")


def test_flow_of_what_blocks(plan: Planned) -> None:
    """Test that such a flow returns nothing from its executor."""
    text = texts(plan(blocking(CLIENT)))["config_flow.py"]
    assert "def _fetch_data(data: Mapping[str, Any]) -> None:" in text
    assert "\n    client.get_state()\n" in text


def test_nothing_there(plan: Planned) -> None:
    """Test that a client that has nothing afterwards is one that does not answer."""
    files = texts(plan(OPTIONAL))
    flow = lines(files["config_flow.py"])
    call = flow.index("await client.get_state()")
    assert flow[call + 1 : call + 3] == [
        "data_result = client.data",
        "if data_result is None:",
    ]
    tests = files["tests/test_config_flow.py"]
    assert "answer = mock_client.data\n" in tests
    assert "mock_client.data = None\n" in tests
    assert "mock_client.data = None\n" in files["tests/test_init.py"]


@pytest.mark.parametrize("client", [CLIENT, blocking(CLIENT)])
def test_identity(plan: Planned, client: str) -> None:
    """Test that a key of it may tell which device it is."""
    found = plan(
        client,
        identity="get_state().data.serial",
        entities=("get_state().data.soc:%", "get_state().extra.power:W"),
    )
    assert found.is_identified
    files = texts(found)
    assert 'data_result["serial"]' in files["config_flow.py"]
    coordinator = files["coordinator.py"]
    assert (
        "return AcmeData(data=self.client.data, extra=self.client.extra)" in coordinator
    )
    # Both are filled by one call.
    assert coordinator.count(".get_state()") == 1
    assert 'mock_client.data["serial"] = "other"' in files["tests/test_config_flow.py"]


def test_readings_come_first(plan: Planned) -> None:
    """Test that fields of the client that are known are shown rather than a dictionary."""
    client = CLIENT + "\n    @property\n    def power_w(self) -> float: ...\n"
    found = plan(client)
    assert [each.step.code for each in found.states] == ["get_state()"]
    assert [each.path for each in found.entities] == ["power_w"]


@pytest.mark.parametrize(
    "wanted",
    [{"states": ("get_state().extra",)}, {"entities": ("get_state().extra.a",)}],
)
def test_chosen(plan: Planned, wanted: dict[str, Any]) -> None:
    """Test that the author may name another dictionary."""
    (state,) = plan(CLIENT, **wanted).states
    assert state.step.code == "get_state().extra"
