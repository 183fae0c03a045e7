"""Test the folders for the judges."""

from pathlib import Path
import subprocess
import sys

import pytest

from script import ROOT
from script.integration.tree import read
from script.submit.stage import formatted, lay_out, put

INTEGRATION = "homeassistant/components/acme/__init__.py"
TESTS = "tests/components/acme/test_init.py"
# As core sorts them, although the library has the name of the integration
SORTED = b'''"""Acme."""

from acme import Acme
from aiohttp import CookieJar

from homeassistant.const import CONF_HOST

from .const import DOMAIN

__all__ = ["CONF_HOST", "DOMAIN", "Acme", "CookieJar"]
'''


def test_library_named_like_the_integration(tmp_path: Path) -> None:
    """Test that imports of a library come before those of Home Assistant, whatever its name is."""
    stage = tmp_path / "stage"
    lay_out(stage, ROOT, "acme", {INTEGRATION: SORTED})
    assert formatted([stage], "acme") == [{INTEGRATION: SORTED}]
    result = subprocess.run(
        [
            sys.executable,
            "-m",
            "ruff",
            "check",
            "--no-cache",
            "--select=I",
            INTEGRATION,
        ],
        cwd=stage,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.stdout == "All checks passed!\n"


@pytest.mark.parametrize("tests", [{}, {TESTS: b""}])
def test_one_after_the_other(tmp_path: Path, tests: dict[str, bytes]) -> None:
    """Test that nothing of an integration is left for the next, and what the judges need stays."""
    stage = tmp_path / "stage"
    lay_out(stage, ROOT, "acme", {INTEGRATION: b"", TESTS: b"", "companion/x": b""})
    (stage / ".cache" / "results").write_text("")
    (stage / ".coverage").write_text("")
    (stage / TESTS).with_name("conftest.py").write_text("")
    put(stage, "acme", {INTEGRATION: b"1", **tests})
    own = ("homeassistant", "companion", "tests/components/acme", ".cache")
    assert read(stage, own) == {INTEGRATION: b"1", **tests}
    assert not (stage / ".coverage").exists()
    assert (stage / "script").samefile(ROOT / "script")
    assert (stage / "tests" / "common.py").samefile(ROOT / "tests" / "common.py")


def test_tests_of_the_repository_stay_out(tmp_path: Path) -> None:
    """Test that a step without tests is not judged by those of the finished integration."""
    domain = next(
        path.parent.name for path in ROOT.glob("tests/components/*/conftest.py")
    )
    lay_out(tmp_path / "stage", ROOT, domain, {})
    assert not (tmp_path / "stage" / "tests" / "components" / domain).exists()
