"""Journeys to an account with a password, through the page of a real Home Assistant, by keyboard."""

from secrets import token_urlsafe

from playwright.async_api import expect
import pytest

from script.development.cloud import poll
from script.development.counterparts import CLOUD, PUSHING_CLOUD

from .home import Home

pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    # The first one on a machine installs what the page needs.
    pytest.mark.timeout(300),
]

COUNTERPARTS = (CLOUD, PUSHING_CLOUD)


async def test_add(home: Home) -> None:
    """An account is added, at the second try as the first password is wrong."""
    visitor, stage = home.visitor, home.stage
    await home.choose_integration()
    await visitor.sees("form user", picture="add")
    await visitor.fill(stage.right(token_urlsafe()))
    await visitor.submit()
    page = await visitor.sees("form user, invalid_auth", picture="add-refused")
    assert page.values["email"] == stage.simulator.username

    await visitor.fill({"password": stage.simulator.secret})
    await visitor.submit()
    await visitor.sees(f"created {stage.simulator.name}")
    await visitor.leave("Skip and finish")
    await visitor.looks_over("what follows")


async def test_password_changed(home: Home) -> None:
    """Home Assistant asks by itself for the new password."""
    visitor, stage, card = home.visitor, home.stage, home.card
    await home.visit_entry()
    await stage.simulator.set_secret(token_urlsafe())
    visitor.secrets.add(stage.simulator.secret)
    await poll(stage)
    await visitor.go(home.overview)
    await expect(card).to_be_visible()
    await visitor.take("reauth-card", card)
    await visitor.press(card.get_by_role("button", name="Reconfigure"))
    await visitor.sees("form reauth_confirm", picture="reauth")
    await visitor.fill({"password": stage.simulator.secret})
    await visitor.submit()
    await visitor.sees("abort reauth_successful")
    await visitor.leave("Close")
    await stage.until_loaded()
    await expect(card).to_have_count(0)


async def test_reconfigure(home: Home) -> None:
    """Its owner signs in anew, and with another account in vain."""
    visitor, stage = home.visitor, home.stage
    await home.visit_entry()
    for result in (f"abort {stage.simulator.refusal}", "abort reconfigure_successful"):
        await visitor.choose(home.menu, "Reconfigure")
        page = await visitor.sees("form reconfigure", picture="reconfigure")
        assert page.values["email"] == stage.simulator.username
        await visitor.fill({"password": stage.simulator.secret})
        if "successful" in result:
            await visitor.submit()
            await visitor.sees(result)
        else:
            with stage.simulator.as_another():
                await visitor.submit()
                await visitor.sees(result)
        await visitor.leave("Close")
    await stage.until_loaded()
