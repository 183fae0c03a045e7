"""Test ending a tool before it can see to that itself."""

from pathlib import Path
import re
import signal
import subprocess
import sys

import pytest

from script import ROOT
from script.arguments import callers_path


@pytest.mark.parametrize("imported", ["script", "script.arguments"])
def test_interrupt_while_importing(imported: str) -> None:
    """Test that it ends without a traceback, and as shells know an interrupt."""
    with subprocess.Popen(
        [
            sys.executable,
            "-X",
            "importtime",
            "-m",
            "script.simulator.device",
            "--port",
            "0",
        ],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr
        line = re.compile(rf"\| +{re.escape(imported)}\n")
        assert any(line.search(each) for each in process.stderr)
        process.send_signal(signal.SIGINT)
        rest = process.stderr.read()
    assert process.returncode == 130
    assert [each for each in rest.splitlines() if "import time:" not in each] == []


def test_path_is_meant_from_where_the_caller_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Test that a relative path leads on from there, an absolute one from nowhere else."""
    monkeypatch.setenv("CALLED_FROM", str(tmp_path))
    assert callers_path("../there") == tmp_path / "../there"
    assert callers_path("/there") == Path("/there")
    monkeypatch.delenv("CALLED_FROM")
    assert callers_path("there") == Path("there")
