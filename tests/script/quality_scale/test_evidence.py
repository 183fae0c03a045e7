"""Test that nothing is called done without a place that proves it."""

import json
from pathlib import Path
import re
import sys

import pytest

from script.integration.contribution import contribution
from script.integration.core import core
from script.integration.files import forget
from script.quality_scale.__main__ import main
from script.quality_scale.judge import judge
from script.quality_scale.report import table
from script.rules.flow.entering import entered
from script.rules.scale.table import RULES

from .small import empty, small

SILVER = sorted(
    path.parent
    for path in core().components.glob("*/manifest.json")
    if '"quality_scale": "silver"' in path.read_text()
)


@pytest.mark.parametrize("status", ["done", "todo"])
def test_empty(tmp_path: Path, status: str) -> None:
    """Test that of an integration with nothing in it nothing is done."""
    folder = empty(tmp_path)
    (folder / "quality_scale.yaml").write_text(
        json.dumps({"rules": {rule.code: status for rule in RULES}})
    )
    found = contribution(folder)
    verdicts = judge(found)
    open_ = [each for each in verdicts if each.gaps or each.advice]
    assert [each.rule.code for each in verdicts if each.reached] == []
    assert open_ == verdicts
    printed = [*table(found, verdicts)]
    assert [line for line in printed if "✔" in line or "say done" in line] == []
    assert "action-setup" in "".join(line for line in printed if "say exempt: " in line)


@pytest.mark.parametrize("path", SILVER[::10], ids=lambda path: path.name)
@pytest.mark.parametrize("status", ["", "todo"])
def test_core(path: Path, status: str, tmp_path: Path) -> None:
    """Test that whatever is done in integrations of core, or could be, names a place that is there."""
    forget()
    folder = tmp_path / "homeassistant/components" / path.name
    folder.parent.mkdir(parents=True)
    if status:
        folder.mkdir()
        for each in path.iterdir():
            if each.name not in ("__pycache__", "quality_scale.yaml"):
                (folder / each.name).symlink_to(each)
    else:
        folder.symlink_to(path)
    found = contribution(folder)
    verdicts = judge(found)
    claimed = [
        each
        for each in verdicts
        if each.status != "exempt" and not (each.gaps or each.advice)
    ]
    assert claimed
    for verdict in claimed:
        place = verdict.evidence[0]
        assert 1 <= place.line <= len(place.path.read_text().splitlines())
    lines = [
        line for line in table(found, verdicts) if "✔" in line or "; say done" in line
    ]
    assert len(lines) <= len(claimed)
    assert all(re.search(r"[\w/.-]+\.\w+:\d+", line) for line in lines)


def run(monkeypatch: pytest.MonkeyPatch, folder: Path, *arguments: str) -> int:
    """Run the tool on an integration."""
    monkeypatch.setattr(sys, "argv", ["quality_scale", str(folder), *arguments])
    return main()


def test_without_scale(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Test that a start needs no quality_scale.yaml, and that one can be written."""
    folder = empty(tmp_path, {"iot_class": "local_push", "codeowners": ["@me"]})
    assert run(monkeypatch, folder) == 0
    printed = capsys.readouterr().out
    assert (
        "\nNo quality_scale.yaml, so all counts as todo; --write writes one\n"
        in printed
    )
    assert "Hint: integration-owner is todo, but " in printed
    assert (
        "appropriate-polling is todo, and nothing of it is here; say exempt: "
        in printed
    )
    assert run(monkeypatch, folder, "--write") == 0
    printed = capsys.readouterr().out
    assert "No quality_scale.yaml" not in printed
    written = (folder / "quality_scale.yaml").read_text()
    assert written.startswith(
        "rules:\n  # Bronze\n  action-setup:\n    status: exempt\n"
    )
    assert "\n\n  # Silver\n" in written
    assert "  integration-owner: todo\n" in written
    statuses = contribution(folder).rules
    assert set(statuses.values()) == {"exempt", "todo"}
    assert [*statuses] == [rule.code for rule in RULES]
    assert statuses["appropriate-polling"] == "exempt"


STEPS = """
from homeassistant.config_entries import ConfigFlow

CHOICES = ["manual"]


class PumpFlow(ConfigFlow, domain="pump"):
    async def async_step_user(self, info):
        return self.async_show_menu(step_id="user", menu_options=CHOICES)

    async def async_step_manual(self, info):
        return self.async_create_entry(title="Pump", data=info)

    async def async_step_dhcp(self, info):
        return await self.async_step_confirm()

    async def async_step_confirm(self, info=None):
        return self.async_create_entry(title="Pump", data=info)

    async def async_step_reconfigure(self, info):
        return await self.async_step_address()

    async def async_step_address(self, info=None):
        return self.async_abort(reason="done")
"""
SCHEMA = """
from homeassistant.helpers.schema_config_entry_flow import SchemaConfigFlowHandler


class PumpFlow(SchemaConfigFlowHandler, domain="pump"):
    config_flow = FLOW
"""


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        pytest.param(STEPS, {"manual", "confirm"}, id="steps"),
        pytest.param(SCHEMA, {"manual", "confirm", "address"}, id="schema"),
        pytest.param("", {"manual", "confirm", "address"}, id="elsewhere"),
    ],
)
def test_entered(tmp_path: Path, code: str, expected: set[str]) -> None:
    """Test that the fields of all steps that lead to an entry count, wherever they stand."""
    steps = {
        name: {"data": {f"{name}_field": "Field"}}
        for name in ("manual", "confirm", "address", "reconfigure")
    }
    folder = small(
        tmp_path,
        {
            "config_flow.py": code,
            "strings.json": json.dumps({"config": {"step": steps}}),
        },
    )
    assert entered(contribution(folder)) == {f"{name}_field" for name in expected}
