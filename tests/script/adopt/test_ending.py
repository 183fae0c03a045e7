"""Test that an end at any moment leaves the whole or nothing, and never a folder to work in."""

import os
from pathlib import Path
import signal
import subprocess
import sys
import time

import pytest

from script import ROOT
from script.adopt.processes import work_folder

from .test_main import INTEGRATION, contents

# The command on another tree than this one
_RUN = """\
from script.ending import see_to_ends
see_to_ends()
from pathlib import Path
import sys
from script.adopt import PROGRAM, __main__ as command
from script.adopt.processes import end_at_once
command.ROOT = Path(sys.argv[1])
end_at_once(PROGRAM)
sys.exit(command.main(sys.argv[2:]))
"""
_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGKILL)


def started(root: Path, repository: Path, temporary: Path) -> subprocess.Popen[str]:
    """Start the command in a process group of its own."""
    return subprocess.Popen(
        [sys.executable, "-c", _RUN, str(root), str(repository), "--no-trial"],
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(temporary)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def settled(*folders: Path) -> bool:
    """Return whether folders to work in are gone, once who sees to it has had the time."""
    for _ in range(100):
        if not any(each for folder in folders for each in folder.glob("*adopt-*")):
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize("number", _SIGNALS, ids=lambda each: each.name)
@pytest.mark.parametrize("share", [0.5, 1.0])
def test_ended(
    repository: Path, root: Path, tmp_path: Path, number: signal.Signals, share: float
) -> None:
    """Test an end by a signal to all that the command has started, after a share of the time that it takes."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    before = contents(root)
    with started(root, repository, temporary) as process:
        deadline = time.monotonic() + _usual(share)
        while process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.01)
        if process.poll() is None:
            os.killpg(process.pid, number)
        _, errors = process.communicate(timeout=60)
    assert "Traceback" not in errors
    assert settled(temporary, root)
    after = contents(root)
    if after != before:
        names = {"__init__.py", "quality_scale.yaml", "manifest.json"}
        assert {f"{INTEGRATION}/{name}" for name in names} <= after.keys()
        assert "build/adopt/acme_meter.zip" in after
        log = ["git", "log", "--format=%h"]
        count = subprocess.run(
            log, cwd=root, capture_output=True, text=True, check=True
        )
        assert len(count.stdout.splitlines()) == 3
    status = ["git", "status", "--porcelain"]
    assert not subprocess.run(status, cwd=root, capture_output=True, check=True).stdout


def _usual(share: float) -> float:
    """Return a share of the seconds that the command is likely to take."""
    return 3 * share


def test_work_folder_is_swept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Test that the folder to work in goes when the process that has it is killed."""
    script = (
        "import time\nfrom script.adopt.processes import work_folder\n"
        "with work_folder() as folder:\n    print(folder, flush=True)\n    time.sleep(60)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(tmp_path)},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        folder = Path(process.stdout.readline().strip())
        assert folder.is_dir()
        process.kill()
    assert settled(tmp_path)


def test_what_is_begun_is_seen_through(tmp_path: Path) -> None:
    """Test that an interrupt does not reach what must not be interrupted, and is told afterwards."""
    mark = tmp_path / "done"
    # Where other threads are, one of them may take the signal.
    script = (
        "import os, pathlib, signal, time\nfrom script.adopt.processes import undisturbed\n"
        "def work():\n    os.kill(os.getppid(), signal.SIGINT)\n    time.sleep(0.2)\n"
        f"    pathlib.Path({str(mark)!r}).touch()\n"
        "try:\n    undisturbed(work)\nexcept KeyboardInterrupt:\n    print('told')\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert result.stdout == "told\n"
    assert mark.exists()


def test_folder_is_gone(tmp_path: Path) -> None:
    """Test that the folder to work in is gone when it is left, and what was temporary with it."""
    with work_folder() as folder:
        (folder / "file").touch()
    assert not folder.exists()
