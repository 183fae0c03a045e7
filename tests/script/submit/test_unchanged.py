"""Test that what a cut must not do is found, in steps that are cut by hand."""

from collections.abc import Mapping
import json
from textwrap import dedent, indent

import pytest

from script.submit.unchanged import Difference, Folding, compared, differences

FOLDER = "homeassistant/components/charger/"
TESTS = "tests/components/charger/"

FLOW = '''
"""Config flow."""

from homeassistant.config_entries import ConfigFlow, ConfigFlowResult, {imports}


class ChargerConfigFlow(ConfigFlow, domain="charger"):
    """Handle a config flow."""

    async def async_step_user(self, user_input=None) -> ConfigFlowResult:
        """Ask for the host."""
{user}
'''
REAUTH = '''
    async def async_step_reauth(self, entry_data) -> ConfigFlowResult:
        """Ask for the password."""
        return await self.async_step_{next}()
'''
OPTIONS = '''
    @staticmethod
    def async_get_options_flow(config_entry) -> OptionsFlow:
        """Return the options flow."""
        return ChargerOptionsFlow()


class ChargerOptionsFlow(OptionsFlow):
    """Handle the options."""
'''
SETUP = '''
"""The integration."""

import logging

_LOGGER = logging.getLogger(__name__)
CONF_VERBOSE = "verbose"


async def async_setup_entry(hass, entry):
    """Set up an entry."""
{body}
'''

type Files = dict[str, bytes]


def files(folder: str = FOLDER, /, **modules: str) -> Files:
    """Return modules as files of the integration."""
    return {
        f"{folder}{name}.py": dedent(text).lstrip().encode()
        for name, text in modules.items()
    }


def manifest(**keys: object) -> Files:
    """Return a manifest."""
    return {
        f"{FOLDER}manifest.json": json.dumps({"domain": "charger", **keys}).encode()
    }


def flow(user: str, more: str = "", imports: str = "SOURCE_REAUTH") -> Files:
    """Return a config flow with a body of its first step, and more methods."""
    body = indent(dedent(user).strip(), " " * 8)
    return files(config_flow=FLOW.format(user=body, imports=imports) + more)


def setup(body: str) -> str:
    """Return an integration that does something to set up an entry."""
    return SETUP.format(body=indent(dedent(body).strip(), " " * 4))


def said(step: Mapping[str, bytes], finished: Mapping[str, bytes]) -> list[str]:
    """Return what is different."""
    return [difference.what for difference in differences(step, finished)]


ASKS_SOURCE = """
if self.source == SOURCE_REAUTH:
    return self.async_update_reload_and_abort(self._get_reauth_entry(), data=user_input)
return self.async_create_entry(title="x", data=user_input)
"""
WITH_REAUTH = flow(ASKS_SOURCE, REAUTH.format(next="user"))


def test_condition_taken_for_the_wrong_value() -> None:
    """Test the first fault: without reauthentication, the branch for it is taken always."""
    step = flow(
        "return self.async_update_reload_and_abort(self._get_reauth_entry(), data=user_input)",
        imports="SOURCE_REAUTH",
    )
    (difference,) = differences(step, WITH_REAUTH)
    assert difference == Difference(
        path=f"{FOLDER}config_flow.py",
        line=11,
        name="ChargerConfigFlow.async_step_user",
        what="`self.source == SOURCE_REAUTH` is taken for true, and is false here",
    )


def test_branch_gone() -> None:
    """Test that the branch may go, and only as long as there is no reauthentication."""
    step = flow('return self.async_create_entry(title="x", data=user_input)')
    assert said(step, WITH_REAUTH) == []
    (what,) = said(step | flow("pass", REAUTH.format(next="user")), WITH_REAUTH)[:1]
    assert "is gone, and nothing that is gone explains it" in what


@pytest.mark.parametrize(
    ("finished", "step", "taken"),
    [
        pytest.param(
            "if self.source != SOURCE_REAUTH:\n    self._abort_if_unique_id_configured()\nreturn 1",
            "self._abort_if_unique_id_configured()\nreturn 1",
            [("self.source != SOURCE_REAUTH", True)],
            id="not equal",
        ),
        pytest.param(
            "entry = self.a() if self.source == SOURCE_REAUTH else self.b()\nreturn entry",
            "entry = self.b()\nreturn entry",
            [("self.source == SOURCE_REAUTH", False)],
            id="ternary",
        ),
        pytest.param(
            "if self.source == SOURCE_REAUTH:\n    return 1\nelse:\n    return 2",
            "return 2",
            [("self.source == SOURCE_REAUTH", False)],
            id="else",
        ),
        pytest.param(
            "if self.source == SOURCE_REAUTH:\n    a()\nelif user_input:\n    b()\nelse:\n    c()\nreturn 2",
            "if user_input:\n    b()\nelse:\n    c()\nreturn 2",
            [("self.source == SOURCE_REAUTH", False)],
            id="elif",
        ),
        pytest.param(
            "if user_input and self.source != SOURCE_REAUTH:\n    a()\nreturn 2",
            "if user_input:\n    a()\nreturn 2",
            [("self.source != SOURCE_REAUTH", True)],
            id="and",
        ),
        pytest.param(
            "if user_input or self.source == SOURCE_REAUTH:\n    a()\nreturn 2",
            "if user_input:\n    a()\nreturn 2",
            [("self.source == SOURCE_REAUTH", False)],
            id="or",
        ),
        pytest.param(
            "if self.source in (SOURCE_REAUTH, SOURCE_USER):\n    a()\nreturn 2",
            "if self.source == SOURCE_USER:\n    a()\nreturn 2",
            [],
            id="in",
        ),
        pytest.param(
            "if self.source not in {SOURCE_REAUTH}:\n    a()\n    return 1\nb()\nreturn 2",
            "a()\nreturn 1",
            [("self.source not in {SOURCE_REAUTH}", True)],
            id="what follows is not reached",
        ),
        pytest.param(
            "again = self.source == SOURCE_REAUTH\nif not again:\n    a()\nreturn 2",
            "a()\nreturn 2",
            [("not again", True)],
            id="by a name",
        ),
        pytest.param(
            "if self.source in (SOURCE_REAUTH, SOURCE_RECONFIGURE):\n    return a(x if self.source == SOURCE_REAUTH else y)\n"
            "return 2",
            "return 2",
            [],
            id="both gone",
        ),
        pytest.param(
            "match self.source:\n    case SOURCE.REAUTH | 'reauth_confirm':\n        a()\n    case _:\n        b()",
            "match self.source:\n    case SOURCE.REAUTH | 'reauth_confirm':\n        a()\n    case _:\n        b()",
            [],
            id="match that stays",
        ),
    ],
)
def test_folded(finished: str, step: str, taken: list[tuple[str, bool]]) -> None:
    """Test what may become of conditions, and that the other branch must not stay instead."""
    whole = flow(finished, REAUTH.format(next="user"))
    comparison = compared(flow(step), whole)
    assert comparison.differences == []
    assert [
        (folding.condition, folding.taken) for folding in comparison.foldings
    ] == taken


