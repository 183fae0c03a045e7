"""Test actions of the hub's switches, when they fail and when there are two at once."""

import asyncio

from my_hub_client import MyHubClient
import pytest

from homeassistant.const import ATTR_ENTITY_ID, SERVICE_TURN_OFF
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from script.simulator.devices import plug
from script.simulator.hub.server import Simulator

from .home import SWITCH, is_available, until, value
from .hub import added

pytestmark = pytest.mark.usefixtures("quick_loop")


@pytest.mark.parametrize(
    ("fault", "is_done"), [("not_done", False), ("no_result", True), ("deaf", False)]
)
async def test_action_with_a_fault(
    hass: HomeAssistant, hub: Simulator, fault: str, is_done: bool
) -> None:
    """Test that an action that is not known to be done says so, and that no state tells otherwise than the hub."""
    await added(hass, hub)
    await hub.set_fault(fault)
    await until(lambda: hub.connected == 1 and is_available(hass))
    with pytest.raises(HomeAssistantError) as raised:
        await hass.services.async_call(
            "switch", SERVICE_TURN_OFF, {ATTR_ENTITY_ID: SWITCH}, blocking=True
        )
    assert raised.value.translation_key == "communication_error"
    assert hub.is_on is not is_done
    await hub.set_fault(None)
    await until(lambda: value(hass, SWITCH) == ("off" if is_done else "on"))


async def test_one_action_at_a_time(
    hass: HomeAssistant, hub: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Test that an action waits for the one before."""
    await hub.put(plug("plug-2", "Heater"))
    await added(hass, hub)
    running: list[str] = []
    done: list[str] = []

    async def set_switch(client: MyHubClient, device_id: str, on: bool) -> None:
        running.append(device_id)
        # Long enough for the other one to come in between
        await asyncio.sleep(0.1)
        assert running == [device_id]
        running.clear()
        done.append(device_id)

    monkeypatch.setattr(MyHubClient, "set_switch", set_switch)
    await asyncio.gather(
        *(
            hass.services.async_call(
                "switch", SERVICE_TURN_OFF, {ATTR_ENTITY_ID: entity_id}, blocking=True
            )
            for entity_id in (SWITCH, "switch.heater")
        )
    )
    assert sorted(done) == ["plug-1", "plug-2"]
