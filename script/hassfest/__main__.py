"""Check integrations as core does: script/run hassfest [DOMAIN | PATH] [-p PLUGIN,…] [--json]."""

import argparse
from pathlib import Path
import sys

from script.arguments import Parser
from script.integration.files import UnreadableError
from script.integration.finding import as_json
from script.integration.integration import chosen
from script.rules.validation import PLUGINS

from .checkout import CheckoutError, compared
from .validate import validate


def main() -> int:
    """Check the integrations that the arguments name and return the exit code."""
    arguments = _parser().parse_args()
    names = [name for name in arguments.plugins if name not in arguments.skip_plugins]
    try:
        paths = [*arguments.integration_path]
        if arguments.integration or not paths:
            paths += [
                each.path for each in chosen(arguments.integration, or_installed=True)
            ]
        findings, errors = validate(paths, names)
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
            print(_summary(len(paths), len(names), len(findings)))
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
        if plugin not in PLUGINS:
            raise argparse.ArgumentTypeError(
                f"{plugin}: no such check; there are {', '.join(PLUGINS)}"
            )
    return plugins


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="script.hassfest", description="Check integrations as core does."
    )
    parser.add_argument(
        "integration",
        nargs="?",
        metavar="DOMAIN | PATH",
        help="a domain, or a folder with a slash in its name (default: every integration here)",
    )
    parser.add_argument(
        "--integration-path",
        action="append",
        default=[],
        type=_folder,
        metavar="PATH",
        help="the folder of an integration, any number of times",
    )
    parser.add_argument(
        "-p",
        "--plugins",
        type=_plugins,
        default=list(PLUGINS),
        metavar="CHECK,…",
        help="only these checks (default: all)",
    )
    parser.add_argument(
        "--skip-plugins",
        type=_plugins,
        default=[],
        metavar="CHECK,…",
        help="all checks but these",
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
