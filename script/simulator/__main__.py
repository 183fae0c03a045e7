"""Run a simulated My Device."""

import argparse
import asyncio
from contextlib import AsyncExitStack
from ipaddress import IPv4Address, IPv6Address, ip_address
import json
import logging
import re
import shlex
import sys

from script.arguments import Parser

from .announce import announced
from .device import TOKEN_PATTERN, Device
from .faults import FAULTS
from .server import LOOPBACK, PORT, Simulator, run_simulator

PROGRAM = "script/run simulator"


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
    """Parse a token, or what is as simple."""
    if re.match(TOKEN_PATTERN, text):
        return text
    raise argparse.ArgumentTypeError("give visible ASCII characters without spaces")


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
    add("--token", type=_word, default=Device.token, help="API token (%(default)s)")
    add("--user-id", type=_word, default=Device.user_id, help="account (%(default)s)")
    add(
        "--fault",
        choices=FAULTS,
        metavar="NAME",
        help="fault to begin with (see below)",
    )
    add(
        "--announce",
        action="store_true",
        help="announce the device over zeroconf on loopback",
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


def _curl(*arguments: str) -> str:
    """Return a command line to paste."""
    return shlex.join(["curl", *arguments])


def _manual(simulator: Simulator) -> str:
    """Return how to reach the device and how to break it."""
    device = simulator.device
    ask = _curl(
        "-H",
        f"Authorization: Bearer {device.token}",
        f"http://{simulator.host}/api/v1/status",
    )

    def change(**fields: str | None) -> str:
        return _curl("-X", "PATCH", simulator.control_url, "-d", json.dumps(fields))

    return f"""\
Simulated My Device
  host       {simulator.host}
  API token  {device.token}
  account    {device.user_id}

Ask it         {ask}
Break it       {change(fault="server_error")}
Mend it        {change(fault=None)}
Rotate token   {change(token="another-token")}
Move account   {change(user_id="user-0815")}
All faults     {PROGRAM} --help

Ctrl-C ends it."""


async def _run(arguments: argparse.Namespace) -> None:
    """Run the device until cancelled."""
    device = Device(
        token=arguments.token, user_id=arguments.user_id, fault=arguments.fault
    )
    async with AsyncExitStack() as stack:
        simulator = await stack.enter_async_context(
            run_simulator(device, address=str(arguments.host), port=arguments.port)
        )
        if arguments.announce:
            await stack.enter_async_context(announced(device, simulator.api))
        print(_manual(simulator), flush=True)
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