@pytest.mark.parametrize(
    ("finished", "step", "expected"),
    [
        pytest.param(
            "if self.source != SOURCE_REAUTH:\n    a()\nreturn 1",
            "return 1",
            "`if self.source != SOURCE_REAUTH: …` is gone",
            id="gone",
        ),
        pytest.param(
            "if self.source == SOURCE_REAUTH:\n    return 1\nelse:\n    return 2",
            "return 1",
            "`self.source == SOURCE_REAUTH` is taken for true, and is false here",
            id="the other branch",
        ),
        pytest.param(
            "entry = self.a() if self.source == SOURCE_REAUTH else self.b()",
            "entry = self.a()",
            "`self.source == SOURCE_REAUTH` is taken for true, and is false here",
            id="the other arm",
        ),
        pytest.param(
            "if user_input and self.source == SOURCE_REAUTH:\n    a()",
            "if user_input:\n    a()",
            "`self.source == SOURCE_REAUTH` is taken for true, and is false here",
            id="and",
        ),
        pytest.param(
            "if user_input and self.source != SOURCE_REAUTH:\n    a()",
            "if self.source != SOURCE_REAUTH:\n    a()",
            "`user_input` is taken for true, and nothing that is gone decides it",
            id="the other operand",
        ),
        pytest.param(
            "if user_input:\n    a()",
            "a()",
            "`user_input` is taken for true, and nothing that is gone decides it",
            id="unwrapped",
        ),
        pytest.param(
            "with lock:\n    a()\n    b()",
            "a()\nb()",
            "`lock` is gone, and nothing that is gone explains it",
            id="unwrapped from with",
        ),
        pytest.param(
            "try:\n    a()\nexcept ValueError:\n    b()",
            "a()",
            "`except ValueError: …` is gone, and nothing that is gone explains it",
            id="unwrapped from try",
        ),
        pytest.param(
            "for each in all:\n    a()",
            "a()",
            "`a()` is not there in the finished integration",
            id="unwrapped from for",
        ),
        pytest.param(
            "a(1)\nb(2)",
            "b(2)\na(1)",
            "is not there in the finished integration",
            id="in another order",
        ),
        pytest.param(
            "a(timeout=10)",
            "a(timeout=1)",
            "`1` instead of `10`",
            id="another constant",
        ),
        pytest.param("a(b + c)", "a(b - c)", "instead of", id="another operator"),
        pytest.param(
            "if self.source in (SOURCE_REAUTH, SOURCE_USER):\n    a()",
            "if self.source == SOURCE_REAUTH:\n    a()",
            "`SOURCE_USER` is gone, and nothing that is gone explains it",
            id="the other element",
        ),
        pytest.param(
            "first, second = a()", "first = a()", "instead of", id="unpacked no more"
        ),
    ],
)
def test_wrongly_folded(finished: str, step: str, expected: str) -> None:
    """Test that a condition is not taken for what it is not, and nothing else is changed."""
    whole = flow(finished, REAUTH.format(next="user"))
    assert any(expected in what for what in said(flow(step), whole))


