"""Choose what a user is asked for, and what of it the client and its login are given."""

import ast
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from typing import Final

from script.client.candidates import listed
from script.client.errors import ErrorKind
from script.client.offer import Offer, Step
from script.client.parameters import NOT_ASKED, PLACE, Parameter, Role
from script.client.purposes import CallKind
from script.client.words import ends, words
from script.integration.core import installed_package
from script.integration.modules import Sources
from script.integration.syntax import last_name
from script.scaffold import ScaffoldError
from script.scaffold.models import Auth

from .calls import another_client, ask_option
from .plan import CREDENTIALS, LOCATION, URL, Credential, Passed
from .sessions import logins, made_of
from .spelling import spelled

# What is asked for, whatever parameters may be left out, by how a user is known
_OF_AUTH: Final[Mapping[Auth, frozenset[Role]]] = {
    Auth.TOKEN: frozenset({Role.TOKEN}),
    Auth.PASSWORD: frozenset({Role.PASSWORD}),
    Auth.USERNAME_PASSWORD: frozenset({Role.USERNAME, Role.PASSWORD}),
    Auth.NONE: frozenset(),
}
SECRETS: Final = frozenset({Role.TOKEN, Role.PASSWORD, Role.USERNAME})
_SESSIONS: Final = {
    "ClientSession": "async_get_clientsession",
    "AsyncClient": "get_async_client",
}
# What is asked for by itself, or is no user's to give
_KNOWN: Final = frozenset({*(each.role for each in CREDENTIALS), *NOT_ASKED, *PLACE})
# By what the name of a whole address ends in
_URLS: Final = ("url", "uri", "endpoint")
# By what the name of something ends in that is about how a library works
_TECHNICAL_WORDS: Final = (
    "timeout",
    "retry",
    "retries",
    "attempts",
    "delay",
    "interval",
    "ttl",
    "seconds",
    "limit",
    "debug",
    "level",
    "agent",
    "headers",
    "loop",
    "ssl",
    "cache",
    "version",
)
# What is typed in tests
_NUMBERS: Final = {"int": 42, "float": 4.5}


def credentials_of(
    own: Offer,
    login: Step | None,
    reads: Collection[Step],
    auth: Auth | None,
    named: Collection[str],
    *,
    is_local: bool,
) -> tuple[Credential, ...]:
    """Return what a user is to be asked for, to make a client, to log in and to read the state.

    Raises ScaffoldError if the library takes none of what the author says there is.
    """
    parameters = _taken(own, login, reads)
    possible = {each.role for each in parameters if each.role}
    asked = {each.role for each in parameters if each.is_required}
    if is_local:
        asked |= {Role.HOST} & possible
    if auth is not None:
        if missing := _OF_AUTH[auth] - possible:
            raise ScaffoldError(
                f"authentication {auth}: {own.clients[0].name} takes no {' and no '.join(sorted(missing))}; "
                f"it takes {', '.join(sorted(possible)) or 'nothing'}; name another --auth, or another call with --login"
            )
        asked |= _OF_AUTH[auth]
    elif not asked & SECRETS and (
        own.errors[ErrorKind.AUTHENTICATION] or not asked - NOT_ASKED
    ):
        asked |= SECRETS & possible
    found = [each for each in CREDENTIALS if each.role in asked]
    if any(each.role is Role.HOST and ends(each.name, _URLS) for each in parameters):
        found = [URL if each.role is Role.HOST else each for each in found]
    if asked >= PLACE:
        found.append(LOCATION)
    others = [
        each.name for each in _needed(reads) if each.role is None and each.is_known
    ]
    found += asked_for(own, login, reads, (*named, *known_to_users(own), *others))
    return tuple(sorted(found, key=lambda each: each.is_secret))


def _taken(own: Offer, login: Step | None, reads: Iterable[Step]) -> list[Parameter]:
    """Return what the client and its login take, and what calls of the state need."""
    return [*made_of(own), *(login.parameters if login else ()), *_needed(reads)]


