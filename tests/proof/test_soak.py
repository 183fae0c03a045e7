"""Load, poll, reload, reauthenticate and unload again and again, under random faults.

A glance in the ordinary tests; 500 cycles of 10 polls with --nightly, which prints its figures.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator
import gc
import logging
import random
from statistics import linear_regression
import tracemalloc
from typing import Any, cast, override
from unittest.mock import Mock

from aiohttp import web_app
import pytest

from homeassistant.components.my_device.const import DOMAIN
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant, StateMachine
from homeassistant.helpers.storage import Store
from homeassistant.util.async_ import get_scheduled_timer_handles
from script.simulator.device.faults import FAULTS
from script.simulator.device.server import Simulator
from script.simulator.device.state import Device

from .conftest import is_nightly
from .integration import (
    added,
    let_time_pass,
    next_try,
    reauth_flow,
    ring,
    settled,
    submit,
)
from .traces import traces

from tests.common import MockConfigEntry

pytestmark = pytest.mark.usefixtures("quick_loop")

POLLS = 10
# The first cycles fill the caches of Home Assistant.
WARM_UP = 10

# A sound device as often as a broken one
FAULTS_OR_NONE = [*FAULTS, *[None] * len(FAULTS)]


class Watch(logging.Handler):
    """Keeps nothing of the log but what should not be in it."""

    def __init__(self, device: Device) -> None:
        """Take the device whose secret it must not be."""
        super().__init__()
        self._device = device
        self.problems: list[str] = []

    @override
    def emit(self, record: logging.LogRecord) -> None:
        """Look at one record."""
        text = record.getMessage()
        if record.exc_info and record.levelno > logging.DEBUG:
            self.problems.append(f"Traceback: {text}")
        if self._device.secret in text:
            self.problems.append(f"Secret: {text}")


@pytest.fixture
def writes(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Return how often each state was written, changed or not."""
    writes = Counter[str]()
    write: Callable[..., None] = StateMachine.async_set_internal

    def count(states: StateMachine, entity_id: str, *args: Any) -> None:
        writes[entity_id] += 1
        write(states, entity_id, *args)

    monkeypatch.setattr(StateMachine, "async_set_internal", count)
    return writes


@pytest.fixture
def traced() -> Iterator[None]:
    """Trace what Python allocates.

    That is counted to the byte, where the memory of the process moves in pages and keeps what
    was freed; so a forgotten object shows after some cycles and not after some hours.
    """
    tracemalloc.start()
    yield
    tracemalloc.stop()


async def at_rest(hass: HomeAssistant, simulator: Simulator) -> None:
    """Hang up, let come what is due within an hour, and forget what the tests themselves keep."""
    await simulator.set_fault("refuse")
    in_an_hour = hass.loop.time() + 3600
    for handle in list(get_scheduled_timer_handles(hass.loop)):
        if handle.when() < in_an_hour:
            ring(handle)
    await settled(hass)
    await asyncio.sleep(0.01)
    # aiohttp keeps the last 1,024 servers that ran in the process.
    web_app._cached_build_middleware.cache_clear()  # noqa: SLF001
    # The helpers stand in for the storage, and keep what was stored.
    for stand_in in (Store._async_load, Store._async_write_data):  # noqa: SLF001
        cast(Mock, stand_in).reset_mock()
    gc.collect()


async def recovered(
    hass: HomeAssistant, simulator: Simulator, entry: MockConfigEntry
) -> None:
    """Mend the device, and do what Home Assistant asks for or waits for."""
    await simulator.set_fault(None)
    if flow_id := reauth_flow(hass):
        result = await submit(hass, flow_id, api_token=simulator.device.secret)
        assert result.get("reason") == "reauth_successful", result["errors"]
    elif entry.state is ConfigEntryState.SETUP_RETRY:
        await let_time_pass(hass)
    assert entry.state is ConfigEntryState.LOADED
    assert next_try(hass)


async def polled(
    hass: HomeAssistant, entry: MockConfigEntry, writes: Counter[str]
) -> bool:
    """Poll, and return whether anything changed. If not, nothing may be written."""

    def seen() -> tuple[object, bool]:
        return entry.runtime_data.data, entry.runtime_data.last_update_success

    before, modified_at = seen(), entry.modified_at
    writes.clear()
    await let_time_pass(hass)
    changed = seen() != before
    assert bool(writes) is changed
    assert entry.modified_at == modified_at
    return changed


async def cycle(
    hass: HomeAssistant,
    simulator: Simulator,
    entry: MockConfigEntry,
    chance: random.Random,
    writes: Counter[str],
) -> Counter[str]:
    """Go round once, and return what came by."""
    came = Counter[str]()
    await simulator.set_fault(chance.choice(FAULTS_OR_NONE))
    await hass.config_entries.async_setup(entry.entry_id)
    await settled(hass)
    came[f"setup {entry.state.value}"] += 1
    await recovered(hass, simulator, entry)

    for _ in range(POLLS):
        fault = chance.choice(FAULTS_OR_NONE)
        simulator.device.relay = chance.random() < 0.5
        await simulator.set_fault(fault)
        changed = await polled(hass, entry, writes)
        came.update([f"poll {fault or 'sound'}", f"poll changed {changed}"])
        if reauth_flow(hass):
            await recovered(hass, simulator, entry)

    await recovered(hass, simulator, entry)
    assert await hass.config_entries.async_reload(entry.entry_id)

    simulator.device.secret = f"secret-{chance.getrandbits(64):016x}"
    await let_time_pass(hass)
    assert reauth_flow(hass)
    await recovered(hass, simulator, entry)
    assert entry.data["api_token"] == simulator.device.secret

    assert await hass.config_entries.async_unload(entry.entry_id)
    await settled(hass)
    return came


@pytest.mark.usefixtures("traced")
async def test_soak(
    hass: HomeAssistant,
    request: pytest.FixtureRequest,
    record_property: Callable[[str, object], None],
    simulator: Simulator,
    monkeypatch: pytest.MonkeyPatch,
    writes: Counter[str],
) -> None:
    """Nothing is left over, the memory stays, and no state is written that did not change."""
    nightly = is_nightly(request.config)
    cycles, bytes_per_cycle = (500, 200) if nightly else (10, 5000)
    seed = random.SystemRandom().randrange(2**32) if nightly else 7
    record_property("seed", seed)
    record_property("cycles", cycles)
    chance = random.Random(seed)
    entry = added(hass, simulator)
    watch = Watch(simulator.device)
    # pytest would keep all of it.
    monkeypatch.setattr(logging.getLogger(), "handlers", [watch])

    for _ in range(WARM_UP):
        await cycle(hass, simulator, entry, chance, writes)
    await at_rest(hass, simulator)
    before = traces(hass, DOMAIN)

    came, memory = Counter[str](), list[int]()
    for _ in range(cycles):
        came += await cycle(hass, simulator, entry, chance, writes)
        await at_rest(hass, simulator)
        memory.append(tracemalloc.get_traced_memory()[0])

    slope = linear_regression(range(cycles), memory).slope
    record_property("came by", dict(came.most_common()))
    record_property("memory", f"{memory[0]} to {memory[-1]} bytes")
    record_property("slope", f"{slope:.0f} bytes a cycle, of {bytes_per_cycle} at most")
    assert not traces(hass, DOMAIN) - before
    assert not watch.problems
    assert slope < bytes_per_cycle

    await hass.config_entries.async_remove(entry.entry_id)
    await at_rest(hass, simulator)
    assert not [
        name
        for name in traces(hass, DOMAIN)
        if name.startswith(("entity", "device", "issue", "flow"))
    ]
