"""Prepare Home Assistant's configuration folder, and run it."""

from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager, suppress
from fcntl import LOCK_EX, LOCK_NB, flock
import json
from pathlib import Path
import socket
from typing import Any, Final

from . import DevelopmentError
from .processes import Program, python

ADDRESS: Final = "127.0.0.1"
LOG: Final = "console.log"
HTTP: Final = ".storage/http"
# What Home Assistant ends with when it wants to be started again.
RESTART: Final = 100
# What the library answered, in the configuration folder
RECORDED: Final = "recorded.json"

CONFIGURATION: Final = """\
# Written by script/develop, once: change it as you like.
application_credentials:
config:
frontend:
recorder:
zeroconf:

logger:
  default: {level}
  logs: {{{loggers}}}
"""

# Onboarding's other steps ask for nothing that is needed here, and the one of the core
# configuration adds a weather forecast, radio stations and speech from the internet.
ONBOARDED: Final = ("core_config", "analytics", "integration")


def program(
    folder: Path,
    addresses: Mapping[str, str] | None = None,
    *,
    ports: Mapping[str, int] | None = None,
    record: str | None = None,
) -> Program:
    """Return Home Assistant on a prepared folder.

    Args:
        folder: Holds its configuration.
        addresses: What code has as addresses of clouds that are only examples, each with what stands for it.
        ports: Addresses of which every port stands for one of this machine.
        record: The integration whose library's answers are to be written to the folder, if any are.
    """
    options = (
        *(f"--instead={here}={there}" for here, there in (addresses or {}).items()),
        *(f"--lead={host}={port}" for host, port in (ports or {}).items()),
        *((f"--record={record}",) if record else ()),
    )
    return Program(
        name="Home Assistant",
        command=python("script.development.core", str(folder), *options),
        log=folder / LOG,
        restart=RESTART,
    )


@contextmanager
def reserved(folder: Path) -> Generator[None]:
    """Keep other runs out of a folder.

    Raises DevelopmentError if there is one.
    """
    folder.mkdir(exist_ok=True)
    with (folder / ".develop.lock").open("a") as file:
        try:
            flock(file, LOCK_EX | LOCK_NB)
        except BlockingIOError as err:
            raise DevelopmentError(
                f"it already runs on {folder}; end that first"
            ) from err
        yield


def prepare(
    folder: Path, port: int, level: str = "warning", debug: Iterable[str] = ()
) -> None:
    """Write what Home Assistant starts from, keeping all that an earlier run left.

    Its HTTP server listens on a port of this machine alone. That setting goes straight into
    the storage, since one in YAML is taken back after five minutes unless confirmed; in the
    first version of the storage's format, which Home Assistant completes by itself.
    """
    storage = folder / ".storage"
    storage.mkdir(parents=True, exist_ok=True)
    http = {"server_host": [ADDRESS], "server_port": port}
    (folder / HTTP).write_text(_stored("http", 1, http))
    _write_once(storage / "onboarding", _stored("onboarding", 4, {"done": ONBOARDED}))
    loggers = ", ".join(f"{name}: debug" for name in debug)
    _write_once(
        folder / "configuration.yaml",
        CONFIGURATION.format(level=level, loggers=loggers),
    )


def last_port(folder: Path) -> int | None:
    """Return the port of the last run on a folder, if there was one."""
    with suppress(OSError, ValueError, LookupError, TypeError):
        return int(json.loads((folder / HTTP).read_text())["data"]["server_port"])
    return None


def free_port(preferred: int = 0) -> int:
    """Return the port preferred, or a free one where something listens on it already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ADDRESS, preferred))
        except OSError:
            return free_port()
        port: int = probe.getsockname()[1]
        return port


def _stored(key: str, version: int, data: Mapping[str, Any]) -> str:
    return json.dumps(
        {"version": version, "minor_version": 1, "key": key, "data": data}
    )


def _write_once(path: Path, text: str) -> None:
    with suppress(FileExistsError), path.open("x") as file:
        file.write(text)
