"""Drive each flow end to end against a real Home Assistant and a real device server."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from secrets import token_hex, token_urlsafe
import shutil
from tempfile import TemporaryDirectory
from typing import Final

from aiohttp import ClientSession

from script.integration.integration import Integration
from script.simulator.announce import announced
from script.simulator.auth import account
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
from .credentials import Credentials, learn
from .home_assistant import ADDRESS, LOG, free_port, prepare, program
from .outcomes import prefilled
from .processes import running
from .stage import ALLOW_CONTROL, HOST, Stage
from .subject import platforms, service_type, steps

OTHER_ACCOUNT: Final = "user-0815"
OTHER_SERIAL: Final = "MD-0815"
KEPT_LOG: Final = Path("build", "scenario.log")


async def user(stage: Stage) -> None:
    """Add the device by hand."""
    host = stage.simulator.host
    nowhere = f"{ADDRESS}:{free_port()}"

    descriptions = await stage.api.command("integration/descriptions")
    listed = stage.domain in descriptions["core"]["integration"]
    stage.expect("listed among core's own", listed, True)
    flow = await stage.open("Add integration", "form user", handler=stage.domain)
    stage.expect("its fields", prefilled(flow.form), {HOST: None} | stage.blank)

    typed = {HOST: nowhere} | stage.right()
    form = await stage.answer("wrong host", flow, typed, "form user, cannot_connect")
    stage.expect("its fields", prefilled(form), {HOST: nowhere} | stage.known)

    if form := await stage.answer_wrongly(flow, {HOST: host}):
        stage.expect("its fields", prefilled(form), {HOST: host} | stage.known)

    await stage.finish(flow)
    await stage.until_entities(platforms(stage.integration))
    await stage.until_agreed()
    await stage.until_stored(host)

    flow = await stage.open("Add integration", "form user", handler=stage.domain)
    typed = {HOST: host} | stage.right()
    await stage.answer("once more", flow, typed, "abort already_configured")


async def reauth(stage: Stage) -> None:
    """Change the secret under the integration, and put it right again."""
    device, kind = stage.simulator.device, stage.credentials.auth
    owner, old_secret = device.user_id, device.secret
    await stage.add()

    device.secret = token_urlsafe()
    await stage.call("homeassistant/update_entity", "sensor")
    flow = await stage.opened(f"{kind} changed, next poll", "reauth_confirm", "reauth")
    stage.expect("its fields", prefilled(flow.form), stage.known)
    typed, error = stage.right(old_secret), "form reauth_confirm, invalid_auth"
    await stage.answer(f"old {kind}", flow, typed, error)
    device.user_id = OTHER_ACCOUNT
    typed = stage.right()
    await stage.answer("another account", flow, typed, "abort wrong_account")

    device.user_id = owner
    await stage.api.post(f"{ENTRIES}/{stage.entry_id}/reload")
    flow = await stage.opened("entry reloaded", "reauth_confirm", "reauth")
    await stage.answer(f"right {kind}", flow, typed, "abort reauth_successful")
    await stage.until_loaded()
    await stage.until_agreed()
    await stage.until_stored(stage.simulator.host)


async def reconfigure(stage: Stage) -> None:
    """Give the device another address, and keep its secret."""
    device, host = stage.simulator.device, stage.simulator.host
    kept = {name: value for name, value in stage.known.items() if value}
    await stage.add()

    about = {"handler": stage.domain, "entry_id": stage.entry_id}
    flow = await stage.open("Reconfigure", "form reconfigure", **about)
    stage.expect("its fields", prefilled(flow.form), {HOST: host} | stage.known)
    typed = {HOST: f"{ADDRESS}:{free_port()}"} | kept
    await stage.answer("wrong host", flow, typed, "form reconfigure, cannot_connect")
    await stage.answer_wrongly(flow, {HOST: host})
    another = replace(device, user_id=OTHER_ACCOUNT, serial=OTHER_SERIAL)
    async with run_simulator(another) as other:
        typed = {HOST: other.host} | kept
        reason = "wrong_account" if account(device) else "wrong_device"
        await stage.answer("another device", flow, typed, f"abort {reason}")
    await stage.until_stored(host)

    async with run_simulator(replace(device)) as moved:
        flow = await stage.open("Reconfigure", "form reconfigure", **about)
        typed = {HOST: moved.host} | kept
        await stage.answer("new host", flow, typed, "abort reconfigure_successful")
        await stage.until_loaded()
        await stage.until_stored(moved.host)


async def options(stage: Stage) -> None:
    """Forbid control of the device, and allow it again."""
    kinds = platforms(stage.integration)
    await stage.add()

    async def set_control(step: str, allowed: bool) -> None:
        flow = await stage.open(
            "Configure", "form init", OPTIONS_FLOWS, handler=stage.entry_id
        )
        stage.expect("its fields", prefilled(flow.form), {ALLOW_CONTROL: not allowed})
        await stage.answer(step, flow, {ALLOW_CONTROL: allowed}, "created")

    await set_control("control forbidden", False)
    await stage.until_entities([kind for kind in kinds if kind != "switch"])
    await set_control("control allowed", True)
    await stage.until_entities(kinds)
    for service, on in (("turn_off", False), ("turn_on", True)):
        await stage.call(f"switch/{service}", "switch")
        stage.expect(f"relay after {service}", stage.simulator.device.relay, on)


async def discovery(stage: Stage) -> None:
    """Let the device announce itself."""
    device, host = stage.simulator.device, stage.simulator.host
    kind = service_type(stage.integration)
    assert kind
    async with announced(device, stage.simulator.api, kind):
        flow = await stage.opened("announced", "discovery_confirm", "zeroconf")
        stage.expect("its fields", prefilled(flow.form), stage.blank)
        await stage.answer_wrongly(flow, {})
        await stage.finish(flow)
        await stage.until_stored(host)

        await stage.api.delete(f"{ENTRIES}/{stage.entry_id}")
        await stage.opened("entry removed", "discovery_confirm", "zeroconf")
        await stage.add()
        await stage.until("discoveries", lambda: stage.open_steps("zeroconf"), [])
    async with (
        run_simulator(replace(device)) as moved,
        announced(device, moved.api, kind),
    ):
        await stage.until_stored(moved.host)
        await stage.until_loaded()


@dataclass(frozen=True)
class Scenario:
    """One flow to drive.

    Attributes:
        step: With what the flow begins; an integration without it has no such flow.
    """

    play: Callable[[Stage], Awaitable[None]]
    step: str


SCENARIOS: Final[Mapping[str, Scenario]] = {
    "user": Scenario(user, "user"),
    "reauth": Scenario(reauth, "reauth"),
    "reconfigure": Scenario(reconfigure, "reconfigure"),
    "options": Scenario(options, "init"),
    "discovery": Scenario(discovery, "zeroconf"),
}


def playable(integration: Integration) -> list[str]:
    """Return the names of the scenarios that an integration has a flow for."""
    present = steps(integration)
    if not service_type(integration):
        present.discard("zeroconf")
    return [name for name, scenario in SCENARIOS.items() if scenario.step in present]


async def run_scenarios(names: Iterable[str], integration: Integration) -> None:
    """Run scenarios on a new Home Assistant, each with a device of its own.

    Raises DevelopmentError if a step does not end as it should.
    """
    with TemporaryDirectory(prefix="home-assistant-") as path:
        folder, port = Path(path), free_port()
        prepare(folder, port, level="debug")
        try:
            async with running(program(folder)), ClientSession() as session:
                api = await _start(session, f"http://{ADDRESS}:{port}")
                credentials = await learn(api, integration.domain)
                for name in names:
                    if name == "discovery" and not await can_announce():
                        print(f"{name}: left out, this machine has no multicast")
                        continue
                    async with run_simulator(_device(credentials)) as simulator:
                        await _play(
                            name,
                            Stage(api, folder, integration, credentials, simulator),
                        )
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


def _device(credentials: Credentials) -> Device:
    """Return a device that is no other run's."""
    number = token_hex(4)
    return Device(
        auth=credentials.auth,
        secret=token_urlsafe(),
        user_id=f"user-{number}",
        serial=f"MD-{number}",
    )


async def _play(name: str, stage: Stage) -> None:
    print(name, flush=True)
    try:
        await SCENARIOS[name].play(stage)
        await stage.clear()
    except DevelopmentError as err:
        raise DevelopmentError(f"{name}: {err}") from err
