"""Run core's checks on an integration: python -m script.hassfest."""

import argparse
from pathlib import Path
import sys

from script import COMPONENTS
from script.arguments import Parser
from script.integration.core import core
from script.integration.files import UnreadableError
from script.integration.finding import as_json

from .checkout import CheckoutError, compared
from .checks import CHECKS, validate


def main() -> int:
    """Check the integrations that the arguments name and return the exit code."""
    arguments = _parser().parse_args()
    paths = arguments.integration_path or sorted(
        path.parent for path in COMPONENTS.glob("*/manifest.json")
    )
    try:
        findings, errors = validate(paths, core(), arguments.plugins)
        if arguments.core_path and not errors:
            findings += compared(findings, paths, arguments.core_path)
    except (CheckoutError, UnreadableError) as err:
        findings, errors = [], [str(err)]
    for error in errors:
        print(error, file=sys.stderr)
    if arguments.json:
        print(as_json(findings))
    else:
        print("\n".join(map(str, findings)), end="\n" if findings else "")
        if not errors:
            print(_summary(len(paths), len(arguments.plugins), len(findings)))
    return 2 if errors else bool(findings)


def _summary(integrations: int, checks: int, findings: int) -> str:
    counted = (
        (integrations, "integration"),
        (checks, "check"),
        (findings, "finding"),
    )
    return ", ".join(
        f"{number} {noun}{'' if number == 1 else 's'}" for number, noun in counted
    )


def _folder(name: str) -> Path:
    path = Path(name).resolve()
    if not path.is_dir():
        raise argparse.ArgumentTypeError(f"{name}: no such folder")
    return path


def _plugins(names: str) -> list[str]:
    plugins = names.split(",")
    for plugin in plugins:
        if plugin not in CHECKS:
            raise argparse.ArgumentTypeError(
                f"{plugin}: no such check; there are {', '.join(CHECKS)}"
            )
    return plugins


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="script.hassfest", description="Check integrations as core does."
    )
    parser.add_argument(
        "--integration-path",
        action="append",
        type=_folder,
        metavar="PATH",
        help="the folder of an integration, any number of times (default: all here)",
    )
    parser.add_argument(
        "-p",
        "--plugins",
        type=_plugins,
        default=list(CHECKS),
        metavar="CHECK,…",
        help="only these checks (default: all)",
    )
    parser.add_argument(
        "--action",
        choices=["validate"],
        default="validate",
        help="what core's does in CI",
    )
    parser.add_argument(
        "--core-path",
        type=_folder,
        metavar="PATH",
        help="a checkout of core, whose own hassfest is to judge, too",
    )
    parser.add_argument(
        "--json", action="store_true", help="print the findings as JSON"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
