"""Run a real Home Assistant with this repository's integrations and, beside it, the simulated device."""

import argparse
import asyncio
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass
from getpass import getpass
import os
from pathlib import Path
import signal
import sys

from script import COMPONENTS
from script.arguments import Parser
from script.integration.files import UnreadableError
from script.integration.integration import Integration, chosen
from script.translations.develop import develop_each

from . import DevelopmentError, requirements
from .counterparts import SCENARIOS
from .own_device import OwnDevice, own_device
from .own_scenarios import playable as own_playable, run_own_scenarios
from .ports import DEFAULT, HIGHEST, LOWEST
from .scenarios import playable, run_scenarios
from .session import run_session
from .subject import default_domain, foreign_libraries
from .values import Values, setting

ALL = "all"


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the command line says, and return the exit code."""
    run = _parse(argv)
    try:
        compile_translations(run.integration)
        _provide_requirements()
        return asyncio.run(_until_told(run.job()))
    except (DevelopmentError, UnreadableError) as err:
        print(f"script/develop: {run.values.hide_in(str(err))}", file=sys.stderr)
        return 1
    except KeyboardInterrupt, asyncio.CancelledError:
        return 130 if run.is_driven else 0


@dataclass(frozen=True, kw_only=True)
class Run:
    """What the command line asks for.

    Attributes:
        names: The scenarios to play.
        device: The author's own, if there is one.
        records: Whether fixtures are to be written.
    """

    integration: Integration
    names: list[str]
    port: int | None
    device: OwnDevice | None
    values: Values
    records: bool

    @property
    def is_driven(self) -> bool:
        """Return whether no user is waited for."""
        return bool(self.names) or self.records

    async def job(self) -> int:
        """Do it, and return the exit code."""
        if not self.is_driven:
            await run_session(self.integration, self.port, self.device)
            return 0
        if not self.device:
            await run_scenarios(self.names, self.integration)
            return 0
        is_complete = await run_own_scenarios(
            self.names,
            self.integration,
            self.device,
            self.values,
            records=self.records,
        )
        return 0 if is_complete else 1


def compile_translations(
    integration: Integration, components: Path = COMPONENTS
) -> None:
    """Compile all strings, and name the integrations that will lack theirs.

    Raises DevelopmentError if it is the one to work on.
    """
    troubles = develop_each(components)
    if own := troubles.pop(integration.domain, None):
        raise DevelopmentError(own)
    for trouble in troubles.values():
        print(f"script/develop: without its texts: {trouble}", file=sys.stderr)


def _port(text: str) -> int:
    """Parse a port that has two next ones."""
    if text.isdecimal() and LOWEST <= (port := int(text)) <= HIGHEST:
        return port
    raise argparse.ArgumentTypeError(
        f"{text!r} is no port; give one from {LOWEST} to {HIGHEST}"
    )


def _parse(argv: Sequence[str] | None) -> Run:
    """Parse the command line."""
    here = {integration.domain: integration for integration in chosen(None)}
    default = default_domain(here)
    parser = Parser(prog="script/develop", description=__doc__)
    parser.add_argument(
        "domain",
        nargs="?",
        default=default,
        choices=here,
        help=f"the integration to work on ({default or 'one has to be named'})",
    )
    parser.add_argument(
        "--scenario",
        choices=[*SCENARIOS, ALL],
        help="drive this flow end to end, without a browser and on a new Home Assistant",
    )
    parser.add_argument(
        "--port",
        type=_port,
        help="port of Home Assistant, with the next two for the device (default: the last, or "
        f"{DEFAULT.home_assistant} with {DEFAULT.device} and {DEFAULT.device + 1}, or free ones)",
    )
    parser.add_argument(
        "--device",
        type=own_device,
        metavar='HOST | "COMMAND"',
        help="your own device, or a command that runs a server in its place: it listens on 127.0.0.1 at {port}, or "
        "PORT in its environment, and finds there what is typed into the forms, such as DEVICE_PASSWORD; a scenario "
        "types wrong secrets, too",
    )
    parser.add_argument(
        "--set",
        action="append",
        type=setting,
        default=[],
        metavar="FIELD=VALUE",
        help="what --scenario and --record type into a field of a form; a secret is better given as DEVICE_FIELD in "
        "the environment, or asked for",
    )
    parser.add_argument(
        "--record",
        action="store_true",
        help="write what the library returns, without secrets and identifiers, as fixtures of the tests",
    )
    arguments = parser.parse_args(argv)
    if arguments.port and (arguments.scenario or arguments.record):
        parser.error(
            "--scenario and --record run on ports that are free; leave out --port"
        )
    given = dict(arguments.set)
    device = arguments.device or (OwnDevice(host="") if given else None)
    if given and not (arguments.scenario or arguments.record):
        parser.error("--set is for --scenario and --record; add one of them")
    if arguments.record and not device:
        parser.error("--record needs what the library talks to; name it with --device")
    if not here:
        parser.error("there is no integration here; make one with script/run scaffold")
    if not arguments.domain:
        parser.error(f"name the integration to work on, one of {', '.join(here)}")
    integration = here[arguments.domain]
    try:
        return Run(
            integration=integration,
            names=_names(arguments.scenario, integration, device),
            port=arguments.port,
            device=device,
            values=Values(
                host=device.host if device else "",
                given=given,
                environment=os.environ,
                ask=_ask if sys.stdin.isatty() else None,
            ),
            records=arguments.record,
        )
    except (UnreadableError, DevelopmentError) as err:
        parser.error(str(err))


def _ask(field: str) -> str:
    # The handler of asyncio would wait until something is typed.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        return getpass(f"{field}: ")
    finally:
        signal.signal(signal.SIGINT, before)


def _names(
    scenario: str | None, integration: Integration, device: OwnDevice | None
) -> list[str]:
    """Return the names of the scenarios to play.

    Raises DevelopmentError if the integration has no flow for the one asked for.
    """
    if scenario is None:
        return []
    if not device and foreign_libraries(integration):
        return ["user"]
    there = own_playable(integration) if device else playable(integration)
    names = [name for name in there if scenario in {name, ALL}]
    if not names:
        raise DevelopmentError(
            f"{integration.domain} has no flow for the scenario {scenario}; "
            f"there are: {', '.join(there) or 'none'}"
        )
    return names


def _provide_requirements() -> None:
    """Install what Home Assistant lacks, and say so if that fails."""
    if failed := requirements.provide():
        print(
            f"script/develop: could not install {', '.join(failed)} (see above; one that is "
            "built needs a C++ compiler). Without, Home Assistant's page may not load.",
            file=sys.stderr,
        )


async def _until_told[T](job: Coroutine[None, None, T]) -> T:
    """Do a job until it is done or this process is told to end."""
    task = asyncio.ensure_future(job)
    # The programs have no terminal that could tell them that it is closed.
    for number in (signal.SIGHUP, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, task.cancel)
    return await task


if __name__ == "__main__":
    sys.exit(main())
