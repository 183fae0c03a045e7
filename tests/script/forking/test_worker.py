"""Test what a worker runs, and what is left of it."""

from collections.abc import Iterator
import json
import os
from pathlib import Path
import signal
from time import monotonic, sleep
from typing import Any

import pytest

from script import ROOT
from script.forking import ForkingError, Job
from script.forking.worker import Worker, worker

MODULE = """\
import os, pathlib, sys

import homeassistant.util.ulid
{code}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the tools."""
    folder = tmp_path_factory.mktemp("worker")
    for name in ("script", "tests"):
        (folder / name).symlink_to(ROOT / name)
    (folder / "below").mkdir()
    return folder


@pytest.fixture(scope="module")
def running(folder: Path) -> Iterator[Worker]:
    """Provide a worker, which takes a while to start."""
    with worker(folder, [folder / "library"], known=folder / "known.json") as running:
        yield running


def job(folder: Path, code: str, *arguments: str, **changed: Any) -> Job:
    """Return the job of running some code as a module."""
    (folder / "library").mkdir(exist_ok=True)
    (folder / "library" / "tried.py").write_text(MODULE.format(code=code))
    for name in ("output", "errors"):
        (folder / name).unlink(missing_ok=True)
    values: dict[str, Any] = {
        "folder": "below",
        "module": "tried",
        "arguments": arguments,
        "output": str(folder / "output"),
        "errors": str(folder / "errors"),
        "seconds": 0,
        "keeps_bytecode": False,
        "learns": False,
    }
    made: Job = values | changed  # type: ignore[assignment]
    return made


@pytest.mark.parametrize(
    ("code", "exit_code", "output", "errors"),
    [
        ("print(__name__, *sys.argv[1:])", 0, "__main__ a b\n", ""),
        ("print(os.getcwd())", 0, "{folder}/below\n", ""),
        ("sys.exit(3)", 3, "", ""),
        ("sys.exit('no')", 1, "", "no\n"),
        ("print(sys.stdin.read())", 0, "\n", ""),
        ("os.kill(os.getpid(), 9)", -signal.SIGKILL, "", ""),
        ("print(sys.dont_write_bytecode)", 0, "True\n", ""),
    ],
)
def test_runs(
    folder: Path,
    running: Worker,
    code: str,
    exit_code: int,
    output: str,
    errors: str,
) -> None:
    """Test that a module runs as it would by itself, and how it ended."""
    assert running.exit_code(job(folder, code, "a", "b")) == exit_code
    assert (folder / "output").read_text() == output.format(folder=folder)
    assert (folder / "errors").read_text() == errors


def test_begins_anew(folder: Path, running: Worker) -> None:
    """Test that no run sees what another has done."""
    for _ in range(2):
        code = "print(hasattr(sys, 'mark')); sys.mark = 1"
        assert running.exit_code(job(folder, code)) == 0
        assert (folder / "output").read_text() == "False\n"


def test_traceback(folder: Path, running: Worker) -> None:
    """Test that an error is one of the module, not of the worker."""
    assert running.exit_code(job(folder, "raise ValueError('no')")) == 1
    assert (folder / "errors").read_text().endswith("ValueError: no\n")


def test_short_stacks(folder: Path, running: Worker) -> None:
    """Test that debug mode notes where a future and a call come from, and nothing of what is above."""
    code = """
import asyncio, traceback

async def main():
    loop = asyncio.get_running_loop()
    for noted in (loop.create_future(), loop.call_soon(print)):
        print([frame.name for frame in noted._source_traceback])

asyncio.run(main(), debug=True)
print(len(traceback.extract_stack()) > 1)
"""
    assert running.exit_code(job(folder, code)) == 0
    assert (
        folder / "output"
    ).read_text() == "['_run', 'main', 'create_future']\n['main']\n\nTrue\n"


def test_without_end(folder: Path, running: Worker) -> None:
    """Test that what takes too long is ended."""
    endless = job(folder, "while True: pass", seconds=1)
    assert running.exit_code(endless) == -signal.SIGALRM


def test_learns(folder: Path, running: Worker) -> None:
    """Test that what a job imports of Home Assistant is there in the next, and in the next worker."""
    code = "print('homeassistant.components.zodiac.const' in sys.modules)\nimport homeassistant.components.zodiac.const"
    for learns, said in ((False, "False"), (True, "False"), (False, "True")):
        assert running.exit_code(job(folder, code, learns=learns)) == 0
        assert (folder / "output").read_text() == f"{said}\n"
    known = json.loads((folder / "known.json").read_text())
    assert "homeassistant.components.zodiac.const" in known
    assert not [name for name in known if not name.startswith("homeassistant.")]
    (folder / "known.json").write_text(json.dumps(["homeassistant.gone", *known]))
    with worker(folder, [folder / "library"], known=folder / "known.json") as another:
        assert another.exit_code(job(folder, code)) == 0
    assert (folder / "output").read_text() == "True\n"


def test_ends_with_all_it_started(folder: Path) -> None:
    """Test that nothing runs on, and that a worker that has ended says so."""
    with worker(folder, [folder / "library"]) as running:
        code = "import subprocess; print(subprocess.Popen(['sleep', '60']).pid)"
        assert running.exit_code(job(folder, code)) == 0
        child = int((folder / "output").read_text())
        os.kill(child, 0)
    deadline = monotonic() + 5
    while is_running(child) and monotonic() < deadline:
        sleep(0.01)
    assert not is_running(child)
    with pytest.raises(ForkingError, match="has ended"):
        running.exit_code(job(folder, ""))


def is_running(process: int) -> bool:
    """Return whether a process is there, and more than a name that nobody has asked for."""
    try:
        return " Z " not in Path(f"/proc/{process}/stat").read_text(encoding="utf-8")
    except FileNotFoundError:
        return False
