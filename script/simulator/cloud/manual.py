"""Print how to reach the simulated cloud and how to break it."""

from typing import Final

from script.simulator.command_line import changing, curl, page
from script.simulator.devices import plug

from .state import Cloud

PROGRAM: Final = "script/run simulator.cloud"


def manual(cloud: Cloud, host: str, control_url: str) -> str:
    """Return the cloud's address and account, and command lines to paste."""
    about = {
        "address": f"http://{host}",
        "email": cloud.email,
        "password": cloud.password,
        "client ID": cloud.client_id,
        "client secret": cloud.client_secret,
    }
    first = next(iter(cloud.devices), "plug-1")
    commands = {
        "Look at it": curl(control_url),
        "Break it": changing(control_url, fault="rate_limited"),
        "Mend it": changing(control_url, fault=None),
        "Sign out": changing(control_url, signs_out=True),
        "Expire tokens": changing(control_url, expires=True),
        "Change email": changing(control_url, email="sam@example.com"),
        "Change device": changing(control_url, devices={first: {"power": 12.5}}),
        "Add a device": changing(
            control_url, devices={"plug-2": plug("plug-2", "Heater")}
        ),
        "Remove a device": changing(control_url, devices={first: None}),
        "All faults": f"{PROGRAM} --help",
    }
    return page("Simulated cloud", about, commands)
