"""Test that a hub that is lost leaves nothing behind, and no state that is not so any more.

1,000 lost and restored connections in the ordinary tests, 10,000 with --nightly.
"""

import asyncio
from collections import Counter
import re
from typing import Final

import pytest

from homeassistant.components.my_hub.const import DOMAIN
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
from script.simulator.devices import plug
from script.simulator.hub.server import Simulator

from .conftest import is_nightly
from .home import SWITCH, is_available, problems, until, value
from .hub import added
from .traces import traces

pytestmark = pytest.mark.usefixtures("quick_loop")

WARM_UP: Final = 20


def left(hass: HomeAssistant) -> Counter[str]:
    """Return the tasks, timers, listeners, threads and open files that there are."""
    kept = ("task", "timer", "listener", "thread", "file")
    left = Counter[str]()
    for name, count in traces(hass, DOMAIN).items():
        if name.startswith(kept):
            left[re.sub(r"\d+", "#", name)] += count
    return left


@pytest.mark.timeout(900)
async def test_lost_and_restored(
    request: pytest.FixtureRequest,
    hass: HomeAssistant,
    hub: Simulator,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Test that lost connections leave nothing behind, and that no state is stale after any of them."""
    cycles = 10_000 if is_nightly(request.config) else 1000
    entry = await added(hass, hub)
    await until(lambda: hub.connected == 1)

    async def lose(number: int) -> None:
        # Nobody is told of it, so that only the next welcome tells.
        hub.hub.devices["plug-1"] = plug("plug-1", "Coffee machine") | {"power": number}
        await hub.drop()
        await until(lambda: not is_available(hass))
        await until(lambda: is_available(hass))
        assert float(value(hass)) == number
        await until(lambda: hub.connected == 1)

    for number in range(100, 100 + WARM_UP):
        await lose(number)
    await hass.async_block_till_done()
    before = left(hass)
    for number in range(1000, 1000 + cycles):
        await lose(number)
    await hass.async_block_till_done()
    assert left(hass) - before == Counter()

    assert await hass.config_entries.async_unload(entry.entry_id)
    await until(lambda: hub.connected == 0)
    await hass.async_block_till_done(wait_background_tasks=True)
    own = [task for task in asyncio.all_tasks() if DOMAIN in task.get_name()]
    assert own == []
    assert problems(caplog, [hub.secret]) == []


async def test_changed_while_lost(hass: HomeAssistant, hub: Simulator) -> None:
    """Test that devices that came, changed and went while the hub was lost are as it says then."""
    entry = await added(hass, hub)
    await hub.set_fault("refuse")
    await until(lambda: not is_available(hass))
    await hub.put(plug("plug-2", "Heater"))
    await hub.change("plug-1", {"power": 77.0, "is_on": False})
    await hub.remove("climate-1")
    await hub.set_fault(None)
    await until(lambda: is_available(hass))
    await hass.async_block_till_done()

    assert value(hass) == "77.0"
    assert value(hass, SWITCH) == "off"
    assert value(hass, "switch.heater") == "on"
    assert value(hass, "sensor.bathroom_temperature") == ""
    devices = dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id)
    assert {each.name for each in devices} == {"Attic", "Coffee machine", "Heater"}
