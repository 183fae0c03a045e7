"""Test the series of an integration that was written without these tools: tests/cases/peblar_ev."""

import os
from pathlib import Path
import re
import shutil
import subprocess
import sys

import pytest

from script import ROOT
from script.copying import copy_tree
from script.integration.tree import Places, read
from script.submit.patches import patches
from script.submit.series import first_step, series
from script.submit.smaller import LARGE, smaller
from script.submit.survey.judge import judged

DOMAIN = "peblar_ev"
CASE = ROOT / "tests" / "cases" / DOMAIN
PLACES = Places(DOMAIN)
KEPT = CASE / "series" / DOMAIN
PLATFORMS = ("sensor", "binary_sensor", "button", "number", "switch")


@pytest.mark.timeout(120)
def test_every_step_is_right() -> None:
    """Test that the survey's judges are content, with one platform after the other."""
    verdict = judged(CASE, DOMAIN)
    assert verdict.objections == []
    slugs = [step.partition("-")[2] for step in verdict.steps]
    assert slugs == [
        "new-integration",
        "reauthentication",
        *("binary-sensor", "button", "number", "switch"),
        "diagnostics",
        "zeroconf-discovery",
        "reconfiguration",
        "strict-typing",
    ]


def test_platform_of_the_first() -> None:
    """Test that a reviewer gets one platform."""
    tree = read(CASE, (PLACES.integration, PLACES.tests))
    (first, *_) = series(tree, DOMAIN)
    here = [f"{PLACES.integration}{platform}.py" for platform in PLATFORMS]
    assert [path for path in here if path in first.tree] == here[:1]


def test_size_of_the_first() -> None:
    """Test that its author learns how a reviewer gets less than 500 lines outside tests."""
    tree = read(CASE, (PLACES.integration, PLACES.tests))
    first = first_step(tree, DOMAIN, "sensor")
    large = patches([first])[0]
    assert smaller(tree, first, LARGE - 1) is None
    hint = smaller(tree, first, large.added)
    assert hint is not None
    assert "with --first binary_sensor" in hint
    shorter = first_step(tree, DOMAIN, "binary_sensor")
    small = patches([shorter])[0]
    assert small.added < LARGE <= large.added
    assert smaller(tree, shorter, LARGE) is None


def test_what_is_kept() -> None:
    """Test that its author had to mend three places at most."""
    assert len([*KEPT.glob("*.patch")]) <= 3


@pytest.mark.timeout(900)
def test_submit(tmp_path: Path) -> None:
    """Test that all judges are content with each step of it."""
    copy_tree(tmp_path)
    shutil.copytree(CASE, tmp_path, dirs_exist_ok=True)
    # What mypy finds out about Home Assistant takes it most of a minute.
    cache = ROOT / ".cache" / "mypy"
    cache.mkdir(parents=True, exist_ok=True)
    (tmp_path / ".cache").mkdir()
    (tmp_path / ".cache" / "mypy").symlink_to(cache)
    result = subprocess.run(
        [sys.executable, "-m", "script.submit", DOMAIN],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    steps = re.findall(r"^\d+-\S+ .* [\d.]+ % +([✓✗])", result.stdout, re.MULTILINE)
    assert steps == ["✓"] * 10