def _needed(reads: Iterable[Step]) -> list[Parameter]:
    """Return what calls of the state need."""
    return [one for each in reads for one in each.required]


def asked_for(
    own: Offer, login: Step | None, reads: Iterable[Step], named: Collection[str]
) -> list[Credential]:
    """Return what a user is asked for as the author says, by the names of the parameters.

    Raises ScaffoldError if there is one that a user cannot be asked for.
    """
    parameters = _taken(own, login, reads)
    return [_named(own, parameters, each) for each in dict.fromkeys(named)]


def _named(own: Offer, parameters: Collection[Parameter], name: str) -> Credential:
    """Return what a user is asked for as the author says, by the name of the parameter.

    Raises ScaffoldError if there is none that a user can be asked for.
    """
    known = {each.name: each for each in parameters if each.role not in _KNOWN}
    if own.takes_any and name not in {each.name for each in parameters}:
        known[name] = _open(name)
    if name not in known:
        raise ScaffoldError(
            f"--ask {name!r}: {own.clients[0].name} takes nothing of this name that is not asked for anyway; "
            f"it takes {', '.join(known) or 'nothing else'}"
        )
    kind = known[name].type
    if not known[name].can_be_typed:
        raise ScaffoldError(
            f"--ask {name!r}: is of {kind}, and a user can be asked for a text or a number"
        )
    said = words(name)
    const = f"CONF_{'_'.join(said).upper()}"
    return Credential(
        role=None,
        const=const,
        key="_".join(said),
        label=" ".join(map(spelled, said)),
        autocomplete="off",
        is_secret=known[name].is_secret and kind not in _NUMBERS,
        example=_NUMBERS.get(kind, "-".join(said)),
        parameter=name,
        is_own=const not in _constants(),
    )


def known_to_users(own: Offer) -> tuple[str, ...]:
    """Return what a client cannot be made without that a user is likely to know: a text or number, or what is named so."""
    needed = {each.name: each for each in made_of(own)}
    return tuple(
        name for name in to_ask(own) if needed[name].annotation or needed[name].is_known
    )


def to_ask(own: Offer) -> tuple[str, ...]:
    """Return what a client cannot be made without that nothing tells, and a user may know."""
    return tuple(
        each.name
        for each in made_of(own)
        if each.is_required and each.role not in _KNOWN and each.can_be_typed
    )


@cache
def _constants() -> Collection[str]:
    """Return the names of Home Assistant's constants."""
    module = Sources({"homeassistant": installed_package()}).module(
        "homeassistant.const"
    )
    return frozenset(module.bindings if module else ())


def nothing_to_ask(own: Offer) -> str:
    """Return what is told of a client that takes nothing that a user is known to have."""
    client = own.clients[0].name
    if own.takes_any:
        return f"{client} takes any keyword arguments, and nothing tells which"
    return f"{client} can be made without anything from a user"


def may_be_asked(own: Offer) -> list[str]:
    """Return what a client takes, needed or not, that a user may know."""
    return [
        each.name
        for each in made_of(own)
        if each.role not in _KNOWN
        and each.can_be_typed
        and not ends(each.name, _TECHNICAL_WORDS)
    ]


def is_for_anybody(own: Offer) -> bool:
    """Return whether a client, and what is called of it, takes nothing that a user may know."""
    return not (own.takes_any or may_be_asked(own) or _given_later(own))


def _given_later(own: Offer) -> list[str]:
    """Return the calls that are given what a user enters, where the client is not."""
    return logins(own) or [
        each.name
        for each in own.calls[CallKind.LOGIN]
        if any(one.role in SECRETS for one in own.steps[each.name].required)
    ]


