"""Read what the parameters of constructors and methods are for."""

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import Final

from script.integration.syntax import Function, last_name, parameters

from .vocabulary import IDENTITIES
from .words import Phrases, ends, spoken, words


class Role(StrEnum):
    """What a parameter is for."""

    SESSION = "session"
    HOST = "host"
    PORT = "port"
    USERNAME = "username"
    PASSWORD = "password"
    TOKEN = "token"
    CALLBACK = "callback"
    LATITUDE = "latitude"
    LONGITUDE = "longitude"


ROLES: Final[Mapping[Role, Phrases]] = {
    Role.SESSION: (
        "session",
        "websession",
        "clientsession",
        "aiohttp_client",
        "http_client",
        "async_client",
        "httpx_client",
    ),
    Role.HOST: (
        "host",
        "hostname",
        "ip",
        "ipaddr",
        "ipaddress",
        "address",
        "addr",
        "url",
        "uri",
        "endpoint",
        "server",
    ),
    Role.PORT: ("port",),
    Role.USERNAME: (
        "username",
        "user",
        "user_name",
        "usr",
        "email",
        "email_address",
        "login",
        "account",
    ),
    Role.PASSWORD: ("password", "passwd", "pwd", "passphrase", "pin", "pass"),
    Role.TOKEN: (
        "token",
        "api_key",
        "apikey",
        "key",
        "secret",
        "passkey",
        "access_key",
        "auth",
    ),
    Role.CALLBACK: ("callback", "callbacks", "listener", "handler", "cb"),
    Role.LATITUDE: ("latitude", "lat"),
    Role.LONGITUDE: ("longitude", "lon", "lng", "long"),
}
# What together tells a place
PLACE: Final = frozenset({Role.LATITUDE, Role.LONGITUDE})
# By what the name of something secret ends in
_SECRET_WORDS: Final = (
    *(*ROLES[Role.PASSWORD], *ROLES[Role.TOKEN]),
    *(f"{of}_code" for of in ("access", "auth", "pairing", "pin", "security", "user")),
)
# By what the name of something ends in that a user can look up, or knows of a place
_KNOWN_WORDS: Final = (
    *IDENTITIES,
    *_SECRET_WORDS,
    "code",
    "name",
    "number",
    "country",
    "region",
    "location",
    "city",
    "postcode",
    "zipcode",
    "zip",
    "station",
)
# Words of addresses that are not that of what is connected to
_OTHER_ENDS: Final = (
    "mac",
    "listen",
    "listener",
    "source",
    "local",
    "bind",
    "callback",
)
_OF_ENDS: Final = frozenset({Role.HOST, Role.PORT})
# What is no user's to give
NOT_ASKED: Final = frozenset({Role.SESSION, Role.CALLBACK})
# What a user can type, as annotations name it; what has no annotation is a text
_TYPED: Final = frozenset({"str", "int", "float", ""})
# Classes that Home Assistant has one of, as annotations name them
SESSIONS: Final = frozenset({"ClientSession", "AsyncClient", "RetryClient"})


@dataclass(frozen=True, eq=False)
class Parameter:
    """A parameter of a constructor or a method.

    Attributes:
        is_second: Whether it is one more of what another is for.
    """

    name: str
    annotation: ast.expr | None
    is_required: bool
    is_keyword: bool
    is_second: bool = False

    @property
    def type(self) -> str:
        """Return the last name of its type, "" if nothing is said."""
        return last_name(self.annotation) if self.annotation else ""

    @property
    def can_be_typed(self) -> bool:
        """Return whether a user can be asked for it."""
        return self.type in _TYPED

    @property
    def is_known(self) -> bool:
        """Return whether its name is that of something that a user can look up."""
        return self.can_be_typed and bool(ends(self.name, _KNOWN_WORDS))

    @property
    def is_secret(self) -> bool:
        """Return whether its name is that of something secret, as a code is that is of nothing, or of access."""
        return self.name == "code" or bool(ends(self.name, _SECRET_WORDS))

    @property
    def is_of_place(self) -> bool:
        """Return whether it is a part of where a place is."""
        return self.role in PLACE

    @cached_property
    def role(self) -> Role | None:
        """Return what it is for, by its type or else its name."""
        types = (
            {last_name(node) for node in ast.walk(self.annotation)}
            if self.annotation
            else set()
        )
        if types & SESSIONS:
            return Role.SESSION
        if types & {"Callable", "Coroutine", "Awaitable"}:
            return Role.CALLBACK
        is_number = bool(types) and types <= {"bool", "float", "timedelta", "None", ""}
        roles = PLACE if is_number else ROLES
        said = {role: ends(self.name, ROLES[role]) for role in roles}
        role = max(said, key=lambda each: len(said[each]))
        is_other = role in _OF_ENDS and spoken(self.name, _OTHER_ENDS)
        return None if self.is_second or is_other or not said[role] else role


def distinct(found: Iterable[Parameter]) -> tuple[Parameter, ...]:
    """Return parameters, of several for the same thing of a user's just the plainest as being for that."""
    every = tuple(found)
    plainest: dict[Role | None, Parameter] = {}
    for each in sorted(
        every, key=lambda each: (not each.is_required, len(words(each.name)))
    ):
        plainest.setdefault(each.role, each)
    return tuple(
        each
        if each.role in {None, *NOT_ASKED} or each == plainest[each.role]
        else replace(each, is_second=True)
        for each in every
    )


def parameters_of(function: Function) -> tuple[Parameter, ...]:
    """Return what a method takes beside itself, without what takes whatever there is."""
    return distinct(_parameters(function))


def _parameters(function: Function) -> Iterator[Parameter]:
    arguments = function.args
    positional = [*arguments.posonlyargs, *arguments.args]
    without = len(positional) - len(arguments.defaults)
    optional = {each.arg for each in positional[without:]} | {
        each.arg
        for each, default in zip(
            arguments.kwonlyargs, arguments.kw_defaults, strict=True
        )
        if default is not None
    }
    keywords = {each.arg for each in arguments.kwonlyargs}
    for parameter in parameters(function):
        if parameter.arg not in {"self", "cls"}:
            yield Parameter(
                parameter.arg,
                parameter.annotation,
                parameter.arg not in optional,
                parameter.arg in keywords,
            )


def can_be_asked(found: Iterable[Parameter]) -> bool:
    """Return whether a user can be asked for each of several, of places for both parts."""
    every = tuple(found)
    place = {each.role for each in every if each.is_of_place}
    return place in (set(), PLACE) and all(
        each.is_of_place or (each.role is None and each.is_known) for each in every
    )


def is_annotated(function: Function) -> bool:
    """Return whether a function says anything of types, as type checkers ask of what is called."""
    return function.returns is not None or any(
        each.annotation for each in parameters(function)
    )


def unquoted(annotation: ast.expr | None) -> ast.expr | None:
    """Return an annotation, read where it is a string."""
    match annotation:
        case ast.Constant(value=str() as text):
            try:
                return ast.parse(text, mode="eval").body
            except SyntaxError:
                return None
    return annotation
