"""Run a simulated thing from the command line, with the options that all have."""

import argparse
import asyncio
from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from ipaddress import IPv4Address, IPv6Address, ip_address
import logging
import re
import sys
from typing import Protocol

from script.arguments import Parser

from .announce import SERVICE_TYPE_PATTERN, announced
from .listener import LOOPBACK
from .simulated import Local, Simulated

# What goes into a header of HTTP
WORD_PATTERN = r"\A[!-~]+\Z"


class Described(Protocol):
    """A fault, as far as the help tells of it."""

    @property
    def description(self) -> str:
        """Return one line for whoever chooses a fault."""


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


def word(text: str) -> str:
    """Parse a secret, or what is as simple."""
    if re.match(WORD_PATTERN, text):
        return text
    raise argparse.ArgumentTypeError("give visible ASCII characters without spaces")


def parser(
    program: str,
    description: str | None,
    *,
    port: int,
    faults: Mapping[str, Described],
    service_type: str | None = None,
) -> Parser:
    """Return a parser of the options that all have, and of what those have that can be discovered."""

    def service(text: str) -> str:
        """Parse a type of zeroconf services."""
        if re.match(SERVICE_TYPE_PATTERN, text):
            return text
        raise argparse.ArgumentTypeError(
            f"{text!r} is no service type; give one such as {service_type}"
        )

    listed = "\n".join(
        f"  {name:13} {fault.description}" for name, fault in faults.items()
    )
    result = Parser(
        prog=program,
        description=description,
        epilog=f"faults:\n{listed}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        suggest_on_error=True,
    )
    add = result.add_argument
    add(
        "--host",
        type=_address,
        default=LOOPBACK,
        help="address to listen on (%(default)s)",
    )
    add(
        "--port",
        type=_port,
        default=port,
        help="port to listen on (%(default)s); the control API takes the next one",
    )
    add(
        "--fault",
        choices=faults,
        metavar="NAME",
        help="fault to begin with (see below)",
    )
    if service_type:
        add(
            "--announce",
            type=service,
            nargs="?",
            const=service_type,
            metavar="TYPE",
            help="announce it over zeroconf on loopback (%(const)s)",
        )
    else:
        result.set_defaults(announce=None)
    add(
        "--allow-remote",
        action="store_true",
        help="let --host be reached from other machines",
    )
    return result


def parsed(options: Parser, argv: list[str] | None) -> argparse.Namespace:
    """Parse the command line."""
    arguments = options.parse_args(argv)
    if not (arguments.host.is_loopback or arguments.allow_remote):
        options.error(
            f"{arguments.host} is reached from other machines; add --allow-remote if you want that"
        )
    if arguments.announce and arguments.host.is_unspecified:
        options.error(
            f"{arguments.host} is nowhere to be found; give --announce a --host that is"
        )
    return arguments


async def _run[S: Simulated](
    simulator: AbstractAsyncContextManager[S], service_type: str | None
) -> None:
    """Run it until cancelled."""
    async with AsyncExitStack() as stack:
        running = await stack.enter_async_context(simulator)
        if service_type:
            assert isinstance(running, Local)
            await stack.enter_async_context(announced(running, service_type))
        print(running.manual, "\n\nCtrl-C ends it.", sep="", flush=True)
        await asyncio.Event().wait()


def run[S: Simulated](
    program: str,
    arguments: argparse.Namespace,
    simulate: Callable[[str, int], AbstractAsyncContextManager[S]],
) -> int:
    """Run it at an address and a port until Ctrl-C, and return the exit status."""
    # aiohttp then logs every request, without its headers.
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    simulator = simulate(str(arguments.host), arguments.port)
    try:
        asyncio.run(_run(simulator, arguments.announce))
    except KeyboardInterrupt:
        return 130
    except OSError as err:
        print(f"{program}: {err}; see --host and --port", file=sys.stderr)
    return 2
