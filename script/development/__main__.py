"""Run a real Home Assistant with this repository's integrations and, beside it, the simulated device."""

import argparse
import asyncio
from collections.abc import Coroutine, Sequence
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
from .ports import DEFAULT, HIGHEST, LOWEST
from .scenarios import playable, run_scenarios
from .session import run_session
from .subject import default_domain

ALL = "all"


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the command line says, and return the exit code."""
    integration, names, port = _parse(argv)
    try:
        compile_translations(integration)
        _provide_requirements()
        asyncio.run(
            _until_told(
                run_scenarios(names, integration)
                if names
                else run_session(integration, port)
            )
        )
    except (DevelopmentError, UnreadableError) as err:
        print(f"script/develop: {err}", file=sys.stderr)
        return 1
    except KeyboardInterrupt, asyncio.CancelledError:
        return 130 if names else 0
    return 0


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


def _parse(argv: Sequence[str] | None) -> tuple[Integration, list[str], int | None]:
    """Parse the command line, and return the integration, scenarios to play, and the port wanted."""
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
    arguments = parser.parse_args(argv)
    if arguments.port and arguments.scenario:
        parser.error("--scenario runs on ports that are free; leave out --port")
    if not here:
        parser.error("there is no integration here; make one with script/run scaffold")
    if not arguments.domain:
        parser.error(f"name the integration to work on, one of {', '.join(here)}")
    integration = here[arguments.domain]
    try:
        return integration, _names(arguments.scenario, integration), arguments.port
    except (UnreadableError, DevelopmentError) as err:
        parser.error(str(err))


def _names(scenario: str | None, integration: Integration) -> list[str]:
    """Return the names of the scenarios to play.

    Raises DevelopmentError if the integration has no flow for the one asked for.
    """
    if scenario is None:
        return []
    there = playable(integration)
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


async def _until_told(job: Coroutine[None, None, None]) -> None:
    """Do a job until it is done or this process is told to end."""
    task = asyncio.ensure_future(job)
    # The programs have no terminal that could tell them that it is closed.
    for number in (signal.SIGHUP, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, task.cancel)
    await task


if __name__ == "__main__":
    sys.exit(main())