def instead(own: Offer) -> str:
    """Return what an author can say of a client that takes nothing that a user is asked for."""
    known, later = may_be_asked(own), _given_later(own)
    possible = {each.role for each in made_of(own)}
    auth = max(
        (each for each, roles in _OF_AUTH.items() if roles and roles <= possible),
        key=lambda each: len(_OF_AUTH[each]),
        default=None,
    )
    ways = {
        f"add --auth {auth}": auth,
        f"name the call that is given it with --login, such as {listed(later)}": later,
        f"add --ask {listed(known[:1])} if a user knows that": known,
        "add --ask NAME for each that a user knows": own.takes_any and not known,
        f"add --auth {Auth.NONE} if users are asked for nothing": not own.takes_any,
    }
    return ", or ".join(
        (*(way for way, is_there in ways.items() if is_there), another_client(own))
    )


def passed(
    own: Offer,
    parameters: Iterable[Parameter],
    credentials: Collection[Credential],
    what: str,
) -> Iterator[Passed]:
    """Yield what a call is given.

    Raises ScaffoldError if it needs more than is known.
    """
    by_role = {each.role: each for each in credentials if each.role}
    if LOCATION in credentials:
        by_role |= dict.fromkeys(PLACE, LOCATION)
    by_name = {each.parameter: each for each in credentials if each.parameter}
    unknown = []
    for each in parameters:
        if what == "client" and each.name in own.made:
            if each.is_required:
                yield _made(own, each, credentials)
        elif each.name in by_name:
            yield Passed(parameter=each, credential=by_name[each.name])
        elif each.role in by_role:
            yield Passed(parameter=each, credential=by_role[each.role])
        elif each.role is Role.SESSION:
            yield Passed(parameter=each, credential=None)
        elif each.is_required:
            unknown.append(each)
    if what == "client" and own.takes_any:
        given = {each.name for each in parameters}
        for name, credential in by_name.items():
            if name not in given:
                yield Passed(parameter=_open(name), credential=credential)
    if unknown:
        raise ScaffoldError(_needs(own, unknown, what))


def _open(name: str) -> Parameter:
    """Return what a client takes that takes whatever is named."""
    return Parameter(name, None, is_required=True, is_keyword=True)


def _needs(own: Offer, unknown: Collection[Parameter], what: str) -> str:
    """Return what is told of a call that needs what nobody knows."""
    names = listed(
        repr(each.name) if each.can_be_typed else f"{each.name!r} ({each.type})"
        for each in unknown
    )
    other = "name another with --login" if what in own.steps else another_client(own)
    return (
        f"{own.name}: {own.clients[0].name if what == 'client' else what} needs {names}, "
        f"and nothing tells what that is; {ask_option(unknown)}{other}"
    )


def _made(
    own: Offer, parameter: Parameter, credentials: Collection[Credential]
) -> Passed:
    """Return what a client is given that is made itself of what a user gives.

    Raises ScaffoldError if that does more than hold it, or needs more.
    """
    made, client = own.made[parameter.name], own.clients[0].name
    if not made.is_data:
        raise ScaffoldError(
            f"{own.name}: {client} needs {parameter.name!r} ({made.name}), which does something by itself, "
            f"and nothing tells what of that comes first; {another_client(own)}"
        )
    inside = tuple(passed(own, made.parameters, credentials, made.name))
    return Passed(
        parameter=parameter, credential=None, made=((made.module, made.name), inside)
    )


def session_of(own: Offer) -> str | None:
    """Return the function of Home Assistant's that provides the session that the client takes."""
    parameter = next(
        (each for each in own.parameters if each.role is Role.SESSION), None
    )
    if parameter is None:
        return None
    said = last_name(parameter.annotation) if parameter.annotation else ""
    for node_name, function in _SESSIONS.items():
        if node_name in said or (
            parameter.annotation and node_name in _dumped(parameter)
        ):
            return function
    return _SESSIONS["ClientSession"]


def _dumped(parameter: Parameter) -> str:
    return ast.dump(parameter.annotation) if parameter.annotation else ""
