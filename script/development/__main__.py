"""Run a real Home Assistant with this repository's integrations and, beside it, the simulated device."""

import argparse
import asyncio
from collections.abc import Coroutine, Sequence
import signal
import sys

from script import COMPONENTS
from script.arguments import Parser
from script.translations.develop import (
    TranslationsError,
    develop as compile_translations,
)

from . import DevelopmentError, requirements
from .scenarios import SCENARIOS, run_scenarios
from .session import run_session

ALL = "all"


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the command line says, and return the exit code."""
    arguments = _parse(argv)
    names = [*SCENARIOS] if arguments.scenario == ALL else [arguments.scenario]
    try:
        compile_translations()
        _provide_requirements()
        asyncio.run(
            _until_told(
                run_scenarios(names, arguments.domain)
                if arguments.scenario
                else run_session(arguments.domain)
            )
        )
    except (DevelopmentError, TranslationsError) as err:
        print(f"script/develop: {err}", file=sys.stderr)
        return 1
    except KeyboardInterrupt, asyncio.CancelledError:
        return 130 if arguments.scenario else 0
    return 0


def _parse(argv: Sequence[str] | None) -> argparse.Namespace:
    """Parse the command line."""
    parser = Parser(prog="script/develop", description=__doc__)
    parser.add_argument(
        "domain",
        nargs="?",
        default="my_device",
        choices=sorted(path.parent.name for path in COMPONENTS.glob("*/manifest.json")),
        help="the integration to work on (%(default)s)",
    )
    parser.add_argument(
        "--scenario",
        choices=[*SCENARIOS, ALL],
        help="drive this flow end to end, without a browser and on a new Home Assistant",
    )
    return parser.parse_args(argv)


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
