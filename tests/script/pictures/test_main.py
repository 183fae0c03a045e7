"""Test of which integrations there can be no pictures."""

import os
from pathlib import Path
import shutil
import subprocess
import sys

from script import ROOT
from script.copying import copy_tree


def test_nothing_simulated(tmp_path: Path) -> None:
    """Test that an integration without a simulated thing to talk to is refused in one line, and no folder is made."""
    copy_tree(tmp_path)
    shutil.copytree(
        ROOT / "tests" / "browser",
        tmp_path / "tests" / "browser",
        ignore=shutil.ignore_patterns("__pycache__"),
    )
    shutil.copytree(
        ROOT / "tests" / "cases" / "peblar_ev", tmp_path, dirs_exist_ok=True
    )
    before = {*tmp_path.rglob("pictures")}
    result = subprocess.run(
        [sys.executable, "-m", "script.pictures", "peblar_ev"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 2
    [line] = filter(None, (result.stdout + result.stderr).splitlines())
    assert line.startswith("ERROR: peblar_ev: no device, hub or account")
    assert {*tmp_path.rglob("pictures")} == before
