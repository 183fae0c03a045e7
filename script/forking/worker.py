"""A process that runs modules in a folder, and ends with all that it has started."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
import json
import os
from pathlib import Path
import signal
import subprocess
import sys

from . import HELPERS, ForkingError, Job


class Worker:
    """A process that does one job after the other."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        """Take the process."""
        self._process = process

    def exit_code(self, job: Job) -> int:
        """Do a job, and return how it ends: the exit code, or the signal as a negative number."""
        assert self._process.stdin
        assert self._process.stdout
        try:
            self._process.stdin.write(json.dumps(job) + "\n")
            self._process.stdin.flush()
            answer = self._process.stdout.readline()
        # The latter where it was ended meanwhile.
        except OSError, ValueError:
            answer = ""
        if not answer:
            raise ForkingError("A process that runs tests has ended (see above)")
        return int(answer)


@contextmanager
def worker(
    folder: Path,
    libraries: Iterable[Path],
    modules: Iterable[str] = HELPERS,
    known: Path | None = None,
) -> Iterator[Worker]:
    """Provide a worker.

    Args:
        folder: A repository, of which it imports the tools and the helpers of tests.
        libraries: Folders with the sources of client libraries.
        modules: What to import before the first run, none of which does anything by that.
        known: File for what runs turn out to import, so that the next worker knows it.
    """
    paths = os.pathsep.join(map(str, libraries))
    process = subprocess.Popen(
        [sys.executable, "-m", "script.forking.server", str(known or ""), *modules],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": paths, "MYPYPATH": paths},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        # So that it ends together with what it runs.
        process_group=0,
    )
    with process:
        try:
            yield Worker(process)
        finally:
            os.killpg(process.pid, signal.SIGKILL)
