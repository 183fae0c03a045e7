"""Tests of what a cut takes along that does nothing but decide, look something up or keep a value."""

from textwrap import dedent

import pytest

from script.cut.absence import Absence

from .snippets import CONST, OPTIONS, SETUP, cut_all, cut_setup

REPAIRS = Absence(
    names=frozenset(
        {
            "homeassistant.helpers.issue_registry.async_create_issue",
            "homeassistant.helpers.issue_registry.async_delete_issue",
        }
    )
)
REAUTH = Absence(
    names=frozenset({"homeassistant.config_entries.ConfigEntry.async_start_reauth"})
)
HEAD = """\
from homeassistant.config_entries import ConfigEntry
from homeassistant.helpers import issue_registry as ir
from homeassistant.util import dt as dt_util

from .const import ISSUE, issue_of, made_issue

"""


def cut_function(body: str, absence: Absence = REPAIRS) -> tuple[str, list[str]]:
    """Return the body of a function after a cut, and the code of its places."""
    head = "async def async_setup_entry(hass, entry: ConfigEntry):\n"
    const = """\
        ISSUE = "issue_{}"

        def issue_of(entry):
            return f"issue_{entry.entry_id}"

        def made_issue(entry):
            entry.made = True
            return "issue"
        """
    text = HEAD + head + "".join(f"    {line}\n" for line in dedent(body).splitlines())
    after, places = cut_all({"__init__.py": text, "const.py": dedent(const)}, absence)
    rest = after["__init__.py"].partition(head)[2]
    return dedent(rest), [place.code for place in places]


@pytest.mark.parametrize(
    "before",
    [
        pytest.param(
            """\
            if entry.account not in await hass.get_accounts():
                ir.async_create_issue(hass, "x")
            """,
            id="condition that waits for what it looks up",
        ),
        pytest.param(
            """\
            if account := hass.find(entry):
                ir.async_create_issue(hass, account)
            """,
            id="condition that binds a name of its body",
        ),
        pytest.param(
            """\
            name = entry.title
            if device := hass.find(entry):
                name = device.name
            ir.async_create_issue(hass, name)
            """,
            id="variable that is set in a condition",
        ),
        pytest.param(
            """\
            issue = ISSUE.format(entry.entry_id)
            ir.async_create_issue(hass, issue)
            """,
            id="method of a text",
        ),
        pytest.param(
            """\
            issue = issue_of(entry)
            ir.async_create_issue(hass, issue)
            """,
            id="function that only returns something",
        ),
        pytest.param(
            """\
            now = dt_util.utcnow()
            late = entry.modified(now) < now
            ir.async_create_issue(hass, late)
            """,
            id="comparison of what is computed",
        ),
        pytest.param(
            """\
            names = {each.title for each in hass.config_entries.async_entries(ISSUE)}
            ir.async_create_issue(hass, names)
            """,
            id="method of Home Assistant that only looks something up",
        ),
        pytest.param(
            """\
            number = len(entry.data)
            ir.async_create_issue(hass, number)
            """,
            id="function of Python",
        ),
        pytest.param(
            """\
            if issue_of(entry) in hass.config_entries.async_entries(ISSUE):
                ir.async_create_issue(hass, "x")
            """,
            id="condition that calls what only looks something up",
        ),
    ],
)
def test_nothing_is_left(before: str) -> None:
    """Test that what did nothing but serve what is gone goes with it."""
    text, places = cut_function(f"{dedent(before)}hass.start()")
    assert (text, places) == ("hass.start()\n", [])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            """\
            issue = made_issue(entry)
            ir.async_create_issue(hass, issue)
            """,
            "made_issue(entry)\n",
            id="function that does something",
        ),
        pytest.param(
            """\
            issue = entry.format(1)
            ir.async_create_issue(hass, issue)
            """,
            "entry.format(1)\n",
            id="method of something else than a text",
        ),
        pytest.param(
            """\
            done = hass.config_entries.async_update_entry(entry)
            ir.async_create_issue(hass, done)
            """,
            "hass.config_entries.async_update_entry(entry)\n",
            id="method of Home Assistant that does something",
        ),
        pytest.param(
            """\
            try:
                hass.start()
            except OSError:
                hass.stop()
            else:
                ir.async_delete_issue(hass, "x")
            finally:
                hass.end()
            """,
            """\
            try:
                hass.start()
            except OSError:
                hass.stop()
            finally:
                hass.end()
            """,
            id="else of a try",
        ),
    ],
)
def test_the_rest_is_left(before: str, after: str) -> None:
    """Test that what does something by itself stays."""
    assert cut_function(before) == (dedent(after), [])


