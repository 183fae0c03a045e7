"""Cut short texts, for tests."""

from textwrap import dedent, indent

from script.cut.absence import Absence
from script.cut.code import cut_code
from script.cut.place import Place
from script.features.table import KINDS

ROOT = "homeassistant/components/lamp"
TESTS = "tests/components/lamp"

# What modules of tests import
TESTS_HEAD = """\
import pytest

from homeassistant.components.switch import DOMAIN as SWITCH_DOMAIN
from homeassistant.config_entries import SOURCE_REAUTH, SOURCE_USER
from homeassistant.const import Platform

"""

SWITCH = Absence(
    modules=frozenset({"switch"}),
    names=frozenset({"homeassistant.const.Platform.SWITCH"}),
    test_names=frozenset({"homeassistant.components.switch"}),
    test_strings=frozenset({"switch."}),
)
REAUTH = Absence(
    definitions=frozenset({"async_step_reauth"}), sources=frozenset({"reauth"})
)
RECONFIGURE = Absence(
    definitions=frozenset({"async_step_reconfigure"}),
    sources=frozenset({"reconfigure"}),
)
ZEROCONF = Absence(
    definitions=frozenset({"async_step_zeroconf"}), sources=frozenset({"zeroconf"})
)
ATTRIBUTES = Absence(
    members=frozenset(KINDS["attributes"].members),
    names=frozenset(KINDS["attributes"].names),
)
MIGRATION = Absence(definitions=frozenset({"async_migrate_entry"}))
IMPORT = Absence(
    definitions=frozenset({"async_step_import"}), sources=frozenset({"import"})
)
OPTIONS = Absence(
    definitions=frozenset({"async_get_options_flow"}), empty=frozenset({"options"})
)

FLOW = """\
from homeassistant.config_entries import (
    SOURCE_REAUTH,
    SOURCE_RECONFIGURE,
    SOURCE_USER,
    ConfigFlow,
)


class LampFlow(ConfigFlow, domain="lamp"):
    \"\"\"Handle a flow.\"\"\"

    async def async_step_user(self, user_input=None):
"""
SETUP = """\
import logging

from homeassistant.config_entries import ConfigEntry

from .const import CONF_LOUD, CONF_QUIET, DEFAULT_LOUD

_LOGGER = logging.getLogger(__name__)


async def async_setup_entry(hass, entry: ConfigEntry):
"""
CONST = """\
CONF_LOUD = "loud"
CONF_QUIET = "quiet"
DEFAULT_LOUD = True
"""


def cut_all(
    modules: dict[str, str], absence: Absence
) -> tuple[dict[str, str], list[Place]]:
    """Return modules of an integration after a cut, by their paths in it, and the places.

    Tests stand in "tests/".
    """
    after, places = cut_code(
        {
            f"{TESTS}/{path.removeprefix('tests/')}"
            if path.startswith("tests/")
            else f"{ROOT}/{path}": text
            for path, text in ({"__init__.py": ""} | modules).items()
        },
        absence,
    )
    return {
        path.removeprefix(f"{ROOT}/").replace(f"{TESTS}/", "tests/"): text
        for path, text in after.items()
    }, list(places)


def cut(text: str, absence: Absence, path: str = "sensor.py") -> str:
    """Return a module after a cut that leaves nothing to its author."""
    after, places = cut_all({path: dedent(text)}, absence)
    assert not places
    return after[path]


def cut_step(body: str, absence: Absence) -> tuple[str, list[Place]]:
    """Return the body of a step of a config flow after a cut, and the places."""
    return _cut_body("config_flow.py", FLOW, body, absence, depth=2)


def cut_setup(body: str, absence: Absence) -> tuple[str, list[Place]]:
    """Return the body of a function that is given a config entry after a cut, and the places."""
    return _cut_body("__init__.py", SETUP, body, absence, depth=1)


def _cut_body(
    path: str, head: str, body: str, absence: Absence, *, depth: int
) -> tuple[str, list[Place]]:
    text = head + indent(dedent(body), "    " * depth)
    after, places = cut_all({path: text, "const.py": CONST}, absence)
    _, _, rest = after[path].partition(head.splitlines()[-1] + "\n")
    return dedent(rest), places
