"""Journeys to what a simulated device is for, through the page of a real Home Assistant, by keyboard."""

import json

from playwright.async_api import Locator, expect
import pytest

from script.development.counterparts import DEVICE
from script.development.outcomes import leaks
from script.development.stage import ALLOW_CONTROL
from script.simulator.device.server import Simulator

from .home import Home

pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    # The first one on a machine installs what the page needs.
    pytest.mark.timeout(300),
]

COUNTERPARTS = (DEVICE,)


async def test_device(home: Home) -> None:
    """The device's page shows its entities, and switches its relay."""
    visitor, simulator = home.visitor, _simulator(home)
    device = simulator.device
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

    await simulator.set_fault("server_error")
    assert simulator.host in await visitor.is_refused(toggle)


async def test_options(home: Home) -> None:
    """The switch goes where control is turned off, and comes back."""
    visitor = home.visitor
    toggle = await _visit_device(home)
    for allowed in (False, True):
        await visitor.go(home.own_page)
        await visitor.press(home.entry.get_by_role("button", name="Configure"))
        await visitor.sees("form init", picture=None if allowed else "options")
        await visitor.fill({ALLOW_CONTROL: allowed})
        await visitor.submit()
        await visitor.sees("created")
        await visitor.leave("Finish")
        await home.stage.until_loaded()
        await home.visit_device(home.stage.simulator.name)
        await expect(visitor.window.locator("hui-sensor-entity-row")).not_to_have_count(
            0
        )
        await expect(toggle).to_have_count(int(allowed))
        await visitor.looks_over("device")


async def test_diagnostics(home: Home) -> None:
    """The diagnostics can be downloaded, and tell nothing that is the owner's alone."""
    visitor, stage = home.visitor, home.stage
    device = _simulator(home).device
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


async def _visit_device(home: Home) -> Locator:
    """Set up the device, open its page, and return its switch."""
    await home.visit_entry()
    await home.visit_device(home.stage.simulator.name)
    toggle = home.visitor.window.get_by_role("switch")
    await expect(toggle).to_be_visible()
    return toggle


def _simulator(home: Home) -> Simulator:
    assert isinstance(home.stage.simulator, Simulator)
    return home.stage.simulator
