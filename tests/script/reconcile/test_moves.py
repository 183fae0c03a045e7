"""Test following definitions and files that review has moved."""

from script.reconcile.moves import Move, moved_definitions, moved_files, with_moves

FOLDER = "homeassistant/components/thing/"
ENTITY = f"{FOLDER}entity.py"
BASE = f"{FOLDER}base.py"
SENSOR = f"{FOLDER}sensor.py"
CLASS = "class ThingEntity:\n    name = 1\n    other = 2\n"


def test_file() -> None:
    """Test that a file of another name is found by what it holds, and imported from there."""
    before = {ENTITY: CLASS, SENSOR: "from .entity import ThingEntity\n"}
    after = {BASE: CLASS.replace("2", "3"), SENSOR: "from .base import ThingEntity\n"}
    moves = moved_files(before, after)
    assert moves == [Move(ENTITY, BASE)]
    assert with_moves(before, moves) == {BASE: CLASS, SENSOR: after[SENSOR]}


def test_other_file() -> None:
    """Test that a file that has next to nothing of another is a new one."""
    assert moved_files({ENTITY: CLASS}, {BASE: "VALUE = 1\n"}) == []


def test_definition() -> None:
    """Test that a definition in another module is imported from there, and patched there."""
    before = {
        ENTITY: f"VALUE = 1\n\n\n{CLASS}",
        SENSOR: "from .entity import VALUE, ThingEntity\n",
    }
    after = {
        ENTITY: "VALUE = 1\n",
        BASE: CLASS,
        SENSOR: "from .base import ThingEntity\nfrom .entity import VALUE\n",
    }
    moves = moved_definitions(before, after)
    assert moves == [Move(ENTITY, BASE, "ThingEntity")]
    tests = "tests/components/thing/test_sensor.py"
    later = {
        **before,
        tests: 'patch("homeassistant.components.thing.entity.ThingEntity")\n',
    }
    result = with_moves(later, moves)
    assert result[ENTITY].strip() == "VALUE = 1"
    assert result[BASE].strip() == CLASS.strip()
    assert sorted(result[SENSOR].splitlines()) == sorted(after[SENSOR].splitlines())
    assert result[tests] == 'patch("homeassistant.components.thing.base.ThingEntity")\n'


def test_same_name_elsewhere() -> None:
    """Test that a definition that stays is not moved where another module has one of its name."""
    assert moved_definitions({ENTITY: CLASS}, {ENTITY: CLASS, BASE: CLASS}) == []
