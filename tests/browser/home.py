"""A Home Assistant at its start, with its page open and the simulated device beside it."""

from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, replace
import json
from pathlib import Path
from random import randrange
from secrets import token_hex, token_urlsafe
from typing import Final

from aiohttp import ClientSession
from playwright.async_api import Browser, BrowserContext, Route

from script import ROOT
from script.development.api import Api, create_user, until_listening, until_running
from script.development.counterparts import simulated_clouds
from script.development.credentials import Credentials, learn
from script.development.home_assistant import (
    ADDRESS,
    CONFIGURATION,
    free_port,
    prepare,
    program,
)
from script.development.ports import free_pair
from script.development.processes import running
from script.development.stage import Stage
from script.integration.integration import Integration
from script.simulator.device.server import PORT, Simulator, run_simulator
from script.simulator.device.state import Device
from script.simulator.simulated import Simulated

from .visitor import DESK, Visitor

# Below those that the system gives to whoever asks, as it takes a while until Home Assistant listens
PORTS: Final = (20_000, 30_000)
LANGUAGE: Final = "en-GB"
BRANDS: Final = "**/api/brands/**"
# Until when the page takes its access token for good, in ms. It is for as long as a journey takes.
NEVER: Final = 32_503_680_000_000
BLANK_IMAGE: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="48" height="48"></svg>'
)


@dataclass
class Home[S: Simulated = Simulator]:
    """Where a journey takes place.

    Attributes:
        stage: Home Assistant's API, what is simulated and its entry.
        visitor: Who travels.
    """

    stage: Stage[S]
    visitor: Visitor

    @property
    def device(self) -> Device:
        """Return the device's state, where it is one."""
        assert isinstance(self.stage.simulator, Simulator)
        return self.stage.simulator.device

    @property
    def overview(self) -> str:
        """Return the path of the page of all integrations."""
        return "/config/integrations/dashboard"

    @property
    def own_page(self) -> str:
        """Return the path of the integration's page."""
        return f"/config/integrations/integration/{self.stage.domain}"


@asynccontextmanager
async def opened[S: Simulated](
    browser: Browser,
    folder: Path,
    integration: Integration,
    simulate: Callable[[Credentials, int], AbstractAsyncContextManager[S]],
    *,
    discovers: bool = False,
    pictures: Path | None = None,
    tree: Path | None = None,
) -> AsyncGenerator[Home[S]]:
    """Run Home Assistant on a new folder and something simulated for it, and open the page.

    Args:
        browser: Shows the page.
        folder: Home Assistant's configuration folder.
        integration: What is visited.
        simulate: Runs what it talks to, which takes credentials and, if it matters on which, a port.
        discovers: Whether it looks for devices. It finds those of other tests as well.
        pictures: Folder for pictures of what is seen, if any are wanted.
        tree: The tree that the integration is in, if not this one.
    """
    port, other_port = free_port(randrange(*PORTS)), free_pair()
    url = f"http://{ADDRESS}:{port}"
    if not discovers:
        text = CONFIGURATION.format(level="warning", loggers="")
        (folder / "configuration.yaml").write_text(text.replace("zeroconf:\n", ""))
    prepare(folder, port)
    addresses = simulated_clouds(integration, other_port)
    home_assistant = replace(program(folder, addresses), tree=tree)
    async with running(home_assistant), ClientSession() as session:
        await until_listening(session, url)
        api = await create_user(session, url)
        await until_running(api)
        credentials = await learn(api, integration.domain)
        async with (
            simulate(credentials, other_port) as simulator,
            await browser.new_context(
                base_url=url,
                color_scheme="light",
                locale=LANGUAGE,
                reduced_motion="reduce",
                # It would answer in place of what is routed.
                service_workers="block",
                viewport=DESK,
            ) as context,
        ):
            await _prepare(context, api, integration)
            visitor = Visitor(
                await context.new_page(),
                integration.domain,
                {simulator.secret},
                pictures=pictures,
            )
            stage = Stage(api, folder, integration, credentials, simulator)
            yield Home(stage, visitor)


def simulated_device(
    credentials: Credentials, *, is_for_show: bool
) -> AbstractAsyncContextManager[Simulator]:
    """Run a device that is no other test's, or one that is always the same on a picture."""
    device = _device(credentials, is_for_show=is_for_show)
    return run_simulator(device, port=PORT if is_for_show else 0)


def _device(credentials: Credentials, *, is_for_show: bool) -> Device:
    """Return a device that is no other test's, or one that is always the same on a picture."""
    device = Device(auth=credentials.auth, secret=token_urlsafe())
    if is_for_show:
        return device
    number = token_hex(4)
    return replace(
        device,
        user_id=f"user-{number}",
        serial=f"MD-{number}",
        name=f"{device.name} {number}",
    )


async def _prepare(context: BrowserContext, api: Api, integration: Integration) -> None:
    """Log in, and let the brand images come from here, as Home Assistant's come from the internet."""
    tokens = {
        "access_token": api.access_token,
        "clientId": f"{api.url}/",
        "expires": NEVER,
        "expires_in": NEVER,
        "hassUrl": api.url,
        "refresh_token": "",
        "token_type": "Bearer",
    }
    stored = json.dumps(json.dumps(tokens))
    await context.add_init_script(f"localStorage.setItem('hassTokens', {stored})")
    images = ROOT / "companion" / "brands" / "core_integrations"

    async def draw(route: Route) -> None:
        domain, name = route.request.url.partition("?")[0].split("/")[-2:]
        image = images / domain / name
        if image.exists():
            await route.fulfill(path=image)
        else:
            await route.fulfill(body=BLANK_IMAGE, content_type="image/svg+xml")

    await context.route(BRANDS, draw)
