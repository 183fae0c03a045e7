"""Run tests again and again, each time in a process forked from this one.

What takes the time is done once and before: importing Home Assistant, as much of it as the tests turned out to need.
It runs in a copy of the repository, so that what it imports and changes is the copy's. Of each line that it reads it
does what the job in it says, and answers with the exit code of pytest, or with the signal that ended it as a negative
number.
"""

from collections.abc import Sequence
from importlib import import_module
import json
import os
from pathlib import Path
import signal
import sys
from typing import Final, TypedDict

import pytest

COPY: Final = Path.cwd()
LOG: Final = "mutation.log"
_NEEDED: Final = COPY / "needed.json"
# In this order, as the first lets the second load
_IMPORTED_ONCE: Final = (
    "tests.bridge",
    "pytest_homeassistant_custom_component.plugins",
    "hypothesis",
)


class Job(TypedDict):
    """What to run.

    Attributes:
        folder: Where, relative to the copy.
        tests: The files, relative to that folder.
        seconds: What the tests may take.
        path: The module to change, relative to the copy.
        source: What it becomes for this job.
    """

    folder: str
    tests: Sequence[str]
    seconds: int
    path: str
    source: str


def _run(job: Job) -> None:
    """Run the tests, and end the process."""
    with Path(LOG).open("wb") as log:
        os.dup2(log.fileno(), sys.stdout.fileno())
        os.dup2(log.fileno(), sys.stderr.fileno())
    # Not caught by anybody, and so the end of whatever does not end by itself.
    signal.alarm(job["seconds"])
    os.chdir(job["folder"])
    # Home Assistant's test helpers are not for a library, which has a folder of its own.
    plugins = ["-p", "no:homeassistant"] if Path.cwd() != COPY else []
    exit_code = pytest.main(
        ["-x", "-q", "--tb=line", "-p", "no:cacheprovider", *plugins, *job["tests"]]
    )
    _NEEDED.write_text(json.dumps(_needed()))
    os._exit(exit_code)


def _needed() -> list[str]:
    """Return what was imported of Home Assistant, in that order, and is not of the copy."""
    return [
        name
        for name, module in sys.modules.items()
        if name.startswith("homeassistant.")
        and module.__file__
        and not Path(module.__file__).is_relative_to(COPY)
    ]


def _judge(job: Job) -> int:
    """Return how the tests end."""
    module = Path(job["path"])
    original, stat = module.read_bytes(), module.stat()
    mutated = job["source"].encode()
    # Python knows compiled code by the second and the size of its source, which two mutants may share.
    sys.dont_write_bytecode = mutated != original
    module.write_bytes(mutated)
    if not (child := os.fork()):
        _run(job)
    _, status = os.waitpid(child, 0)
    module.write_bytes(original)
    os.utime(module, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    if mutated == original:
        for name in json.loads(_NEEDED.read_text()):
            import_module(name)
    return os.waitstatus_to_exitcode(status)


def main() -> None:
    """Do the jobs until there are no more."""
    for name in _IMPORTED_ONCE:
        import_module(name)
    for line in sys.stdin:
        print(_judge(json.loads(line)), flush=True)


if __name__ == "__main__":
    main()
