"""Find the exceptions that tell of refused credentials, a lost connection and the like."""

import ast
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import Final

from script.integration.modules import Module
from script.integration.syntax import last_name

from .candidates import Candidate, Evidence, candidate, ranked
from .classes import Class
from .exports import Export
from .words import spoken


class ErrorKind(StrEnum):
    """What an exception tells of."""

    AUTHENTICATION = "authentication"
    CONNECTION = "connection"
    TIMEOUT = "timeout"
    RATE_LIMIT = "rate limit"
    RESPONSE = "response"


_ERRORS: Final[Mapping[ErrorKind, tuple[str, ...]]] = {
    ErrorKind.AUTHENTICATION: (
        "auth",
        "authentication",
        "authorization",
        "authenticate",
        "unauthorized",
        "unauthorised",
        "unauthenticated",
        "credential",
        "credentials",
        "login",
        "password",
        "forbidden",
        "access_denied",
        "not_authorized",
        "invalid_token",
        "token_expired",
        "invalid_api_key",
        "api_key",
    ),
    ErrorKind.TIMEOUT: ("timeout", "timed_out", "time_out"),
    ErrorKind.RATE_LIMIT: (
        "rate_limit",
        "rate_limited",
        "ratelimit",
        "too_many_requests",
        "throttled",
        "throttle",
        "throttling",
        "quota",
        "limit_exceeded",
        "request_limit",
    ),
    ErrorKind.CONNECTION: (
        "connection",
        "connect",
        "connectivity",
        "cannot_connect",
        "unreachable",
        "communication",
        "transport",
        "offline",
        "disconnected",
        "connecting",
        "communicating",
        "reached",
        "network",
        "unavailable",
        "request",
        "http",
    ),
    ErrorKind.RESPONSE: (
        "response",
        "parse",
        "parsing",
        "decode",
        "data",
        "json",
        "invalid_response",
        "bad_response",
        "unexpected",
    ),
}
# Words of exceptions that are about what is asked for, or about a channel beside
_NOT_OF_CONNECTIONS: Final = (
    "invalid",
    "bad",
    "unsupported",
    "version",
    "body",
    "stream",
    "websocket",
    "event",
    "events",
)
# What of the standard library and of HTTP clients an exception tells of
_FOREIGN_ERRORS: Final[Mapping[ErrorKind, frozenset[str]]] = {
    ErrorKind.TIMEOUT: frozenset(
        {
            "TimeoutError",
            "Timeout",
            "ServerTimeoutError",
            "TimeoutException",
            "ConnectTimeout",
            "ReadTimeout",
        }
    ),
    ErrorKind.CONNECTION: frozenset(
        {
            "ClientError",
            "ClientConnectionError",
            "ClientConnectorError",
            "ConnectionError",
            "ConnectionRefusedError",
            "ConnectionResetError",
            "ConnectError",
            "RequestError",
            "RequestException",
            "TransportError",
            "HTTPError",
            "NetworkError",
            "OSError",
            "IOError",
            "gaierror",
            "URLError",
            "ModbusException",
        }
    ),
}
_STATUSES: Final[Mapping[ErrorKind, frozenset[object]]] = {
    ErrorKind.AUTHENTICATION: frozenset({401, 403, "UNAUTHORIZED", "FORBIDDEN"}),
    ErrorKind.RATE_LIMIT: frozenset({429, "TOO_MANY_REQUESTS"}),
}

_LEAST: Final = 3
# An exception counts for each of its kind that derives from it, as catching it catches those
_GENERAL: Final = 4
# So many of the words for a kind speak of nothing else
_PLAIN: Final = 8
# The exception in which a lost connection ends, where the library lets it through
_TRANSPORTS: Final = {
    "aiohttp": "aiohttp.ClientError",
    "httpx": "httpx.HTTPError",
    "requests": "requests.RequestException",
    "socket": "builtins.OSError",
    "asyncio": "builtins.OSError",
}


def errors(
    exports: Sequence[Export], modules: Iterable[Module]
) -> Mapping[ErrorKind, tuple[Candidate, ...]]:
    """Return for each kind of trouble the exceptions that may tell of it, the best first."""
    own = [
        (each, Class(each.definition))
        for each in exports
        if isinstance(each.definition.node, ast.ClassDef)
    ]
    own = [(each, class_) for each, class_ in own if class_.is_error]
    modules = tuple(modules)
    raised = _raised(modules)
    found = {
        kind: _general_first(
            ranked(
                (
                    candidate(
                        each.name, each.module, _evidence(kind, each, class_, raised)
                    )
                    for each, class_ in own
                ),
                _LEAST,
            ),
            {each.name: class_.ancestors for each, class_ in own},
        )
        for kind in ErrorKind
    }
    best = {kind: _less_of_others(kind, found) for kind in found}
    if not best[ErrorKind.CONNECTION]:
        base = [each] if (each := base_error(exports)) else []
        foreign = list(_let_through(modules))
        # A library that hands on trouble below by exceptions of its own has them derive from its base.
        hands_on = any(
            kinds.keys() & _FOREIGN_ERRORS.keys() for kinds in raised.values()
        )
        best[ErrorKind.CONNECTION] = tuple(
            base + foreign if hands_on else foreign + base
        )
    return best


