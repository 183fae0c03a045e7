"""Run the code of others in a process of its own, and read what it told."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
import json
import os
from pathlib import Path
import signal
import subprocess
from typing import Any, Final

EVENTS: Final = "TRIAL_EVENTS"
END: Final = {"event": "end"}

_MOST: Final = 8 << 20
_LONGEST: Final = 300
# Core's programs are looked for there, as by anybody.
_PATH: Final = "/usr/local/bin:/usr/bin:/bin"


@dataclass(frozen=True)
class Ended:
    """A process that has ended.

    Attributes:
        events: What it told, in order.
        trouble: How it ended, "" where it came to its end.
        last: The last line of its errors.
    """

    events: tuple[Mapping[str, Any], ...]
    trouble: str
    last: str


def run(
    command: Sequence[str],
    folder: Path,
    seconds: float,
    environment: Mapping[str, str],
) -> Ended:
    """Run a command with an empty home and with nothing of this process's environment.

    Args:
        command: What to run, in `folder`/stage.
        folder: Gets its home, its temporary files, what it tells, and what it prints.
        seconds: How long it may take.
        environment: What it has beside that.
    """
    for name in ("home", "tmp", "stage"):
        (folder / name).mkdir(exist_ok=True)
    events, output = folder / "events", folder / "output"
    events.write_bytes(b"")
    with output.open("wb") as file:
        # What it started is ended with it, which leaving a `with` would wait for.
        process = subprocess.Popen(  # pylint: disable=consider-using-with
            command,
            cwd=folder / "stage",
            env={
                "HOME": str(folder / "home"),
                "LANG": "C.UTF-8",
                "PATH": _PATH,
                "PYTHONDONTWRITEBYTECODE": "1",
                "PYTHONNOUSERSITE": "1",
                "TMPDIR": str(folder / "tmp"),
                EVENTS: str(events),
                **environment,
            },
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            status: int | None = process.wait(seconds)
        except subprocess.TimeoutExpired:
            status = None
        finally:
            _end(process)
    told = tuple(_events(events))
    trouble = "" if told and told[-1] == END and status == 0 else _how(status, seconds)
    return Ended(told, trouble, one_line(_last(output)))


def one_line(text: str) -> str:
    """Return a text of others in one line, without what a terminal obeys."""
    shown = "".join(each if each.isprintable() else " " for each in text)
    line = " ".join(shown.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process with all that it started in its session."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _how(status: int | None, seconds: float) -> str:
    if status is None:
        return f"had not ended after {seconds:g} s"
    if status < 0:
        try:
            name = signal.Signals(-status).name
        except ValueError:
            name = f"signal {-status}"
        return f"was ended by {name}"
    return f"ended with status {status} before it was through"


def _events(path: Path) -> list[Mapping[str, Any]]:
    """Return what a process told, which may be anything."""
    try:
        with path.open("rb") as file:
            lines = file.read(_MOST).splitlines()
    except OSError:
        return []
    found: list[Mapping[str, Any]] = []
    for line in lines:
        try:
            event = json.loads(line)
        except ValueError, RecursionError:
            continue
        if isinstance(event, dict):
            found.append(event)
    return found


def _last(path: Path) -> str:
    """Return the last line of what a process printed."""
    try:
        with path.open("rb") as file:
            file.seek(max(0, path.stat().st_size - 65536))
            lines = file.read().decode(errors="replace").strip().splitlines()
    except OSError:
        return ""
    return lines[-1] if lines else ""
