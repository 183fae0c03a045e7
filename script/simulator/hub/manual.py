"""Print how to reach the simulated hub and how to break it."""

from typing import Final

from script.simulator.command_line import changing, curl, page
from script.simulator.devices import plug

from .state import Hub

PROGRAM: Final = "script/run simulator.hub"


def manual(hub: Hub, host: str, control_url: str) -> str:
    """Return the hub's address and password, and command lines to paste."""
    about = {"host": host, "password": hub.password, "mac": hub.mac}
    first = next(iter(hub.devices), "plug-1")
    commands = {
        "Look at it": curl(control_url),
        "Break it": changing(control_url, fault="close"),
        "Mend it": changing(control_url, fault=None),
        "Change password": changing(control_url, password="another-secret"),
        "Change device": changing(control_url, devices={first: {"power": 12.5}}),
        "Pair a device": changing(
            control_url, devices={"plug-2": plug("plug-2", "Heater")}
        ),
        "Unpair a device": changing(control_url, devices={first: None}),
        "All faults": f"{PROGRAM} --help",
    }
    return page("Simulated hub", about, commands)
