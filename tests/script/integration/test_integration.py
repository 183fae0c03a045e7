"""Test reading an integration."""

from pathlib import Path

import pytest

from script.integration.files import UnreadableError
from script.integration.integration import Integration, chosen, domain_of, domains_in


def test_files(meter: Integration, tree: Path) -> None:
    """Test what is read of an integration and of what stands around it."""
    assert meter.domain == "meter"
    assert meter.root == tree
    assert meter.manifest["domain"] == "meter"
    assert [*meter.described("services")] == ["open"]
    assert meter.described("triggers") == {}
    assert [module.part for module in meter.platforms()] == ["sensor"]
    assert [module.part for module in meter.tests] == ["test_sensor"]
    assert meter.page.front == {"title": "Meter"}
    [library] = meter.libraries
    assert library.packages == {"meter_client"}
    assert meter.last_run == "not run: script/test"


def test_rules(meter: Integration) -> None:
    """Test that a rule has a status, with or without a comment."""
    assert meter.rules == {
        "brands": "done",
        "devices": "exempt",
        "docs-actions": "todo",
    }
    assert meter.done("brands")
    assert not meter.done("devices")
    assert not meter.done("unheard-of")


def test_english(meter: Integration) -> None:
    """Test that references lead to the integration's own texts and to core's."""
    errors = meter.strings["config"]["error"]
    assert meter.english(errors["other"]) == "Meter"
    assert meter.english(errors["unknown"]) == "Unexpected error"


def test_none(tmp_path: Path) -> None:
    """Test that a folder without a manifest, or outside of any tree, is refused."""
    with pytest.raises(UnreadableError, match="no manifest.json here"):
        _ = Integration(tmp_path).manifest
    with pytest.raises(UnreadableError, match="not in a tree like core's"):
        _ = Integration(Path("/meter")).tests_path


def test_chosen(meter: Integration, monkeypatch: pytest.MonkeyPatch) -> None:
    """Test that one is chosen by its domain or its folder, and all without either."""
    monkeypatch.setattr("script.integration.integration.COMPONENTS", meter.components)
    for name in (None, "meter", str(meter.path)):
        assert [each.path for each in chosen(name)] == [meter.path]
    with pytest.raises(UnreadableError, match="no such folder; name a domain"):
        chosen("other")


def test_domain_of(meter: Integration) -> None:
    """Test that a domain may be left out where there is one, and else has to be one that is here."""
    assert domain_of(None, meter.components) == "meter"
    assert domain_of("meter", meter.components) == "meter"
    with pytest.raises(UnreadableError, match="'clock': no such .*; name one of meter"):
        domain_of("clock", meter.components)
    with pytest.raises(UnreadableError, match="no integration here; make one"):
        domain_of(None, meter.components / "none")
    clock = meter.components / "clock"
    clock.mkdir()
    (clock / "manifest.json").write_text("{}")
    assert domains_in(meter.components) == ["clock", "meter"]
    with pytest.raises(UnreadableError, match=r"is meant\? Name one of clock, meter"):
        domain_of(None, meter.components)
