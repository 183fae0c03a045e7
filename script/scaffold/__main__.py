"""Make a new integration from the model: script/run scaffold.

Without arguments, at a terminal, it asks. What it asks for can be given as arguments instead.
"""

import argparse
from collections.abc import Sequence
import signal
import sys

from script import COMPONENTS, ROOT
from script.arguments import Parser
from script.integration.core import Core, core as installed_core
from script.integration.files import UnreadableError

from . import MODEL, ScaffoldError
from .answers import (
    OPTIONAL,
    Answers,
    Auth,
    valid_choice,
    valid_choices,
    valid_codeowner,
    valid_domain,
    valid_library_module,
    valid_name,
    valid_requirement,
)
from .ask import Validate, ask, ask_yes, words
from .gates import run_gates
from .guide import left_to_do, summary
from .make import model, put, tree_for
from .remove import remove

PROGRAM = "script/run scaffold"

_MOST_CATEGORIES = 3
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
        help="what the library is imported as (default: as the package is named)",
    )
    add("--integration-type", metavar="TYPE", help="device, hub, service, … (device)")
    add("--iot-class", metavar="CLASS", help="how it gets its data (local_polling)")
    add(
        "--category",
        action="append",
        metavar="NAME",
        help="up to three, the main one first (plugs_switches)",
    )
    add(
        "--connectivity",
        action="append",
        metavar="KIND",
        help="how the device is connected (network)",
    )
    add(
        "--auth", metavar="KIND", help=f"how a user is known: {', '.join(Auth)} (token)"
    )
    add(
        "--without",
        nargs="+",
        action="extend",
        default=[],
        metavar="FEATURE",
        help=f"leave out any of {', '.join(OPTIONAL)}",
    )
    add("--yes", action="store_true", help="ask nothing")
    add("--no-check", action="store_true", help="do not judge what was made")
    add(
        "--remove",
        metavar="DOMAIN",
        help="remove an integration with all that was made with it, if git has it",
    )
    return parser


def _answers(arguments: argparse.Namespace, core: Core, *, asks: bool) -> Answers:
    """Return the answers that the arguments give, and ask for others or take the default."""
    here = {path.parent.name for path in COMPONENTS.glob("*/manifest.json")}

    def either[T](
        question: str, given: str | None, default: str | None, validate: Validate[T]
    ) -> T:
        if given is not None:
            return validate(given)
        if asks:
            return ask(question, validate, default)
        if default is None:
            raise ScaffoldError(f"{question} Give it as an argument; see --help")
        return validate(default)

    domain = either(
        "What is the domain?",
        arguments.domain,
        None,
        lambda text: valid_domain(text, core=core, here=here),
    )
    name = either(
        "What is the name of your integration?",
        arguments.name,
        domain.replace("_", " ").title(),
        valid_name,
    )
    codeowner = either(
        "What is your GitHub handle?", arguments.codeowner, None, valid_codeowner
    )
    requirement = either(
        "What PyPI package and version do you depend on? Leave blank to have a library made.",
        arguments.requirement,
        "",
        lambda text: valid_requirement(text) if text else None,
    )
    iot_class = either(
        "How will your integration gather data?",
        arguments.iot_class,
        "local_polling",
        lambda text: valid_choice(text, what="IoT class", choices=core.iot_classes),
    )
    auth = either(
        f"How does the device know its user? ({', '.join(Auth)})",
        arguments.auth,
        Auth.TOKEN,
        lambda text: Auth(
            valid_choice(text, what="authentication", choices=list(Auth))
        ),
    )
    without = frozenset(
        valid_choice(each, what="feature", choices=OPTIONAL)
        for each in arguments.without
    )
    if (
        asks
        and not without
        and not ask_yes(
            "Is the device discoverable on the local network?", default=True
        )
    ):
        without |= {"zeroconf"}
    integration_type = either(
        "What does an entry stand for?",
        arguments.integration_type,
        "device",
        lambda text: valid_choice(
            text, what="integration type", choices=core.integration_types - {"virtual"}
        ),
    )
    categories = either(
        "Which categories is it in? The main one first.",
        arguments.category and " ".join(arguments.category),
        "plugs_switches",
        lambda text: valid_choices(
            words(text), what="category", choices=core.categories, most=_MOST_CATEGORIES
        ),
    )
    connectivity = either(
        "How is the device connected?",
        arguments.connectivity and " ".join(arguments.connectivity),
        "network",
        lambda text: valid_choices(
            words(text),
            what="connectivity",
            choices=core.connectivity,
            most=len(core.connectivity),
        ),
    )
    package = requirement.partition("==")[0] if requirement else f"{domain}_client"
    library_module = either(
        "What is the library imported as?",
        arguments.library_module,
        package.replace("-", "_").lower(),
        lambda text: valid_library_module(text, core=core, is_made=requirement is None),
    )
    return Answers(
        domain=domain,
        name=name,
        codeowner=codeowner,
        requirement=requirement,
        library_module=library_module,
        integration_type=integration_type,
        iot_class=iot_class,
        categories=categories,
        connectivity=connectivity,
        auth=auth,
        without=without,
    )


def _refuse_others(parser: Parser, arguments: argparse.Namespace) -> None:
    """End the program if something is to be removed and anything else is asked for as well."""
    others = [
        "--" + name.replace("_", "-")
        for name, value in vars(arguments).items()
        if name != "remove" and value != parser.get_default(name)
    ]
    if others:
        parser.error(f"--remove goes by itself; leave out {', '.join(others)}")


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the arguments say and return the exit code."""
    parser = _parser()
    arguments = parser.parse_args(argv)
    if arguments.remove is not None:
        _refuse_others(parser, arguments)
    ended = "ended"
    try:
        if arguments.remove is not None:
            remove(ROOT, arguments.remove)
            return 0
        asks = sys.stdin.isatty() and not arguments.yes
        answers = _answers(arguments, installed_core(), asks=asks)
        print(f"Making {answers.domain} …", flush=True)
        put(ROOT, tree_for(model(ROOT), answers), answers)
        ended = f"ended; {answers.domain} is made, but not all judges have seen it"
        print(summary(answers, ROOT), flush=True)
        passed = arguments.no_check or run_gates(ROOT, answers)
    except (ScaffoldError, UnreadableError, OSError) as err:
        print(f"{PROGRAM}: {err}", file=sys.stderr)
        return 2
    except EOFError, KeyboardInterrupt:
        print(f"\n{PROGRAM}: {ended}", file=sys.stderr)
        return 130
    print(left_to_do(answers, ROOT))
    return 0 if passed else 1


if __name__ == "__main__":
    # Whoever ends it leaves nothing behind, as with Ctrl-C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    sys.exit(main())
