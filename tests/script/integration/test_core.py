"""Test reading the vocabularies of the installed Home Assistant."""

from pathlib import Path

import pytest

from script.integration.core import TIERS, Core, core_in, installed_package


@pytest.fixture
def core() -> Core:
    """Return the installed Home Assistant."""
    return core_in(installed_package())


def test_vocabularies(core: Core) -> None:
    """What core knows is found in its files."""
    assert {"sensor", "switch"} <= core.platforms
    assert {"energy", "energy.meters_monitoring"} <= core.categories
    assert {"cloud", "network"} <= core.connectivity
    assert {"device", "virtual"} <= core.integration_types
    assert len(core.iot_classes) == 6
    assert core.discovered_by["zeroconf"] == ("zeroconf", "homekit")
    assert core.homekit["Abode"] == "abode"


def test_rules(core: Core) -> None:
    """All rules of the quality scale are found, each with its tier."""
    tiers = list(core.rules.values())
    assert [tiers.count(tier) for tier in TIERS] == [20, 10, 21, 3]
    assert core.rules["docs-triggers"] == "bronze"


def test_enums(core: Core) -> None:
    """The members of the enums of entities are found."""
    assert core.enum_has("light.LightEntityFeature.EFFECT")
    assert not core.enum_has("light.LightEntityFeature.GLOW")
    assert not core.enum_has("nobody.Feature.GLOW")


def test_strings(core: Core, tmp_path: Path) -> None:
    """A reference leads to a text of core, or first of an integration here."""
    assert core.string("common::state::on", tmp_path) == "On"
    assert core.string("component::sensor::title", tmp_path) == "Sensor"
    assert core.string("component::sensor::none", tmp_path) is None
    assert core.string("elsewhere::title", tmp_path) is None
    here = tmp_path / "here"
    (here / "sensor").mkdir(parents=True)
    (here / "sensor" / "strings.json").write_text('{"title": "Mine"}')
    assert core.string("component::sensor::title", here) == "Mine"


def test_functions_that_it_calls(core: Core) -> None:
    """Test that its protocols tell what it calls in modules of integrations."""
    assert {
        "async_setup_entry",
        "async_get_config_entry_diagnostics",
        "async_attach_trigger",
        "async_create_fix_flow",
    } <= core.called
    assert not {"__call__", "async_setup_services", "get"} & core.called
