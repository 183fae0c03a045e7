"""Test that the survey's own judges see what is missing, and only that."""

import json

import pytest

from script.submit.survey.flow import missing_steps
from script.submit.survey.references import missing_strings

FOLDER = "homeassistant/components/charger/"
FLOW = f"{FOLDER}config_flow.py"

WHOLE = """
class ChargerConfigFlow(ConfigFlow, domain="charger"):
    async def async_step_user(self, user_input=None):
        return self.async_show_menu(step_id="user", menu_options=["cloud", "local"])

    async def async_step_cloud(self, user_input=None):
        errors = {}
        errors["base"] = "cannot_connect"
        return self.async_show_progress_done(next_step_id="finish")

    async def async_step_local(self, user_input=None):
        return await self.async_step_finish()

    async def async_step_finish(self, user_input=None):
        return self.async_abort(reason="done")

    async_step_pair = async_step_finish
"""
STRINGS = {
    "config": {
        "abort": {"done": "Done"},
        "error": {"cannot_connect": "No"},
        "step": {"user": {"title": "Charger"}},
    },
    "entity": {"sensor": {"power": {"name": "Power"}, "mode": {"name": "Mode"}}},
    "exceptions": {"refused": {"message": "Refused"}},
    "issues": {"refused": {"title": "Refused"}, "old": {"title": "Old"}},
}


def flow(source: str) -> dict[str, bytes]:
    """Return a config flow as a file."""
    return {FLOW: source.encode()}


def without(name: str) -> str:
    """Return the flow without one of its methods."""
    start = WHOLE.index(f"    async def async_step_{name}(")
    end = WHOLE.find("\n    async", start + 1)
    return WHOLE[:start] + WHOLE[end:]


def test_flow_that_has_all() -> None:
    """Test that nothing is missing in a whole flow, or in one that inherits a step."""
    assert not [*missing_steps(flow(WHOLE), flow(WHOLE), "charger")]
    inherits = WHOLE.replace('"finish"', '"pick_implementation"')
    assert not [*missing_steps(flow(inherits), flow(inherits), "charger")]


def test_menu_option_that_is_not_there() -> None:
    """Test that what a menu offers has to be there, and what a call or progress goes to."""
    (what,) = missing_steps(flow(without("local")), flow(WHOLE), "charger")
    assert what == f"{FLOW}:4: goes to async_step_local, which is not there"
    found = [*missing_steps(flow(without("finish")), flow(WHOLE), "charger")]
    assert [what.split(":")[1] for what in found] == ["9", "12"]


def test_flow_that_nobody_can_start() -> None:
    """Test that a flow keeps the step that a user starts."""
    found = [*missing_steps(flow(without("user")), flow(WHOLE), "charger")]
    assert f"{FLOW}: no async_step_user any more" in found


def integration(strings: object, code: str) -> dict[str, bytes]:
    """Return an integration with strings, a sensor and a flow."""
    return {
        f"{FOLDER}strings.json": json.dumps(strings).encode(),
        f"{FOLDER}sensor.py": code.encode(),
        **flow(WHOLE),
    }


SENSOR = (
    'POWER = Description(key="power")\nMODE = Description(translation_key="mode")\n'
)
RAISES = """
ir.async_create_issue(hass, "charger", "1", translation_key="old")
raise HomeAssistantError(translation_key="refused")
"""


def test_strings_that_code_names() -> None:
    """Test that each kind of string that the code still names has to be there."""
    whole = integration(STRINGS, SENSOR + RAISES)
    assert not [*missing_strings(whole, whole, "charger")]
    step = integration({}, SENSOR + RAISES)
    named = {
        what.partition(": no ")[2].partition(",")[0]
        for what in missing_strings(step, whole, "charger")
    }
    assert named == {
        "config::abort::done",
        "config::error::cannot_connect",
        "config::step::user",
        "entity::sensor::power",
        "entity::sensor::mode",
        "exceptions::::refused",
        "issues::::old",
    }


def test_strings_that_nothing_names() -> None:
    """Test that what went together with its code is not missed."""
    whole = integration(STRINGS, SENSOR + RAISES)
    rest = {key: value for key, value in STRINGS.items() if key == "config"}
    assert not [*missing_strings(integration(rest, ""), whole, "charger")]


@pytest.mark.parametrize(
    ("more", "is_missed"),
    [("", False), ("\n\nclass ChargerOptionsFlow(OptionsFlow): ...\n", True)],
)
def test_step_named_like_one_of_the_options(more: str, is_missed: bool) -> None:
    """Test that a step of the options is not missed where there are none."""
    options = {"options": {"step": {"user": {"title": "Options"}}}}
    whole = integration(STRINGS | options, "")
    step = integration(STRINGS, "") | {FLOW: f"{WHOLE}{more}".encode()}
    assert bool([*missing_strings(step, whole, "charger")]) is is_missed


def test_reference_to_a_string_that_went() -> None:
    """Test that a reference of the integration to itself leads somewhere."""
    reference = "[%key:component::charger::entity::switch::lock::name%]"
    strings = {"entity": {"sensor": {"power": {"name": reference}}}}
    step = integration(strings, SENSOR)
    (what,) = missing_strings(step, step, "charger")
    assert what.endswith(
        "entity::sensor::power::name refers to entity::switch::lock::name, which is not there"
    )
    other = integration(
        json.loads(json.dumps(strings).replace("charger", "other")), SENSOR
    )
    assert not [*missing_strings(other, other, "charger")]
