"""Test which functions, classes and members nothing uses any more."""

import pytest

from .snippets import files, said

SNAPSHOT = '''
def snapshot(data):
    """Return a copy."""
    return {key: value for key, value in data.items()}


def shown(data):
    """Return what is shown."""
    return snapshot(data)
'''


def test_call_replaced_by_its_argument() -> None:
    """Test the fifth fault: a copy is no copy any more."""
    start = SNAPSHOT.index("def shown")
    inlined = SNAPSHOT[start:].replace("snapshot(data)", "data")
    assert said(files(data=inlined), files(data=SNAPSHOT))
    assert said(files(data=SNAPSHOT), files(data=SNAPSHOT)) == []


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