@pytest.mark.parametrize(
    ("before", "code", "absence"),
    [
        pytest.param(
            """\
            if await hass.start():
                ir.async_create_issue(hass, "x")
            hass.end()
            """,
            'ir.async_create_issue(hass, "x")',
            REPAIRS,
            id="condition that does something",
        ),
        pytest.param(
            """\
            if account := hass.find(entry):
                ir.async_create_issue(hass, "x")
            hass.end(account)
            """,
            'ir.async_create_issue(hass, "x")',
            REPAIRS,
            id="condition that binds a name",
        ),
        pytest.param(
            """\
            if made_issue(entry):
                ir.async_create_issue(hass, "x")
            hass.end()
            """,
            'ir.async_create_issue(hass, "x")',
            REPAIRS,
            id="condition that calls what does something",
        ),
        pytest.param(
            """\
            if hass.config_entries.async_update_entry(entry):
                ir.async_create_issue(hass, "x")
            hass.end()
            """,
            'ir.async_create_issue(hass, "x")',
            REPAIRS,
            id="condition that has Home Assistant do something",
        ),
        pytest.param(
            """\
            for name in hass.names.pop(entry, ()):
                ir.async_create_issue(hass, name)
            hass.end()
            """,
            "ir.async_create_issue(hass, name)",
            REPAIRS,
            id="loop that takes away what it goes through",
        ),
        pytest.param(
            """\
            def ask_again():
                entry.async_start_reauth(hass)

            hass.connect(ask_again)
            """,
            "entry.async_start_reauth(hass)",
            REAUTH,
            id="function that something else is given",
        ),
        pytest.param(
            """\
            try:
                hass.start()
            except OSError:
                entry.async_start_reauth(hass)
            hass.end()
            """,
            "entry.async_start_reauth(hass)",
            REAUTH,
            id="handler of an exception",
        ),
    ],
)
def test_left_to_author(before: str, code: str, absence: Absence) -> None:
    """Test that nothing goes that may be missed, and that this is a place."""
    text, places = cut_function(before, absence)
    assert (text, places) == (dedent(before), [code])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            """\
            if not (quiet := entry.options.get(CONF_QUIET, False)):
                await hass.shout()
            if not quiet:
                hass.end()
            """,
            """\
            await hass.shout()
            hass.end()
            """,
            id="taken",
        ),
        pytest.param(
            """\
            if quiet := bool(entry.options.get(CONF_QUIET)):
                await hass.whisper()
            return 1 if quiet else 2
            """,
            """\
            return 2
            """,
            id="not taken",
        ),
        pytest.param(
            """\
            if entry.options.get(CONF_QUIET) and hass.names.pop(entry):
                await hass.whisper()
            hass.end()
            """,
            "hass.end()\n",
            id="not evaluated",
        ),
        pytest.param(
            """\
            return [
                key
                for key in hass.keys
                if (name := hass.find(key)) is None or bool(entry.options.get(name))
            ]
            """,
            """\
            return [
                key
                for key in hass.keys
                if hass.find(key) is None
            ]
            """,
            id="name that nothing reads any more",
        ),
    ],
)
def test_name_in_a_condition(before: str, after: str) -> None:
    """Test that a name that a condition binds goes with its last use."""
    assert cut_setup(before, OPTIONS) == (dedent(after), [])


@pytest.mark.parametrize(
    ("condition", "then"),
    [
        pytest.param(
            "(quiet := entry.options.get(CONF_QUIET)) is None",
            "hass.shout(quiet)",
            id="name that is still used",
        ),
        pytest.param(
            "hass.names.pop(entry) and entry.options.get(CONF_QUIET)",
            "hass.whisper()",
            id="something is done before",
        ),
    ],
)
def test_condition_that_cannot_go(condition: str, then: str) -> None:
    """Test that a condition is left to its author if something would be missing."""
    text = f"{SETUP}    if {condition}:\n        {then}\n"
    after, places = cut_all({"__init__.py": text, "const.py": CONST}, OPTIONS)
    assert after["__init__.py"] == text
    assert [place.code for place in places if place.blocks] == [condition]


@pytest.mark.parametrize(
    ("body", "is_looked_up"),
    [
        pytest.param("return self.lamp.account", True, id="returns"),
        pytest.param(
            "found = {}\nfound[1] = 2\nreturn found", True, id="fills its own"
        ),
        pytest.param('_LOGGER.debug("Asked")\nreturn 1', True, id="writes to the log"),
        pytest.param("self.account = 1\nreturn 1", False, id="keeps it"),
        pytest.param("self.accounts[1] = 2\nreturn 1", False, id="fills another"),
        pytest.param("await self.lamp.login()\nreturn 1", False, id="does more"),
    ],
)
def test_own_function_by_what_it_does(body: str, is_looked_up: bool) -> None:
    """Test that of a method of the integration not its name decides what may be left out."""
    lines = "".join(f"        {line}\n" for line in body.splitlines())
    method = f"    async def _get_account(self):\n{lines}"
    use = (
        "    async def start(self, hass):\n        if await self._get_account():\n"
        '            ir.async_create_issue(hass, "x")\n        hass.start()\n'
    )
    text = f"{HEAD}class Lamp:\n{method}\n{use}"
    const = 'ISSUE = issue_of = made_issue = "x"\n'
    after, places = cut_all({"sensor.py": text, "const.py": const}, REPAIRS)
    assert ("_get_account" not in after["sensor.py"]) is is_looked_up
    assert bool(places) is not is_looked_up


@pytest.mark.parametrize(
    ("body", "is_looked_up"),
    [
        pytest.param("return lamp.account", True, id="returns"),
        pytest.param("lamp.account = 1\nreturn 1", False, id="keeps it"),
    ],
)
def test_function_of_another_module_by_what_it_does(
    body: str, is_looked_up: bool
) -> None:
    """Test that it is judged by its code, too, wherever it stands."""
    lines = "".join(f"    {line}\n" for line in body.splitlines())
    helper = f"async def get_account(lamp):\n{lines}"
    text = (
        "from homeassistant.helpers import issue_registry as ir\n\n"
        "from . import helpers\n\n\nasync def start(hass, lamp):\n"
        "    if await helpers.get_account(lamp):\n"
        '        ir.async_create_issue(hass, "x")\n    hass.start()\n'
    )
    after, places = cut_all({"sensor.py": text, "helpers.py": helper}, REPAIRS)
    assert ("get_account" not in after["sensor.py"]) is is_looked_up
    assert bool(places) is not is_looked_up
