"""Set up many entries, and poll them.

The client answers at once: with the simulated device, most of what is measured would be HTTP and the device. As then
nothing waits, the time of the processor is what counts, which is the same whatever else runs.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
import gc
from time import process_time
from typing import Any

from my_device_client import Readings, Status
import pytest

from homeassistant.core import HomeAssistant, StateMachine
from homeassistant.setup import async_setup_component
from script.overlay import mount
from script.scaffold import MODEL

from tests.common import MockConfigEntry

mount()

STATUS = Status(
    user_id="",
    serial="",
    name="",
    model="Meter One",
    firmware="1.2.3",
    mac="",
    readings=Readings(temperature=21.5, power=42, energy=1, signal_strength=-61),
    relay=True,
)

type Record = Callable[[str, object], None]


class Client:
    """A client whose device answers at once."""

    temperature = 21.5

    def __init__(self, host: str, api_token: str, **_: Any) -> None:
        """Take the number of the device, in place of its host."""
        mac = ":".join(f"{byte:02x}" for byte in int(host).to_bytes(6))
        self._status = replace(STATUS, user_id=host, serial=host, name=host, mac=mac)

    async def status(self) -> Status:
        """Return an answer that is a new one each time, as from a device."""
        readings = replace(STATUS.readings, temperature=self.temperature)
        return replace(self._status, readings=readings)


@pytest.fixture(autouse=True)
def client(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the integration talk to devices that are not there."""
    name = f"homeassistant.components.{MODEL}.coordinator.MyDeviceClient"
    monkeypatch.setattr(name, Client)


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


async def set_up(hass: HomeAssistant, number: int) -> float:
    """Set up entries, all at once as when Home Assistant starts, and return the seconds."""
    for each in range(number):
        MockConfigEntry(
            domain=MODEL,
            data={"host": str(each), "api_token": "token"},
            unique_id=str(each),
        ).add_to_hass(hass)
    gc.collect()
    start = process_time()
    assert await async_setup_component(hass, MODEL, {})
    await hass.async_block_till_done()
    seconds = process_time() - start
    assert len(hass.config_entries.async_loaded_entries(MODEL)) == number
    return seconds


async def poll(hass: HomeAssistant) -> float:
    """Poll every entry, and return the seconds."""
    entries = hass.config_entries.async_loaded_entries(MODEL)
    gc.collect()
    start = process_time()
    for entry in entries:
        await entry.runtime_data.async_refresh()
    await hass.async_block_till_done()
    seconds = process_time() - start
    assert all(entry.runtime_data.last_update_success for entry in entries)
    return seconds


# Of each number the shortest time counts, as imports and chance can only make it longer.
@pytest.mark.parametrize("number", [*[1] * 20, *[10] * 6, *[100] * 3, *[1000] * 2])
async def test_setup(hass: HomeAssistant, record_property: Record, number: int) -> None:
    """Measure the setup of a number of entries, for each of them."""
    record_property(f"entry of {number}", await set_up(hass, number) / number)


async def test_poll(
    hass: HomeAssistant,
    monkeypatch: pytest.MonkeyPatch,
    record_property: Record,
    written: Counter[str],
) -> None:
    """Measure polls that bring something new, and polls that do not."""
    await set_up(hass, 1000)
    for name, temperatures in (
        ("without change", [21.5] * 3),
        ("with change", [20.5, 21.5, 22.5]),
    ):
        for temperature in temperatures:
            monkeypatch.setattr(Client, "temperature", temperature)
            written.clear()
            record_property(f"poll {name}", await poll(hass))
            record_property(f"states written {name}", written.total())
