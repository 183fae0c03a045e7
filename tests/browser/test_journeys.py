"""Journeys to what is on the local network, through the page of a real Home Assistant, by keyboard."""

from secrets import token_urlsafe

from playwright.async_api import expect
import pytest

from script.development.announcement import can_announce
from script.development.counterparts import DEVICE, HUB
from script.development.home_assistant import ADDRESS, free_port
from script.development.stage import HOST
from script.development.subject import service_type
from script.simulator.announce import announced
from script.simulator.simulated import Local

from .home import Home

pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    # The first one on a machine installs what the page needs.
    pytest.mark.timeout(300),
]

COUNTERPARTS = (DEVICE, HUB)


async def test_add_by_hand(home: Home) -> None:
    """It is added by hand, at the second try as the first secret is wrong."""
    visitor, stage = home.visitor, home.stage
    await home.choose_integration()
    await visitor.sees("form user", picture="add")

    await visitor.fill({HOST: stage.simulator.host} | stage.right(token_urlsafe()))
    await visitor.submit()
    page = await visitor.sees("form user, invalid_auth", picture="add-refused")
    assert page.values[HOST] == stage.simulator.host

    await visitor.fill(stage.right())
    await visitor.submit()
    await visitor.sees(f"created {stage.simulator.name}")
    await visitor.leave("Skip and finish")
    await visitor.looks_over("what follows")

    await home.choose_integration()
    await visitor.sees("form user")
    await visitor.fill({HOST: stage.simulator.host} | stage.right())
    await visitor.submit()
    await visitor.sees("abort already_configured")
    await visitor.leave("Close")


async def test_secret_changed(home: Home) -> None:
    """Home Assistant asks by itself for the new secret, and takes it from the same one alone."""
    visitor, stage = home.visitor, home.stage
    simulator, card = stage.simulator, home.card
    await home.visit_entry()
    await simulator.set_secret(token_urlsafe())
    visitor.secrets.add(simulator.secret)
    await stage.call("homeassistant/update_entity", "sensor")

    async def answer(result: str) -> None:
        await visitor.submit()
        await visitor.sees(result)
        await visitor.leave("Close")

    await visitor.go(home.overview)
    await expect(card).to_be_visible()
    await visitor.looks_over("all integrations")
    await visitor.take("reauth-card", card)
    await visitor.press(card.get_by_role("button", name="Reconfigure"))
    page = await visitor.sees("form reauth_confirm", picture="reauth")
    assert simulator.name in page.title, "no text for config.step.reauth_confirm.title"
    with simulator.as_another():
        await visitor.fill(stage.right())
        await answer(f"abort {simulator.refusal}")

    await stage.api.post(f"config/config_entries/entry/{stage.entry_id}/reload")
    await visitor.press(card.get_by_role("button", name="Reconfigure"))
    await visitor.sees("form reauth_confirm")
    await visitor.fill(stage.right())
    await answer("abort reauth_successful")
    await stage.until_loaded()
    await stage.until_stored(simulator.host)
    await expect(card).to_have_count(0)


async def test_reconfigure(home: Home) -> None:
    """Its new address is taken once something answers there; an empty secret is kept."""
    visitor, stage = home.visitor, home.stage
    await home.visit_entry()
    await visitor.choose(home.menu, "Reconfigure")
    page = await visitor.sees("form reconfigure", picture="reconfigure")
    assert page.values[HOST] == stage.simulator.host

    await visitor.fill({HOST: f"{ADDRESS}:{free_port()}"})
    await visitor.submit()
    await visitor.sees("form reconfigure, cannot_connect")
    assert isinstance(stage.simulator, Local)
    async with stage.simulator.another() as other:
        await visitor.fill({HOST: other.host})
        await visitor.submit()
        await visitor.sees(f"abort {stage.simulator.refusal}")
        await visitor.leave("Close")
    async with stage.simulator.moved() as moved:
        await visitor.choose(home.menu, "Reconfigure")
        await visitor.sees("form reconfigure")
        await visitor.fill({HOST: moved.host})
        await visitor.submit()
        await visitor.sees("abort reconfigure_successful")
        await visitor.leave("Close")
        await stage.until_loaded()
        await stage.until_stored(moved.host)


@pytest.mark.parametrize("discovers", [True], ids=["discovers"])
async def test_discovered(home: Home) -> None:
    """What announces itself is offered by its name, and added with its secret alone."""
    if not await can_announce():
        pytest.skip("this machine has no multicast on its loopback interface")
    visitor, stage, card = home.visitor, home.stage, home.card
    kind = service_type(stage.integration)
    assert kind
    assert isinstance(stage.simulator, Local)
    async with announced(stage.simulator, kind):
        await visitor.go(home.overview)
        await expect(card).to_be_visible()
        await visitor.looks_over("all integrations")
        await visitor.take("discovered", card)
        await visitor.press(card.get_by_role("button", name="Add"))
        await visitor.sees("form discovery_confirm", picture="discovered-confirm")
        await visitor.fill(stage.right())
        await visitor.submit()
        await visitor.sees(f"created {stage.simulator.name}")
        await visitor.leave("Skip and finish")
        await expect(card).to_have_count(0)
