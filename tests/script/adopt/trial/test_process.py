"""Test that the process of a trial is apart, and that whatever it does is read as words."""

import json
import os
from pathlib import Path
import sys
import time

import pytest

from script import ROOT
from script.adopt.trial.process import END, Ended, one_line, run

TELL = "import json, os; file = open(os.environ['TRIAL_EVENTS'], 'ab', 0)\n"
THROUGH = f"file.write(b'{json.dumps(END)}\\n')\n"


def ended(folder: Path, code: str, seconds: float = 20) -> Ended:
    """Run some code as a trial does."""
    return run(
        [sys.executable, "-c", TELL + code], folder, seconds, {"PYTHONPATH": str(ROOT)}
    )


def test_through(tmp_path: Path) -> None:
    """Test that a process that came to its end has told everything."""
    result = ended(tmp_path, f'file.write(b\'{{"event": "one"}}\\n\')\n{THROUGH}')
    assert result.events == ({"event": "one"}, END)
    assert not result.trouble


@pytest.mark.parametrize(
    ("code", "trouble"),
    [
        ("os._exit(0)", "ended with status 0 before it was through"),
        ("os._exit(3)", "ended with status 3 before it was through"),
        ("os.kill(os.getpid(), 9)", "was ended by SIGKILL"),
        ("os.kill(os.getpid(), 11)", "was ended by SIGSEGV"),
        ("raise SystemExit('no')", "ended with status 1 before it was through"),
        (f"{THROUGH}raise ValueError", "ended with status 1 before it was through"),
    ],
)
def test_ends(tmp_path: Path, code: str, trouble: str) -> None:
    """Test that a process that ends in the middle is one line."""
    assert ended(tmp_path, code).trouble == trouble


def test_hangs(tmp_path: Path) -> None:
    """Test that a process that hangs is ended, with what it has started."""
    mark = tmp_path / "mark"
    code = (
        "import subprocess, sys, time\n"
        "subprocess.Popen([sys.executable, '-c',"
        f" \"import time; time.sleep(3); open({str(mark)!r}, 'w')\"])\n"
        "time.sleep(60)"
    )
    begun = time.monotonic()
    result = ended(tmp_path, code, 1)
    assert result.trouble == "had not ended after 1 s"
    assert time.monotonic() - begun < 3
    time.sleep(3)
    assert not mark.exists()


def test_hostile(tmp_path: Path) -> None:
    """Test that what is no event is left out, and what is printed is one line without signs for a terminal."""
    code = (
        r"file.write(b'\xff\x00{\n[1]\n' + b'[' * 100000 + b'\n\"x\"\n')"
        "\nprint('\\x1b[2J\\x07' + 'x' * 1000, flush=True)\nos._exit(1)"
    )
    result = ended(tmp_path, code)
    assert result.events == ()
    assert result.last.startswith("[2J x")
    assert len(result.last) <= 300


def test_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Test that nothing of this process's environment is there, and an empty home."""
    monkeypatch.setenv("GITHUB_TOKEN", "secret")
    code = (
        "home = os.path.expanduser('~')\n"
        "said = {'event': 'is', 'home': home, 'there': os.listdir(home), 'names': sorted(os.environ)}\n"
        f"file.write(json.dumps(said).encode() + b'\\n')\n{THROUGH}"
    )
    [said, _] = ended(tmp_path, code).events
    assert said["home"] == str(tmp_path / "home")
    assert said["there"] == []
    assert "GITHUB_TOKEN" not in said["names"]
    assert os.environ["HOME"] != said["home"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a\nb\t c", "a b c"),
        ("\x1b[31mred\x1b[0m", "[31mred [0m"),
        ("\u202eabc", "abc"),
        ("x" * 400, "x" * 299 + "…"),
    ],
)
def test_one_line(text: str, line: str) -> None:
    """Test that a text is one line, whatever is in it."""
    assert one_line(text) == line


CONFINED = """
import socket
from script.adopt.trial import confinement
if not {apart}:
    confinement._leave = lambda: False
confinement.stay_local()
said = {{"event": "tried"}}
server = socket.create_server(("127.0.0.1", 0))
socket.create_connection(server.getsockname()).close()
for name, act in (
    ("address", lambda: socket.socket().connect(("192.0.2.1", 80))),
    ("name", lambda: socket.create_connection(("example.com", 80))),
):
    try:
        act()
    except OSError as error:
        said[name] = type(error).__name__
    else:
        said[name] = "connected"
file.write(json.dumps(said).encode() + b"\\n")
"""


@pytest.mark.parametrize("apart", [True, False])
def test_network(tmp_path: Path, apart: bool) -> None:
    """Test that only this machine can be reached, also where the kernel does not see to it."""
    [said, _] = ended(tmp_path, CONFINED.format(apart=apart) + THROUGH).events
    assert said == {
        "event": "tried",
        "address": "ConnectionRefusedError",
        "name": "gaierror",
    }


def test_limits(tmp_path: Path) -> None:
    """Test that a process cannot have as much memory, or write as large a file, as it likes."""
    code = (
        "from script.adopt.trial.confinement import limit\n"
        "limit(cpu_seconds=20, memory=512, file_size=1)\n"
        "said = {'event': 'tried'}\n"
        "for name, act in (('memory', lambda: bytearray(1 << 30)),"
        " ('file', lambda: open('large', 'wb', 0).write(bytes(1 << 20)) and open('large', 'ab', 0).write(b'1'))):\n"
        "    try:\n        act()\n    except (MemoryError, OSError) as error:\n"
        "        said[name] = type(error).__name__\n"
        f"file.write(json.dumps(said).encode() + b'\\n')\n{THROUGH}"
    )
    [said, _] = ended(tmp_path, code).events
    assert said == {"event": "tried", "memory": "MemoryError", "file": "OSError"}
