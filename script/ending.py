"""Ends of a program that are no fault of its own, each without a traceback."""

import atexit
from contextlib import suppress
import errno
import io
import os
from pathlib import Path
import signal
import sys
from types import TracebackType
from typing import TYPE_CHECKING, Final, override

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

# As shells show the end by a signal
_INTERRUPTED: Final = 128 + signal.SIGINT
_UNREAD: Final = 128 + signal.SIGPIPE

_MENDS: Final = {
    errno.EACCES: "change its permissions",
    errno.EPERM: "change its permissions",
    errno.EROFS: "clone the repository to where it can be written",
    errno.ENOSPC: "make room",
    errno.EDQUOT: "make room",
}


class _Output(io.FileIO):
    """Standard output that ends the program once nobody reads any more, as after `| head`."""

    @override
    def write(self, data: ReadableBuffer, /) -> int:
        try:
            return super().write(data)
        except BrokenPipeError:
            # The buffers keep what could not be written, and try again at the end.
            os.dup2(os.open(os.devnull, os.O_WRONLY), self.fileno())
            sys.exit(_UNREAD)


def see_to_ends() -> None:
    """End this process without a traceback where it is not at fault."""
    sys.excepthook = _ended
    # There is none where it was closed.
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout = output = io.TextIOWrapper(
            io.BufferedWriter(_Output(sys.stdout.fileno(), "w", closefd=False)),
            encoding=sys.stdout.encoding,
            errors=sys.stdout.errors,
            line_buffering=sys.stdout.line_buffering or sys.stdout.write_through,
        )
        atexit.register(_write_the_rest, output)


def _write_the_rest(output: io.TextIOWrapper) -> None:
    # The exit code stands already.
    with suppress(SystemExit):
        output.flush()


def _ended(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    """End as shells know an interrupt, with a line where the machine refuses, else with a traceback."""
    if isinstance(error, KeyboardInterrupt):
        sys.exit(_INTERRUPTED)
    if isinstance(error, OSError) and error.errno in _MENDS:
        program = "/".join(Path(sys.argv[0]).parts[-3:-1])
        place = f"{error.filename}: " if error.filename else ""
        print(
            f"{program}: {place}{error.strerror}; {_MENDS[error.errno]}",
            file=sys.stderr,
        )
        sys.exit(2)
    sys.__excepthook__(kind, error, trace)
