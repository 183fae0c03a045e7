"""Run a simulated device."""

import argparse
import asyncio
from contextlib import AsyncExitStack
from ipaddress import IPv4Address, IPv6Address, ip_address
import logging
import re
import sys

from script.arguments import Parser

from .announce import SERVICE_TYPE, SERVICE_TYPE_PATTERN, announced
from .auth import AUTHS
from .device import SECRET_PATTERN, USERNAME_PATTERN, Device
from .faults import FAULTS
from .manual import PROGRAM, manual
from .server import LOOPBACK, PORT, run_simulator


def _address(text: str) -> IPv4Address | IPv6Address:
    """Parse an address to listen on."""
    try:
        return ip_address(text)
    except ValueError as err:
        raise argparse.ArgumentTypeError(
            f"{text!r} is no IP address; {LOOPBACK} is this machine alone"
        ) from err


def _port(text: str) -> int:
    """Parse a port that has a next one."""
    if text.isdecimal() and (port := int(text)) < 65535:
        return port
    raise argparse.ArgumentTypeError(
        f"{text!r} is no port; give one from 0 (any) to 65534"
    )


def _word(text: str) -> str:
    """Parse a secret, or what is as simple."""
    if re.match(SECRET_PATTERN, text):
        return text
    raise argparse.ArgumentTypeError("give visible ASCII characters without spaces")


def _username(text: str) -> str:
    """Parse a username."""
    if re.match(USERNAME_PATTERN, text):
        return text
    raise argparse.ArgumentTypeError(
        "give visible ASCII characters without spaces and colons"
    )


def _service_type(text: str) -> str:
    """Parse a type of zeroconf services."""
    if re.match(SERVICE_TYPE_PATTERN, text):
        return text
    raise argparse.ArgumentTypeError(
        f"{text!r} is no service type; give one such as {SERVICE_TYPE}"
    )


def _parse(argv: list[str] | None) -> argparse.Namespace:
    """Parse the command line."""
    faults = "\n".join(
        f"  {name:13} {fault.description}" for name, fault in FAULTS.items()
    )
    parser = Parser(
        prog=PROGRAM,
        description=__doc__,
        epilog=f"faults:\n{faults}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        suggest_on_error=True,
    )
    add = parser.add_argument
    add(
        "--host",
        type=_address,
        default=LOOPBACK,
        help="address to listen on (%(default)s)",
    )
    add(
        "--port",
        type=_port,
        default=PORT,
        help="port to listen on (%(default)s); the control API takes the next one",
    )
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
        type=_word,
        default=Device.secret,
        help="API token or password (%(default)s)",
    )
    add(
        "--user-id",
        type=_word,
        default=Device.user_id,
        help="ID of the account (%(default)s)",
    )
    add(
        "--fault",
        choices=FAULTS,
        metavar="NAME",
        help="fault to begin with (see below)",
    )
    add(
        "--announce",
        type=_service_type,
        nargs="?",
        const=SERVICE_TYPE,
        metavar="TYPE",
        help="announce the device over zeroconf on loopback (%(const)s)",
    )
    add(
        "--allow-remote",
        action="store_true",
        help="let --host be reached from other machines",
    )
    arguments = parser.parse_args(argv)
    if not (arguments.host.is_loopback or arguments.allow_remote):
        parser.error(
            f"{arguments.host} is reached from other machines; add --allow-remote if you want that"
        )
    if arguments.announce and arguments.host.is_unspecified:
        parser.error(
            f"{arguments.host} is nowhere to be found; give --announce a --host that is"
        )
    return arguments


async def _run(arguments: argparse.Namespace) -> None:
    """Run the device until cancelled."""
    device = Device(
        auth=arguments.auth,
        username=arguments.username,
        secret=arguments.secret,
        user_id=arguments.user_id,
        fault=arguments.fault,
    )
    async with AsyncExitStack() as stack:
        simulator = await stack.enter_async_context(
            run_simulator(device, address=str(arguments.host), port=arguments.port)
        )
        if arguments.announce:
            await stack.enter_async_context(
                announced(device, simulator.api, arguments.announce)
            )
        print(manual(simulator), "\n\nCtrl-C ends it.", sep="", flush=True)
        await asyncio.Event().wait()


def main(argv: list[str] | None = None) -> int:
    """Run the device until Ctrl-C and return the exit status."""
    arguments = _parse(argv)
    # aiohttp then logs every request, without its headers.
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    try:
        asyncio.run(_run(arguments))
    except KeyboardInterrupt:
        return 130
    except OSError as err:
        print(f"{PROGRAM}: {err}; see --host and --port", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
