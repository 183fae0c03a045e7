"""Processes that run modules, each in a folder of its own, and end with all that they have started."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
import json
import os
from pathlib import Path
import signal
import socket
import subprocess
import sys

from . import HELPERS, ForkingError, Job, Request

_ENDED = "A process that runs tests has ended (see above)"


class Worker:
    """A process that does one job after the other."""

    def __init__(self, channel: socket.socket) -> None:
        """Take the socket by which it is told what to do."""
        self._lines = channel.makefile("rw")
        channel.close()

    def exit_code(self, job: Job) -> int:
        """Do a job, and return how it ends: the exit code, or the signal as a negative number."""
        try:
            self._lines.write(json.dumps(job) + "\n")
            self._lines.flush()
            answer = self._lines.readline()
        except OSError:
            answer = ""
        if not answer:
            raise ForkingError(_ENDED)
        return int(answer)


class Server:
    """A process that has imported what workers need, from which they are forked."""

    def __init__(self, requests: socket.socket) -> None:
        """Take the socket by which it is told of each worker."""
        self._requests = requests

    def worker(
        self, folder: Path, libraries: Iterable[Path], modules: Iterable[str] = ()
    ) -> Worker:
        """Return a new worker, which ends with the server.

        Args:
            folder: A repository, of which it imports the tools and the helpers of tests.
            libraries: Folders with the sources of client libraries.
            modules: What to import besides before the first run, none of which does anything by that.
        """
        request = Request(
            folder=str(folder),
            libraries=[str(path) for path in libraries],
            modules=[*modules],
        )
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                socket.send_fds(
                    self._requests, [json.dumps(request).encode()], [theirs.fileno()]
                )
            except OSError as err:
                ours.close()
                raise ForkingError(_ENDED) from err
        return Worker(ours)


@contextmanager
def server(
    root: Path, modules: Iterable[str] = HELPERS, known: Path | None = None
) -> Iterator[Server]:
    """Provide a server, which imports while nobody waits for it yet.

    Args:
        root: A repository, whose tools it is one of.
        modules: What to import before there is any worker.
        known: File for what runs turn out to import, so that the next server knows it.
    """
    # One message is one worker.
    ours, theirs = socket.socketpair(type=socket.SOCK_SEQPACKET)
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "script.forking.server"),
            *(str(theirs.fileno()), str(known or ""), *modules),
        ],
        cwd=root,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        pass_fds=[theirs.fileno()],
        # So that it ends together with what it runs.
        process_group=0,
    )
    theirs.close()
    with ours, process:
        try:
            yield Server(ours)
        finally:
            os.killpg(process.pid, signal.SIGKILL)


@contextmanager
def worker(
    folder: Path,
    libraries: Iterable[Path],
    modules: Iterable[str] = HELPERS,
    known: Path | None = None,
) -> Iterator[Worker]:
    """Provide a worker that has its server for itself."""
    with server(folder, modules, known) as of_it:
        yield of_it.worker(folder, libraries, modules)
