"""See work through, or leave nothing of it, however this process ends."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
import os
from pathlib import Path
import shutil
import signal
import sys
import tempfile
import traceback
from typing import Final

from . import AdoptError

_ENDS: Final = (signal.SIGINT, signal.SIGTERM)
# As shells show the end by a signal
_INTERRUPTED: Final = 128 + signal.SIGINT


@contextmanager
def work_folder() -> Iterator[Path]:
    """Provide a folder that is gone at the end, also when nobody is left to remove it.

    All that is temporary meanwhile is in there.
    """
    folder = Path(tempfile.mkdtemp(prefix="adopt-"))
    # Ends with the last process that has it open, whatever ended that.
    reader, writer = os.pipe()
    sweeper = _forked()
    if sweeper == 0:
        os.close(writer)
        for stream in range(3):
            with suppress(OSError):
                os.close(stream)
        os.read(reader, 1)
        shutil.rmtree(folder, ignore_errors=True)
        os._exit(0)
    os.close(reader)
    usual, tempfile.tempdir = tempfile.tempdir, str(folder)
    try:
        yield folder
    finally:
        tempfile.tempdir = usual
        os.close(writer)
        _waited(sweeper)


def undisturbed(work: Callable[[], None]) -> None:
    """Do something in a process that no key and no signal to this one reaches.

    Raises AdoptError with what it could not do.
    """
    reader, writer = os.pipe()
    worker = _forked()
    if worker == 0:
        os.close(reader)
        message = ""
        try:
            work()
        except (AdoptError, OSError) as err:
            message = str(err) or type(err).__name__
        except BaseException:  # noqa: BLE001 - there is no caller that could tell
            message = traceback.format_exc()
        with os.fdopen(writer, "w") as pipe, suppress(BrokenPipeError):
            pipe.write(message)
        os._exit(0)
    os.close(writer)
    # An interrupt is told once the work is done.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _ENDS)
    try:
        with os.fdopen(reader) as pipe:
            message = pipe.read()
        _waited(worker)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    if message:
        raise AdoptError(message)


def end_at_once(program: str) -> None:
    """Have this process end when it is asked to, wherever it is; what others see to needs no more of it."""

    def end(*_: object) -> None:
        os.write(2, f"\n{program}: ended\n".encode())
        os._exit(_INTERRUPTED)

    for each in _ENDS:
        signal.signal(each, end)


def _forked() -> int:
    """Return the id of a new process, in it 0; signals to this one and its group are not for it."""
    sys.stdout.flush()
    sys.stderr.flush()
    process = os.fork()
    if process == 0:
        os.setsid()
        for each in (*_ENDS, signal.SIGHUP):
            signal.signal(each, signal.SIG_IGN)
    return process


def _waited(process: int) -> None:
    with suppress(ChildProcessError):
        os.waitpid(process, 0)
