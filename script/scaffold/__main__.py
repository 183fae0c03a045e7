"""Make a new integration from the model that fits: script/run scaffold.

Without arguments, at a terminal, it asks. What it asks for can be given as arguments instead.
"""

import argparse
from collections.abc import Sequence
import signal
import sys

from script import COMPONENTS, ROOT
from script.arguments import Parser
from script.client import ClientError, NoClientError
from script.client.importing import problem
from script.client.install import install, pin
from script.client.offer import Offer
from script.client.show import shown
from script.integration.core import Core, core as installed_core
from script.integration.files import UnreadableError

from . import MODEL, ScaffoldError
from .answers import (
    Answers,
    is_installed,
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
from .guide import summary, tell_what_is_left
from .kinds import listed
from .library import CHOICES, confirmed, offered
from .make import put, tree_for
from .models import MODELS, Auth, Model, model_for
from .remove import remove
from .writer.calls import Wanted
from .writer.choices import confirmed_calls, nearest_auth, valid_discovery
from .writer.planning import planned

PROGRAM = "script/run scaffold"

_MOST_CATEGORIES = 3
_DEFAULT = MODELS[0]
_TYPES = tuple(
    dict.fromkeys(each for model in MODELS for each in model.integration_types)
)
_CLASSES = tuple(dict.fromkeys(model.iot_class for model in MODELS))
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
        "--login",
        metavar="CALL",
        help="what of that library logs in, or none (default: the likeliest)",
    )
    add(
        "--identity",
        metavar="CALL.FIELD",
        help="what of that library is the same for good and no other's (default: the likeliest)",
    )
    add(
        "--state",
        action="append",
        default=[],
        metavar="CALL",
        help="what of that library fetches the state; can be repeated (default: the likeliest)",
    )
    add(
        "--entity",
        action="append",
        default=[],
        metavar="FIELD:UNIT",
        help="a field of a state that is to be an entity, as CALL.FIELD where several have it, with its "
        "unit where nothing tells it; can be repeated (default: all fields that are sure)",
    )
    add(
        "--discovery",
        metavar="TYPE,PROPERTY[,NAME]",
        help="the zeroconf type that the device announces, the property that is its identity, and the "
        "pattern of its name (default: the library's integration has no discovery)",
    )
    add(
        "--noun",
        default="device",
        metavar="WORD",
        help="what it is, in the middle of a sentence (device)",
    )
    add(
        "--integration-type",
        metavar="TYPE",
        help=f"what an entry stands for: {', '.join(_TYPES)} ({_DEFAULT.integration_types[0]})",
    )
    add(
        "--iot-class",
        metavar="CLASS",
        help=f"how it gets its data: {', '.join(_CLASSES)} ({_DEFAULT.iot_class})",
    )
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
        help="leave out any of "
        + "; ".join(f"{', '.join(each.optional)} ({each.kind})" for each in MODELS),
    )
    add(
        "--kinds",
        action="store_true",
        help="list the kinds of integrations, core's share of each, and what is made here",
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
        f"How will your integration gather data? ({', '.join(_CLASSES)})",
        arguments.iot_class,
        _DEFAULT.iot_class,
        lambda text: valid_choice(text, what="IoT class", choices=core.iot_classes),
    )
    usual = next((each for each in MODELS if each.iot_class == iot_class), _DEFAULT)
    integration_type = either(
        f"What does an entry stand for? ({', '.join(_TYPES)})",
        arguments.integration_type,
        usual.integration_types[0],
        lambda text: valid_choice(
            text, what="integration type", choices=core.integration_types - {"virtual"}
        ),
    )
    auth = _auth(arguments, usual, asks=asks)
    model = (
        MODELS[0]
        if requirement
        else model_for(integration_type, iot_class, auth or usual.auths[0])
    )
    without = frozenset(
        valid_choice(each, what="feature", choices=model.optional)
        for each in arguments.without
    )
    discoveries = core.discoveries.intersection(model.optional)
    if (
        asks
        and discoveries
        and not without
        and not requirement
        and not ask_yes(
            "Is the device discoverable on the local network?", default=True
        )
    ):
        without |= discoveries
    categories = either(
        "Which categories is it in? The main one first.",
        arguments.category and " ".join(arguments.category),
        "plugs_switches",
        lambda text: valid_choices(
            words(text), what="category", choices=core.categories, most=_MOST_CATEGORIES
        ),
    )
    connectivity = either(
        "How is it connected?",
        arguments.connectivity and " ".join(arguments.connectivity),
        model.connectivity,
        lambda text: valid_choices(
            words(text),
            what="connectivity",
            choices=core.connectivity,
            most=len(core.connectivity),
        ),
    )
    package = requirement.partition("==")[0] if requirement else f"{domain}_client"
    chosen_module = arguments.library_module
    discovery = valid_discovery(arguments.discovery) if arguments.discovery else None
    if chosen_module:
        valid_library_module(chosen_module, core=core, is_made=requirement is None)
    own = _offer_to_make(arguments, requirement) if requirement else None
    if own and asks:
        own = confirmed(own, [each for each in CHOICES if _given(arguments, each)])
    library_module = either(
        "What is the library imported as?",
        chosen_module or (own.module if own else None),
        package.replace("-", "_").lower(),
        lambda text: valid_library_module(text, core=core, is_made=requirement is None),
    )
    wanted = Wanted(
        identity=arguments.identity,
        states=tuple(arguments.state),
        entities=tuple(arguments.entity),
        login=arguments.login,
        auth=auth,
        zeroconf=discovery,
    )
    if own and asks:
        wanted = confirmed_calls(own, wanted)
    plan = (
        planned(
            own,
            wanted,
            domain=domain,
            title=name,
            iot_class=iot_class,
            integration_type=integration_type,
        )
        if own
        else None
    )
    if plan:
        auth = nearest_auth(plan)
        if plan.unsure:
            print(
                f"{PROGRAM}: nothing tells the unit of {', '.join(plan.unsure)}: shown as plain numbers; "
                "where there is one, give --entity FIELD:UNIT",
                file=sys.stderr,
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
        auth=auth or usual.auths[0],
        without=without,
        offer=own,
        plan=plan,
        thing=arguments.noun,
    )


