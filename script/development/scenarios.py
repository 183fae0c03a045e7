"""The flows, each driven end to end against a real Home Assistant and a real device server."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from secrets import token_urlsafe
import shutil
from tempfile import TemporaryDirectory
from typing import Final

from aiohttp import ClientSession

from script.simulator.announce import announced
from script.simulator.device import Device
from script.simulator.server import run_simulator

from . import DevelopmentError
from .announcement import can_announce
from .api import (
    ENTRIES,
    OPTIONS_FLOWS,
    Api,
    create_user,
    until_listening,
    until_running,
)
from .home_assistant import ADDRESS, LOG, free_port, prepare, program
from .processes import running
from .results import prefilled
from .stage import ALLOW_CONTROL, HOST, TOKEN, Stage

OTHER_ACCOUNT: Final = "user-0815"
KEPT_LOG: Final = Path("build", "scenario.log")


async def user(stage: Stage) -> None:
    """Add the device by hand."""
    host, token = stage.simulator.host, stage.simulator.device.token
    nowhere = f"{ADDRESS}:{free_port()}"

    descriptions = await stage.api.command("integration/descriptions")
    listed = stage.domain in descriptions["core"]["integration"]
    stage.expect("listed among core's own", listed, True)
    flow = await stage.open("Add integration", "form user", handler=stage.domain)
    stage.expect("its fields", prefilled(flow.form), {HOST: None, TOKEN: None})

    typed = {HOST: nowhere, TOKEN: token}
    form = await stage.answer("wrong host", flow, typed, "form user, cannot_connect")
    stage.expect("its fields", prefilled(form), {HOST: nowhere, TOKEN: None})

    typed = {HOST: host, TOKEN: token_urlsafe()}
    form = await stage.answer("wrong token", flow, typed, "form user, invalid_auth")
    stage.expect("its fields", prefilled(form), {HOST: host, TOKEN: None})

    await stage.finish(flow)
    await stage.until_entities(["sensor", "switch"])
    await stage.until_agreed()
    await stage.until_stored(host)

    flow = await stage.open("Add integration", "form user", handler=stage.domain)
    typed = {HOST: host, TOKEN: token}
    await stage.answer("once more", flow, typed, "abort already_configured")


async def reauth(stage: Stage) -> None:
    """Rotate the token under the integration, and put it right again."""
    device = stage.simulator.device
    account, old_token = device.user_id, device.token
    await stage.add()

    device.token = token_urlsafe()
    await stage.call("homeassistant/update_entity", "sensor")
    flow = await stage.opened("token rotated, next poll", "reauth_confirm", "reauth")
    stage.expect("its fields", prefilled(flow.form), {TOKEN: None})
    typed = {TOKEN: old_token}
    await stage.answer("old token", flow, typed, "form reauth_confirm, invalid_auth")
    device.user_id = OTHER_ACCOUNT
    typed = {TOKEN: device.token}
    await stage.answer("another account's token", flow, typed, "abort wrong_account")

    device.user_id = account
    await stage.api.post(f"{ENTRIES}/{stage.entry_id}/reload")
    flow = await stage.opened("entry reloaded", "reauth_confirm", "reauth")
    await stage.answer("right token", flow, typed, "abort reauth_successful")
    await stage.until_loaded()
    await stage.until_agreed()
    await stage.until_stored(stage.simulator.host)


async def reconfigure(stage: Stage) -> None:
    """Give the device another address, and keep its token."""
    device, host = stage.simulator.device, stage.simulator.host
    await stage.add()

    about = {"handler": stage.domain, "entry_id": stage.entry_id}
    flow = await stage.open("Reconfigure", "form reconfigure", **about)
    stage.expect("its fields", prefilled(flow.form), {HOST: host, TOKEN: None})
    typed = {HOST: f"{ADDRESS}:{free_port()}"}
    await stage.answer("wrong host", flow, typed, "form reconfigure, cannot_connect")
    typed = {HOST: host, TOKEN: token_urlsafe()}
    await stage.answer("wrong token", flow, typed, "form reconfigure, invalid_auth")
    async with run_simulator(replace(device, user_id=OTHER_ACCOUNT)) as other:
        typed = {HOST: other.host}
        await stage.answer("another account", flow, typed, "abort wrong_account")
    await stage.until_stored(host)

    async with run_simulator(replace(device)) as moved:
        flow = await stage.open("Reconfigure", "form reconfigure", **about)
        typed = {HOST: moved.host}
        await stage.answer("host alone", flow, typed, "abort reconfigure_successful")
        await stage.until_loaded()
        await stage.until_stored(moved.host)


async def options(stage: Stage) -> None:
    """Forbid control of the device, and allow it again."""
    await stage.add()

    async def set_control(step: str, allowed: bool) -> None:
        flow = await stage.open(
            "Configure", "form init", OPTIONS_FLOWS, handler=stage.entry_id
        )
        stage.expect("its fields", prefilled(flow.form), {ALLOW_CONTROL: not allowed})
        await stage.answer(step, flow, {ALLOW_CONTROL: allowed}, "created")

    await set_control("control forbidden", False)
    await stage.until_entities(["sensor"])
    await set_control("control allowed", True)
    await stage.until_entities(["sensor", "switch"])
    for service, on in (("turn_off", False), ("turn_on", True)):
        await stage.call(f"switch/{service}", "switch")
        stage.expect(f"relay after {service}", stage.simulator.device.relay, on)


async def discovery(stage: Stage) -> None:
    """Let the device announce itself."""
    device, host = stage.simulator.device, stage.simulator.host
    async with announced(device, stage.simulator.api):
        flow = await stage.opened("announced", "discovery_confirm", "zeroconf")
        stage.expect("its fields", prefilled(flow.form), {TOKEN: None})
        typed, error = {TOKEN: token_urlsafe()}, "form discovery_confirm, invalid_auth"
        await stage.answer("wrong token", flow, typed, error)
        await stage.finish(flow)
        await stage.until_stored(host)

        await stage.api.delete(f"{ENTRIES}/{stage.entry_id}")
        await stage.opened("entry removed", "discovery_confirm", "zeroconf")
        await stage.add()
        await stage.until("discoveries", lambda: stage.open_steps("zeroconf"), [])
    async with run_simulator(replace(device)) as moved, announced(device, moved.api):
        await stage.until_stored(moved.host)
        await stage.until_loaded()


SCENARIOS: Final[Mapping[str, Callable[[Stage], Awaitable[None]]]] = {
    scenario.__name__: scenario
    for scenario in (user, reauth, reconfigure, options, discovery)
}


async def run_scenarios(names: Iterable[str], domain: str) -> None:
    """Run scenarios on a new Home Assistant, each with a device of its own.

    Raises DevelopmentError if a step does not end as it should.
    """
    with TemporaryDirectory(prefix="home-assistant-") as path:
        folder, port = Path(path), free_port()
        prepare(folder, port, level="debug")
        try:
            async with running(program(folder)), ClientSession() as session:
                api = await _start(session, f"http://{ADDRESS}:{port}")
                for name in names:
                    if SCENARIOS[name] is discovery and not await can_announce():
                        print(f"{name}: left out, this machine has no multicast")
                    else:
                        await _run(name, api, folder, domain)
        except DevelopmentError as err:
            KEPT_LOG.parent.mkdir(exist_ok=True)
            shutil.copyfile(folder / LOG, KEPT_LOG)
            raise DevelopmentError(f"{err} (Home Assistant's log: {KEPT_LOG})") from err


async def _start(session: ClientSession, url: str) -> Api:
    print(f"Home Assistant: starting at {url} …", flush=True)
    await until_listening(session, url)
    api = await create_user(session, url)
    await until_running(api)
    return api


async def _run(name: str, api: Api, folder: Path, domain: str) -> None:
    print(name, flush=True)
    async with run_simulator(Device(token=token_urlsafe())) as simulator:
        stage = Stage(api, folder, domain, simulator)
        try:
            await SCENARIOS[name](stage)
            await stage.clear()
        except DevelopmentError as err:
            raise DevelopmentError(f"{name}: {err}") from err
