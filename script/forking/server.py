"""Fork workers, each in a folder of its own, and do their jobs, each in a process forked from its worker.

What all workers need is imported once. The arguments are the descriptor of a socket, a file with the names of modules
to import, which workers keep up to date ("" for none), and the names of those to import before them. For each message
at the socket it forks a worker for the folder in it, and hands it the socket that comes with the message. Of each line
that it reads from that, a worker does what the job in it says, and answers with the exit code, or with the signal that
ended it as a negative number.
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
import socket
import sys
from tempfile import TemporaryFile
import traceback
from typing import IO, Final, Never

from . import LONGEST_REQUEST, Job, Request

# Packages that each repository has, and that a worker imports from its folder
_OF_A_FOLDER: Final = ("script", "tests")
_SERVER: Final = Path(__file__)


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
    folder = Path.cwd()
    for path, stream in ((job["output"], sys.stdout), (job["errors"], sys.stderr)):
        with Path(path).open("ab") as file:
            os.dup2(file.fileno(), stream.fileno())
    with Path(os.devnull).open("rb") as nothing:
        os.dup2(nothing.fileno(), sys.stdin.fileno())
    os.chdir(job["folder"])
    sys.dont_write_bytecode = not job["keeps_bytecode"]
    importlib.invalidate_caches()
    # Not caught by anybody, and so the end of whatever does not end by itself.
    signal.alarm(job["seconds"])
    exit_code = _exit_code(job["module"], [*job["arguments"]])
    sys.stdout.flush()
    sys.stderr.flush()
    if job["learns"]:
        learned.write(json.dumps(_imported(folder)).encode())
        learned.flush()
    os._exit(exit_code)


def _imported(folder: Path) -> list[str]:
    """Return what was imported of Home Assistant, in that order, and is not of the folder."""
    return [
        name
        for name, module in sys.modules.items()
        if name.startswith("homeassistant.")
        and module.__file__
        and not Path(module.__file__).is_relative_to(folder)
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


def _read(known: Path | None) -> list[str]:
    """Return the names of modules in a file, which may not be there yet."""
    if known and known.is_file():
        with suppress(ValueError):
            names: list[str] = json.loads(known.read_text(encoding="utf-8"))
            return names
    return []


def _move_to(folder: Path, libraries: list[str]) -> None:
    """Have what is imported from now on come from a folder and from libraries."""
    for name in tuple(sys.modules):
        if name.partition(".")[0] in _OF_A_FOLDER:
            del sys.modules[name]
    os.chdir(folder)
    # As `python -m` would have it
    sys.path[:1] = [str(folder), *libraries]
    for name in ("PYTHONPATH", "MYPYPATH"):
        os.environ[name] = os.pathsep.join(libraries)


def _work(request: Request, known: Path | None, channel: socket.socket) -> None:
    """Do the jobs of a worker."""
    folder = Path(request["folder"])
    if not (folder / _SERVER.relative_to(_SERVER.parents[2])).is_file():
        sys.exit(
            f"{folder}: has no tools of its own, so that those of {_SERVER} would run"
        )
    _move_to(folder, [*request["libraries"]])
    for name in request["modules"]:
        import_module(name)
    gc.collect()
    gc.freeze()
    tried: set[str] = set()
    with channel, channel.makefile("rw") as lines:
        for line in lines:
            exit_code, imported = _do(json.loads(line))
            lines.write(f"{exit_code}\n")
            lines.flush()
            if _import(imported, tried) and known:
                new = known.with_suffix(f".{os.getpid()}")
                new.write_text(json.dumps(imported), encoding="utf-8")
                new.replace(known)


def main() -> None:
    """Fork the workers."""
    _, descriptor, path, *first = sys.argv
    known = Path(path) if path else None
    for name in first:
        import_module(name)
    if first:
        _import(_read(known), set())
    with socket.socket(fileno=int(descriptor)) as requests:
        while True:
            message, descriptors, *_ = socket.recv_fds(requests, LONGEST_REQUEST, 1)
            if not message:
                break
            channel = socket.socket(fileno=descriptors[0])
            if not os.fork():
                requests.close()
                _work(json.loads(message), known, channel)
                break
            channel.close()


if __name__ == "__main__":
    main()