def _auth(arguments: argparse.Namespace, usual: Model, *, asks: bool) -> Auth | None:
    """Return how a user is known, None if the library is to tell it."""

    def validate(text: str) -> Auth:
        return Auth(valid_choice(text, what="authentication", choices=list(Auth)))

    if arguments.auth is not None:
        return validate(arguments.auth)
    if arguments.requirement:
        return None
    if asks:
        return ask(
            f"How is a user known to it? ({', '.join(Auth)})", validate, usual.auths[0]
        )
    return usual.auths[0]


def _given(arguments: argparse.Namespace, option: str) -> str | None:
    """Return what is given for a choice about the library."""
    value: str | None = getattr(arguments, option.replace("-", "_"))
    return value


def _offer(arguments: argparse.Namespace, requirement: str) -> Offer | None:
    """Return what the library that is required offers, None if it is not installed."""
    if arguments.install:
        install(requirement)
    if not is_installed(requirement):
        return None
    wanted = {
        choice.kind: error
        for option, choice in CHOICES.items()
        if choice.kind and (error := _given(arguments, option))
    }
    own = offered(requirement.partition("==")[0], wanted, arguments.client_class)
    if why := problem(own.module):
        raise ScaffoldError(f"{requirement}: cannot be used: {why}")
    return own


def _offer_to_make(arguments: argparse.Namespace, requirement: str) -> Offer | None:
    """Return what the library offers that an integration is made of, None if it is only to be named."""
    try:
        return _offer(arguments, requirement)
    except NoClientError as err:
        print(
            f"{PROGRAM}: {err}; until then made as of a library of the model's",
            file=sys.stderr,
        )
        return None


def _show(arguments: argparse.Namespace) -> None:
    """Print what the library that is required offers."""
    if arguments.requirement is None:
        raise ScaffoldError("--show needs a library: --requirement PACKAGE==VERSION")
    requirement = valid_requirement(arguments.requirement)
    if (own := _offer(arguments, requirement)) is None:
        raise ScaffoldError(f"{requirement}: is not installed; add --install")
    print(shown(own))


def _tell(domain: str) -> None:
    """Tell what is left to do of an integration of this tree."""
    if not domain.isidentifier() or not (COMPONENTS / domain).is_dir():
        here = sorted(path.parent.name for path in COMPONENTS.glob("*/manifest.json"))
        raise ScaffoldError(
            f"{domain!r}: no such integration here; name one of {', '.join(here)}"
        )
    tell_what_is_left(ROOT, domain)


def _refuse_others(parser: Parser, arguments: argparse.Namespace, alone: str) -> None:
    """End the program if anything is asked for beside what goes alone."""
    others = [
        "--" + name.replace("_", "-")
        for name, value in vars(arguments).items()
        if name != alone and value != parser.get_default(name)
    ]
    if others:
        parser.error(f"--{alone} goes by itself; leave out {', '.join(others)}")


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the arguments say and return the exit code."""
    parser = _parser()
    arguments = parser.parse_args(argv)
    for alone in ("remove", "kinds", "left"):
        if getattr(arguments, alone) != parser.get_default(alone):
            _refuse_others(parser, arguments, alone)
    ended = "ended"
    try:
        if arguments.show:
            _show(arguments)
            return 0
        if arguments.kinds:
            print(listed(installed_core()))
            return 0
        if arguments.remove is not None:
            remove(ROOT, arguments.remove)
            return 0
        if arguments.left is not None:
            _tell(arguments.left)
            return 0
        asks = sys.stdin.isatty() and not arguments.yes
        answers = _answers(arguments, installed_core(), asks=asks)
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
        print(f"{PROGRAM}: {err}", file=sys.stderr)
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
