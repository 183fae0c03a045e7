"""Push events to a hub's entities, from its socket to the state.

The simulated hub runs in the same process. So does a bare WebSocket that sends back what it gets, beside which the
way of an event is measured. Until an event is there others may have their turn, so that it is measured by the clock;
of many at once it is the time of the processor that counts, in which the hub's own part is included.
"""

import asyncio
from collections import Counter
from collections.abc import Callable
import gc
from statistics import median
from time import perf_counter, process_time
import tracemalloc
from typing import Any, Final

from aiohttp import ClientSession, WSMsgType, web
import pytest
from pytest_socket import socket_allow_hosts

from homeassistant.const import EVENT_STATE_CHANGED
from homeassistant.core import (
    Event,
    EventStateChangedData,
    HomeAssistant,
    StateMachine,
    callback,
)
from script.overlay import mount
from script.simulator.devices import plug
from script.simulator.hub.server import Simulator, run_simulator
from script.simulator.hub.state import Hub
from script.simulator.listener import LOOPBACK, Listener
from script.simulator.telling import Telling

from tests.common import MockConfigEntry

mount()

DOMAIN: Final = "my_hub"
EVENTS: Final = 500
# A plug has two entities: its switch and its power.
PLUGS: Final = 500

type Record = Callable[[str, object], None]


@pytest.fixture(autouse=True)
def sockets(socket_enabled: None) -> None:
    """Let the hub listen."""
    socket_allow_hosts([LOOPBACK])


@pytest.fixture(name="written")
def count_written(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Return how often each state was written, changed or not."""
    written = Counter[str]()
    write: Callable[..., None] = StateMachine.async_set_internal

    def count(states: StateMachine, entity_id: str, *args: Any) -> None:
        written[entity_id] += 1
        write(states, entity_id, *args)

    monkeypatch.setattr(StateMachine, "async_set_internal", count)
    return written


def hub_of(number: int) -> Hub:
    """Return a hub with a number of plugs."""
    plugs = [plug(f"plug-{each}", f"Plug {each}") for each in range(number)]
    return Hub(devices={each["id"]: each for each in plugs})


async def set_up(hass: HomeAssistant, hub: Simulator) -> None:
    """Set up a hub, and wait until its devices are there and it is listened to."""
    entry = MockConfigEntry(
        domain=DOMAIN,
        data={"host": hub.host, "password": hub.secret},
        unique_id=hub.unique_id,
    )
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    assert hass.states.async_entity_ids_count() == 2 * len(hub.hub.devices)
    while not hub.connected:
        await asyncio.sleep(0)


async def echo(request: web.Request) -> web.WebSocketResponse:
    """Send back what comes."""
    connection = web.WebSocketResponse()
    await connection.prepare(request)
    async for message in connection:
        await connection.send_str(message.data)
    return connection


def application() -> web.Application:
    """Return a server that sends back what comes."""
    app = web.Application()
    app.add_routes([web.get("/", echo)])
    return app


async def echoes(number: int) -> list[float]:
    """Return the seconds of each of a number of messages, there and back."""
    listener, taken = Listener(application, LOOPBACK, 0), []
    await listener.start()
    try:
        async with (
            ClientSession() as session,
            session.ws_connect(f"http://{listener.host}/") as connection,
        ):
            for each in range(number):
                start = perf_counter()
                await connection.send_str(str(each))
                message = await connection.receive()
                taken.append(perf_counter() - start)
                assert message.type is WSMsgType.TEXT
    finally:
        await listener.stop()
    return taken


async def pushed(
    hass: HomeAssistant, simulator: Telling, number: int, **change: Any
) -> None:
    """Change plugs one after the other, and wait until the last of the states that change is there.

    Args:
        hass: Home Assistant.
        simulator: What has the plugs.
        number: How many plugs change.
        change: What of a plug changes.
    """
    done = asyncio.Event()
    left = number * len(change)

    @callback
    def count(_: Event[EventStateChangedData]) -> None:
        nonlocal left
        left -= 1
        if not left:
            done.set()

    remove = hass.bus.async_listen(EVENT_STATE_CHANGED, count)
    for each in range(number):
        await simulator.change(f"plug-{each % len(simulator.devices)}", change)
    await done.wait()
    remove()


async def events(hass: HomeAssistant, simulator: Telling) -> list[float]:
    """Return the seconds of each of a number of events, from what tells of it to the state."""
    taken = []
    for power in range(EVENTS):
        start = perf_counter()
        await pushed(hass, simulator, 1, power=float(power))
        taken.append(perf_counter() - start)
    return taken


async def test_latency(hass: HomeAssistant, record_property: Record) -> None:
    """Measure how long an event takes from the hub to the state, beside an echo."""
    async with run_simulator(hub_of(1)) as hub:
        await set_up(hass, hub)
        taken = await events(hass, hub)
    record_property("push of an event", median(taken))
    record_property("echo", median(await echoes(EVENTS)))


async def test_many_entities(
    hass: HomeAssistant, record_property: Record, written: Counter[str]
) -> None:
    """Measure events through a hub of 1,000 entities, and what is written for them."""
    async with run_simulator(hub_of(PLUGS)) as hub:
        await set_up(hass, hub)
        for is_on in (False, True, False):
            written.clear()
            gc.collect()
            start = process_time()
            await pushed(hass, hub, PLUGS, power=3.5 if is_on else 0.0, is_on=is_on)
            record_property(
                "event through 1000 entities", (process_time() - start) / PLUGS
            )
            assert max(written.values()) == 1
            record_property(
                "states written for a changed one", written.total() / (2 * PLUGS)
            )
        # An entity is told of each change of its device, and Home Assistant writes no state that stays.
        written.clear()
        await pushed(hass, hub, PLUGS, power=4.5)
        record_property("states told of a changed one of two", written.total() / PLUGS)


# The first one takes along what is imported and made once, and counts for nothing.
@pytest.mark.parametrize("number", [1, 10, PLUGS])
async def test_memory(
    hass: HomeAssistant, record_property: Record, number: int
) -> None:
    """Measure the memory that each device takes."""
    async with run_simulator(hub_of(number)) as hub:
        gc.collect()
        tracemalloc.start()
        await set_up(hass, hub)
        gc.collect()
        taken, _ = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    record_property(f"bytes for each of {number} devices", taken / number)
