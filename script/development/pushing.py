"""Drive what a simulated hub or cloud pushes: changes, and devices that come and go."""

from script.simulator.devices import plug
from script.simulator.simulated import Local
from script.simulator.telling import Telling

from .stage import Stage


async def push(stage: Stage) -> None:
    """Let it push, lose it, and have it back with all that changed meanwhile."""
    other = _pushing(stage)
    first = next(iter(other.devices))
    await stage.add()
    await stage.until_agreed()

    await other.change(first, {"power": 12.5})
    await stage.until_agreed()
    await other.set_fault("refuse")
    await stage.until("lost: all unavailable", stage.is_unavailable, True)
    await other.change(first, {"power": 100.0})
    await other.set_fault(None)
    await stage.until("back: all unavailable", stage.is_unavailable, False)
    await stage.until_agreed()


async def devices(stage: Stage) -> None:
    """Add a device, and take one out, while it is connected and while it is not."""
    other = _pushing(stage)
    await stage.add()
    await stage.until("its devices", stage.devices, _names(stage))
    await other.put(plug("plug-2", "Heater"))
    await stage.until("one is added", stage.devices, _names(stage))
    await other.remove("climate-1")
    await stage.until("one is taken out", stage.devices, _names(stage))
    await other.set_fault("refuse")
    await other.put(plug("plug-3", "Fan"))
    await other.remove("plug-2")
    await other.set_fault(None)
    await stage.until("both while it was lost", stage.devices, _names(stage))
    await stage.until_agreed()


async def switch(stage: Stage) -> None:
    """Switch a plug, and have it refused."""
    other = _pushing(stage)
    await stage.add()
    await stage.switch_each_way()
    await other.set_fault("not_done")
    await stage.until_agreed()
    await stage.refuse("refused", "switch/turn_off", "switch")


def _pushing(stage: Stage) -> Telling:
    assert isinstance(stage.simulator, Telling)
    return stage.simulator


def _names(stage: Stage) -> list[str]:
    """Return the names of all devices, among which a hub is and a cloud is not."""
    names = [each["name"] for each in _pushing(stage).devices.values()]
    own = [stage.simulator.name] if isinstance(stage.simulator, Local) else []
    return sorted([*own, *names])
