"""Ask what is to be made, or take it from the arguments, and have every answer judged."""

import argparse
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
import sys
from typing import Any, Final

from script import COMPONENTS
from script.client.install import install
from script.client.offer import Offer
from script.integration.blanks import blank
from script.integration.categories import likeliest
from script.integration.core import Core
from script.integration.integration import domains_in

from . import NOUN, PROGRAM, SERVICE, ScaffoldError
from .answers import (
    Answers,
    distribution_of,
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
from .kinds import Making
from .library import CHOICES, confirmed, offered
from .models import MODELS, Auth, model_for
from .writer.calls import Wanted, has_several
from .writer.choices import confirmed_calls, nearest_auth, valid_discovery
from .writer.plan import Plan
from .writer.planning import planned

DEFAULT: Final = MODELS[0]
TYPES: Final = tuple(
    dict.fromkeys(each for model in MODELS for each in model.integration_types)
)
CLASSES: Final = tuple(dict.fromkeys(model.iot_class for model in MODELS))
# In the words of contributors
_WAYS: Final = {
    iot_class: [each.kind for each in MODELS if each.iot_class == iot_class]
    for iot_class in CLASSES
}

_MOST_CATEGORIES: Final = 3
# What can be said only of a library that is read
_OF_LIBRARY: Final = ("ask", "login", "identity", "state", "entity", "discovery")
# To be said of its category
_MOSTLY: Final = "Say what it is mostly for, in core's words such as {}"
# What has no default
_NEEDED: Final = frozenset({"domain", "codeowner"})


def answered(arguments: argparse.Namespace, core: Core, *, asks: bool) -> Answers:
    """Return the answers that the arguments give, and ask for others or take the default.

    Raises ScaffoldError with a line for each answer that is wrong.
    """
    validators = _validators(core)
    _refuse(arguments, validators, asks=asks)

    def either(
        name: str, question: str, default: str | None, nothing: str = "nothing"
    ) -> Any:
        given = _text_of(arguments, name)
        if given is None and asks:
            return ask(question, validators[name], default, nothing=nothing)
        # What is needed is given here.
        return validators[name](given if given is not None else default or "")

    def one_of(name: str, question: str, choices: Collection[str], default: str) -> Any:
        """Offer no answer that no model is of, and ask nothing that is settled."""
        if asks and _text_of(arguments, name) is None:
            validators[name] = _among(validators[name], name, choices)
            if len(choices) == 1:
                return validators[name](default)
        return either(name, f"{question} {_listed(choices)}", default)

    domain: str = either("domain", "What is the domain?", None)
    name: str = either(
        "name",
        "What is the name of your integration?",
        domain.replace("_", " ").title(),
    )
    codeowner: str = either("codeowner", "What is your GitHub handle?", None)
    requirement: str | None = either(
        "requirement",
        "What PyPI package and version do you depend on?",
        "",
        "none yet, make one",
    )
    # What is written around a library is of no model, and polls.
    is_read = requirement and (arguments.install or is_installed(requirement))
    iot_class: str = one_of(
        "iot_class",
        "How will your integration gather data?",
        [each for each in CLASSES if not is_read or each.endswith("_polling")],
        DEFAULT.iot_class,
    )
    of_class = [each for each in MODELS if each.iot_class == iot_class]
    usual = next(iter(of_class), DEFAULT)
    own = offer_of(arguments, requirement, f"{domain} {name}") if requirement else None
    wanted = _wanted(arguments)
    integration_type: str = one_of(
        "integration_type",
        "What does an entry stand for?",
        TYPES if is_read else _every(each.integration_types for each in of_class),
        "hub" if own and has_several(own, wanted) else usual.integration_types[0],
    )
    usual = next(
        (each for each in of_class if integration_type in each.integration_types), usual
    )
    auth: Auth | None = None
    # A library that exists tells it.
    if arguments.auth is not None or not requirement:
        auth = one_of(
            "auth",
            "How is a user known to it?",
            Auth
            if is_read
            else _every(
                each.auths
                for each in of_class
                if integration_type in each.integration_types
            ),
            usual.auths[0],
        )
    source = Making(DEFAULT, DEFAULT.auths[0])
    if not requirement:
        own_auth = auth or usual.auths[0]
        source = Making(model_for(integration_type, iot_class, own_auth), own_auth)
    without = _without(arguments, core, source, asks=asks and not requirement)
    noun: str = arguments.noun or (SERVICE if integration_type == SERVICE else NOUN)
    # Core's whole vocabulary is read for it.
    likely = None if arguments.category else likeliest(f"{domain} {name} {noun}")
    categories: tuple[str, ...] = (
        either("category", "Which categories is it in? The main one first.", likely)
        if asks or arguments.category
        else (blank(_MOSTLY.format(likely or "energy.meters_monitoring")),)
    )
    connectivity: tuple[str, ...] = either(
        "connectivity", "How is it connected?", usual.connectivity
    )
    if own and asks:
        own = confirmed(own, [each for each in CHOICES if _given(arguments, each)])
    _refuse_unread(arguments, requirement, own)
    library_module = _module(arguments, core, domain, requirement, own, asks=asks)
    plan = None
    if own:
        wanted = replace(wanted, auth=auth)
        plan = planned(
            own,
            confirmed_calls(own, wanted) if asks else wanted,
            domain=domain,
            title=name,
            iot_class=iot_class,
            integration_type=integration_type,
            noun=noun,
        )
        auth = nearest_auth(plan)
        for each in plan.assumed:
            print(f"{PROGRAM}: {each}", file=sys.stderr)
        _tell_unsure(plan)
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
        thing=noun,
    )


