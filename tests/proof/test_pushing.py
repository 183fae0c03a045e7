"""Test that what pushes leaves nothing behind when it is lost, and no state that is not so any more.

1,000 lost and restored connections in the ordinary tests, 10,000 with --nightly; of a hub, and of a cloud where it is one
that pushes.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
import re
from typing import Any, Final

import pytest

from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
from script.simulator.cloud.server import Simulator as Cloud
from script.simulator.devices import plug
from script.simulator.hub.server import Simulator as Hub

from . import cloud as of_cloud, hub as of_hub
from .conftest import is_nightly
from .home import SWITCH, is_available, problems, until, value
from .traces import traces

from tests.common import MockConfigEntry

pytestmark = pytest.mark.usefixtures("quick_loop")

WARM_UP: Final = 20

type Simulator = Hub | Cloud
# Returns an entry of what is simulated, after its setup
type Added = Callable[[HomeAssistant, Any], Awaitable[MockConfigEntry]]

ADDED: Final[dict[str, Added]] = {
    "hub": of_hub.added,
    **({"cloud": of_cloud.added} if of_cloud.PUSHES else {}),
}


@pytest.fixture(params=ADDED)
def pushing(request: pytest.FixtureRequest) -> tuple[Simulator, Added]:
    """Return something simulated that pushes, and what adds it to Home Assistant."""
    simulator: Simulator = request.getfixturevalue(request.param)
    return simulator, ADDED[request.param]


def left(hass: HomeAssistant, domain: str) -> Counter[str]:
    """Return the tasks, timers, listeners, threads and open files that there are."""
    kept = ("task", "timer", "listener", "thread", "file")
    left = Counter[str]()
    for name, count in traces(hass, domain).items():
        if name.startswith(kept):
            left[re.sub(r"\d+", "#", name)] += count
    return left


@pytest.mark.timeout(900)
async def test_lost_and_restored(
    request: pytest.FixtureRequest,
    hass: HomeAssistant,
    pushing: tuple[Simulator, Added],
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Test that lost connections leave nothing behind, and that no state is stale after any of them."""
    cycles = 10_000 if is_nightly(request.config) else 1000
    simulator, added = pushing
    entry = await added(hass, simulator)
    await until(lambda: simulator.connected == 1)

    async def lose(number: int) -> None:
        # Nobody is told of it, so that only the next welcome tells.
        simulator.devices["plug-1"] = plug("plug-1", "Coffee machine") | {
            "power": number
        }
        await simulator.drop()
        await until(lambda: not is_available(hass))
        await until(lambda: is_available(hass))
        assert float(value(hass)) == number
        await until(lambda: simulator.connected == 1)

    for number in range(100, 100 + WARM_UP):
        await lose(number)
    await hass.async_block_till_done()
    before = left(hass, entry.domain)
    for number in range(1000, 1000 + cycles):
        await lose(number)
    await hass.async_block_till_done()
    assert left(hass, entry.domain) - before == Counter()

    assert await hass.config_entries.async_unload(entry.entry_id)
    await until(lambda: simulator.connected == 0)
    await hass.async_block_till_done(wait_background_tasks=True)
    own = [task for task in asyncio.all_tasks() if entry.domain in task.get_name()]
    assert own == []
    assert problems(caplog, [simulator.secret, *simulator.given]) == []


async def test_changed_while_lost(
    hass: HomeAssistant, pushing: tuple[Simulator, Added]
) -> None:
    """Test that devices that came, changed and went while it was lost are as it says then."""
    simulator, added = pushing
    entry = await added(hass, simulator)
    await until(lambda: simulator.connected == 1)
    devices = dr.async_get(hass)

    def names() -> set[str | None]:
        entry_id = entry.entry_id
        return {
            each.name for each in dr.async_entries_for_config_entry(devices, entry_id)
        }

    before = names()
    await simulator.set_fault("refuse")
    await until(lambda: not is_available(hass))
    await simulator.put(plug("plug-2", "Heater"))
    await simulator.change("plug-1", {"power": 77.0, "is_on": False})
    await simulator.remove("climate-1")
    await simulator.set_fault(None)
    await until(lambda: is_available(hass))
    await hass.async_block_till_done()

    assert value(hass) == "77.0"
    assert value(hass, SWITCH) == "off"
    assert value(hass, "switch.heater") == "on"
    assert value(hass, "sensor.bathroom_temperature") == ""
    assert names() == before - {"Bathroom"} | {"Heater"}
