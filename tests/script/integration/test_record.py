"""Test which runs of script/test leave a record for the quality scale."""

from pathlib import Path
import shutil
import subprocess

import pytest

from script import ROOT


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Return a tree whose Python prints its arguments."""
    scripts = tmp_path / "script"
    scripts.mkdir()
    for name in ("prelude", "test"):
        shutil.copy(ROOT / "script" / name, scripts)
    python = tmp_path / ".venv/bin/python"
    python.parent.mkdir(parents=True)
    for path, text in ((scripts / "bootstrap", ""), (python, 'echo "$@"\n')):
        path.write_text(f"#!/bin/sh\n{text}")
        path.chmod(0o755)
    (tmp_path / "tests/components/pump").mkdir(parents=True)
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "record"),
    [
        pytest.param(["tests/components/pump"], ".cache/tests/pump", id="folder"),
        pytest.param(["tests/components/pump/"], ".cache/tests/pump", id="slash"),
        pytest.param([], ".cache", id="all"),
        pytest.param(["tests/components/pump", "-x"], None, id="option"),
        pytest.param(["tests/components/well"], None, id="no such folder"),
        pytest.param(["tests/components/pump/test_init.py"], None, id="module"),
    ],
)
def test_record(tree: Path, arguments: list[str], record: str | None) -> None:
    """Test that only all tests, of everything or of one integration, leave a record."""
    done = subprocess.run(
        [tree / "script/test", *arguments],
        capture_output=True,
        text=True,
        check=True,
    )
    places = [
        word.rpartition("/")[0]
        for word in done.stdout.split()
        if word.endswith("/test-results.xml")
    ]
    assert places == ([record] if record else [])
    assert done.stderr == ""
    assert (tree / ".cache/tests/pump").is_dir() is (record == ".cache/tests/pump")
