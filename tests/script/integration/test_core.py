"""Tests that nothing is found where core finds nothing."""

from pathlib import Path

import pytest

from script.hassfest.checks import validate
from script.integration.core import TIERS, Core, core_in, installed_package


@pytest.fixture
def core() -> Core:
    """Return the installed Home Assistant."""
    return core_in(installed_package())


@pytest.mark.timeout(300)
def test_no_false_alarm(core: Core) -> None:
    """All integrations of the installed Home Assistant pass: core has accepted them.

    The package has no CODEOWNERS and no .strict-typing, so nothing is compared with those.
    """
    paths = sorted(path.parent for path in core.components.glob("*/manifest.json"))
    assert len(paths) > 1500
    assert validate(paths, core) == ([], [])


def test_no_translations_are_judged(my_device: Path, core: Core) -> None:
    """What is compiled for running it is not part of the integration."""
    compiled = my_device / "translations" / "en.json"
    compiled.parent.mkdir()
    compiled.write_text('{"a":   1}')
    assert validate([my_device], core) == ([], [])


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
