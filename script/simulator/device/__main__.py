"""Run a simulated device: script/run simulator.device."""

import argparse
import re
import sys

from script.simulator.options import parsed, parser, run, word

from .auth import AUTHS
from .faults import FAULTS
from .manual import PROGRAM
from .server import PORT, run_simulator
from .state import USERNAME_PATTERN, Device

SERVICE_TYPE = "_my-device._tcp.local."


def _username(text: str) -> str:
    """Parse a username."""
    if re.match(USERNAME_PATTERN, text):
        return text
    raise argparse.ArgumentTypeError(
        "give visible ASCII characters without spaces and colons"
    )


def main(argv: list[str] | None = None) -> int:
    """Run the device until Ctrl-C and return the exit status."""
    options = parser(
        PROGRAM, __doc__, port=PORT, service_type=SERVICE_TYPE, faults=FAULTS
    )
    add = options.add_argument
    add(
        "--auth",
        choices=AUTHS,
        default=Device.auth,
        help="how it knows its user: %(choices)s (%(default)s)",
        metavar="KIND",
    )
    add(
        "--username",
        type=_username,
        default=Device.username,
        help="what goes with a password (%(default)s)",
    )
    add(
        "--secret",
        type=word,
        default=Device.secret,
        help="API token or password (%(default)s)",
    )
    add(
        "--user-id",
        type=word,
        default=Device.user_id,
        help="ID of the account (%(default)s)",
    )
    arguments = parsed(options, argv)
    device = Device(
        auth=arguments.auth,
        username=arguments.username,
        secret=arguments.secret,
        user_id=arguments.user_id,
        fault=arguments.fault,
    )
    return run(
        PROGRAM,
        arguments,
        lambda address, port: run_simulator(device, address=address, port=port),
    )


if __name__ == "__main__":
    sys.exit(main())
