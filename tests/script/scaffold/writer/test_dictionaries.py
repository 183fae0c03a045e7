"""Test writing an integration around a library whose client returns several dictionaries."""

import ast
from typing import Any

import pytest

from script.scaffold import ScaffoldError

from .conftest import GIVEN, Planned
from .test_writing import texts

CLIENT = f"""

class AcmeCloud:
    def __init__(self, {GIVEN}) -> None: ...

    async def get_rooms(self) -> list[dict[str, Any]]: ...
"""
FILLED = f"""

class AcmeCloud:
    def __init__(self, {GIVEN}) -> None:
        self.rooms: list[dict[str, Any]] = []

    async def update(self) -> None: ...
"""
# Nothing is said of what it returns
UNSAID = CLIENT.replace(" -> list[dict[str, Any]]: ...", ":\n        return read()")
KEY = "✎ The key that tells one from another, in what get_rooms returns"
SHOWN = "✎ The key of what to show, in what get_rooms returns"


def test_keys_are_blank(several: Planned) -> None:
    """Test that it is the author's to write which key is shown, and which tells them apart, and that it is told."""
    found = several(CLIENT)
    assert found.several
    assert (found.several.type, found.several.key) == ("dict[str, Any]", KEY)
    assert [each.path for each in found.entities] == [SHOWN]
    assert found.assumed[-2:] == (
        "nothing tells one of get_rooms() from another: by which key they differ is yours to write; "
        "or give --state get_rooms().KEY, or another call with --state CALL",
        "nothing tells what get_rooms() returns: each is taken for a dictionary, and which of its keys is "
        "shown is yours to write; or give --entity get_rooms().KEY:UNIT for each, or another call with --state CALL",
    )
    files = texts(found)
    assert (
        f'devices = {{str(device["{KEY}"]): device for device in await self.client.get_rooms()}}'
        in files["coordinator.py"]
    )
    conftest = files["tests/conftest.py"]
    mocked = f'{{"{SHOWN}": 42, "{KEY}": f"id-{{number}}"}}'
    assert f"return [{mocked} for number in range(1, 4)]" in conftest
    assert "client.get_rooms.return_value = devices[:2]" in conftest
    for path, text in files.items():
        if path.endswith(".py"):
            ast.parse(text)


@pytest.mark.parametrize(
    "returned",
    ["list", "List[Any]", "Sequence[Mapping[str, int]]", "list[dict] | None"],
)
def test_taken_for_several(several: Planned, returned: str) -> None:
    """Test that a list of what is not told is taken for one of dictionaries."""
    found = several(CLIENT.replace("list[dict[str, Any]]", returned))
    assert found.several
    assert found.several.step.several == "list"


@pytest.mark.parametrize("returned", ["list[str]", "set", "list[list[dict]]", "tuple"])
def test_not_taken_for_several(several: Planned, returned: str) -> None:
    """Test that a list of something else is not."""
    with pytest.raises(ScaffoldError, match="no call that reads one thing"):
        several(CLIENT.replace("list[dict[str, Any]]", returned))


@pytest.mark.parametrize(
    ("client", "wanted"),
    [
        (CLIENT, {"states": ("get_rooms().id",)}),
        (UNSAID, {"states": ("get_rooms().id",)}),
        (UNSAID, {"states": ("get_rooms().id",), "entities": ("get_rooms().power:W",)}),
    ],
)
def test_key_is_named(several: Planned, client: str, wanted: dict[str, Any]) -> None:
    """Test that the author may name the key that tells them apart, also where nothing says that there are several."""
    found = several(client, **wanted)
    assert found.several
    assert found.several.key == "id"
    assert not [each for each in found.assumed if "from another" in each]


def test_key_may_be_missing(several: Planned) -> None:
    """Test that a key of which nothing is told is read where it is there."""
    sensor = texts(several(CLIENT, entities=("get_rooms().meter.power:W",)))[
        "sensor.py"
    ]
    assert 'value_fn=lambda device: device["meter"].get("power"),' in sensor


def test_filled(several: Planned) -> None:
    """Test that a list that a call fills of the client is one, too."""
    found = several(FILLED)
    assert found.several
    assert found.several.step.code == "update().rooms"
    files = texts(found)
    assert "in self.client.rooms}" in files["coordinator.py"]
    assert "in the client's rooms" in files["sensor.py"]
    assert "client.rooms = devices[:2]" in files["tests/conftest.py"]


@pytest.mark.parametrize("wanted", [{}, {"entities": ("power:W",)}])
def test_one_comes_first(several: Planned, wanted: dict[str, Any]) -> None:
    """Test that one dictionary is taken rather than several, whether fields are named or not."""
    client = CLIENT.replace("get_rooms", "get_status") + (
        "\n    async def get_power(self) -> dict[str, float]: ...\n"
    )
    assert not several(client, **wanted).several


def test_how_to_say_it(several: Planned) -> None:
    """Test that it is told how to say that a call returns several, where it may, and that nothing else is of one type."""
    with pytest.raises(ScaffoldError) as raised:
        several(UNSAID)
    assert str(raised.value) == (
        "acme-meter: no call of AcmeCloud returns a state with fields that are known; "
        "name the state with --state CALL and what it has with --entity FIELD, "
        "or with --state CALL.KEY where it returns several dictionaries, KEY telling one from another, "
        "a call being one of get_rooms()"
    )


def test_button_of_no_type(several: Planned) -> None:
    """Test that what a call takes of which nothing is told is none of them."""
    client = CLIENT + "\n    async def reboot(self, zone) -> None: ...\n"
    with pytest.raises(ScaffoldError, match="needs zone"):
        several(client, entities=("reboot()",))
