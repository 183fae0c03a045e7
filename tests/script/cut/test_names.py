"""Test what names in a module stand for."""

from script.cut.names import Package
from script.cut.source import source

PATH = "homeassistant/components/pump/sensor.py"
TEXT = "class Pump:\n    def start(self) -> None:\n        pass\n"


def test_definitions_are_nodes_of_the_source() -> None:
    """Test that a definition is a node of its module's tree, also after the text was parsed again."""
    first = Package({PATH: TEXT}).modules[PATH]
    assert first.definitions["Pump"] in first.source.parents
    source.cache_clear()
    second = Package({PATH: TEXT}).modules[PATH]
    assert second.source is not first.source
    for module in (first, second):
        assert module.definitions["Pump"] in module.source.parents
