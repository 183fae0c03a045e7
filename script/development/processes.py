"""Run programs beside this one, which end with it."""

import asyncio
from asyncio.subprocess import DEVNULL, Process
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
import os
from pathlib import Path
import signal
import sys
from typing import Final

from . import DevelopmentError

LINES_OF_LOG: Final = 25
SECONDS_TO_STOP: Final = 30


@dataclass(frozen=True, kw_only=True)
class Program:
    """A program to run.

    Attributes:
        name: What it is, at the start of a sentence.
        command: It with its arguments.
        log: What receives its output and errors.
        environment: What it finds in its environment beside what this process has there.
        tree: The tree to run it in, None being the one that this is in.
        restart: Exit code with which it asks to be started again.
    """

    name: str
    command: tuple[str, ...]
    log: Path
    environment: Mapping[str, str] = field(default_factory=dict, repr=False)
    tree: Path | None = None
    restart: int | None = None


def python(module: str, *arguments: str) -> tuple[str, ...]:
    """Return the command that runs a Python module."""
    return sys.executable, "-m", module, *arguments


@asynccontextmanager
async def running(*programs: Program) -> AsyncGenerator[list[asyncio.Task[None]]]:
    """Run programs as long as the context, and yield a task for each that is done when it ended well.

    Raises DevelopmentError, in the midst of what goes on in the context, if one ends otherwise.
    """
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(_run(program)) for program in programs]
            yield tasks
            for task in tasks:
                task.cancel()
    except ExceptionGroup as errors:
        raise errors.exceptions[0] from None


async def _run(program: Program) -> None:
    code = program.restart
    while code == program.restart:
        with program.log.open("wb") as log:
            try:
                process = await asyncio.create_subprocess_exec(
                    *program.command,
                    cwd=program.tree,
                    env={**_environment(program.tree), **program.environment},
                    stdin=DEVNULL,
                    stdout=log,
                    stderr=log,
                    # Ctrl-C is to reach it through this process alone.
                    start_new_session=True,
                )
            except OSError as err:
                raise DevelopmentError(f"{program.command[0]}: {err.strerror}") from err
        try:
            code = await process.wait()
        finally:
            await _stop(process)
    if code:
        text = program.log.read_text(errors="replace")
        raise DevelopmentError(
            "\n".join(
                (
                    f"{program.name} ended with exit code {code}. The end of {program.log}:",
                    *text.splitlines()[-LINES_OF_LOG:],
                )
            )
        )


async def _stop(process: Process) -> None:
    """End a process, and what it started."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
    try:
        async with asyncio.timeout(SECONDS_TO_STOP):
            await process.wait()
    except TimeoutError:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        await process.wait()


def _environment(tree: Path | None) -> dict[str, str]:
    """Return an environment with a tree's libraries.

    In it Python keeps what it compiles, since Home Assistant takes 10 s to.
    """
    kept = {
        name: value
        for name, value in os.environ.items()
        if name != "PYTHONDONTWRITEBYTECODE"
    }
    libraries = tree.glob("companion/library/*/src") if tree else ()
    return kept | ({"PYTHONPATH": os.pathsep.join(map(str, libraries))} if tree else {})
