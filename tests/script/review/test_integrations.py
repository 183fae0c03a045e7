"""Test what the review finds in whole integrations."""

from pathlib import Path

import pytest

from script import COMPONENTS
from script.integration.core import installed_package
from script.integration.finding import Finding
from script.integration.integration import Integration
from script.rules.judge import judge
from script.rules.reviewed import rules_of
from script.rules.rule import View

from tests.model import needs_model


def review(folder: Path, *views: View) -> list[Finding]:
    """Return what is found of an integration."""
    return judge(Integration(folder), rules_of(View.REVIEW, *views))


def test_model_is_clean() -> None:
    """Test that nothing is found in the model integration and its tests."""
    needs_model()
    assert review(COMPONENTS / "my_device") == []


def test_first_pr_of_the_model() -> None:
    """Test that the finished model integration is too much for a first PR."""
    needs_model()
    findings = review(COMPONENTS / "my_device", View.FIRST_PR)
    assert {
        (each.check, each.path.name)
        for each in findings
        if each.check.startswith("review-guide/")
    } == {
        ("review-guide/later-feature", "config_flow.py"),
        ("review-guide/later-feature", "diagnostics.py"),
        ("review-guide/later-reauthentication", "config_flow.py"),
        ("review-guide/one-platform", "sensor.py"),
        ("review-guide/one-platform", "switch.py"),
    }


@pytest.mark.parametrize(
    ("comment", "above"),
    [
        pytest.param(
            "  # pylint: disable=home-assistant-enforce-naive-now", "", id="line"
        ),
        pytest.param(
            "",
            "# pylint: disable-next=home-assistant-enforce-naive-now\n",
            id="next line",
        ),
        pytest.param(
            "", "# pylint: disable=home-assistant-enforce-naive-now\n\n", id="module"
        ),
    ],
)
def test_disabled(copy: Path, comment: str, above: str) -> None:
    """Test that a comment for pylint keeps a finding back."""
    path = copy / "const.py"
    code = (
        f"\nfrom datetime import datetime\n\n{above}START = datetime.now(){comment}\n"
    )
    path.write_text(path.read_text() + code)
    assert "home-assistant-enforce-naive-now" not in {
        each.check for each in review(copy)
    }


def test_place(copy: Path) -> None:
    """Test that a finding says where it is."""
    path = copy / "sensor.py"
    lines = path.read_text().splitlines()
    path.write_text("\n".join([*lines, "", "assert True", ""]))
    assert [
        (each.path, each.line)
        for each in review(copy)
        if each.check == "review-guide/assert"
    ] == [(path, len(lines) + 2)]


@pytest.mark.parametrize(
    "domain", ["airobot", "mealie", "peblar", "trmnl", "uptime_kuma", "wled"]
)
def test_core_agrees(domain: str) -> None:
    """Test that core's own checks find nothing in integrations that core has accepted."""
    findings = review(installed_package() / "components" / domain)
    assert [
        each for each in findings if not each.check.startswith("review-guide/")
    ] == []
