"""A Home Assistant to work with, in a folder that stays."""

import asyncio
from collections.abc import Coroutine
from contextlib import AsyncExitStack
from pathlib import Path
import sys
from typing import Final

from aiohttp import ClientSession

from script.integration.integration import Integration
from script.simulator.announce import announced
from script.simulator.device import Device
from script.simulator.manual import manual
from script.simulator.server import PORT as DEVICE_PORT, run_simulator

from . import DevelopmentError, home_assistant
from .announcement import can_announce
from .api import (
    PASSWORD,
    USERNAME,
    Api,
    create_user,
    has_user,
    log_in,
    until_listening,
    until_running,
)
from .browser import open_page
from .credentials import learn
from .home_assistant import ADDRESS, free_port, prepare, reserved
from .processes import running
from .subject import service_type

FOLDER: Final = Path("config")
PORT: Final = 8123


async def run_session(integration: Integration) -> None:
    """Run Home Assistant and the simulated device until told to end.

    Raises DevelopmentError if Home Assistant ends otherwise.
    """
    with reserved(FOLDER):
        _check_device_ports()
        await _run(integration)


def _check_device_ports() -> None:
    """Raise DevelopmentError if the device cannot have its port, or its control API the next."""
    for port in (DEVICE_PORT, DEVICE_PORT + 1):
        if free_port(port) != port:
            raise DevelopmentError(
                f"something listens on port {port} already, which the simulated device needs; "
                "end that first"
            )


async def _run(integration: Integration) -> None:
    port = free_port(PORT)
    url = f"http://{ADDRESS}:{port}"
    loggers = integration.manifest.get("loggers", [])
    debug = [f"homeassistant.components.{integration.domain}", *loggers]
    prepare(FOLDER, port, debug=debug)
    kind = service_type(integration) if await can_announce() else None
    # It lets everybody in until the integration's form shows what to ask for, so that the
    # entry of an earlier run finds it.
    device = Device(auth="none")
    async with AsyncExitStack() as stack:
        enter = stack.enter_async_context
        simulator = await enter(run_simulator(device, port=DEVICE_PORT))
        programs = await enter(running(home_assistant.program(FOLDER)))
        session = await enter(ClientSession())
        print(f"Home Assistant: starting at {url} …", flush=True)
        if kind:
            await enter(announced(device, simulator.api, kind))
        await until_listening(session, url)
        api = await _to_the_end(_user(session, url))
        device.auth = (await learn(api, integration.domain)).auth
        name = integration.manifest["name"]
        print(manual(simulator), _manual(url, name, discovered=bool(kind)), sep="\n")
        sys.stdout.flush()
        await open_page(url)
        await asyncio.wait(programs)


async def _user(session: ClientSession, url: str) -> Api:
    """Return the API for the development user, once Home Assistant runs."""
    log_in_or_create = log_in if await has_user(session, url) else create_user
    api = await log_in_or_create(session, url)
    await until_running(api)
    return api


async def _to_the_end[T](job: Coroutine[None, None, T]) -> T:
    """Finish a job before giving in to Ctrl-C.

    Until it is running, Home Assistant does not end in order: it would forget the user that
    has been made, but not that one has been.
    """
    task = asyncio.ensure_future(job)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await task
        raise


def _manual(url: str, integration: str, *, discovered: bool) -> str:
    """Return what to open and what to type."""
    or_choose = (
        "\nOr choose the device, which shows there as discovered." if discovered else ""
    )
    return f"""
Home Assistant
  open       {url}
  user       {USERNAME}
  password   {PASSWORD}
  log        {FOLDER / home_assistant.LOG}

Choose Settings > Devices & services > Add integration, {integration},
and type what stands above of the device.{or_choose}

Ctrl-C ends both."""
