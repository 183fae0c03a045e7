"""Test ending a tool before it can see to that itself."""

import re
import signal
import subprocess
import sys

import pytest

from script import ROOT


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