@pytest.mark.parametrize(
    ("finished", "step", "wrong"),
    [
        pytest.param(
            'if entry.options.get(CONF_VERBOSE, False):\n    _LOGGER.info("Verbose")\nawait load(entry)',
            "await load(entry)",
            '_LOGGER.info("Verbose")\nawait load(entry)',
            id="off by default",
        ),
        pytest.param(
            'if entry.options.get(CONF_VERBOSE, True):\n    _LOGGER.info("Verbose")\nawait load(entry)',
            '_LOGGER.info("Verbose")\nawait load(entry)',
            "await load(entry)",
            id="on by default",
        ),
        pytest.param(
            'if not (quiet := entry.options.get("quiet", False)):\n    await load(entry)\n'
            "if quiet and entry.state:\n    raise ValueError",
            "await load(entry)",
            "if entry.state:\n    raise ValueError",
            id="by a name in a condition",
        ),
        pytest.param(
            "if (key := find(entry)) is None or bool(entry.options.get(key)):\n    await load(entry)",
            "if find(entry) is None:\n    await load(entry)",
            "if find(entry) is not None:\n    await load(entry)",
            id="bound for what is gone",
        ),
        pytest.param(
            'if (key := find(entry)) or entry.options.get("a"):\n    await load(key)',
            "if key := find(entry):\n    await load(key)",
            "if find(entry):\n    await load(key)",
            id="bound for what stays",
        ),
        pytest.param(
            'if entry.options.get("quiet", False):\n    return\nawait load(entry)',
            "await load(entry)",
            "return",
            id="early return",
        ),
        pytest.param(
            "await load({**entry.data, **entry.options})",
            "await load({**entry.data})",
            "await load({**entry.options})",
            id="merged",
        ),
        pytest.param(
            "await load(entry.data | entry.options)",
            "await load(entry.data)",
            "await load(entry.options)",
            id="united",
        ),
        pytest.param(
            "await load(entry.options.get(CONF_VERBOSE, 5))",
            "await load(5)",
            "await load(None)",
            id="default",
        ),
        pytest.param(
            'await load("zone" in entry.options)',
            'await load("zone" in entry.options)',
            "await load(entry.options)",
            id="stays",
        ),
    ],
)
def test_without_options(finished: str, step: str, wrong: str) -> None:
    """Test the second fault: conditions on options are what nobody can have set."""
    whole = flow("return 1", OPTIONS, "OptionsFlow") | files(__init__=setup(finished))
    rest = {
        path: content.replace(b", OptionsFlow\n", b"\n")
        for path, content in flow("return 1", imports="OptionsFlow").items()
    }
    assert said(rest | files(__init__=setup(step)), whole) in (
        [],
        ["`CONF_VERBOSE` is still there, and nothing uses it any more"],
    )
    assert said(rest | files(__init__=setup(wrong)), whole)


RECONFIGURE = '''
    async def async_step_reconfigure(self, user_input=None) -> ConfigFlowResult:
        """Ask for the host again."""
        return await self.async_step_user()
'''
UPDATES = """
if self.source in (SOURCE_REAUTH, SOURCE_RECONFIGURE):
    entry = self.a() if self.source == SOURCE_REAUTH else self.b()
    return self.async_update_and_abort(entry)
return self.async_create_entry(title="x")
"""
CREATES = """
if self.source == SOURCE_USER:
    return self.async_create_entry(title="x")
return self.async_update_and_abort(self.a())
"""


BOTH = REAUTH.format(next="user") + RECONFIGURE


@pytest.mark.parametrize(
    ("whole", "step"),
    [
        pytest.param(
            flow(UPDATES, BOTH, "SOURCE_REAUTH, SOURCE_RECONFIGURE"),
            flow(
                """
                if self.source == SOURCE_REAUTH:
                    entry = self.a()
                    return self.async_update_and_abort(entry)
                return self.async_create_entry(title="x")
                """,
                REAUTH.format(next="user"),
                "SOURCE_REAUTH",
            ),
            id="inside of a condition",
        ),
        pytest.param(
            flow(CREATES, BOTH, "OptionsFlow, SOURCE_USER"),
            flow('return self.async_create_entry(title="x")', "", "OptionsFlow"),
            id="nothing but the user is left",
        ),
    ],
)
def test_sources_that_are_left(whole: Files, step: Files) -> None:
    """Test that a condition is decided, too, by which sources there still are."""
    assert said(step, whole) == []
    wrong = {
        path: content.replace(b"self.a()", b"self.b()").replace(
            b"async_create_entry", b"async_update_and_abort"
        )
        for path, content in step.items()
    }
    assert said(wrong, whole)


def test_first_step_that_reauthentication_called() -> None:
    """Test the third fault: the first step goes, as the last to call it by its name is gone."""
    finished = flow("return 1", REAUTH.format(next="user"))
    step = files(config_flow='"""Config flow."""')
    assert any("ChargerConfigFlow" in what for what in said(step, finished))
    without_user = flow("return 1", "\n    VERSION = 2\n")
    source = without_user[f"{FOLDER}config_flow.py"].decode()
    start = source.index("    async def async_step_user")
    end = source.index("    VERSION")
    cut = {f"{FOLDER}config_flow.py": (source[:start] + source[end:]).encode()}
    whole = flow("return 1", REAUTH.format(next="user") + "\n    VERSION = 2\n")
    assert (
        "`def async_step_user` is gone, and nothing that is gone explains it"
        in said(cut, whole)
    )
    assert said(without_user, whole) == []


ZEROCONF = '''
    async def async_step_zeroconf(self, discovery_info) -> ConfigFlowResult:
        """Handle a discovery."""
        return self.async_show_form(step_id="zeroconf_confirm")
'''
CONFIRM = '''
    async def async_step_zeroconf_confirm(self, user_input=None) -> ConfigFlowResult:
        """Confirm it."""
        return self.async_show_form(step_id="zeroconf_confirm")
'''


def test_step_that_only_a_form_named() -> None:
    """Test the fourth fault: the second step of a discovery stays when the discovery goes."""
    whole = flow("return 1", ZEROCONF + CONFIRM, "ConfigSubentry") | manifest(
        zeroconf=["_charger._tcp.local."]
    )
    step = manifest()
    assert said(flow("return 1", imports="ConfigSubentry") | step, whole) == []
    assert said(flow("return 1", CONFIRM, "ConfigSubentry") | step, whole) == [
        "`async_step_zeroconf_confirm` is still there, and nothing uses it any more"
    ]


def test_discovery_that_the_manifest_still_asks_for() -> None:
    """Test that a step of the flow does not go alone."""
    whole = flow("return 1", ZEROCONF + CONFIRM) | manifest(zeroconf=["_charger._tcp"])
    assert said(flow("return 1") | manifest(zeroconf=["_charger._tcp"]), whole)


SNAPSHOT = '''
def snapshot(data):
    """Return a copy."""
    return {key: value for key, value in data.items()}


def shown(data):
    """Return what is shown."""
    return snapshot(data)
'''


