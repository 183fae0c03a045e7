"""Test what may become of an integration's tests."""

import pytest

from .snippets import REAUTH, TESTS, files, flow, said

TESTS_OF_STEPS = '''
async def test_refused(hass):
    """Test the flow that a refused token starts."""
    (flow,) = hass.config_entries.flow.async_progress()
    assert flow["{key}"] == "confirm"
'''


@pytest.mark.parametrize(("key", "is_right"), [("step_id", True), ("title", False)])
def test_step_that_only_a_test_names(key: str, is_right: bool) -> None:
    """Test that a test may go which expects a step that is gone."""
    confirm = REAUTH.replace("_reauth(", "_confirm(").format(next="user")
    whole = flow("return 1", REAUTH.format(next="confirm") + confirm)
    tests = files(TESTS, test_init=TESTS_OF_STEPS.format(key=key))
    assert (said(flow("return 1"), whole | tests) == []) is is_right


TESTS_OF_DIAGNOSTICS = """
from homeassistant.core import HomeAssistant
from tests.components.diagnostics import get_diagnostics_for_config_entry


async def test_told(hass: HomeAssistant, hass_client, entry) -> None:
    '''Test what is told.'''
    assert await get_diagnostics_for_config_entry(hass, hass_client, entry)
"""


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("", []),
        ("\n\ndef made() -> int:\n    return 1\n", []),
        (
            "\n\ndef test_level() -> None:\n    '''Test the level.'''\n    assert LEVEL\n",
            ["the module is gone, and nothing that is gone explains it"],
        ),
    ],
)
def test_module_of_tests_of_another_name(more: str, expected: list[str]) -> None:
    """Test that tests go with what they are about, whatever their module is called, and only those."""
    step = files(const="LEVEL = 1\n")
    finished = step | files(
        diagnostics="async def async_get_config_entry_diagnostics(hass, entry):\n    return {}\n"
    )
    tests = files(TESTS, test_told=TESTS_OF_DIAGNOSTICS + more)
    assert said(step, finished | tests) == expected


SHOWN = """
from .const import ATTR_CHANGED


class Meter(Entity):
    def restore(self, state):
        if ATTR_CHANGED in state.attributes:
            self._attr_changed = state.attributes[ATTR_CHANGED]

    @property
    def extra_state_attributes(self):
        return {ATTR_CHANGED: self._attr_changed}
"""
READS = """
from homeassistant.components.charger.const import {name}


def test_changed(hass):
    state = hass.states.get("sensor.charger")
    assert state
    changed = state.attributes[{name}]
    assert changed == "now"
"""


READS_NOTHING = """
def test_changed(hass):
    state = hass.states.get("sensor.charger")
    assert state
"""


@pytest.mark.parametrize(("name", "is_right"), [("ATTR_CHANGED", True), ("ALL", False)])
def test_constant_that_tests_read(name: str, is_right: bool) -> None:
    """Test that tests keep no name that is there for what is gone, and that no name goes with them alone."""
    constants = {"ATTR_CHANGED": 'ATTR_CHANGED = "changed"\n', "ALL": 'ALL = "all"\n'}
    finished = files(sensor=SHOWN, const="".join(constants.values()))
    del constants[name]
    restore = "class Meter(Entity):\n    def restore(self, state):\n        pass\n"
    step = files(sensor=restore, const="".join(constants.values()))
    found = said(
        step | files(TESTS, test_sensor=READS_NOTHING),
        finished | files(TESTS, test_sensor=READS.format(name=name)),
    )
    assert (found == []) is is_right


PUSHED = """
class Coordinator:
    async def refresh(self):
        await self.client.status()

    async def push(self):
        await self.client.set_relay()
"""
PUSHES = """
async def {name}(coordinator):
    await coordinator.{called}()
"""


@pytest.mark.parametrize(("called", "is_right"), [("push", True), ("refresh", False)])
def test_method_that_tests_call(called: str, is_right: bool) -> None:
    """Test that tests keep no method that only a platform calls that is gone, and go with nothing else."""
    whole = files(
        coordinator=PUSHED,
        sensor=PUSHES.format(name="update", called="refresh"),
        switch=PUSHES.format(name="turn_on", called="push"),
    )
    other = PUSHES.format(name="test_other", called="refresh")
    helper = PUSHES.format(name="push_it", called=called)
    test = (
        "\n\nasync def test_push(hass, coordinator):\n    await push_it(coordinator)\n"
    )
    step = files(
        coordinator=PUSHED[: PUSHED.index("\n    async def push")],
        sensor=PUSHES.format(name="update", called="refresh"),
    )
    found = said(
        step | files(TESTS, test_coordinator=other),
        whole | files(TESTS, test_coordinator=other + helper + test),
    )
    assert (found == []) is is_right


PATCHES = """
def fail(self):
    raise ValueError


def test_failure(hass, monkeypatch):
    monkeypatch.setattr(Coordinator, "{called}", fail)
"""


@pytest.mark.parametrize(("called", "is_right"), [("push", True), ("refresh", False)])
def test_method_that_tests_replace(called: str, is_right: bool) -> None:
    """Test that tests keep no method that they name by a string, and go with nothing else."""
    whole = files(
        coordinator=PUSHED,
        sensor=PUSHES.format(name="update", called="refresh"),
        switch=PUSHES.format(name="turn_on", called="push"),
    )
    step = files(
        coordinator=PUSHED[: PUSHED.index("\n    async def push")],
        sensor=PUSHES.format(name="update", called="refresh"),
    )
    other = PUSHES.format(name="test_other", called="refresh")
    found = said(
        step | files(TESTS, test_coordinator=other),
        whole | files(TESTS, test_coordinator=other + PATCHES.format(called=called)),
    )
    assert (found == []) is is_right


@pytest.mark.parametrize(
    ("used", "expected"),
    [
        ("", []),
        (
            "    coordinator.push()\n",
            ["`push` is still there, and nothing uses it any more"],
        ),
    ],
)
def test_method_that_only_tests_call(used: str, expected: list[str]) -> None:
    """Test that what nothing but tests used may stay when a test goes, and nothing else."""
    step = files(
        coordinator=PUSHED, sensor=PUSHES.format(name="update", called="refresh")
    )
    switch = f"def turn_on(coordinator):\n    coordinator.refresh()\n{used}"
    test = 'def test_push(hass, coordinator):\n    hass.states.get("switch.push")\n    coordinator.push()\n'
    whole = step | files(switch=switch) | files(TESTS, test_switch=test)
    assert said(step, whole) == expected
