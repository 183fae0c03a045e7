"""Journeys of the owner of an account in a cloud that lets Home Assistant in with OAuth2."""

from collections.abc import AsyncGenerator
from pathlib import Path

from playwright.async_api import Browser, Page, expect
import pytest
import pytest_asyncio

from script.copying import copy_tree
from script.development import requirements
from script.development.authorization import enter_credentials
from script.development.cloud import poll
from script.integration.integration import Integration
from script.scaffold.make import put, tree_for
from script.scaffold.matrix import answers_for
from script.scaffold.models import MODELS, Auth
from script.simulator.cloud.server import Simulator
from script.translations.develop import develop_each

from .conftest import kept_if_failed
from .home import Home, opened

pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.timeout(300),
]

DOMAIN = "allowed_cloud"
MODEL = next(each for each in MODELS if Auth.OAUTH2 in each.auths)


@pytest.fixture(scope="session")
def authorized_tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a tree with an integration that is authorized with OAuth2."""
    root = tmp_path_factory.mktemp("authorized")
    copy_tree(root)
    answers = answers_for(DOMAIN, "Allowed Cloud", MODEL, Auth.OAUTH2, frozenset())
    put(root, tree_for(root, answers), answers)
    assert not develop_each(root / "homeassistant" / "components")
    return root


@pytest_asyncio.fixture(loop_scope="session")
async def authorized(
    socket_enabled: None,
    request: pytest.FixtureRequest,
    browser: Browser,
    tmp_path: Path,
    authorized_tree: Path,
) -> AsyncGenerator[Home]:
    """Return a Home Assistant that the cloud knows, with its page and an account."""
    requirements.provide()
    components = authorized_tree / "homeassistant" / "components"
    opening = opened(
        browser,
        tmp_path,
        Integration(components / DOMAIN),
        tree=authorized_tree,
    )
    async with kept_if_failed(request, tmp_path, opening) as home:
        stage = home.stage
        await enter_credentials(stage.api, stage.domain, _simulator(home).cloud)
        yield home


async def test_authorize(authorized: Home) -> None:
    """An account is added by allowing it on the page of the cloud, after it was denied once."""
    visitor, stage = authorized.visitor, authorized.stage
    await _choose_and(authorized, "Deny")
    # What the cloud calls it follows, so it is nothing to look over for keys.
    rejection = visitor.window.get_by_text("Account linking rejected")
    await expect(rejection).to_be_visible()
    await visitor.leave("Close")

    await _choose_and(authorized, "Allow")
    await visitor.sees(f"created {stage.simulator.name}")
    visitor.secrets |= {*stage.simulator.given}
    await visitor.leave("Skip and finish")
    await visitor.looks_over("what follows")

    await _choose_and(authorized, "Allow")
    await visitor.sees("abort already_configured")
    await visitor.leave("Close")


async def test_authorize_again(authorized: Home) -> None:
    """Home Assistant asks by itself to be let in again, once it has been signed out."""
    visitor, stage = authorized.visitor, authorized.stage
    await stage.add()
    _simulator(authorized).cloud.tokens.revoke()
    await poll(stage)
    card = visitor.window.locator("ha-config-flow-card", has_text=stage.simulator.name)
    await visitor.go(authorized.overview)
    await visitor.press(card.get_by_role("button", name="Reconfigure"))
    await visitor.sees("form reauth_confirm")
    async with visitor.window.context.expect_page() as opening:
        await visitor.submit()
    await _decide(await opening.value, "Allow")
    await visitor.sees("abort reauth_successful")
    await visitor.leave("Close")
    await stage.until_loaded()
    await expect(card).to_have_count(0)


def _simulator(home: Home) -> Simulator:
    assert isinstance(home.stage.simulator, Simulator)
    return home.stage.simulator


async def _choose_and(home: Home, button: str) -> None:
    """Choose the integration to add, and press a button on the page of the cloud that opens."""
    async with home.visitor.window.context.expect_page() as opening:
        await home.choose_integration()
    await _decide(await opening.value, button)


async def _decide(page: Page, button: str) -> None:
    """Press a button on the page of the cloud, which leads back to Home Assistant, and that closes it."""
    async with page.expect_event("close"):
        await page.get_by_role("button", name=button).press("Enter")