def test_discovery_that_the_manifest_never_asks_for() -> None:
    """Test that its step may go all the same, as nothing starts it."""
    usb = REAUTH.format(next="user").replace("reauth", "usb")
    step = flow("return 1")
    whole = flow("return 1", usb)
    assert said(step | manifest(), whole | manifest()) == []
    assert said(step | manifest(usb=[{}]), whole | manifest(usb=[{}]))


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


def test_call_replaced_by_its_argument() -> None:
    """Test the fifth fault: a copy is no copy any more."""
    start = SNAPSHOT.index("def shown")
    inlined = SNAPSHOT[start:].replace("snapshot(data)", "data")
    assert said(files(data=inlined), files(data=SNAPSHOT))
    assert said(files(data=SNAPSHOT), files(data=SNAPSHOT)) == []


PLATFORM = '''
from homeassistant.const import Platform

PLATFORMS = {platforms}


async def async_unload_entry(hass, entry):
    """Unload an entry."""
    return await hass.config_entries.async_unload_platforms(entry, PLATFORMS)
'''
SENSOR = '''
class Mode(StrEnum):
    """What it does."""

    CHARGE = "charge"
    SWITCH = "switch"


def options():
    """Return the modes."""
    return [*Mode]
'''


@pytest.mark.parametrize(
    ("platforms", "rest"),
    [
        ("(Platform.SENSOR, Platform.SWITCH)", "(Platform.SENSOR,)"),
        ("[Platform.SENSOR, Platform.SWITCH]", "[Platform.SENSOR]"),
        ("{Platform.SWITCH: 1, Platform.SENSOR: 2}", "{Platform.SENSOR: 2}"),
        ('["sensor", "switch"]', '["sensor"]'),
    ],
)
def test_platform(platforms: str, rest: str) -> None:
    """Test that a platform leaves the list of platforms, and takes nothing else along."""
    finished = files(
        __init__=PLATFORM.format(platforms=platforms),
        sensor=SENSOR,
        switch="async def async_setup_entry(): ...",
    )
    step = files(__init__=PLATFORM.format(platforms=rest), sensor=SENSOR)
    assert said(step, finished) == []
    wrong = step | files(__init__=PLATFORM.format(platforms="[]"))
    assert said(wrong, finished)


def test_member_named_like_a_platform() -> None:
    """Test the sixth fault: a member of an enum goes with the platform of that name."""
    finished = files(sensor=SENSOR, switch="async def async_setup_entry(): ...")
    step = files(sensor=SENSOR.replace('    SWITCH = "switch"\n', ""))
    assert said(step, finished) == [
        "`SWITCH = 'switch'` is gone, and nothing that is gone explains it"
    ]


SELECT = '''
class Chooser:
    """An entity."""

    def __init__(self, description):
        """Take its options."""
        options = description.options
        self._attr_options = options

    def current_option(self):
        """Return the first."""
        return self.options[0]
'''


@pytest.mark.parametrize(
    "line",
    [
        "        options = description.options\n",
        "        self._attr_options = options\n",
        "        return self.options[0]\n",
    ],
)
def test_options_of_something_else(line: str) -> None:
    """Test that what is no option of an entry does not go with the options flow."""
    finished = flow("return 1", OPTIONS, "OptionsFlow") | files(select=SELECT)
    rest = {
        path: content.replace(b", OptionsFlow\n", b"\n")
        for path, content in flow("return 1", imports="OptionsFlow").items()
    }
    assert said(rest | files(select=SELECT), finished) == []
    assert said(rest | files(select=SELECT.replace(line, "")), finished)


def test_self_explaining_removal() -> None:
    """Test that a helper and its only call do not explain each other."""
    whole = '''
    async def async_setup_entry(hass, entry):
        """Set up."""
        check(entry)
        await load(entry)


    def check(entry):
        """Check an entry."""
        raise ValueError
    '''
    step = '''
    async def async_setup_entry(hass, entry):
        """Set up."""
        await load(entry)
    '''
    assert len(said(files(__init__=step), files(__init__=whole))) == 2


def test_return_that_kept_others_from_running() -> None:
    """Test that a return does not go alone, whatever it names."""
    whole = flow(
        "if user_input:\n    return self._get_reauth_entry()\nreturn 2",
        REAUTH.format(next="user"),
    )
    step = flow("if user_input:\n    pass\nreturn 2")
    assert any(
        "`return self._get_reauth_entry()` is gone" in what
        for what in said(step, whole)
    )


TESTS_WITH_OPTIONS = '''
async def test_setup(hass, entry, mock_switch):
    """Test the setup."""
    assert not entry.options
    assert entry.state


async def test_switch(hass, mock_switch):
    """Test the switch."""
    assert hass.states.get("switch.charger")
'''


@pytest.mark.parametrize(
    "removed",
    ["", "    assert not entry.options\n"],
)
def test_assertion_about_options(removed: str) -> None:
    """Test that a test that asserts that there are no options may stay, with that line or without."""
    finished = flow("return 1", OPTIONS, "OptionsFlow") | files(
        TESTS, test_init=TESTS_WITH_OPTIONS
    )
    rest = {
        path: content.replace(b", OptionsFlow\n", b"\n")
        for path, content in flow("return 1", imports="OptionsFlow").items()
    }
    cut = TESTS_WITH_OPTIONS.replace(removed, "")
    assert said(rest | files(TESTS, test_init=cut), finished) == []
    other = cut.replace("    assert entry.state\n", "")
    assert said(rest | files(TESTS, test_init=other), finished)


DOCUMENTED = '''
def load():
    """Load it.

    Options are read first. Then it is set up.

    Args:
        entry: The entry.
        options: The options.
    """
'''


