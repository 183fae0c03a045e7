"""Journeys to what a simulated hub is for, through the page of a real Home Assistant, by keyboard."""

import json

from playwright.async_api import expect
import pytest

from script.development.counterparts import HUB
from script.development.outcomes import leaks
from script.simulator.devices import plug
from script.simulator.hub.server import Simulator

from .home import Home

pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    # The first one on a machine installs what the page needs.
    pytest.mark.timeout(300),
]

COUNTERPARTS = (HUB,)
PLUG = "Coffee machine"


async def test_devices(home: Home) -> None:
    """The integration's page shows the hub and its devices, and those that come and go."""
    visitor, hub = home.visitor, _hub(home)
    await home.visit_entry()
    rows = home.devices
    for name in (hub.name, PLUG, "Bathroom"):
        await expect(rows.filter(has_text=name)).to_be_visible()
    await visitor.take("devices", home.entry)

    await hub.put(plug("plug-2", "Heater"))
    await expect(rows.filter(has_text="Heater")).to_be_visible()
    await visitor.looks_over("integration")
    await hub.remove("climate-1")
    await expect(rows.filter(has_text="Bathroom")).to_have_count(0)
    await visitor.looks_over("integration")


async def test_device(home: Home) -> None:
    """The page of a device shows what is pushed, switches the plug, and shows a loss."""
    visitor, hub = home.visitor, _hub(home)
    await home.visit_entry()
    await home.visit_device(PLUG)
    toggle = visitor.window.get_by_role("switch")
    await expect(toggle).to_be_visible()
    await visitor.looks_over("device")
    await visitor.take(
        "device", visitor.window.locator("ha-config-device-page .container")
    )
    power = visitor.window.locator("hui-sensor-entity-row")
    await hub.change("plug-1", {"power": 42.0})
    await expect(power).to_contain_text("42 W")

    async def plug_is_on() -> bool:
        return hub.is_on

    for on in (False, True):
        await visitor.toggle(toggle)
        await home.stage.until("the plug", plug_is_on, on)
        await expect(toggle).to_be_checked(checked=on)

    await hub.set_fault("refuse")
    await expect(power).to_contain_text("Unavailable")
    await visitor.looks_over("device")
    await hub.set_fault("not_done")
    await expect(power).not_to_contain_text("Unavailable")
    assert hub.host in await visitor.is_refused(toggle)


async def test_diagnostics(home: Home) -> None:
    """The diagnostics can be downloaded, and tell nothing that is the owner's alone."""
    visitor, hub = home.visitor, _hub(home)
    await home.visit_entry()
    await home.visit_device(PLUG)
    async with visitor.window.expect_download() as started:
        await visitor.press(visitor.button("Download diagnostics"))
    text = (await (await started.value).path()).read_text()
    assert json.loads(text)["data"]["hub"]["model"] == hub.hub.model
    private = {hub.secret, hub.unique_id, hub.name, hub.host, PLUG}
    assert not leaks(private, {"diagnostics": text})
    await visitor.looks_over("device")


def _hub(home: Home) -> Simulator:
    assert isinstance(home.stage.simulator, Simulator)
    return home.stage.simulator
