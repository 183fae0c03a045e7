"""Call a function in processes of their own, several at a time, each for a limited time."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from math import ceil
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from resource import RLIMIT_CPU, RUSAGE_SELF, getrusage, setrlimit
from signal import SIGXCPU
from time import monotonic
from typing import Any, Final, cast

# Whoever waits for something else, and does not end, is ended after that many times as long.
_PATIENCE: Final = 10


def called[T](
    function: Callable[[str], T],
    arguments: Sequence[str],
    instead: Callable[[str, str], T],
    *,
    jobs: int,
    seconds: float,
) -> Iterator[T]:
    """Yield the results as they come.

    Args:
        function: What to call.
        arguments: With what, each in a process forked from this one, so that nothing is loaded twice.
        instead: Returns the result for one that did not end well, given why.
        jobs: How many at a time.
        seconds: How much of the processor each may take, so that a busy machine changes nothing.
    """
    context = get_context("fork")
    waiting = list(reversed(arguments))
    running: dict[Connection, tuple[str, BaseProcess, float]] = {}
    try:
        while waiting or running:
            while waiting and len(running) < jobs:
                argument = waiting.pop()
                receiver, sender = context.Pipe(duplex=False)
                process = context.Process(
                    target=_send, args=(sender, function, argument, seconds)
                )
                process.start()
                sender.close()
                end = monotonic() + _PATIENCE * seconds
                running[receiver] = argument, process, end
            until = min(end for _, _, end in running.values())
            ready = wait(list(running), timeout=max(0, until - monotonic()))
            for receiver in cast(list[Connection], ready):
                argument, worker, _ = running.pop(receiver)
                try:
                    yield receiver.recv()
                except EOFError:
                    worker.join()
                    yield instead(argument, _why(worker.exitcode, seconds))
                worker.join()
            for receiver, (argument, worker, end) in tuple(running.items()):
                if monotonic() >= end:
                    del running[receiver]
                    worker.kill()
                    worker.join()
                    yield instead(argument, _why(-SIGXCPU, seconds))
    finally:
        for _, worker, _ in running.values():
            worker.kill()
            worker.join()


def _why(code: int | None, seconds: float) -> str:
    if code == -SIGXCPU:
        return f"took longer than {seconds:g} s"
    return f"ended with {code}"


def _send(
    sender: Connection,
    function: Callable[[str], Any],
    argument: str,
    seconds: float,
) -> None:
    used = sum(getrusage(RUSAGE_SELF)[:2])
    limit = max(1, ceil(used + seconds))
    setrlimit(RLIMIT_CPU, (limit, limit + 1))
    # Whoever started it says that it was interrupted.
    with suppress(KeyboardInterrupt):
        sender.send(function(argument))