@pytest.mark.parametrize(
    ("old", "new", "is_right"),
    [
        ("Options are read first. ", "", True),
        ("        options: The options.\n", "", True),
        ("Load it.", "Load.", False),
        ("Then it is set up.", "It is set up.", False),
    ],
)
def test_docstring(old: str, new: str, is_right: bool) -> None:
    """Test that a docstring may lose sentences and entries, and nothing else."""
    step = files(data=DOCUMENTED.replace(old, new))
    assert (said(step, files(data=DOCUMENTED)) == []) is is_right


def test_foldings_tell_what_was_decided() -> None:
    """Test that whoever judges can see each condition with its place."""
    step = flow('return self.async_create_entry(title="x", data=user_input)')
    whole = flow(
        "if self.source == SOURCE_REAUTH:\n    a()\nelse:\n    return self.async_create_entry"
        '(title="x", data=user_input)',
        REAUTH.format(next="user"),
    )
    assert compared(step, whole).foldings == [
        Folding(
            path=f"{FOLDER}config_flow.py",
            line=11,
            condition="self.source == SOURCE_REAUTH",
            taken=False,
        )
    ]


MIGRATES = '''
async def async_migrate_entry(hass, entry):
    """Migrate an entry."""
    return renamed(entry)


def renamed(entry):
    """Rename what is in it."""
    return entry.version
'''
TESTS_OF_VERSIONS = '''
async def test_setup(hass):
    """Test the setup."""
    assert await hass.config_entries.async_setup("1")


async def test_earlier(hass):
    """Test an entry of another version."""
    entry = MockConfigEntry(version=1)
    assert entry.data
'''


def test_migration() -> None:
    """Test that migrating goes with its tests and all that only it uses, and nothing else does."""
    body = setup("await load(entry)")
    whole = files(__init__=body + MIGRATES) | files(TESTS, test_init=TESTS_OF_VERSIONS)
    tests = TESTS_OF_VERSIONS[: TESTS_OF_VERSIONS.index("async def test_earlier")]
    assert said(files(__init__=body) | files(TESTS, test_init=tests), whole) == []
    rest = MIGRATES[MIGRATES.index("def renamed") :]
    assert said(files(__init__=body + rest), whole)
    assert said(files(__init__=body + MIGRATES) | files(TESTS, test_init=tests), whole)
    earlier = TESTS_OF_VERSIONS[TESTS_OF_VERSIONS.index("async def test_earlier") :]
    assert said(files(__init__=body) | files(TESTS, test_init=earlier), whole)


ARMS = "entry = self._get_reauth_entry() if self.source == SOURCE_REAUTH else {other}\nreturn entry"


@pytest.mark.parametrize(
    ("other", "taken", "is_right"),
    [
        ("self._get_reconfigure_entry()", "self._get_reauth_entry()", True),
        ("self._get_reconfigure_entry().data", "self._get_reauth_entry()", True),
        ("self._get_reconfigure_entry()", "self._get_reconfigure_entry()", False),
        ("self.entry(self._get_reconfigure_entry)", "self._get_reauth_entry()", False),
        ("self.entry()", "self._get_reauth_entry()", False),
    ],
)
def test_arm_that_fails(other: str, taken: str, is_right: bool) -> None:
    """Test that an arm goes that could only fail, and no other does."""
    imports = "SOURCE_REAUTH, SOURCE_RECONFIGURE"
    whole = flow(ARMS.format(other=other), BOTH, imports)
    step = flow(f"entry = {taken}\nreturn entry", REAUTH.format(next="user"), imports)
    rest = [what for what in said(step, whole) if "SOURCE_REAUTH` is gone" not in what]
    assert (rest == []) is is_right


CONFIRMS = '''
    async def async_step_reauth(self, entry_data) -> ConfigFlowResult:
        """Ask for the password."""
        return await self.{start}()

    async def async_step_confirm(self, user_input=None) -> ConfigFlowResult:
        """Ask for the password."""
{body}
'''
KNOWN = """
if self.source == SOURCE_REAUTH:
    return self.async_update_and_abort()
return self.async_show_form(step_id="confirm")
"""


@pytest.mark.parametrize(
    ("start", "user", "is_right"),
    [
        pytest.param("async_step_confirm", "return 1", True, id="of one source"),
        pytest.param(
            "async_step_confirm",
            "return await self.async_step_confirm()",
            False,
            id="of the user as well",
        ),
        pytest.param(
            "async_step_confirm",
            'return self.async_show_form(step_id="confirm")',
            False,
            id="of the user by a form",
        ),
        pytest.param("async_step_other", "return 1", False, id="of an unknown one"),
    ],
)
def test_source_by_the_way_to_a_step(start: str, user: str, is_right: bool) -> None:
    """Test that a condition is decided by what can have led there."""

    def made(text: str, more: str) -> Files:
        body = indent(dedent(text).strip(), " " * 8)
        return flow(user, CONFIRMS.format(start=start, body=body) + more)

    whole = made(KNOWN, RECONFIGURE.replace("async_step_user", "async_step_confirm"))
    step = made("return self.async_update_and_abort()", "")
    rest = [what for what in said(step, whole) if "SOURCE_REAUTH` is gone" not in what]
    assert (rest == []) is is_right


KEEPS = """
existing = await self.async_set_unique_id("1")
if self.source == SOURCE_REAUTH:
    self.check(existing)
return {value}
"""


