"""Test what the review finds."""

from collections import Counter
from functools import cache
from pathlib import Path
import re

import pytest

from script import COMPONENTS, ROOT
from script.integration.core import installed_package
from script.integration.finding import Finding
from script.integration.integration import Integration
from script.review.checks import review

from .defects import DEFECTS, FIRST_PR_DEFECTS, Defect

from tests.edits import edit
from tests.model import needs_model

NAME = re.compile(
    r'"(home-assistant-[\w-]+|hass-[\w-]+|review-guide/[\w-]+|explicit-override|[A-Z]{1,3}\d{3})"'
)

# A reason that is mentioned also when a defect takes away what gives it.
MENTIONED = Defect("", "const.py", "", '\nWRONG_ACCOUNT: Final = "wrong_account"\n')


def params(defects: tuple[Defect, ...]) -> list[object]:
    """Return defects to parametrize a test with."""
    return [
        pytest.param(defect, id=f"{defect.check}, {defect.file}") for defect in defects
    ]


def apply(defect: Defect, integration: Path) -> None:
    """Bring a defect into an integration."""
    tests = integration.parents[2] / "tests" / "components" / integration.name
    folder = tests if defect.file.startswith("tests/") else integration
    path = folder / defect.file.removeprefix("tests/")
    path.parent.mkdir(exist_ok=True)
    if defect.old:
        edit(path, (defect.old, defect.new))
    else:
        with path.open("a", encoding="utf-8") as file:
            file.write(defect.new)


def told(findings: list[Finding]) -> Counter[tuple[str, str, str]]:
    """Return findings without their places."""
    return Counter((each.check, each.path.name, each.message) for each in findings)


@cache
def known(is_first: bool) -> Counter[tuple[str, str, str]]:
    """Return what is found in the model integration."""
    return told(review(Integration(COMPONENTS / "my_device"), is_first=is_first))


def test_model_is_clean() -> None:
    """Test that nothing is found in the model integration and its tests."""
    needs_model()
    assert review(Integration(COMPONENTS / "my_device")) == []


@pytest.mark.parametrize("defect", params(DEFECTS))
def test_defect(copy: Path, defect: Defect) -> None:
    """Test that a defect is found under its name, and nothing else is."""
    apply(MENTIONED, copy)
    apply(defect, copy)
    found = told(review(Integration(copy))) - known(is_first=False)
    assert {check for check, _, _ in found} == {defect.check}


@pytest.mark.parametrize("defect", params(FIRST_PR_DEFECTS))
def test_first_pr_defect(copy: Path, defect: Defect) -> None:
    """Test that what is too much for a first PR is found in one only."""
    apply(defect, copy)
    found = told(review(Integration(copy), is_first=True)) - known(is_first=True)
    assert {check for check, _, _ in found} == {defect.check}
    assert defect.check not in {each.check for each in review(Integration(copy))}


def test_first_pr_of_the_model() -> None:
    """Test that the finished model integration is too much for a first PR."""
    needs_model()
    findings = review(Integration(COMPONENTS / "my_device"), is_first=True)
    assert {
        (each.check, each.path.name)
        for each in findings
        if each.check.startswith("review-guide/")
    } == {
        ("review-guide/later-feature", "config_flow.py"),
        ("review-guide/later-feature", "diagnostics.py"),
        ("review-guide/one-platform", "sensor.py"),
        ("review-guide/one-platform", "switch.py"),
    }


def test_every_check_has_a_defect() -> None:
    """Test that no check is without a defect that it finds."""
    names = {
        name
        for path in (ROOT / "script" / "review").glob("*.py")
        for name in NAME.findall(path.read_text(encoding="utf-8"))
    }
    assert {defect.check for defect in (*DEFECTS, *FIRST_PR_DEFECTS)} == names


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
        each.check for each in review(Integration(copy))
    }


def test_place(copy: Path) -> None:
    """Test that a finding says where it is."""
    path = copy / "sensor.py"
    lines = path.read_text().splitlines()
    path.write_text("\n".join([*lines, "", "assert True", ""]))
    assert [
        (each.path, each.line)
        for each in review(Integration(copy))
        if each.check == "review-guide/assert"
    ] == [(path, len(lines) + 2)]


@pytest.mark.parametrize(
    "domain", ["airobot", "mealie", "peblar", "trmnl", "uptime_kuma", "wled"]
)
def test_core_agrees(domain: str) -> None:
    """Test that core's own checks find nothing in integrations that core has accepted."""
    findings = review(Integration(installed_package() / "components" / domain))
    assert [
        each for each in findings if not each.check.startswith("review-guide/")
    ] == []
