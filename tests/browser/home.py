"""A Home Assistant at its start, with its page open and what the integration talks to beside it."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
import json
from pathlib import Path
from random import randrange
from typing import Final

from aiohttp import ClientSession
from playwright.async_api import Browser, BrowserContext, Locator, Route, expect

from script import ROOT
from script.development.api import Api, create_user, until_listening, until_running
from script.development.counterparts import counterpart, simulated_clouds
from script.development.credentials import learn
from script.development.home_assistant import (
    ADDRESS,
    CONFIGURATION,
    free_port,
    prepare,
    program,
)
from script.development.ports import DEFAULT, free_pair
from script.development.processes import running
from script.development.stage import Stage
from script.integration.integration import Integration

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
class Home:
    """Where a journey takes place.

    Attributes:
        stage: Home Assistant's API, what the integration talks to, and its entry.
        visitor: Who travels.
    """

    stage: Stage
    visitor: Visitor

    @property
    def overview(self) -> str:
        """Return the path of the page of all integrations."""
        return "/config/integrations/dashboard"

    @property
    def own_page(self) -> str:
        """Return the path of the integration's page."""
        return f"/config/integrations/integration/{self.stage.domain}"

    @property
    def entry(self) -> Locator:
        """Return the row of the entry, on the integration's page."""
        return self.visitor.window.locator("ha-config-entry-row")

    @property
    def menu(self) -> Locator:
        """Return the button that opens the menu of the entry."""
        return self.entry.get_by_role("button", name="Menu").first

    @property
    def devices(self) -> Locator:
        """Return the rows of the entry's devices."""
        return self.visitor.window.locator("ha-config-entry-device-row")

    @property
    def card(self) -> Locator:
        """Return the card of a flow that nobody asked for, on the page of all integrations."""
        return self.visitor.window.locator(
            "ha-config-flow-card", has_text=self.stage.simulator.name
        )

    async def choose_integration(self) -> None:
        """Choose the integration to add, on the page of all integrations."""
        visitor, name = self.visitor, self.stage.integration.manifest["name"]
        await visitor.go(self.overview)
        await visitor.press(visitor.button("Add integration"))
        await visitor.window.locator("input:focus").press_sequentially(name)
        found = visitor.window.locator("ha-integration-list-item", has_text=name)
        await visitor.looks_over("integrations to choose from")
        await visitor.press(found)

    async def visit_entry(self) -> None:
        """Set it up, and open the integration's page."""
        await self.stage.add()
        await self.visitor.go(self.own_page)
        await expect(self.entry).to_be_visible()
        await self.visitor.looks_over("integration")

    async def visit_device(self, name: str) -> None:
        """Open the page of a device, from the integration's page."""
        await self.visitor.go(self.own_page)
        row = self.devices.filter(has_text=name)
        await self.visitor.press(row.get_by_role("button").first)
        rows = self.visitor.window.locator("ha-config-device-page .container")
        await expect(rows).to_be_visible()


@asynccontextmanager
async def opened(
    browser: Browser,
    folder: Path,
    integration: Integration,
    *,
    discovers: bool = False,
    pictures: Path | None = None,
    tree: Path | None = None,
) -> AsyncGenerator[Home]:
    """Run Home Assistant on a new folder and what the integration talks to, and open the page.

    Args:
        browser: Shows the page.
        folder: Home Assistant's configuration folder.
        integration: What is visited.
        discovers: Whether it looks for devices. It finds those of other tests as well.
        pictures: Folder for pictures of what is seen, if any are wanted.
        tree: The tree that the integration is in, if not this one.
    """
    port = free_port(randrange(*PORTS))
    # On a picture it is always the same, and else no other test's.
    other_port = DEFAULT.device if pictures else free_pair()
    url = f"http://{ADDRESS}:{port}"
    if not discovers:
        text = CONFIGURATION.format(level="warning", loggers="")
        (folder / "configuration.yaml").write_text(text.replace("zeroconf:\n", ""))
    prepare(folder, port)
    clouds = simulated_clouds(integration, other_port)
    home_assistant = replace(program(folder, clouds), tree=tree)
    async with running(home_assistant), ClientSession() as session:
        await until_listening(session, url)
        api = await create_user(session, url)
        await until_running(api)
        credentials = await learn(api, integration.domain)
        beside = counterpart(integration)
        assert beside, f"nothing is simulated that {integration.domain} talks to"
        async with (
            beside.at(DEFAULT)
            if pictures
            else beside.fresh(credentials, other_port) as simulator,
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
            simulator.ask_for(credentials.auth)
            await _prepare(context, api)
            visitor = Visitor(
                await context.new_page(),
                integration.domain,
                {simulator.secret},
                pictures=pictures,
            )
            stage = Stage(api, folder, integration, credentials, simulator)
            yield Home(stage, visitor)


async def _prepare(context: BrowserContext, api: Api) -> None:
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
