"""Print how to reach the simulated device and how to break it."""

from typing import Final

from script.simulator.command_line import changing, curl, page

from .auth import AUTHS, authorization, identity
from .state import Device

PROGRAM: Final = "script/run simulator.device"


def manual(device: Device, host: str, control_url: str) -> str:
    """Return the device's address and credentials, and command lines to paste."""
    credentials = AUTHS[device.auth].credentials(device)
    header = authorization(device)
    ask = [
        *(("-H", f"Authorization: {header}") if header else ()),
        f"http://{host}/api/v1/status",
    ]

    about = {"host": host, **credentials, **identity(device)}
    commands = {
        "Ask it": curl(*ask),
        "Break it": changing(control_url, fault="server_error"),
        "Mend it": changing(control_url, fault=None),
        **(
            {"Rotate secret": changing(control_url, secret="another-secret")}
            if header
            else {}
        ),
        "Be another": changing(
            control_url, **dict.fromkeys(identity(device), "another")
        ),
        "All faults": f"{PROGRAM} --help",
    }
    return page("Simulated device", about, commands)
