"""Make a new integration from the model that fits: script/run scaffold.

Without arguments, at a terminal, it asks. What it asks for can be given as arguments instead.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path
import signal
import sys

from script import ROOT
from script.arguments import Parser
from script.client import ClientError
from script.client.importing import problem
from script.client.install import pin
from script.client.show import shown
from script.integration.core import Core, core as installed_core, core_in
from script.integration.files import UnreadableError
from script.integration.integration import domain_of

from . import MODEL, NOUN, PROGRAM, ScaffoldError
from .answers import valid_requirement
from .gates import run_gates
from .guide import summary, tell_what_is_left
from .kinds import listed
from .library import CHOICES
from .make import put, tree_for
from .models import Auth
from .questions import CLASSES, DEFAULT, TYPES, answered, offer_of
from .remove import remove

_EXAMPLE = f"""\
example:
  {PROGRAM} --domain acme_meter --name "Acme Meter" --codeowner @octocat --yes

Remove the model once you do not need it any more (new integrations are made from it):
  {PROGRAM} --remove {MODEL}"""


def _parser() -> Parser:
    parser = Parser(
        prog=PROGRAM,
        description="Make a new integration, with tests, client library, documentation page and brand images.",
        epilog=_EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("--domain", help="what core is to know it by, such as acme_meter")
    add("--name", help="what users read (default: the domain in words)")
    add("--codeowner", metavar="HANDLE", help="your GitHub handle, with its @")
    add(
        "--requirement",
        metavar="PACKAGE==VERSION",
        help="the client library, if you have one (default: one is made)",
    )
    add(
        "--library-module",
        metavar="NAME",
        help="what the library is imported as (default: what the package installs, or is named)",
    )
    add(
        "--install",
        action="store_true",
        help="install that library here, and have requirements_test.txt require it",
    )
    add(
        "--show",
        action="store_true",
        help="show what that library offers, once it is installed, and make nothing",
    )
    for option, choice in CHOICES.items():
        add(
            f"--{option}",
            metavar="NAME",
            help=f"{choice.what} in that library (default: the likeliest)",
        )
    add(
        "--ask",
        action="append",
        default=[],
        metavar="PARAMETER",
        help="what the client of that library takes that a user is to be asked for, beside hosts and credentials; "
        "can be repeated",
    )
    add(
        "--login",
        metavar="CALL",
        help="what of that library logs in, or none (default: the likeliest)",
    )
    add(
        "--identity",
        metavar="CALL.FIELD",
        help="what of that library is the same for good and no other's, or none (default: the likeliest)",
    )
    add(
        "--state",
        action="append",
        default=[],
        metavar="CALL",
        help="what of that library fetches the state, of one device or of several, as CALL.FIELD where no field of each "
        "looks like an identity, or as CALL.KEY of dictionaries; can be repeated (default: the likeliest)",
    )
    add(
        "--entity",
        action="append",
        default=[],
        metavar="NAME=FIELD:UNIT",
        help="a field of a state that is to be an entity, as CALL.FIELD where several have it, with its "
        "unit where nothing tells it, and the name that users read if it is another; can be repeated "
        "(default: all fields that are sure)",
    )
    add(
        "--discovery",
        metavar="TYPE,PROPERTY[,NAME]",
        help="the zeroconf type that the device announces, the property that is its identity, and the "
        "pattern of its name (default: the library's integration has no discovery)",
    )
    add(
        "--noun",
        metavar="WORD",
        help=f"what it is, in the middle of a sentence ({NOUN}, or service for that integration type)",
    )
    add(
        "--integration-type",
        metavar="TYPE",
        help=f"what an entry stands for: {', '.join(TYPES)} ({DEFAULT.integration_types[0]})",
    )
    add(
        "--iot-class",
        metavar="CLASS",
        help=f"how it gets its data: {', '.join(CLASSES)} ({DEFAULT.iot_class})",
    )
    add(
        "--category",
        action="append",
        metavar="NAME",
        help="up to three, the main one first (default: yours to write in manifest.json)",
    )
    add(
        "--connectivity",
        action="append",
        metavar="KIND",
        help="how it is connected (cloud for the cloud, else network)",
    )
    add(
        "--auth",
        metavar="KIND",
        help=f"how a user is known: {', '.join(Auth)} (default: as the model of this kind); "
        "password is one alone, without a username",
    )
    add(
        "--without",
        nargs="+",
        action="extend",
        default=[],
        metavar="FEATURE",
        help="leave out features; --kinds lists those of each kind",
    )
    add(
        "--kinds",
        action="store_true",
        help="list the kinds of integrations, core's share of each, and what is made here",
    )
    add(
        "--since",
        type=Path,
        metavar="FOLDER",
        help="count for the shares only what the Home Assistant in a folder, an older one, does not have",
    )
    add(
        "--left",
        metavar="DOMAIN",
        help="list what is left to do of an integration, in order, and keep the list in build/",
    )
    add("--yes", action="store_true", help="ask nothing")
    add("--no-check", action="store_true", help="do not judge what was made")
    add(
        "--remove",
        metavar="DOMAIN",
        help="remove an integration with all that was made with it, if git has it",
    )
    return parser


def _show(arguments: argparse.Namespace) -> None:
    """Print what the library that is required offers."""
    if arguments.requirement is None:
        raise ScaffoldError("--show needs a library: --requirement PACKAGE==VERSION")
    requirement = valid_requirement(arguments.requirement)
    if (own := offer_of(arguments, requirement)) is None:
        raise ScaffoldError(f"{requirement}: is not installed; add --install")
    # Whoever makes an integration has it imported to see what its classes hold.
    if why := problem(own.module):
        raise ScaffoldError(f"{requirement}: cannot be used: {why}")
    print(shown(own))


def _tell(domain: str) -> None:
    """Tell what is left to do of an integration of this tree."""
    tell_what_is_left(ROOT, domain_of(domain, ROOT / "homeassistant" / "components"))


def _older(folder: Path | None) -> Core | None:
    """Return the Home Assistant in a folder, None for none."""
    older = core_in(folder) if folder else None
    if older and not older.domains:
        raise ScaffoldError(
            f"--since {folder}: no integrations in {older.components}; "
            "name the folder `homeassistant` of a release"
        )
    return older


def _refuse_others(
    parser: Parser, arguments: argparse.Namespace, alone: str, *more: str
) -> None:
    """End the program if anything is asked for beside what goes alone, or with more of its own."""
    others = [
        "--" + name.replace("_", "-")
        for name, value in vars(arguments).items()
        if name not in (alone, *more) and value != parser.get_default(name)
    ]
    if others:
        parser.error(f"--{alone} goes by itself; leave out {', '.join(others)}")


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the arguments say and return the exit code."""
    parser = _parser()
    arguments = parser.parse_args(argv)
    for alone, *more in (("remove",), ("kinds", "since"), ("left",)):
        if getattr(arguments, alone) != parser.get_default(alone):
            _refuse_others(parser, arguments, alone, *more)
    if arguments.since and not arguments.kinds:
        parser.error("--since goes with --kinds")
    ended = "ended"
    try:
        if arguments.show:
            _show(arguments)
            return 0
        if arguments.kinds:
            print(listed(installed_core(), _older(arguments.since)))
            return 0
        if arguments.remove is not None:
            remove(ROOT, arguments.remove)
            return 0
        if arguments.left is not None:
            _tell(arguments.left)
            return 0
        asks = sys.stdin.isatty() and not arguments.yes
        answers = answered(arguments, installed_core(), asks=asks)
        print(f"Making {answers.domain} …", flush=True)
        put(ROOT, tree_for(ROOT, answers), answers)
        if arguments.install and answers.requirement:
            pin(
                answers.requirement,
                ROOT / "requirements_test.txt",
                f"What {answers.domain} requires",
            )
        ended = f"ended; {answers.domain} is made, but not all judges have seen it"
        print(summary(answers, ROOT), flush=True)
        passed = arguments.no_check or run_gates(ROOT, answers)
    except (ScaffoldError, ClientError, UnreadableError, OSError) as err:
        for line in str(err).splitlines():
            print(f"{PROGRAM}: {line}", file=sys.stderr)
        return 2
    except EOFError, KeyboardInterrupt:
        print(f"\n{PROGRAM}: {ended}", file=sys.stderr)
        return 130
    print()
    tell_what_is_left(ROOT, answers.domain)
    return 0 if passed else 1


if __name__ == "__main__":
    # Whoever ends it leaves nothing behind, as with Ctrl-C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    sys.exit(main())
