"""Parse the command line of script/run submit."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from script.arguments import Parser

PROGRAM: Final = "script/run submit"


def parsed(argv: Sequence[str] | None) -> argparse.Namespace:
    """Return the arguments, or end with 2 where they contradict one another."""
    parser = Parser(
        prog=PROGRAM,
        description="Cut an integration into the pull requests for core, each judged by itself.",
    )
    add = parser.add_argument
    add(
        "domain", nargs="?", metavar="DOMAIN", help="which (default: the only one here)"
    )
    add(
        "--first",
        metavar="PLATFORM",
        help="the one platform of the first pull request (default: sensor, or that with the most entities)",
    )
    add("--stage", type=int, metavar="N", help="only the Nth pull request")
    add(
        "--output",
        type=Path,
        metavar="DIR",
        help="what to write into (default: build/pull-requests/DOMAIN)",
    )
    add("--no-check", action="store_true", help="do not judge what was cut")
    add(
        "--keep",
        type=int,
        metavar="N",
        help="keep what you mended in the Nth pull request, as written there, in series/DOMAIN/",
    )
    add(
        "--core",
        type=Path,
        metavar="PATH",
        help="a checkout of core, in which to make the branch of the next from dev; nothing is pushed",
    )
    through = parser.add_mutually_exclusive_group()
    add = through.add_argument
    add(
        "--update",
        action="store_true",
        help="with --core, make its branch again, while it is nowhere else",
    )
    add(
        "--status",
        action="store_true",
        help="with --core, say which have landed there, which is open, and what to type",
    )
    add(
        "--review",
        action="store_true",
        help="take over what review has changed: with --core, on the open branch; else, in the files "
        "of a pull request as written",
    )
    add(
        "--landed",
        action="store_true",
        help="with --core, take over what dev has of the last that has landed",
    )
    add(
        "--sync",
        action="store_true",
        help="with --core, merge dev into the open branch",
    )
    arguments = parser.parse_args(argv)
    if arguments.core and arguments.stage is not None:
        parser.error("--core takes the whole series; leave out --stage")
    for name in ("update", "status", "landed", "sync"):
        if getattr(arguments, name) and not arguments.core:
            parser.error(f"--{name} goes with --core")
    if arguments.keep is not None and (
        arguments.core or arguments.review or arguments.stage is not None
    ):
        parser.error("--keep does nothing else; leave out the other options")
    return arguments
