"""Run a Home Assistant to work with, in a folder that stays."""

import asyncio
from collections.abc import Coroutine
from contextlib import AsyncExitStack, suppress
from pathlib import Path
import sys
from typing import Final

from aiohttp import ClientSession

from script.integration.integration import Integration
from script.simulator.announce import announced
from script.simulator.simulated import Local, Simulated

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
from .counterparts import Counterpart, counterpart, simulated_clouds
from .credentials import learn
from .home_assistant import ADDRESS, last_port, prepare, reserved
from .own_device import OwnDevice, served
from .ports import Ports, free_ports, ports_at
from .processes import running
from .subject import service_type, without_device

FOLDER: Final = Path("config")


async def run_session(
    integration: Integration, port: int | None = None, device: OwnDevice | None = None
) -> None:
    """Run Home Assistant and the simulated device, or the author's own, until told to end.

    Raises DevelopmentError if one of them ends otherwise, or Home Assistant cannot have the port.
    """
    with reserved(FOLDER):
        await _run(integration, port, device)


async def _simulator(
    stack: AsyncExitStack, other: Counterpart | None, wanted: int | None
) -> tuple[Simulated | None, Ports]:
    """Start the counterpart, if there is one, on ports that are free, and return them as well."""
    for ports in free_ports(wanted, last_port(FOLDER)):
        if not other:
            return None, ports
        # Another session may have been quicker.
        with suppress(OSError):
            return await stack.enter_async_context(other.at(ports)), ports
    taken = "no port is free any more"
    if wanted:
        taken = f"one of the ports {', '.join(map(str, ports_at(wanted).all))} is taken"
    raise DevelopmentError(f"{taken}; name another with --port")


async def _run(
    integration: Integration, wanted: int | None, device: OwnDevice | None
) -> None:
    loggers = integration.manifest.get("loggers", [])
    debug = [f"homeassistant.components.{integration.domain}", *loggers]
    kind = service_type(integration) if await can_announce() else None
    async with AsyncExitStack() as stack:
        enter = stack.enter_async_context
        other = None if device else counterpart(integration)
        simulator, ports = await _simulator(stack, other, wanted)
        url = f"http://{ADDRESS}:{ports.home_assistant}"
        prepare(FOLDER, ports.home_assistant, debug=debug)
        addresses = simulated_clouds(integration, ports.device)
        if device:
            await enter(served(device, FOLDER, announces=True))
        lead = device.ports if device else None
        program = home_assistant.program(FOLDER, addresses, ports=lead)
        programs = await enter(running(program))
        session = await enter(ClientSession())
        print(f"Home Assistant: starting at {url} …", flush=True)
        if kind and isinstance(simulator, Local):
            await enter(announced(simulator, kind))
        await until_listening(session, url)
        api = await _to_the_end(_user(session, url))
        if simulator:
            simulator.ask_for((await learn(api, integration.domain)).auth)
            print(simulator.manual)
        elif device:
            print(device.manual)
        else:
            print(f"\n{without_device(integration)}.")
        is_announced = bool(kind) and (simulator or (device and device.command))
        print(
            _manual(
                url,
                integration.manifest["name"],
                known=bool(simulator or device),
                discovered=bool(is_announced),
            )
        )
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


def _manual(url: str, integration: str, *, known: bool, discovered: bool) -> str:
    """Return what to open and what to type."""
    and_give = "\nand give what stands above." if known else ""
    or_choose = (
        "\nOr choose the device, which shows there as discovered." if discovered else ""
    )
    return f"""
Home Assistant
  open       {url}
  user       {USERNAME}
  password   {PASSWORD}
  log        {FOLDER / home_assistant.LOG}

Choose Settings > Devices & services > Add integration, {integration}{"," if known else "."}{and_give}{or_choose}

Ctrl-C ends {"both" if known else "it"}."""
