"""Test what may go with a platform, or with a module that Home Assistant loads."""

import pytest

from .snippets import files, said

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


@pytest.mark.parametrize(
    ("module", "is_right"), [("trigger", True), ("device_action", True), ("api", False)]
)
def test_module_that_is_loaded_and_imported(module: str, is_right: bool) -> None:
    """Test that a module goes with its feature though the integration passes on what is in it."""
    offered = f"from .{module} import make_opened\n"
    made = 'def make_opened(device_class):\n    """Return it."""\n    return device_class\n'
    finished = files(__init__=offered, **{module: made})
    assert (said(files(__init__=""), finished) == []) is is_right