def _wanted(arguments: argparse.Namespace) -> Wanted:
    """Return what the author chose of a library."""
    return Wanted(
        identity=arguments.identity,
        states=tuple(arguments.state),
        entities=tuple(arguments.entity),
        login=arguments.login,
        asked=tuple(arguments.ask),
        zeroconf=valid_discovery(arguments.discovery) if arguments.discovery else None,
    )


def _every[T](groups: Iterable[Iterable[T]]) -> list[T]:
    """Return all that is in groups, each once and in their order."""
    return [*dict.fromkeys(each for group in groups for each in group)]


def _among[A](
    validate: Validate[A], name: str, choices: Collection[str]
) -> Validate[A]:
    """Return what judges an answer that has to be one of these, too."""
    return lambda text: validate(
        valid_choice(text, what=name.replace("_", " "), choices=choices)
    )


def _listed(choices: Collection[str]) -> str:
    """Return choices on lines of their own where there are words for them."""
    if _WAYS.keys() >= set(choices):
        further = f"\n{'':16} "
        ways = (f"\n  {each:14} {further.join(_WAYS[each])}" for each in choices)
        return "".join(ways) + "\n"
    return f"({', '.join(choices)})"


def _refuse_unread(
    arguments: argparse.Namespace, requirement: str | None, own: Offer | None
) -> None:
    """Refuse to be told of calls of a library that is not there to be read."""
    given = [f"--{each}" for each in _OF_LIBRARY if getattr(arguments, each)]
    if given and not own:
        raise ScaffoldError(
            f"{', '.join(given)}: of a library that is "
            + (
                f"not installed; add --install, which installs {requirement}"
                if requirement
                else "not named; add --requirement PACKAGE==VERSION"
            )
        )


def _tell_unsure(plan: Plan) -> None:
    """Tell which fields are shown as plain numbers, as nothing tells their unit."""
    if plan.unsure:
        print(
            f"{PROGRAM}: nothing tells the unit of {', '.join(plan.unsure)}: shown as plain numbers; "
            "where there is one, give --entity FIELD:UNIT",
            file=sys.stderr,
        )


def _validators(core: Core) -> dict[str, Validate[Any]]:
    """Return what makes an answer of what is given or typed, for each that does not depend on others."""
    here = set(domains_in(COMPONENTS))
    return {
        "domain": lambda text: valid_domain(text, core=core, here=here),
        "name": valid_name,
        "codeowner": valid_codeowner,
        "requirement": lambda text: valid_requirement(text) if text else None,
        "iot_class": lambda text: valid_choice(
            text, what="IoT class", choices=core.iot_classes
        ),
        "integration_type": lambda text: valid_choice(
            text, what="integration type", choices=core.integration_types - {"virtual"}
        ),
        "auth": lambda text: Auth(
            valid_choice(text, what="authentication", choices=list(Auth))
        ),
        "category": lambda text: valid_choices(
            words(text), what="category", choices=core.categories, most=_MOST_CATEGORIES
        ),
        "connectivity": lambda text: valid_choices(
            words(text),
            what="connectivity",
            choices=core.connectivity,
            most=len(core.connectivity),
        ),
        "discovery": valid_discovery,
    }


def _refuse(
    arguments: argparse.Namespace,
    validators: Mapping[str, Validate[Any]],
    *,
    asks: bool,
) -> None:
    """Refuse all wrong answers at once.

    Raises ScaffoldError with a line for each.
    """
    wrong = []
    for name, validate in validators.items():
        given = _text_of(arguments, name)
        try:
            if given is not None:
                validate(given)
            elif name in _NEEDED and not asks:
                wrong.append(f"--{name} is needed; see --help")
        except ScaffoldError as err:
            wrong.append(str(err))
    if wrong:
        raise ScaffoldError("\n".join(wrong))


def _text_of(arguments: argparse.Namespace, name: str) -> str | None:
    """Return what is given for an answer, as it would be typed."""
    given: str | list[str] | None = getattr(arguments, name)
    return " ".join(given) if isinstance(given, list) else given


def _without(
    arguments: argparse.Namespace, core: Core, source: Making, *, asks: bool
) -> frozenset[str]:
    """Return the features to leave out."""
    optional = source.optional
    given = frozenset(
        valid_choice(each, what="feature", choices=optional)
        for each in arguments.without
    )
    discoveries = core.discoveries.intersection(optional)
    if (
        asks
        and discoveries
        and not given
        and not ask_yes(
            "Is the device discoverable on the local network?", default=True
        )
    ):
        return discoveries
    return given


def _module(
    arguments: argparse.Namespace,
    core: Core,
    domain: str,
    requirement: str | None,
    own: Offer | None,
    *,
    asks: bool,
) -> str:
    """Return what the library is imported as, and ask only where nothing tells."""
    package = distribution_of(requirement) if requirement else f"{domain}_client"
    usual = own.module if own else package.replace("-", "_").lower()

    def validate(text: str) -> str:
        return valid_library_module(text, core=core, is_made=requirement is None)

    if arguments.library_module is not None:
        return validate(arguments.library_module)
    if asks and requirement and own is None:
        return ask("What is the library imported as?", validate, usual)
    return validate(usual)


def _given(arguments: argparse.Namespace, option: str) -> str | None:
    """Return what is given for a choice about the library."""
    value: str | None = getattr(arguments, option.replace("-", "_"))
    return value


def offer_of(
    arguments: argparse.Namespace, requirement: str, like: str = ""
) -> Offer | None:
    """Return what the library that is required offers to what it is to be a client of, None if it is not installed."""
    if arguments.install:
        install(requirement)
    if not is_installed(requirement):
        return None
    wanted = {
        choice.kind: error
        for option, choice in CHOICES.items()
        if choice.kind and (error := _given(arguments, option))
    }
    return offered(distribution_of(requirement), wanted, arguments.client_class, like)