@pytest.mark.parametrize(("value", "is_right"), [("1", True), ("existing", False)])
def test_value_that_nothing_reads(value: str, is_right: bool) -> None:
    """Test that a value is made and not kept, if and only if what read it is gone."""
    whole = flow(KEEPS.format(value=value), REAUTH.format(next="user"))
    step = flow(f'await self.async_set_unique_id("1")\nreturn {value}')
    assert (said(step, whole) == []) is is_right
    never = KEEPS.format(value=value).replace("self.check(existing)", "self.check()")
    assert said(step, flow(never, REAUTH.format(next="user")))
    other = flow(f'await self.async_set_unique_id("2")\nreturn {value}')
    assert said(other, whole)


IMPORT_OF_ISSUES = "import homeassistant.helpers.issue_registry as ir\n"
ISSUE = '''
import homeassistant.helpers.issue_registry as ir


async def async_setup_entry(hass, entry):
    """Set up an entry."""
    await load(entry)
    title = entry.title
    if device := find(hass):
        name = {value}
        if name:
            title = name
    ir.async_create_issue(hass, title)
{rest}

def find(hass):
    """Find the device."""
    return hass.device
'''


@pytest.mark.parametrize(
    ("value", "rest", "is_right"),
    [
        pytest.param("device.name", "", True, id="only that"),
        pytest.param("await device.load()", "", False, id="does more"),
        pytest.param(
            "device.name", "    entry.name = title\n", False, id="read by others"
        ),
    ],
)
def test_block_that_only_prepares(value: str, rest: str, is_right: bool) -> None:
    """Test that a block goes with the last that uses what it prepares."""
    whole = files(repairs="", __init__=ISSUE.format(value=value, rest=rest))
    step = files(
        __init__=ISSUE[: ISSUE.index("    title")].replace(IMPORT_OF_ISSUES, "") + rest
    )
    assert (said(step, whole) == []) is is_right


MENU = '''
    async def async_step_reconfigure(self, user_input=None) -> ConfigFlowResult:
        """Choose."""
        return self.async_show_menu(step_id="reconfigure", menu_options=[{option}])

    async def async_step_again(self, user_input=None) -> ConfigFlowResult:
        """Ask for the host."""
        return self.async_show_form(step_id="{step}")


{constant}
'''


@pytest.mark.parametrize("constant", ['AGAIN = "again"', 'AGAIN = "other"'])
def test_step_that_a_constant_names(constant: str) -> None:
    """Test that a step goes whose name stands in a constant that goes."""
    whole = flow(
        "return 1", MENU.format(option="AGAIN", step="user", constant=constant), "X"
    )
    is_right = "again" in constant
    assert (said(flow("return 1", imports="X"), whole) == []) is is_right


TRIGGER = '''
from importlib import import_module


def _module():
    """Return the module of a trigger."""
    return import_module("turn_on")


async def async_get_triggers(hass):
    """Return the triggers."""
    return _module().SCHEMA
'''
TURN_ON = """
SCHEMA = "schema"
KIND = "kind"
"""


def test_name_of_some_module() -> None:
    """Test that a name goes with the last that read it as an attribute of some module."""
    setup_ = "from .turn_on import KIND\n\nprint(KIND)\n"
    whole = files(trigger=TRIGGER, turn_on=TURN_ON, __init__=setup_)
    rest = TURN_ON.replace('SCHEMA = "schema"\n', "")
    assert said(files(turn_on=rest, __init__=setup_), whole) == []
    reads = setup_ + "print(some.SCHEMA)\n"
    whole = files(trigger=TRIGGER, turn_on=TURN_ON, __init__=reads)
    assert said(files(turn_on=rest, __init__=reads), whole)


DEVICE_TRIGGER = '''
from .trigger import async_attach_trigger, check


async def async_get_triggers(hass):
    """Return the triggers."""
    check(hass)
    return await async_attach_trigger(hass)
'''
ATTACHES = '''
async def async_attach_trigger(hass):
    """Attach a trigger."""
    return None


def check(hass):
    """Check it."""
    return hass
'''


def test_function_that_home_assistant_calls() -> None:
    """Test that a function is used where Home Assistant calls it by its name."""
    whole = files(device_trigger=DEVICE_TRIGGER, trigger=ATTACHES)
    assert said(files(trigger=ATTACHES), whole) == [
        "`check` is still there, and nothing uses it any more"
    ]
    rest = ATTACHES[: ATTACHES.index("def check")]
    assert said(files(trigger=rest), whole) == []
    assert said(files(trigger=ATTACHES[ATTACHES.index("def check") :]), whole)


BY_MODEL = '''
from homeassistant.const import Platform

BY_MODEL = {{
    "meter": [{meter}],
    "plug": [{plug}],
}}


async def async_setup_entry(hass, entry):
    """Set up an entry."""
    await hass.config_entries.async_forward_entry_setups(entry, BY_MODEL[entry.model])
'''


def test_platforms_that_are_left() -> None:
    """Test that a list of platforms does not go as long as the step has one of them."""
    meter, switch = "Platform.SENSOR", "Platform.SWITCH"
    whole = files(
        __init__=BY_MODEL.format(meter=f"{switch}, {meter}", plug=switch),
        sensor=SENSOR,
        switch="async def async_setup_entry(): ...",
    )
    step = files(__init__=BY_MODEL.format(meter=meter, plug=""), sensor=SENSOR)
    assert said(step, whole) == []
    gone = step | files(
        __init__="async def async_setup_entry(hass, entry):\n"
        '    """Set up an entry."""\n'
    )
    assert any("BY_MODEL" in what for what in said(gone, whole))


MANAGER = '''
class Manager:
    """Manage effects."""

    name = "manager"

    def start(self, effect):
        """Start an effect."""
        return self.effects[effect](self)

    def _start_flame(self):
        """Start a flame."""

    effects = {"flame": _start_flame}
'''


