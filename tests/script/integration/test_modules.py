"""Test finding what names stand for."""

import ast
from pathlib import Path

from script.integration.integration import Integration
from script.integration.modules import Module, Sources

SENSOR = "homeassistant.components.meter.sensor"


def sensor(meter: Integration) -> Module:
    """Return the module of the sensors."""
    module = meter.module(SENSOR)
    assert module
    return module


def test_module(meter: Integration) -> None:
    """Test that a module is found by its full name, the same one each time."""
    module = sensor(meter)
    assert module is meter.module(SENSOR)
    assert module in meter.modules
    assert (module.part, module.package) == ("sensor", "homeassistant.components.meter")
    assert meter.module("homeassistant.components.meter.none") is None
    assert meter.module("aiohttp") is None


def test_names(meter: Integration) -> None:
    """Test that names are followed through imports, aliases and classes."""
    module = sensor(meter)
    [returned] = [node.value for node in module.nodes if isinstance(node, ast.Return)]
    assert isinstance(returned, ast.BinOp)
    assert isinstance(returned.left, ast.BinOp)
    assert module.value(returned.left.left) == "meter"
    assert module.value(returned.left.right) == "meter"
    assert module.value(returned.right) == "base"


def test_ancestors(meter: Integration) -> None:
    """Test that a class derives from all that its bases do, core's included."""
    module = sensor(meter)
    [class_] = module.classes
    assert module.derives(class_, "homeassistant.components.meter.entity.MeterEntity")
    assert module.derives(class_, "homeassistant.helpers.entity.Entity")
    assert not module.derives(
        class_, "homeassistant.helpers.entity.ToggleEntity", "Entity"
    )


def test_named_after_its_base(tmp_path: Path) -> None:
    """Test that a class that takes the name of what it derives from is none of its own ancestors."""
    source = "from other import Base\nclass Base(Base): ...\nclass Own(Base): ...\n"
    (tmp_path / "__init__.py").write_text(source)
    module = Sources({"acme": tmp_path}).module("acme")
    assert module
    base, own = module.classes
    assert [each.name for each in module.ancestors(base)] == ["Base"]
    assert [each.name for each in module.ancestors(own)] == ["acme.Base", "Base"]


def test_around(meter: Integration) -> None:
    """Test that what a node is in is found."""
    module = sensor(meter)
    [returned] = [node for node in module.nodes if isinstance(node, ast.Return)]
    function, class_ = module.function_around(returned), module.class_around(returned)
    assert function
    assert class_
    assert (function.name, class_.name) == ("value", "MeterSensor")


def test_imports_of_the_tests(meter: Integration) -> None:
    """Test that a test's import leads into the integration."""
    [test] = meter.tests
    definition = test.member("MeterSensor")
    assert definition
    assert definition.module is sensor(meter)


def test_names_passed_on(tmp_path: Path) -> None:
    """Test that names are followed that come with all of another module, also where two pass on each other."""
    (tmp_path / "__init__.py").write_text("from .one import *\n")
    (tmp_path / "one.py").write_text("from . import *\nfrom .two import *\n")
    (tmp_path / "two.py").write_text("class Two(Exception): ...\n")
    module = Sources({"acme": tmp_path}).module("acme")
    assert module
    found = module.member("Two")
    assert found
    assert found.name == "acme.two.Two"
    assert module.member("Three") is None
