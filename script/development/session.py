"""A Home Assistant to work with, in a folder that stays."""

import asyncio
from collections.abc import Coroutine
import json
from pathlib import Path
from typing import Final

from aiohttp import ClientSession

from script import COMPONENTS
from script.simulator.server import PORT as DEVICE_PORT

from . import DevelopmentError, home_assistant
from .announcement import can_announce
from .api import (
    PASSWORD,
    USERNAME,
    create_user,
    has_user,
    until_listening,
    until_running,
)
from .home_assistant import ADDRESS, free_port, prepare, reserved
from .processes import Program, running

FOLDER: Final = Path("config")
PORT: Final = 8123


async def run_session(domain: str) -> None:
    """Run Home Assistant and the simulated device until one of them ends.

    Raises DevelopmentError if that is not because it was told to.
    """
    with reserved(FOLDER):
        _check_device_ports()
        await _run(domain)


def _check_device_ports() -> None:
    """Raise DevelopmentError if the device cannot have its port, or its control API the next."""
    for port in (DEVICE_PORT, DEVICE_PORT + 1):
        if free_port(port) != port:
            raise DevelopmentError(
                f"something listens on port {port} already, which the simulated device needs; "
                "end that first"
            )


async def _run(domain: str) -> None:
    port = free_port(PORT)
    url = f"http://{ADDRESS}:{port}"
    manifest = json.loads((COMPONENTS / domain / "manifest.json").read_text())
    debug = [f"homeassistant.components.{domain}", *manifest.get("loggers", [])]
    prepare(FOLDER, port, debug=debug)
    announces = await can_announce()
    device = Program(
        name="The simulated device",
        module="script.simulator",
        arguments=("--announce",) if announces else (),
        log=FOLDER / "device.log",
        shows_output=True,
    )
    async with (
        running(device, home_assistant.program(FOLDER)) as programs,
        ClientSession() as session,
    ):
        print(f"Home Assistant: starting at {url} …", flush=True)
        await until_listening(session, url)
        if not await has_user(session, url):
            await _to_the_end(_onboard(session, url))
        print(_manual(url, manifest["name"], announces), flush=True)
        await asyncio.wait(programs, return_when=asyncio.FIRST_COMPLETED)


async def _onboard(session: ClientSession, url: str) -> None:
    await until_running(await create_user(session, url))


async def _to_the_end(job: Coroutine[None, None, None]) -> None:
    """Finish a job before giving in to Ctrl-C.

    Until it is running, Home Assistant does not end in order: it would forget the user that
    has been made, but not that one has been.
    """
    task = asyncio.ensure_future(job)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await task
        raise


def _manual(url: str, integration: str, announces: bool) -> str:
    """Return what to open and what to type."""
    discovered = (
        "\nOr choose the device, which shows there as discovered." if announces else ""
    )
    return f"""
Home Assistant
  open       {url}
  user       {USERNAME}
  password   {PASSWORD}
  log        {FOLDER / home_assistant.LOG}

Choose Settings > Devices & services > Add integration, {integration},
and type the device's host and API token.{discovered}

Ctrl-C ends both."""