def test_member_that_the_body_of_its_class_names() -> None:
    """Test that a method is used where the body of its class names it."""
    imports = "from .manager import Manager\n\n"
    sensor = f"{imports}MANAGER = Manager()\n"
    whole = files(
        manager=MANAGER, sensor=sensor, switch=f"{imports}Manager().start(1)\n"
    )
    step = MANAGER[: MANAGER.index("    def start")]
    assert said(files(manager=step, sensor=sensor), whole) == []
    left = MANAGER[: MANAGER.index("    effects")].replace("start(", "other(")
    assert said(files(manager=left, sensor=sensor), whole)


LAMP = '''
class Lamp(Entity):
    """An entity."""

    _attr_has_entity_name = True
    _unrecorded_attributes = frozenset({"channel"})

    def update(self):
        """Update the state."""
        self._attr_is_on = True
        if self.channel:
            self._attr_extra_state_attributes = shown(self.channel)


def shown(channel):
    """Return what is shown."""
    return {"extra_state_attributes": channel}
'''


def test_state_attributes() -> None:
    """Test that all that is beside the state goes, and nothing of it alone."""
    end = LAMP.index("        if self.channel")
    step = LAMP[:end].replace(
        '    _unrecorded_attributes = frozenset({"channel"})\n', ""
    )
    assert said(files(light=step), files(light=LAMP)) == []
    assert said(files(light=step.replace("_is_on", "_is_off")), files(light=LAMP))
    half = LAMP.replace('    _unrecorded_attributes = frozenset({"channel"})\n', "")
    assert said(files(light=half), files(light=LAMP))


LISTEN = '''
async def listen(entry, client):
    """Listen."""
    try:
        await client.listen()
    except AuthError:
        {handled}
'''


@pytest.mark.parametrize(
    ("handled", "is_right"),
    [("entry.async_start_reauth(hass)", True), ("client.close()", False)],
)
def test_error_that_is_raised(handled: str, is_right: bool) -> None:
    """Test that a handler goes that only starts what is absent, and with the last one its block."""
    whole = flow("return 1", REAUTH.format(next="user")) | files(
        lamp=LISTEN.format(handled=handled)
    )
    step = flow("return 1") | files(
        lamp='async def listen(entry, client):\n    """Listen."""\n    await client.listen()\n'
    )
    assert (said(step, whole) == []) is is_right


ADDED = '''
class Lamp(Entity):
    """An entity."""

    async def async_added_to_hass(self):
        """Show what it has."""
        await super().async_added_to_hass({given})
        self.show()

    def show(self):
        """Show more."""
        self._attr_extra_state_attributes = 1

    def update(self):
        """Update."""
        {update}
'''


@pytest.mark.parametrize(
    ("given", "update", "is_right"),
    [
        pytest.param("", "self.on = 1", True, id="nothing else"),
        pytest.param("1", "self.on = 1", False, id="override of its own"),
        pytest.param("", "self.show()", False, id="still called"),
    ],
)
def test_method_without_anything_left(given: str, update: str, is_right: bool) -> None:
    """Test that a method goes with its calls, and that what overrides may go with nothing of its own."""
    whole = ADDED.format(given=given, update=update)
    start, end = (whole.index(f"    {word}") for word in ("async def", "def update"))
    step = whole[:start] + whole[end:]
    assert (said(files(light=step), files(light=whole)) == []) is is_right


IMPORTED = '''
async def async_setup_platform(hass, config):
    """Import the configuration."""
    result = await hass.async_init(source={source})
    if result["type"] == "abort":
        hass.warn(config)
    {more}
    hass.load()
'''


@pytest.mark.parametrize(
    ("source", "more", "is_right"),
    [
        pytest.param("SOURCE_IMPORT", "hass.look()", True, id="imported"),
        pytest.param("SOURCE_USER", "hass.look()", False, id="something else"),
        pytest.param("SOURCE_IMPORT", "    return", False, id="leaves the function"),
    ],
)
def test_decided_by_a_result(source: str, more: str, is_right: bool) -> None:
    """Test that what is decided by the result of an absent flow may go with it."""
    step_of_import = REAUTH.format(next="user").replace("reauth", "import")
    whole = IMPORTED.format(source=source, more=more)
    kept = "    hass.look()\n" if "look" in more else ""
    step = f"{whole[: whole.index('    result')]}{kept}    hass.load()\n"
    assert (
        said(
            flow("return 1") | files(notify=step),
            flow("return 1", step_of_import) | files(notify=whole),
        )
        == []
    ) is is_right


@pytest.mark.parametrize(
    ("text", "is_right"), [("Lamp[int]", True), ("Lam[int]", False)]
)
def test_type_that_a_string_names(text: str, is_right: bool) -> None:
    """Test that a class is used by a type that names it before it is defined."""
    entity = (
        f'LampT = TypeVar("LampT", bound="{text}")\n\n\nclass Lamp[T]:\n    on = 1\n'
    )
    whole = files(entity=entity, switch="from .entity import Lamp\n\nprint(Lamp())\n")
    assert (said(files(entity=entity), whole) == []) is is_right


COMMANDS = '''
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .state import State


class Host:
    """What commands are given to."""

    state: State


def charge(host):
    """Charge."""


def turn_on(host: Host):
    """Turn on."""
'''
SWITCH = '''
from .commands import turn_on


async def async_setup_entry(host):
    """Set up switches."""
    turn_on(host)
'''


