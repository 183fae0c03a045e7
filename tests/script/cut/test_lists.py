"""Tests of lists of platforms and entities in tests, as core's tests have them."""

from textwrap import dedent

import pytest

from .snippets import SWITCH, cut_all

HEAD = """\
from unittest.mock import patch

import pytest

from homeassistant.components.sensor import DOMAIN as SENSOR_DOMAIN
from homeassistant.components.switch import DOMAIN as SWITCH_DOMAIN
from homeassistant.const import Platform

"""
REST = """

async def test_other(hass):
    assert hass, (Platform, patch, pytest, SENSOR_DOMAIN)
"""
SETUP = """
async def test_setup(hass, entry):
    with {patch}:
        await set_up(hass, entry)
    assert entry.state == "loaded"
"""
GIVEN = """
{decorator}
async def test_setup(hass, entry, {argument}):
    await set_up(hass, entry, {argument})
    assert entry.state == "loaded"
"""
MADE = """
@pytest.fixture({params})
def platform(request):
    return request.param


async def test_setup(hass, entry, platform):
    await set_up(hass, entry, platform)
    assert entry.state == "loaded"
"""
MARKED = """
pytestmark = [
    pytest.mark.parametrize("platform", {cases}, indirect=True),
    pytest.mark.usefixtures("platform"),
]


async def test_setup(hass, entry):
    assert entry.state == "loaded"
"""
SET_UP = """
@pytest.fixture
async def loaded(hass, entry):
    with patch("homeassistant.components.lamp.PLATFORMS", {platforms}):
        await set_up(hass, entry)
    return entry


async def test_setup(hass, loaded):
    assert loaded.state == "loaded"
"""
CHECKED = """
async def test_setup(hass, entry):
    await set_up(hass, entry)
    for {name} in {elements}:
        assert hass.states.get({name})
    assert entry.state == "loaded"
"""


def cut_tests(text: str) -> str:
    """Return what tests are left without switches, but for their imports."""
    after, _ = cut_all({"tests/test_init.py": HEAD + dedent(text) + REST}, SWITCH)
    _, _, rest = after["tests/test_init.py"].rpartition("import Platform\n")
    return rest.strip()


def patched(
    platforms: str, target: str = '"homeassistant.components.lamp.PLATFORMS"'
) -> str:
    """Return a test that sets up some platforms only."""
    return SETUP.format(patch=f"patch({target}, {platforms})")


def given(argument: str, cases: str, ids: str = "") -> str:
    """Return a test with cases."""
    decorator = f'@pytest.mark.parametrize("{argument}", {cases}{ids})'
    return GIVEN.format(decorator=decorator, argument=argument)


def rows(cases: str) -> str:
    """Return a test with cases that consist of two values."""
    decorator = f'@pytest.mark.parametrize(("domain", "action"), {cases})'
    return GIVEN.format(decorator=decorator, argument="domain, action")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (patched("[Platform.SENSOR, Platform.SWITCH]"), patched("[Platform.SENSOR]")),
        (patched('["sensor", "switch"]'), patched('["sensor"]')),
        (
            patched("new=[Platform.SWITCH, Platform.SENSOR]"),
            patched("new=[Platform.SENSOR]"),
        ),
        (
            given("platforms", "[[Platform.SENSOR, Platform.SWITCH]]"),
            given("platforms", "[[Platform.SENSOR]]"),
        ),
        (given("platform", '["sensor", "switch"]'), given("platform", '["sensor"]')),
        (
            rows('[("switch", "turn_on"), ("sensor", "update")]'),
            rows('[("sensor", "update")]'),
        ),
        (
            rows('[(SENSOR_DOMAIN, "update"), (SWITCH_DOMAIN, "turn_on")]'),
            rows('[(SENSOR_DOMAIN, "update")]'),
        ),
        (
            MADE.format(params='params=["sensor", "switch"], ids=["one", "two"]'),
            MADE.format(params='params=["sensor"], ids=["one"]'),
        ),
        (
            MADE.format(params="params=[[Platform.SWITCH], [Platform.SENSOR]]"),
            MADE.format(params="params=[[Platform.SENSOR]]"),
        ),
        (
            MARKED.format(cases="[Platform.SENSOR, Platform.SWITCH]"),
            MARKED.format(cases="[Platform.SENSOR]"),
        ),
        (
            SET_UP.format(platforms='["sensor", "switch"]'),
            SET_UP.format(platforms='["sensor"]'),
        ),
        (
            CHECKED.format(name="each", elements='["switch.lamp", "sensor.lamp"]'),
            CHECKED.format(name="each", elements='["sensor.lamp"]'),
        ),
        (
            CHECKED.format(
                name="one, other",
                elements='[("switch.a", "sensor.a"), ("sensor.b", "sensor.c")]',
            ),
            CHECKED.format(name="one, other", elements='[("sensor.b", "sensor.c")]'),
        ),
    ],
)
def test_others_stay(before: str, after: str) -> None:
    """Test that a list loses what is gone, and what it is for stays."""
    assert cut_tests(before) == f"{after}{REST}".strip()


@pytest.mark.parametrize(
    "text",
    [
        patched("[Platform.SWITCH]"),
        patched('["switch"]'),
        given("platforms", "[[Platform.SWITCH]]"),
        MADE.format(params="params=[Platform.SWITCH]"),
        SET_UP.format(platforms="[Platform.SWITCH]"),
        SET_UP.format(platforms='["switch"]'),
    ],
)
def test_nothing_else(text: str) -> None:
    """Test that a test goes that sets up nothing else."""
    assert cut_tests(text) == REST.strip()


@pytest.mark.parametrize(
    "text",
    [
        given("kind", '["lamp", "switch"]'),
        given("kind", '["switch"]'),
        patched('["switch"]', target='"homeassistant.components.lamp.KINDS"'),
        rows('[("lamp", "switch"), ("switch", "lamp")]'),
    ],
)
def test_other_words(text: str) -> None:
    """Test that a word that is the name of a platform, too, stays among others."""
    assert cut_tests(text) == f"{text}{REST}".strip()
