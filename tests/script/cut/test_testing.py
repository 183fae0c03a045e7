"""Tests of tests that lose what is gone."""

import ast
from textwrap import dedent

import pytest

from script.cut.absence import Absence

from .snippets import (
    ATTRIBUTES,
    FLOW,
    IMPORT,
    MIGRATION,
    OPTIONS,
    REAUTH,
    SWITCH,
    TESTS_HEAD,
    cut_all,
)

OTHER = """

async def test_other(hass):
    assert hass
"""


def cut_tests(text: str, absence: Absence) -> str:
    """Return what tests are left after a cut, without their imports."""
    after, places = cut_all(
        {"tests/test_init.py": TESTS_HEAD + dedent(text) + OTHER}, absence
    )
    assert not places
    rest = after["tests/test_init.py"]
    imports = [
        node
        for node in ast.parse(rest).body
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    lines = rest.splitlines()[imports[-1].end_lineno if imports else 0 :]
    return "\n".join(lines).strip()


@pytest.mark.parametrize(
    ("absence", "text"),
    [
        pytest.param(
            REAUTH,
            """
            async def test_flow(hass, flows):
                result = await flows.async_init("lamp", context={"source": SOURCE_REAUTH})
                assert result["type"] == "form"
                assert result["errors"] == {}
            """,
            id="source",
        ),
        pytest.param(
            REAUTH,
            """
            async def test_flow(hass, entry):
                result = await entry.start_reauth_flow(hass)
                assert result["type"] == "form"
            """,
            id="method of the entry",
        ),
        pytest.param(
            REAUTH,
            """
            async def test_flow(hass, entry):
                await hass.poll()
                flows = hass.config_entries.flow.async_progress()
                assert len(flows) == 1
                assert flows[0]["handler"] == "lamp"
                assert flows[0]["context"]["source"] == SOURCE_REAUTH
                assert entry.state == "loaded"
            """,
            id="what several assertions are about",
        ),
        pytest.param(
            SWITCH,
            """
            async def test_action(hass, client):
                await hass.services.async_call(SWITCH_DOMAIN, "turn_on", {})
                client.turn_on.assert_called_once_with()
            """,
            id="component",
        ),
        pytest.param(
            SWITCH,
            """
            ENTITY = "switch.lamp"


            async def test_state(hass):
                assert hass.states.get(ENTITY).state == "on"
            """,
            id="entity by a constant",
        ),
        pytest.param(
            SWITCH,
            """
            @pytest.mark.parametrize("platform", [Platform.SWITCH])
            async def test_platform(hass, platform):
                assert hass.setup(platform)
            """,
            id="only case",
        ),
        pytest.param(
            OPTIONS,
            """
            async def test_options(hass, entry):
                result = await hass.config_entries.options.async_init(entry.entry_id)
                assert result["step_id"] == "init"
            """,
            id="options flow",
        ),
        pytest.param(
            SWITCH,
            """
            @pytest.mark.parametrize(("host", "expected"), [("a", "on"), ("b", "off")])
            async def test_setup(hass, entry, host, expected):
                await entry.set_up(host)
                assert hass.states.get("sensor.lamp")
                assert hass.states.get("switch.lamp").state == expected
            """,
            id="expected in each case",
        ),
        pytest.param(
            ATTRIBUTES,
            """
            def shown(sensor):
                state = State("sensor.lamp", sensor.native_value, sensor.extra_state_attributes)
                return state.as_dict()


            def test_shown(sensor):
                assert shown(sensor) == {}


            def test_recorded(sensor):
                assert sensor._unrecorded_attributes == frozenset({"channel"})
            """,
            id="helper for what is gone",
        ),
        pytest.param(
            SWITCH,
            """
            async def test_with(hass, api):
                entity_id = "switch.lamp"
                with api(entity_id):
                    state = await hass.update()
                    assert state == "on"
                    assert hass.states
            """,
            id="a context of what is gone",
        ),
    ],
)
def test_whole_tests(absence: Absence, text: str) -> None:
    """Test that a test goes that is about what is gone, with all that only it uses."""
    assert cut_tests(text, absence) == OTHER.strip()


@pytest.mark.parametrize(
    ("absence", "before", "after"),
    [
        pytest.param(
            SWITCH,
            """
            @pytest.mark.parametrize(
                ("platform", "count"),
                [(Platform.SENSOR, 4), (Platform.SWITCH, 1), (Platform.LIGHT, 2)],
                ids=["sensor", "switch", "light"],
            )
            async def test_platform(hass, platform, count):
                assert hass.setup(platform) == count
            """,
            """
            @pytest.mark.parametrize(
                ("platform", "count"),
                [(Platform.SENSOR, 4), (Platform.LIGHT, 2)],
                ids=["sensor", "light"],
            )
            async def test_platform(hass, platform, count):
                assert hass.setup(platform) == count
            """,
            id="case with its name",
        ),
        pytest.param(
            SWITCH,
            """
            ENTITIES = ["sensor.lamp", "light.lamp", "switch.lamp"]


            @pytest.mark.parametrize("entity", ENTITIES)
            async def test_entity(hass, entity):
                assert hass.states.get(entity)
            """,
            """
            ENTITIES = ["sensor.lamp", "light.lamp"]


            @pytest.mark.parametrize("entity", ENTITIES)
            async def test_entity(hass, entity):
                assert hass.states.get(entity)
            """,
            id="row of a table",
        ),
        pytest.param(
            SWITCH,
            """
            async def test_states(hass):
                await hass.setup()
                state = hass.states.get("switch.lamp")
                assert state.state == "on"
                state = hass.states.get("sensor.lamp")
                assert state
                assert state.state == "3"
            """,
            """
            async def test_states(hass):
                await hass.setup()
                state = hass.states.get("sensor.lamp")
                assert state
                assert state.state == "3"
            """,
            id="one assertion of several",
        ),
        pytest.param(
            SWITCH,
            """
            @pytest.fixture
            def platforms():
                return [Platform.SENSOR, Platform.SWITCH]


            async def test_setup(hass, platforms):
                assert hass.setup(platforms)
            """,
            """
            @pytest.fixture
            def platforms():
                return [Platform.SENSOR]


            async def test_setup(hass, platforms):
                assert hass.setup(platforms)
            """,
            id="fixture",
        ),
        pytest.param(
            SWITCH,
            """
            @pytest.fixture
            def client():
                with (
                    patch("homeassistant.components.lamp.Client") as client,
                    patch("homeassistant.components.lamp.switch.DELAY", 0),
                ):
                    yield client


            async def test_setup(hass, client):
                assert client
            """,
            """
            @pytest.fixture
            def client():
                with (
                    patch("homeassistant.components.lamp.Client") as client
                ):
                    yield client


            async def test_setup(hass, client):
                assert client
            """,
            id="what is patched",
        ),
        pytest.param(
            OPTIONS,
            """
            async def test_setup(hass, entry):
                assert hass.setup(entry)
                assert not entry.options
            """,
            """
            async def test_setup(hass, entry):
                assert hass.setup(entry)
                assert not entry.options
            """,
            id="empty options",
        ),
        pytest.param(
            OPTIONS,
            """
            @pytest.fixture
            def entry():
                return MockConfigEntry(data={"host": "lamp"}, options={"loud": True})


            async def test_setup(hass, entry):
                assert hass.setup(entry)
            """,
            """
            @pytest.fixture
            def entry():
                return MockConfigEntry(data={"host": "lamp"})


            async def test_setup(hass, entry):
                assert hass.setup(entry)
            """,
            id="options of an entry",
        ),
    ],
)
def test_parts_of_tests(absence: Absence, before: str, after: str) -> None:
    """Test that only what is gone goes out of a test that is about more."""
    assert cut_tests(before, absence) == cut_tests(after, Absence())


def test_step_that_a_test_calls() -> None:
    """Test that a test goes that calls a step by itself, be it one that only the first one goes to."""
    steps = """\
        return 1

    async def async_step_reauth(self, entry_data):
        return await self.async_step_reauth_confirm()

    async def async_step_reauth_confirm(self, user_input=None):
        return self.async_show_form(step_id="reauth_confirm")
"""
    test = """

async def test_{step}(flow):
    result = await flow.async_step_{step}({{}})
    assert result["type"] == "form"
    assert result["errors"] == {{}}
"""
    user = test.format(step="user").lstrip()
    more = "".join(test.format(step=step) for step in ("reauth", "reauth_confirm"))
    modules = {"config_flow.py": FLOW + steps, "tests/test_config_flow.py": user + more}
    after, places = cut_all(modules, REAUTH)
    assert not places
    assert after["tests/test_config_flow.py"] == user


def test_options_that_a_helper_passes_on() -> None:
    """Test that a helper may give options to an entry, and a test may not."""
    helper = """
    def entry(title, options=None):
        return MockConfigEntry(title=title, options=options)


    def test_entry():
        assert entry("lamp").title == "lamp"
        assert MockConfigEntry(options={}).title is None
    """
    test = """


    async def test_loud(hass):
        assert await hass.setup(entry("lamp", options={"loud": True}))
    """
    after = cut_tests(helper + test, OPTIONS)
    assert after.split() == cut_tests(helper, Absence()).split()


COORDINATOR = """
class Coordinator:
    async def refresh(self):
        await self.client.status()

    async def push_relay(self):
        await self.client.set_relay()
"""
SWITCHING = """

async def test_push(hass, coordinator):
    await coordinator.push_relay()
    assert coordinator.client.set_relay.called


async def test_broken(hass, coordinator):
    with patch.object(coordinator, "push_relay", side_effect=ValueError):
        await hass.set_up(coordinator)
    assert not coordinator.client.set_relay.called
"""


@pytest.mark.parametrize(
    ("more", "is_gone"),
    [
        ("", True),
        ("\n\ndef push_relay():\n    return 1\n\n\nPUSHED = push_relay()\n", False),
    ],
)
def test_method_that_only_a_test_calls(more: str, is_gone: bool) -> None:
    """Test that a test goes with the method that it is of, unless something is left of that name."""
    modules = {
        "coordinator.py": COORDINATOR,
        "switch.py": "async def turn_on(lamp):\n    await lamp.push_relay()\n",
        "sensor.py": f"async def update(lamp):\n    await lamp.refresh()\n{more}",
        "tests/test_coordinator.py": OTHER.lstrip() + SWITCHING,
    }
    after, _ = cut_all(modules, SWITCH)
    assert "push_relay" not in after["coordinator.py"]
    left = OTHER.lstrip() + ("" if is_gone else SWITCHING)
    assert after["tests/test_coordinator.py"] == left


VERSIONS = """
from tests.common import MockConfigEntry


async def test_setup(hass):
    entry = MockConfigEntry(domain="lamp", version=2, minor_version=1)
    assert await hass.config_entries.async_setup(entry.entry_id)
    assert entry.version == 2


async def test_firmware(hass, lamp):
    lamp.update(version=1)
    assert lamp.version == 1
"""
EARLIER = """

async def test_migration(hass):
    entry = MockConfigEntry(domain="lamp", version={version}, minor_version={minor})
    assert await hass.config_entries.async_setup(entry.entry_id)
    assert entry.version == 2
"""


@pytest.mark.parametrize(("version", "minor"), [(1, 1), (2, 2), (3, 1)])
def test_entries_of_other_versions(version: int, minor: int) -> None:
    """Test that tests of migrating go by the version of the entries that they make."""
    flow = f"{FLOW}        return 1\n".replace(
        "    async def", "    VERSION = 2\n\n    async def"
    )
    modules = {
        "config_flow.py": flow,
        "__init__.py": "async def async_migrate_entry(hass, entry):\n    return True\n",
        "tests/test_init.py": VERSIONS.lstrip(),
    }
    earlier = {
        "tests/test_init.py": VERSIONS.lstrip()
        + EARLIER.format(version=version, minor=minor)
    }
    after, places = cut_all(modules | earlier, MIGRATION)
    assert not places
    assert after == modules | {"__init__.py": ""}
    assert cut_all(modules | earlier, IMPORT)[0] == modules | earlier


def test_module_of_a_module() -> None:
    """Test that the tests of a module go with it, and a module that has none left."""
    after, _ = cut_all(
        {
            "switch.py": "DELAY = 1\n",
            "tests/test_switch.py": OTHER,
            "tests/test_config_flow.py": TESTS_HEAD
            + "\n\nasync def test_delay(hass):\n    assert SWITCH_DOMAIN in hass\n",
        },
        SWITCH,
    )
    assert after == {"__init__.py": ""}


def test_single_case() -> None:
    """Test that a table with one case left stays, and is remarked."""
    table = '@pytest.mark.parametrize("platform", [{}])'
    test = "\nasync def test_setup(hass, platform):\n    assert hass.setup(platform)\n"
    before = table.format("Platform.SENSOR, Platform.SWITCH") + test
    after, [place] = cut_all({"tests/test_init.py": TESTS_HEAD + before}, SWITCH)
    assert after["tests/test_init.py"].endswith(table.format("Platform.SENSOR") + test)
    assert (place.line, place.code) == (7, "[Platform.SENSOR]")
    assert not place.blocks


def test_name_by_way_of_a_module() -> None:
    """Test that a test is about what is gone, too, where it has the name from a module that imported it."""
    modules = {
        "const.py": 'POWER = "power"\nLOUD = "loud"\n',
        "lamp.py": "from .const import LOUD, POWER\n\n\n"
        "def power(lamp):\n    return lamp[POWER]\n\n\n"
        "def is_loud(lamp):\n    return lamp[LOUD]\n",
        "sensor.py": "from .lamp import power\n\n\ndef value(lamp):\n    return power(lamp)\n",
        "switch.py": "from .lamp import is_loud\n\n\ndef is_on(lamp):\n    return is_loud(lamp)\n",
    }
    head = "from homeassistant.components.lamp.lamp import {}\n"
    power = "\n\ndef test_power(lamp):\n    assert lamp[POWER]\n"
    loud = "\n\ndef test_loud(lamp):\n    assert lamp[LOUD]\n"
    tests = {"tests/test_lamp.py": head.format("LOUD, POWER") + power + loud}
    after, places = cut_all(modules | tests, SWITCH)
    assert not places
    assert after["tests/test_lamp.py"] == head.format("POWER") + power
