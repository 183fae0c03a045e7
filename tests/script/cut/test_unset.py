"""Tests of attributes that keep their first value, as what set another one is gone."""

import pytest

from .snippets import REAUTH, SWITCH, cut_all

HEAD = """\
from homeassistant.config_entries import ConfigEntry, ConfigFlow


class LampFlow(ConfigFlow, domain="lamp"):
    \"\"\"Handle a flow.\"\"\"
"""
FIRST = """
    _entry: ConfigEntry | None = None
"""
IN_INIT = """
    def __init__(self):
        self.data = {{}}
        self._entry{annotation} = {value}
"""
USER = """
    async def async_step_user(self, user_input=None):
        if self._entry:
            self.hass.config_entries.async_update_entry(self._entry, data=user_input)
            return self.async_abort(reason="reauth_successful")
        return self.async_create_entry(title="Lamp", data=user_input)
"""
WITHOUT = """
    async def async_step_user(self, user_input=None):
        return self.async_create_entry(title="Lamp", data=user_input)
"""
REAUTH_STEP = """
    async def async_step_reauth(self, entry_data):
        self._entry = self.hass.config_entries.async_get_entry(self.context["entry_id"])
        return await self.async_step_user()
"""


def cut_flow(text: str, more: str = "") -> str:
    """Return what is left in a config flow without reauthentication."""
    modules = {"config_flow.py": HEAD + text + REAUTH_STEP + more}
    after, places = cut_all(modules, REAUTH)
    assert not places
    return after["config_flow.py"].partition('"""Handle a flow."""\n')[2]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (FIRST + USER, WITHOUT),
        (
            IN_INIT.format(annotation="", value="None") + USER,
            "\n    def __init__(self):\n        self.data = {}\n" + WITHOUT,
        ),
        (FIRST + USER.replace("if self._entry", "if self._entry is not None"), WITHOUT),
    ],
)
def test_set_by_what_is_gone(text: str, left: str) -> None:
    """Test that a condition goes that only what is gone could make true."""
    assert cut_flow(text) == left


@pytest.mark.parametrize(
    ("text", "more"),
    [
        pytest.param(
            FIRST + USER,
            "\n    async def async_step_zeroconf(self, info):\n        self._entry = info\n        return self.async_abort(reason='x')\n",
            id="set by another step",
        ),
        pytest.param(
            FIRST + USER,
            "\n\ndef prepare(flow):\n    flow._entry = 1\n\n\nprepare(LampFlow)\n",
            id="set from outside",
        ),
        pytest.param(
            FIRST + USER,
            "\n\nclass Other(LampFlow):\n    _entry = 1\n",
            id="set by a class below",
        ),
        pytest.param(
            IN_INIT.format(annotation="", value="find()") + USER, "", id="no constant"
        ),
    ],
)
def test_set_by_others(text: str, more: str) -> None:
    """Test that a condition stays that others may make true, too."""
    assert "if self._entry:" in cut_flow(text, more)


def test_never_set_by_anything_else() -> None:
    """Test that a constant is its author's."""
    flow = HEAD + FIRST + USER
    assert cut_all({"config_flow.py": flow}, REAUTH)[0]["config_flow.py"] == flow


def test_of_any_object() -> None:
    """Test that it need not be a config flow."""
    coordinator = """\
class Coordinator:
    def __init__(self):
        self.quiet = False
{more}
    def show(self, text):
        if not self.quiet:
            print(text)
"""
    more = "\n    def hush(self):\n        self.quiet = True\n"
    modules = {
        "coordinator.py": coordinator.format(more=more),
        "switch.py": "def turn_on(coordinator):\n    coordinator.hush()\n",
        "sensor.py": "def update(coordinator):\n    coordinator.show('on')\n",
    }
    after, places = cut_all(modules, SWITCH)
    assert not places
    assert after["coordinator.py"] == (
        "class Coordinator:\n    def show(self, text):\n        print(text)\n"
    )
