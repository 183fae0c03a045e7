"""Test planning and writing what a call is given that a user enters: a station, a place."""

import ast
import json

import pytest

from script.integration.tree import Places
from script.scaffold import ScaffoldError
from script.scaffold.writer.calls import NOTHING
from script.scaffold.writer.plan import LOCATION, Plan
from script.scaffold.writer.writing import written

from .conftest import Planned

STATION = """

class AcmeStations:
    def __init__(self, api_key: str, session: aiohttp.ClientSession) -> None: ...

    async def get_station(self, station_id: str) -> Reading: ...
"""
PLACE = """

class AcmeWeather:
    def __init__(self, session: aiohttp.ClientSession) -> None: ...

    async def get_weather(self, latitude: float, longitude: float) -> Reading: ...
"""
# What a client is made of, itself and with a number beside
PLACE_OF_CLIENT = """

class AcmeRoof:
    def __init__(self, lat: str, lon: str, azimuth: float) -> None: ...

    def update_reading(self) -> Reading: ...
"""


def planned(plan: Planned, client: str, **wanted: object) -> Plan:
    """Return the plan of an integration of a cloud around a client."""
    return plan(client, iot_class="cloud_polling", **wanted)


def texts(plan: Plan) -> dict[str, str]:
    """Return the files of an integration by their paths in it, those of tests after test/."""
    places = Places("acme")
    return {
        path.replace(places.integration, "").replace(
            places.tests, "tests/"
        ): content.decode()
        for path, content in written(plan, "station").items()
    }


def test_asked(plan: Planned) -> None:
    """Test that a user is asked for what a call needs, and that entries are of one each."""
    found = planned(plan, STATION)
    assert [each.key for each in found.credentials] == ["station_id", "api_token"]
    assert not found.is_identified
    assert "get_station() needs station_id: users are asked for it" in found.assumed[0]


@pytest.mark.parametrize("client", [STATION, PLACE, PLACE_OF_CLIENT])
def test_is_python(plan: Planned, client: str) -> None:
    """Test that every module is Python."""
    for path, text in texts(planned(plan, client)).items():
        if path.endswith(".py"):
            ast.parse(text)


def test_station(plan: Planned) -> None:
    """Test that flow and coordinator call the library with what the user entered, and tests expect that."""
    files = texts(planned(plan, STATION))
    given = "get_station(station_id={}[CONF_STATION_ID])"
    assert f"await client.{given.format('data')}" in files["config_flow.py"]
    assert given.format("self.config_entry.data") in files["coordinator.py"]
    assert "CONF_STATION_ID: data[CONF_STATION_ID]" in files["config_flow.py"]
    assert (
        "mock_client_class.return_value.get_station.assert_awaited_with(station_id=station_id)"
        in files["tests/test_config_flow.py"]
    )


def test_secret(plan: Planned) -> None:
    """Test that tests expect of a secret what a browser is told of it."""
    client = STATION.replace("station_id", "pairing_code").replace("api_key", "url")
    files = texts(planned(plan, client))
    for text in (files["config_flow.py"], files["tests/test_config_flow.py"]):
        assert "current-password" not in text


def test_place(plan: Planned) -> None:
    """Test that a place is chosen on a map, that of the home being proposed, and handed on in its parts."""
    found = planned(plan, PLACE)
    assert found.credentials == (LOCATION,)
    files = texts(found)
    flow = files["config_flow.py"]
    assert "probatio.Required(CONF_LOCATION): LocationSelector()" in flow
    assert (
        "from homeassistant.const import CONF_LOCATION, CONF_LATITUDE, CONF_LONGITUDE"
        in flow
    )
    assert "CONF_LATITUDE: self.hass.config.latitude" in flow
    assert (
        "latitude=data[CONF_LOCATION][CONF_LATITUDE], longitude=data[CONF_LOCATION][CONF_LONGITUDE]"
        in flow
    )
    assert "CONF_LOCATION" in files["diagnostics.py"]
    step = json.loads(files["strings.json"])["config"]["step"]["user"]
    assert step["data"] == {"location": "[%key:common::config_flow::data::location%]"}
    assert "CONF_LATITUDE: hass.config.latitude" in files["tests/test_config_flow.py"]


def test_place_of_client(plan: Planned) -> None:
    """Test that a client is made of texts where it takes those, and of a number that a user enters."""
    flow = texts(planned(plan, PLACE_OF_CLIENT))["config_flow.py"]
    assert "lat=str(data[CONF_LOCATION][CONF_LATITUDE])" in flow
    assert "probatio.Required(CONF_AZIMUTH): probatio.Coerce(float)" in flow


def test_half_a_place(plan: Planned) -> None:
    """Test that one part of a place is none."""
    client = PLACE.replace("longitude: float", "depth: float")
    with pytest.raises(
        ScaffoldError, match="no call that reads one thing and needs no"
    ):
        planned(plan, client)


def test_needs_no_more(plan: Planned) -> None:
    """Test that a call that needs nothing of a user goes before one that does."""
    client = STATION + "\n    async def get_reading(self) -> Reading: ...\n"
    assert [each.step.name for each in planned(plan, client).states] == ["get_reading"]


@pytest.mark.parametrize(
    ("identity", "is_identified"),
    [(None, False), ("get_info()", True), (NOTHING, False)],
)
def test_identified(plan: Planned, identity: str | None, is_identified: bool) -> None:
    """Test that the author may say what tells entries apart all the same."""
    client = STATION + "\n    async def get_info(self) -> Info: ...\n"
    assert planned(plan, client, identity=identity).is_identified is is_identified


def test_discovered(plan: Planned) -> None:
    """Test that what is found on the network is not told what a user has to enter."""
    zeroconf = {"type": "_a._tcp.local.", "property": "sn", "name": "", "hostname": "a"}
    with pytest.raises(ScaffoldError, match="needs what users enter"):
        planned(plan, STATION, identity="get_station().token", zeroconf=zeroconf)


@pytest.mark.parametrize(
    ("parameter", "problem"),
    [
        ("depth: int", "add --ask depth if a user knows that, or name another"),
        ("depth: list", "and nothing tells what that is; name another"),
    ],
)
def test_unknown(plan: Planned, parameter: str, problem: str) -> None:
    """Test that it is told what a call needs that nobody knows, and how a user is asked for it."""
    client = STATION.replace("station_id: str", parameter)
    with pytest.raises(ScaffoldError, match=problem):
        planned(plan, client, states=("get_station()",))


def test_asked_as_the_author_says(plan: Planned) -> None:
    """Test that a user is asked for what the author says is known."""
    client = STATION.replace("station_id: str", "depth: int")
    found = planned(plan, client, states=("get_station()",), asked=("depth",))
    assert [each.key for each in found.credentials] == ["depth", "api_token"]
