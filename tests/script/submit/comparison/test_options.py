"""Test what may go with the options of an entry."""

import pytest

from .snippets import OPTIONS, TESTS, files, flow, said, setup


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
