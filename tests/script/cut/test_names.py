"""Test what names in a module stand for."""

import pytest

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


@pytest.mark.parametrize("first", ["tests.fake", "tests.fake.fake"])
def test_class_that_is_called_like_its_package(first: str) -> None:
    """Test that a class is found below a package of its name, whichever is asked for first."""
    package = Package(
        {
            "tests/__init__.py": "from .fake import fake\n",
            "tests/fake/__init__.py": "from .core import fake\n",
            "tests/fake/core.py": "class fake:\n    pass\n",
        }
    )
    assert package.resolved(first) == "tests.fake.core.fake"
    assert package.resolved("tests.fake.fake") == "tests.fake.core.fake"