def test_types_of_what_is_gone() -> None:
    """Test that a block of imports goes with the only code that named them, and not without."""
    rest = files(
        sensor="from .commands import charge\nfrom .state import State\n\ncharge(State())",
        state="class State: ...",
    )
    finished = rest | files(commands=COMMANDS, switch=SWITCH)
    head, _, body = COMMANDS.partition("class Host")
    charge, _, turn_on = body.partition("def charge")[2].partition("def turn_on")
    assert turn_on
    step = rest | files(commands=f"def charge{charge}")
    assert said(step, finished) == []
    kept = rest | files(commands=COMMANDS.removeprefix(head), switch=SWITCH)
    assert said(kept, finished)


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


SCHEMA_FLOW = """
from homeassistant.helpers.schema_config_entry_flow import SchemaConfigFlowHandler

CONFIG_FLOW = {"user": None}
OPTIONS_FLOW = {"init": None}


class ChargerConfigFlow(SchemaConfigFlowHandler, domain="charger"):
    config_flow = CONFIG_FLOW
    options_flow = OPTIONS_FLOW
"""


def test_options_of_a_schema() -> None:
    """Test that options that a schema describes may go, though what it asked for is kept as options."""
    finished = files(config_flow=SCHEMA_FLOW)
    step = SCHEMA_FLOW.replace("    options_flow = OPTIONS_FLOW\n", "").replace(
        'OPTIONS_FLOW = {"init": None}\n', ""
    )
    assert said(files(config_flow=step), finished) == []
    reads = setup("    if entry.options['a']:\n        _LOGGER.info('b')\n")
    without = setup("    pass\n")
    assert said(
        files(config_flow=step, __init__=without),
        finished | files(__init__=reads),
    )
    without_form = step.replace("    config_flow = CONFIG_FLOW\n", "    pass\n")
    assert said(files(config_flow=without_form), finished)


def test_step_by_another_name() -> None:
    """Test that a step that another one is assigned to goes with what starts it, and only with that."""
    another = "\n    async_step_import = async_step_user\n"
    finished = flow("return 1", another)
    assert said(flow("return 1"), finished | manifest(config_flow=True)) == []
    zeroconf = flow("return 1", another.replace("import", "zeroconf"))
    asked = manifest(zeroconf=["_charger._tcp.local."])
    assert said(flow("return 1") | asked, zeroconf | asked)


METER = """
class Meter(Entity):
    def {name}(self):
        self.value = self.api.{name}()
"""


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("update", []),
        (
            "renew",
            ["`renew` is still there, and nothing uses it any more"],
        ),
    ],
)
def test_method_that_home_assistant_looks_for(name: str, what: list[str]) -> None:
    """Test that a method is used where Home Assistant looks whether an entity has it."""
    meter = METER.format(name=name)
    switch = f"def setup(api):\n    api.{name}()\n"
    assert said(files(sensor=meter), files(sensor=meter, switch=switch)) == what


@pytest.mark.parametrize(
    ("module", "is_right"), [("trigger", True), ("device_action", True), ("api", False)]
)
def test_module_that_is_loaded_and_imported(module: str, is_right: bool) -> None:
    """Test that a module goes with its feature though the integration passes on what is in it."""
    offered = f"from .{module} import make_opened\n"
    made = 'def make_opened(device_class):\n    """Return it."""\n    return device_class\n'
    finished = files(__init__=offered, **{module: made})
    assert (said(files(__init__=""), finished) == []) is is_right


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


CHECKS = f"""{IMPORT_OF_ISSUES}

def check(hass, lamp, log):
    if lamp:
        ir.async_delete_issue(hass, "old")
    elif log:
        log.info(lamp)
    else:
        ir.async_create_issue(hass, "old")
"""
IN_CONTEXT = f"""{IMPORT_OF_ISSUES}

def check(hass, lamp, log):
    with {{context}}:
        log.info(lamp)
"""


@pytest.mark.parametrize(
    ("body", "is_right"),
    [
        ("if not lamp and log:\n        log.info(lamp)", True),
        ("if log:\n        log.info(lamp)", False),
        ("if lamp and log:\n        log.info(lamp)", False),
        ("if not lamp:\n        log.info(lamp)", False),
        ("log.info(lamp)", False),
    ],
)
def test_other_branch(body: str, is_right: bool) -> None:
    """Test that a condition may be turned round where only its other branch is left, and not otherwise."""
    finished = files(sensor=CHECKS, repairs="def fix():\n    pass\n")
    step = files(sensor=f"def check(hass, lamp, log):\n    {body}\n")
    assert (said(step, finished) == []) is is_right


@pytest.mark.parametrize(
    ("context", "is_right"),
    [("ir.async_refresh_issues(hass)", True), ("lamp.lock", False)],
)
def test_context_that_is_gone(context: str, is_right: bool) -> None:
    """Test that what is done in a context is done without it only where that is gone."""
    whole = IN_CONTEXT.format(context=context)
    finished = files(sensor=whole, repairs="def fix():\n    pass\n")
    step = files(sensor="def check(hass, lamp, log):\n    log.info(lamp)\n")
    assert (said(step, finished) == []) is is_right


OF_YAML = """
async def async_setup(hass, config):
    if {guard}:
        return True
    hass.async_create_task(
        hass.config_entries.flow.async_init("charger", context={{"source": SOURCE_IMPORT}})
    )
    return True
"""


@pytest.mark.parametrize(
    ("guard", "is_right"),
    [("'charger' not in config", True), ("hass.prepare() is None", False)],
)
def test_setup_that_only_decides(guard: str, is_right: bool) -> None:
    """Test that a setup may go that would only decide whether to do nothing."""
    imports = "\n    async def async_step_import(self, data):\n        return 1\n"
    whole = "from homeassistant.config_entries import SOURCE_IMPORT\n"
    finished = flow("return 1", imports) | files(
        __init__=whole + OF_YAML.format(guard=guard)
    )
    step = flow("return 1") | files(__init__="")
    assert (said(step, finished) == []) is is_right
