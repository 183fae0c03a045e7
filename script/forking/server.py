"""Do jobs until there are no more, each in a process forked from this one.

Of each line that it reads it does what the job in it says, and answers with the exit code, or with the signal that
ended it as a negative number. Its arguments are a file with the names of modules to import, which it keeps up to date
("" for none), and the names of those to import before them.
"""

from contextlib import suppress
import gc
import importlib
from importlib import import_module
import json
import os
from pathlib import Path
import runpy
import signal
import sys
from tempfile import TemporaryFile
import traceback
from typing import IO, Final, Never

from . import Job

_FOLDER: Final = Path.cwd()


def _exit_code(module: str, arguments: list[str]) -> int:
    """Run a module and return its exit code."""
    sys.argv = [module, *arguments]
    # Imported under its own name before, it would not be expected to run.
    sys.modules.pop(f"{module}.__main__", None)
    try:
        runpy.run_module(module, run_name="__main__", alter_sys=True)
    except SystemExit as end:
        if end.code is None or isinstance(end.code, int):
            return end.code or 0
        print(end.code, file=sys.stderr)
        return 1
    except BaseException:  # noqa: BLE001 # as the interpreter would
        traceback.print_exc()
        return 1
    return 0


def _run(job: Job, learned: IO[bytes]) -> Never:
    """Do a job, and end the process."""
    for path, stream in ((job["output"], sys.stdout), (job["errors"], sys.stderr)):
        with Path(path).open("ab") as file:
            os.dup2(file.fileno(), stream.fileno())
    with Path(os.devnull).open("rb") as nothing:
        os.dup2(nothing.fileno(), sys.stdin.fileno())
    os.chdir(_FOLDER / job["folder"])
    sys.dont_write_bytecode = not job["keeps_bytecode"]
    importlib.invalidate_caches()
    # Not caught by anybody, and so the end of whatever does not end by itself.
    signal.alarm(job["seconds"])
    exit_code = _exit_code(job["module"], [*job["arguments"]])
    sys.stdout.flush()
    sys.stderr.flush()
    if job["learns"]:
        learned.write(json.dumps(_imported()).encode())
        learned.flush()
    os._exit(exit_code)


def _imported() -> list[str]:
    """Return what was imported of Home Assistant, in that order, and is not of the folder."""
    return [
        name
        for name, module in sys.modules.items()
        if name.startswith("homeassistant.")
        and module.__file__
        and not Path(module.__file__).is_relative_to(_FOLDER)
    ]


def _do(job: Job) -> tuple[int, list[str]]:
    """Return how a job ends, and what it imported."""
    # Rather than a pipe, which what a job leaves running would hold open
    with TemporaryFile() as learned:
        if not (child := os.fork()):
            _run(job, learned)
        _, status = os.waitpid(child, 0)
        learned.seek(0)
        imported: list[str] = json.loads(learned.read() or "[]")
    return os.waitstatus_to_exitcode(status), imported


def _import(names: list[str], tried: set[str]) -> bool:
    """Import modules that were not tried yet, and return whether there were any."""
    missing = [name for name in names if name not in tried | sys.modules.keys()]
    tried.update(missing)
    for name in missing:
        # It may be of another release, or import only after others.
        with suppress(Exception):
            import_module(name)
    if missing:
        # No job has to look for garbage in what is there for all of them.
        gc.collect()
        gc.freeze()
    return bool(missing)


def main() -> None:
    """Do the jobs."""
    if not Path(__file__).is_relative_to(_FOLDER):
        sys.exit(
            f"{_FOLDER}: has no tools of its own, so that those of {__file__} would run"
        )
    _, path, *first = sys.argv
    known = Path(path) if path else None
    for name in first:
        import_module(name)
    tried: set[str] = set()
    if known and known.is_file():
        with suppress(ValueError):
            _import(json.loads(known.read_text(encoding="utf-8")), tried)
    for line in sys.stdin:
        exit_code, imported = _do(json.loads(line))
        print(exit_code, flush=True)
        if _import(imported, tried) and known:
            new = known.with_suffix(f".{os.getpid()}")
            new.write_text(json.dumps(imported), encoding="utf-8")
            new.replace(known)


if __name__ == "__main__":
    main()
