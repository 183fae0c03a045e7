"""Journeys through the page of a real Home Assistant, by keyboard."""

from dataclasses import replace
import json
from secrets import token_urlsafe

from playwright.async_api import Locator, expect
import pytest

from script.development.announcement import can_announce
from script.development.home_assistant import ADDRESS, free_port
from script.development.outcomes import leaks
from script.development.stage import ALLOW_CONTROL, HOST
from script.development.subject import service_type
from script.simulator.announce import announced
from script.simulator.device.server import run_simulator
from script.simulator.simulated import Simulated

from .home import Home

pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    # The first one on a machine installs what the page needs.
    pytest.mark.timeout(300),
]

OTHER_ACCOUNT = "user-0815"


async def test_add_by_hand(home: Home) -> None:
    """A device is added by hand, at the second try as the first secret is wrong."""
    visitor, stage = home.visitor, home.stage
    await choose_integration(home)
    await visitor.sees("form user", picture="add")

    await visitor.fill({HOST: stage.simulator.host} | stage.right(token_urlsafe()))
    await visitor.submit()
    page = await visitor.sees("form user, invalid_auth", picture="add-refused")
    assert page.values[HOST] == stage.simulator.host

    await visitor.fill(stage.right())
    await visitor.submit()
    await visitor.sees(f"created {home.device.name}")
    await visitor.leave("Skip and finish")
    await visitor.looks_over("what follows")

    await choose_integration(home)
    await visitor.sees("form user")
    await visitor.fill({HOST: stage.simulator.host} | stage.right())
    await visitor.submit()
    await visitor.sees("abort already_configured")
    await visitor.leave("Close")


async def test_device(home: Home) -> None:
    """The device's page shows its entities, and switches its relay."""
    visitor, device = home.visitor, home.device
    toggle = await _visit_device(home)
    page = await visitor.looks_over("device")
    assert device.name not in page.rows, (
        f"an entity without a text entity.….name is listed as the device: {page.rows}"
    )
    await visitor.take(
        "device", visitor.window.locator("ha-config-device-page .container")
    )

    async def relay() -> bool:
        return device.relay

    for on in (False, True):
        await visitor.toggle(toggle)
        await home.stage.until("the relay", relay, on)
        await expect(toggle).to_be_checked(checked=on)

    await home.stage.simulator.set_fault("server_error")
    assert home.stage.simulator.host in await visitor.is_refused(toggle)


async def test_secret_changed(home: Home) -> None:
    """Home Assistant asks by itself for the new secret, and takes it from the same account alone."""
    visitor, stage, device = home.visitor, home.stage, home.device
    account = device.user_id
    toggle = await _visit_device(home)
    device.secret = token_urlsafe()
    visitor.secrets.add(device.secret)
    await visitor.is_refused(toggle)

    async def answer(result: str) -> None:
        await visitor.submit()
        await visitor.sees(result)
        await visitor.leave("Close")

    card = visitor.window.locator("ha-config-flow-card", has_text=device.name)
    await visitor.go(home.overview)
    await visitor.looks_over("all integrations")
    await visitor.take("reauth-card", card)
    await visitor.press(card.get_by_role("button", name="Reconfigure"))
    page = await visitor.sees("form reauth_confirm", picture="reauth")
    assert device.name in page.title, "no text for config.step.reauth_confirm.title"
    device.user_id = OTHER_ACCOUNT
    await visitor.fill(stage.right())
    await answer("abort wrong_account")

    device.user_id = account
    await stage.api.post(f"config/config_entries/entry/{stage.entry_id}/reload")
    await visitor.press(card.get_by_role("button", name="Reconfigure"))
    await visitor.sees("form reauth_confirm")
    await visitor.fill(stage.right())
    await answer("abort reauth_successful")
    await stage.until_loaded()
    await stage.until_stored(stage.simulator.host)
    await expect(card).to_have_count(0)


async def test_reconfigure(home: Home) -> None:
    """The device's new address is taken once something answers there; an empty secret is kept."""
    visitor, stage, device = home.visitor, home.stage, home.device
    await _visit_entry(home)
    await visitor.choose(_menu(home), "Reconfigure")
    page = await visitor.sees("form reconfigure", picture="reconfigure")
    assert page.values[HOST] == stage.simulator.host

    await visitor.fill({HOST: f"{ADDRESS}:{free_port()}"})
    await visitor.submit()
    await visitor.sees("form reconfigure, cannot_connect")
    async with run_simulator(replace(device)) as moved:
        await visitor.fill({HOST: moved.host})
        await visitor.submit()
        await visitor.sees("abort reconfigure_successful")
        await visitor.leave("Close")
        await stage.until_loaded()
        await stage.until_stored(moved.host)


