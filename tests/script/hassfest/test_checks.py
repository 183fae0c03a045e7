"""Tests that no defect is missed."""

from pathlib import Path

import pytest

from script.hassfest.checks import CHECKS, validate
from script.integration.core import core_in, installed_package
from script.integration.finding import Finding

from .defects import DEFECTS, Defect, broken


def line_named_by(finding: Finding) -> str:
    """Return the line of the file that a finding names, empty where it names none."""
    lines = finding.path.read_text().split("\n") if finding.line else []
    return ["", *lines, ""][finding.line]


@pytest.mark.parametrize(
    "defect", [pytest.param(defect, id=defect.name) for defect in DEFECTS]
)
def test_defect(defect: Defect, my_device: Path) -> None:
    """A defect is reported by its check at its place, and nothing else is."""
    copy = broken(my_device, defect)
    findings, errors = validate([copy], core_in(installed_package()))
    assert not errors
    found = [
        finding
        for finding in findings
        if finding.check == defect.check and defect.message in finding.message
    ]
    assert len(found) == 1, findings
    name, line = defect.place
    assert found[0].path.resolve() == (copy / name).resolve()
    assert bool(line) == bool(named := line_named_by(found[0]))
    assert line in named
    assert found[0].mend
    others = {finding.check for finding in findings if finding != found[0]}
    assert others <= defect.also


def test_every_check_has_a_defect() -> None:
    """There is a defect for each check, and there are enough of them."""
    assert {defect.check for defect in DEFECTS} == CHECKS.keys()
    assert len(DEFECTS) >= 80


def test_sound(my_device: Path) -> None:
    """The copy without a defect is sound, so that every finding comes from a defect."""
    assert validate([my_device], core_in(installed_package())) == ([], [])


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(
            "if TYPE_CHECKING:\n    from homeassistant.components.http import KEY_HASS",
            id="for type checkers",
        ),
        pytest.param(
            "from homeassistant.components.http.auth import async_sign_path",
            id="signing of paths",
        ),
        pytest.param(
            "from homeassistant.components.zeroconf import async_get_instance",
            id="discovery in the manifest",
        ),
        pytest.param(
            "from homeassistant.components import (\n    sensor,  # a platform\n    persistent_notification,\n)",
            id="usable by all",
        ),
    ],
)
def test_allowed_import(line: str, my_device: Path) -> None:
    """What core lets every integration import is not reported."""
    module = my_device / "helpers.py"
    module.write_text(f"{line}\n")
    assert validate([my_device], core_in(installed_package())) == ([], [])
