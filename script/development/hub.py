"""Drive what a simulated hub is for, beside its flows: what it pushes, and devices that come and go."""

from script.simulator.devices import plug
from script.simulator.hub.server import Simulator

from .stage import Stage


async def push(stage: Stage) -> None:
    """Let the hub push, lose it, and have it back with all that changed meanwhile."""
    hub = _hub(stage)
    await stage.add()
    await stage.until_agreed()

    await hub.change("plug-1", {"power": 12.5})
    await stage.until_agreed()
    await hub.set_fault("refuse")
    await stage.until("lost: all unavailable", stage.is_unavailable, True)
    await hub.change("plug-1", {"power": 100.0})
    await hub.set_fault(None)
    await stage.until("back: all unavailable", stage.is_unavailable, False)
    await stage.until_agreed()


async def devices(stage: Stage) -> None:
    """Pair a device, and unpair one, while the hub is connected and while it is not."""
    hub = _hub(stage)
    await stage.add()
    await stage.until("its devices", stage.devices, _names(hub))
    await hub.put(plug("plug-2", "Heater"))
    await stage.until("one is paired", stage.devices, _names(hub))
    await hub.remove("climate-1")
    await stage.until("one is unpaired", stage.devices, _names(hub))
    await hub.set_fault("refuse")
    await hub.put(plug("plug-3", "Fan"))
    await hub.remove("plug-2")
    await hub.set_fault(None)
    await stage.until("both while it was lost", stage.devices, _names(hub))
    await stage.until_agreed()


async def switch(stage: Stage) -> None:
    """Switch a plug, and have it refused."""
    hub = _hub(stage)
    await stage.add()
    await stage.switch_each_way()
    await hub.set_fault("not_done")
    await stage.until_agreed()
    await stage.refuse("refused by the hub", "switch/turn_off", "switch")


def _hub(stage: Stage) -> Simulator:
    assert isinstance(stage.simulator, Simulator)
    return stage.simulator


def _names(hub: Simulator) -> list[str]:
    return sorted([hub.name, *(each["name"] for each in hub.hub.devices.values())])