async def test_options(home: Home) -> None:
    """The switch goes where control is turned off, and comes back."""
    visitor = home.visitor
    toggle = await _visit_device(home)
    for allowed in (False, True):
        await visitor.go(home.own_page)
        await visitor.press(_entry(home).get_by_role("button", name="Configure"))
        await visitor.sees("form init", picture=None if allowed else "options")
        await visitor.fill({ALLOW_CONTROL: allowed})
        await visitor.submit()
        await visitor.sees("created")
        await visitor.leave("Finish")
        await home.stage.until_loaded()
        await visitor.press(_device_row(home))
        await expect(visitor.window.locator("hui-sensor-entity-row")).not_to_have_count(
            0
        )
        await expect(toggle).to_have_count(int(allowed))
        await visitor.looks_over("device")


@pytest.mark.parametrize("discovers", [True], ids=["discovers"])
async def test_discovered(home: Home) -> None:
    """A device that announces itself is offered by its name, and added with its secret alone."""
    if not await can_announce():
        pytest.skip("this machine has no multicast on its loopback interface")
    visitor, stage, device = home.visitor, home.stage, home.device
    kind = service_type(stage.integration)
    assert kind
    async with announced(stage.simulator, kind):
        await visitor.go(home.overview)
        card = visitor.window.locator("ha-config-flow-card", has_text=device.name)
        await expect(card).to_be_visible()
        await visitor.looks_over("all integrations")
        await visitor.take("discovered", card)
        await visitor.press(card.get_by_role("button", name="Add"))
        await visitor.sees("form discovery_confirm", picture="discovered-confirm")
        await visitor.fill(stage.right())
        await visitor.submit()
        await visitor.sees(f"created {device.name}")
        await visitor.leave("Skip and finish")
        await expect(card).to_have_count(0)


async def test_diagnostics(home: Home) -> None:
    """The diagnostics can be downloaded, and tell nothing that is the owner's alone."""
    visitor, stage, device = home.visitor, home.stage, home.device
    await _visit_device(home)
    async with visitor.window.expect_download() as started:
        await visitor.press(visitor.button("Download diagnostics"))
    text = (await (await started.value).path()).read_text()
    assert json.loads(text)["data"]["status"]["model"] == device.model
    private = {
        device.secret,
        device.user_id,
        device.serial,
        device.mac,
        stage.simulator.host,
    }
    assert not leaks(private, {"diagnostics": text})
    await visitor.looks_over("device")


async def test_removal(home: Home) -> None:
    """The device is removed, and nothing of it is left."""
    visitor, stage = home.visitor, home.stage
    await _visit_entry(home)
    await visitor.choose(_menu(home), "Delete")
    await expect(visitor.dialog).to_be_visible()
    await visitor.looks_over("question", picture="removal")
    await visitor.leave("Delete")
    await expect(_entry(home)).to_have_count(0)
    await visitor.looks_over("integration")
    entries = await stage.api.get(f"config/config_entries/entry?domain={stage.domain}")
    assert entries == []


async def choose_integration[S: Simulated](home: Home[S]) -> None:
    """Choose the integration to add, on the page of all integrations."""
    visitor, name = home.visitor, home.stage.integration.manifest["name"]
    await visitor.go(home.overview)
    await visitor.press(visitor.button("Add integration"))
    await visitor.window.locator("input:focus").press_sequentially(name)
    found = visitor.window.locator("ha-integration-list-item", has_text=name)
    await visitor.looks_over("integrations to choose from")
    await visitor.press(found)


async def _visit_entry(home: Home) -> None:
    """Set up the device, and open the integration's page."""
    await home.stage.add()
    await home.visitor.go(home.own_page)
    await expect(_entry(home)).to_be_visible()
    await home.visitor.looks_over("integration")


async def _visit_device(home: Home) -> Locator:
    """Set up the device, open its page, and return its switch."""
    await _visit_entry(home)
    await home.visitor.press(_device_row(home))
    toggle = home.visitor.window.get_by_role("switch")
    await expect(toggle).to_be_visible()
    return toggle


def _entry(home: Home) -> Locator:
    return home.visitor.window.locator("ha-config-entry-row")


def _device_row(home: Home) -> Locator:
    return home.visitor.window.locator("ha-config-entry-device-row button").first


def _menu(home: Home) -> Locator:
    return _entry(home).get_by_role("button", name="Menu").first
