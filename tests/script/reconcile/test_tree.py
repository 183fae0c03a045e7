"""Test merging an integration with what review has made of one of its steps."""

import json

from script.integration.tree import Tree
from script.reconcile.tree import reconciled

DATA = """
class Data:
    charge_level: int
"""
SENSOR = """
SENSORS = (Description(key="charge_level", value=lambda data: data.charge_level),)
"""
SWITCH = """
SWITCHES = (Description(key="charge_level", is_on=lambda data: data.charge_level > 1),)
"""
STRINGS = json.dumps({"entity": {"sensor": {"charge_level": {"name": "Level"}}}})


def files(**modules: str) -> Tree:
    """Return an integration with texts."""
    texts = {f"{name}.py": text for name, text in modules.items()}
    return {
        path: text.encode() for path, text in {"strings.json": STRINGS, **texts}.items()
    }


def test_attribute_named_like_a_key() -> None:
    """Test that an attribute has its new name in all modules, and the key of that name stays."""
    renamed = {
        name: text.replace("data.charge_level", "data.level").replace(
            "charge_level:", "level:"
        )
        for name, text in {"data": DATA, "sensor": SENSOR, "switch": SWITCH}.items()
    }
    reviewed = files(data=renamed["data"], sensor=renamed["sensor"])
    result = reconciled(
        files(data=DATA, sensor=SENSOR),
        files(data=DATA, sensor=SENSOR, switch=SWITCH),
        reviewed,
    )
    assert result.tree == files(**renamed)
    assert not result.conflicts


def test_attribute_of_one_module() -> None:
    """Test that it has its new name where it was renamed, and the key of its name stays there, too."""
    meter = """
class Meter:
    charge_level = 1
"""
    key = '\n\nKEYS = ("charge_level",)\n'
    lock = "LOCKED = Lock().charge_level\n"
    reviewed = meter.replace("charge_level", "level")
    result = reconciled(
        files(sensor=meter, lock=lock),
        files(sensor=meter + key, lock=lock),
        files(sensor=reviewed, lock=lock),
    )
    assert result.tree == files(sensor=reviewed + key, lock=lock)
