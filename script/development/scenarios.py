"""Play scenarios against a real Home Assistant and a real server."""

from collections.abc import Iterable
from pathlib import Path
import shutil
from tempfile import TemporaryDirectory
from typing import Final

from aiohttp import ClientSession

from script.integration.integration import Integration

from . import DevelopmentError
from .announcement import can_announce
from .api import FLOWS, Api, create_user, until_listening, until_running
from .counterparts import Scenario, counterpart, simulated_clouds
from .credentials import learn
from .forms import fields, hides
from .home_assistant import ADDRESS, LOG, free_port, prepare, program
from .outcomes import outcome
from .ports import free_pair
from .processes import running
from .stage import Stage
from .subject import platforms, service_type, steps, without_device

KEPT_LOG: Final = Path("build", "scenario.log")


def playable(integration: Integration) -> list[str]:
    """Return the names of the scenarios that an integration has what they need for."""
    present = steps(integration)
    if not service_type(integration):
        present.discard("zeroconf")
    there = platforms(integration)
    other = counterpart(integration)
    return [
        name
        for name, scenario in (other.scenarios.items() if other else ())
        if scenario.step in {"", *present} and scenario.platform in {"", *there}
    ]


async def run_scenarios(names: Iterable[str], integration: Integration) -> None:
    """Run scenarios on a new Home Assistant, each with a counterpart of its own.

    Raises DevelopmentError if a step does not end as it should.
    """
    with TemporaryDirectory(prefix="home-assistant-") as path:
        folder, port, other_port = Path(path), free_port(), free_pair()
        prepare(folder, port, level="debug")
        other = counterpart(integration)
        addresses = simulated_clouds(integration, other_port)
        try:
            async with running(program(folder, addresses)), ClientSession() as session:
                api = await _start(session, f"http://{ADDRESS}:{port}")
                if not other:
                    await show_forms(api, integration)
                    return
                credentials = await learn(api, integration.domain)
                for name in names:
                    if name == "discovery" and not await can_announce():
                        print(f"{name}: left out, this machine has no multicast")
                        continue
                    async with other.fresh(credentials, other_port) as simulator:
                        stage = Stage(api, folder, integration, credentials, simulator)
                        await _play(name, other.scenarios[name], stage)
        except DevelopmentError as err:
            KEPT_LOG.parent.mkdir(exist_ok=True)
            shutil.copyfile(folder / LOG, KEPT_LOG)
            raise DevelopmentError(f"{err} (Home Assistant's log: {KEPT_LOG})") from err


async def show_forms(api: Api, integration: Integration) -> None:
    """Show the form that adds an integration, and what would be needed for more.

    Raises DevelopmentError, as nothing is tried.
    """
    form = await api.post(FLOWS, {"handler": integration.domain})
    print(f"user\n    {outcome(form)}")
    for field in fields(form):
        needed = "required" if field.get("required") else "optional"
        print(f"    {field['name']:<30} {needed}{', hidden' * hides(field)}")
    if form["type"] != "abort":
        await api.delete(f"{FLOWS}/{form['flow_id']}")
    raise DevelopmentError(without_device(integration))


async def _start(session: ClientSession, url: str) -> Api:
    print(f"Home Assistant: starting at {url} …", flush=True)
    await until_listening(session, url)
    api = await create_user(session, url)
    await until_running(api)
    return api


async def _play(name: str, scenario: Scenario, stage: Stage) -> None:
    print(name, flush=True)
    try:
        await scenario.play(stage)
        await stage.clear()
    except DevelopmentError as err:
        raise DevelopmentError(f"{name}: {err}") from err
