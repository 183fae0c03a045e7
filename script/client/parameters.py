"""Read what the parameters of constructors and methods are for."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Final

from script.integration.syntax import Function, last_name, parameters

from .words import Phrases, ends


class Role(StrEnum):
    """What a parameter is for."""

    SESSION = "session"
    HOST = "host"
    PORT = "port"
    USERNAME = "username"
    PASSWORD = "password"
    TOKEN = "token"
    CALLBACK = "callback"


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
    Role.USERNAME: ("username", "user", "user_name", "email", "login", "account"),
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
}
# What is no user's to give
NOT_ASKED: Final = frozenset({Role.SESSION, Role.CALLBACK})
# What a user can type, as annotations name it; what has no annotation is a text
_TYPED: Final = frozenset({"str", "int", ""})
# Classes that Home Assistant has one of, as annotations name them
SESSIONS: Final = frozenset({"ClientSession", "AsyncClient", "RetryClient"})


@dataclass(frozen=True, eq=False)
class Parameter:
    """A parameter of a constructor or a method."""

    name: str
    annotation: ast.expr | None
    is_required: bool
    is_keyword: bool

    @property
    def type(self) -> str:
        """Return the last name of its type, "" if nothing is said."""
        return last_name(self.annotation) if self.annotation else ""

    @property
    def can_be_typed(self) -> bool:
        """Return whether a user can be asked for it."""
        return self.type in _TYPED

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
        if types and types <= {"bool", "float", "timedelta", "None", ""}:
            return None
        for role, phrases in ROLES.items():
            if ends(self.name, phrases):
                return role
        return None


def parameters_of(function: Function) -> Iterator[Parameter]:
    """Yield what a method takes beside itself, without what takes whatever there is."""
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
