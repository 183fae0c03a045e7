"""Print how to reach the simulated device and how to break it."""

import json
import shlex
from typing import Final

from .auth import AUTHS, authorization, identity
from .server import Simulator

PROGRAM: Final = "script/run simulator"


def manual(simulator: Simulator) -> str:
    """Return the device's address and credentials, and command lines to paste."""
    device = simulator.device
    credentials = AUTHS[device.auth].credentials(device)
    header = authorization(device)
    ask = [
        *(("-H", f"Authorization: {header}") if header else ()),
        f"http://{simulator.host}/api/v1/status",
    ]

    def change(**fields: str | None) -> str:
        return _curl("-X", "PATCH", simulator.control_url, "-d", json.dumps(fields))

    about = {"host": simulator.host, **credentials, **identity(device)}
    commands = {
        "Ask it": _curl(*ask),
        "Break it": change(fault="server_error"),
        "Mend it": change(fault=None),
        **({"Rotate secret": change(secret="another-secret")} if header else {}),
        "Be another": change(**dict.fromkeys(identity(device), "another")),
        "All faults": f"{PROGRAM} --help",
    }
    return "\n".join(
        (
            "Simulated device",
            *(f"  {name:<10} {value}" for name, value in about.items()),
            "",
            *(f"{name:<16} {command}" for name, command in commands.items()),
        )
    )


def _curl(*arguments: str) -> str:
    """Return a command line to paste."""
    return shlex.join(["curl", *arguments])
