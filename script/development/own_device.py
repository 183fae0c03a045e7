"""Reach the author's own device, or run the server that they made to stand for it."""

import argparse
import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
import os
from pathlib import Path
import re
import shlex
import sys
from typing import Final

from . import DevelopmentError
from .home_assistant import ADDRESS, free_port
from .processes import Program, running

# Where Home Assistant finds a fake server, and where it finds the same one as well. Whatever connects to any port of
# these is led to the one on which the server listens, so that a library may have a port of its own mind.
HERE: Final = "127.0.0.2"
MOVED: Final = "127.0.0.3"
# Where it finds nothing
NOWHERE: Final = "127.0.0.4"
LOG: Final = "device.log"
SECONDS_TO_LISTEN: Final = 30

_HOST: Final = re.compile(r"(https?://)?[\w.:\[\]-]+/?")


@dataclass(frozen=True, kw_only=True)
class OwnDevice:
    """What stands for itself, at a host, or is run by a command.

    Attributes:
        host: As the form of the integration takes it.
        moved: Where it is found as well, "" if nowhere.
        command: Runs it, with {port} for where it has to listen.
        port: Where it has to listen, 0 if it is not run here.
    """

    host: str
    moved: str = ""
    command: tuple[str, ...] = ()
    port: int = 0

    @property
    def ports(self) -> dict[str, int]:
        """Return the addresses of which every port stands for one of this machine."""
        here = {HERE: self.port, MOVED: self.port} if self.command else {}
        # Nothing listens there.
        return here | {NOWHERE: 1}

    @property
    def manual(self) -> str:
        """Return where it is found."""
        log = f"\n  log        {Path('config', LOG)}" if self.command else ""
        return f"""
Your {"server" if self.command else "device"}
  host       {self.host}{log}
  the rest   as it takes it"""


def own_device(text: str) -> OwnDevice:
    """Parse a host, or a command, which is told by a space or a slash in it."""
    if _HOST.fullmatch(text):
        return OwnDevice(host=text)
    try:
        command = tuple(shlex.split(text))
    except ValueError as err:
        raise argparse.ArgumentTypeError(f"{text!r}: {err}") from err
    if not command or not text.strip():
        raise argparse.ArgumentTypeError(
            'neither a host, such as 192.0.2.10, nor a command, such as "python fake.py"'
        )
    return OwnDevice(host=HERE, moved=MOVED, command=command, port=free_port())


@asynccontextmanager
async def served(
    device: OwnDevice,
    folder: Path,
    values: Mapping[str, str] | None = None,
    *,
    announces: bool = False,
) -> AsyncGenerator[None]:
    """Run the command of a device, if it has one, and go on once it listens.

    It finds in its environment PORT, where it has to listen; DEVICE_HOST, where Home Assistant finds it; what
    else is typed into the forms, such as DEVICE_PASSWORD; and ANNOUNCE, if it may announce itself.

    Raises DevelopmentError if it does not listen in time, or ends.
    """
    if not device.command:
        yield
        return
    port = str(device.port)
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    variables = {variable(name): value for name, value in (values or {}).items()}
    program = Program(
        name="Your server",
        command=tuple(each.replace("{port}", port) for each in device.command),
        log=folder / LOG,
        environment={
            **variables,
            variable("host"): device.host,
            "PORT": port,
            "PATH": path,
            **({"ANNOUNCE": "1"} if announces else {}),
        },
    )
    async with running(program) as tasks:
        await _until_listening(device.port, tasks)
        yield


def variable(field: str) -> str:
    """Return the name of the environment variable for what is typed into a field."""
    return f"DEVICE_{field.upper()}"


async def _until_listening(port: int, tasks: list[asyncio.Task[None]]) -> None:
    for _ in range(SECONDS_TO_LISTEN * 10):
        with suppress(OSError):
            _, writer = await asyncio.open_connection(ADDRESS, port)
            writer.close()
            return
        if all(task.done() for task in tasks):
            raise DevelopmentError(
                "your server ended by itself; it has to run until told to end"
            )
        await asyncio.sleep(0.1)
    raise DevelopmentError(
        f"your server does not listen on {ADDRESS}:{port} within {SECONDS_TO_LISTEN} seconds; "
        "it is told the port as {port} in its command, and as PORT in its environment"
    )