def base_error(exports: Sequence[Export]) -> Candidate | None:
    """Return the exception that most others of the library derive from."""
    own = {
        each.name: each
        for each in exports
        if isinstance(each.definition.node, ast.ClassDef)
        and Class(each.definition).is_error
    }
    below = Counter(
        ancestor
        for each in own.values()
        for ancestor in Class(each.definition).ancestors
        if ancestor in own
    )
    name, count = next(iter(below.most_common(1)), ("", 0))
    # As many as derive from it stand beside it at most.
    if not name or 2 * count < len(own) - 1:
        return None
    return candidate(
        name, own[name].module, [(count, f"{count} others derive from it")]
    )


def _general_first(
    found: tuple[Candidate, ...], ancestors: Mapping[str, frozenset[str]]
) -> tuple[Candidate, ...]:
    """Return candidates with those first that others of them derive from."""
    below = Counter(base for each in found for base in ancestors[each.name])
    return ranked(
        (
            replace(
                each,
                score=each.score + _GENERAL * below[each.name],
                reasons=(
                    *each.reasons,
                    f"{below[each.name]} others of this kind derive from it",
                ),
            )
            if below[each.name]
            else each
            for each in found
        ),
        _LEAST,
    )


def _less_of_others(
    kind: ErrorKind, found: Mapping[ErrorKind, tuple[Candidate, ...]]
) -> tuple[Candidate, ...]:
    """Return the exceptions of a kind without those that tell more of another."""
    best: dict[str, int] = {}
    for each in (each for others in found.values() for each in others):
        best[each.name] = max(best.get(each.name, 0), each.score)
    return tuple(each for each in found[kind] if each.score >= best[each.name])


def _evidence(
    kind: ErrorKind,
    export: Export,
    class_: Class,
    raised: Mapping[str, Counter[ErrorKind]],
) -> Iterator[Evidence]:
    foreign = _FOREIGN_ERRORS.get(kind, frozenset())
    if said := spoken(export.name, _ERRORS[kind]):
        weight = 5 if _ERRORS[kind].index(said[0]) < _PLAIN else 3
        yield weight, f"is named after {said[0].replace('_', ' ')}"
    if kind is ErrorKind.CONNECTION and spoken(export.name, _NOT_OF_CONNECTIONS):
        yield -5, "tells of something else"
    if said := spoken(class_.docstring, _ERRORS[kind]):
        yield 2, f"is said to be: {class_.docstring.partition(chr(10))[0]}"
    if base := next((each for each in class_.ancestors & foreign), ""):
        yield 3, f"derives from {base}"
    if times := raised.get(export.name, Counter())[kind]:
        yield 4, f"is raised for {_occasion(kind)} ({times} times)"
    if export.depth == 0:
        yield 1, "is exported by the package itself"


def _occasion(kind: ErrorKind) -> str:
    statuses = sorted(each for each in _STATUSES.get(kind, ()) if isinstance(each, int))
    if statuses:
        return f"HTTP {' or '.join(map(str, statuses))}"
    return f"trouble of this kind below ({kind})"


def _raised(modules: Iterable[Module]) -> dict[str, Counter[ErrorKind]]:
    """Return for each exception how often it is raised on which occasion."""
    found: dict[str, Counter[ErrorKind]] = {}
    for module in modules:
        for node in module.nodes:
            if isinstance(node, ast.Raise) and (name := last_name(node.exc)):
                for kind in _occasions(module, node):
                    found.setdefault(name, Counter())[kind] += 1
    return found


def _occasions(module: Module, node: ast.Raise) -> Iterator[ErrorKind]:
    """Yield what the nearest condition or handler around a raise says of its reason."""
    inside: ast.AST = node
    for around in module.around(node):
        match around:
            case ast.If(test=test) if inside in around.body:
                tested = {
                    value
                    for each in ast.walk(test)
                    if (value := _status(each)) is not None
                }
                if kinds := [
                    kind for kind, statuses in _STATUSES.items() if tested & statuses
                ]:
                    yield from kinds
                    return
            case ast.ExceptHandler(type=caught):
                names = {last_name(each) for each in _caught(caught)}
                yield from (
                    kind for kind, foreign in _FOREIGN_ERRORS.items() if names & foreign
                )
                return
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                return
        inside = around


def _status(node: ast.AST) -> object:
    match node:
        case ast.Constant(value=int() as status):
            return status
        case ast.Attribute(attr=name) if name.isupper():
            return name
    return None


def _caught(node: ast.expr | None) -> Sequence[ast.expr]:
    match node:
        case ast.Tuple(elts=elements):
            return elements
        case None:
            return ()
    return (node,)


def _let_through(modules: Iterable[Module]) -> Iterator[Candidate]:
    """Yield the exceptions of the HTTP clients that a library uses without one of its own for them."""
    used = Counter(
        name.partition(".")[0]
        for module in modules
        for node in module.nodes
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in _imported(node)
    )
    counts: Counter[str] = Counter()
    for transport, error in _TRANSPORTS.items():
        if used[transport]:
            counts[error] += used[transport]
    for error, count in counts.items():
        module, _, name = error.rpartition(".")
        yield candidate(
            name,
            module,
            [(count, "is what it lets through, having no exception of its own for it")],
        )


def _imported(node: ast.Import | ast.ImportFrom) -> Iterator[str]:
    match node:
        case ast.ImportFrom(module=str() as module, level=0):
            yield module
        case ast.Import(names=names):
            yield from (alias.name for alias in names)
