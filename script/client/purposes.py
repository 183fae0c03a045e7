"""Weigh what the calls of a client are for: logging in, telling who or what it is, the state."""

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Final

from script.integration.syntax import last_name

from .calls import Call, calls_of
from .candidates import Candidate, Evidence, candidate, holding, ranked
from .classes import Class, classes_in
from .identities import identity_in, strength
from .parameters import Role, can_be_asked, unquoted
from .vocabulary import (
    BESIDE,
    CHANGES,
    CLOSES,
    CONVERTS,
    ENDLESS,
    IDENTITIES,
    IDENTITY_CALLS,
    LOGINS,
    PUSHES,
    READS,
    STATE_CALLS,
    TOLD,
)
from .words import ends, spoken, words

_LEAST: Final = 4
_CREDENTIALS: Final = frozenset({Role.USERNAME, Role.PASSWORD, Role.TOKEN})
_SCALARS: Final = frozenset({"str", "int", "float", "bool", "bytes"})


class CallKind(StrEnum):
    """What a call is for."""

    LOGIN = "login"
    IDENTITY = "identity"
    STATE = "state"
    PUSH = "push"
    CLOSE = "close"


def calls(client: Class, module: str) -> Mapping[CallKind, tuple[Candidate, ...]]:
    """Return the calls of a client by what they may be for, the best first."""
    every = list(calls_of(client))
    found: dict[CallKind, Iterable[Candidate]] = {
        CallKind.LOGIN: (candidate(each.code, module, _login(each)) for each in every),
        CallKind.IDENTITY: (
            *(candidate(*_identified(each, module), _identity(each)) for each in every),
            *_own_identities(client, module),
        ),
        CallKind.STATE: (
            candidate(each.code, module, _state(each, client)) for each in every
        ),
        CallKind.PUSH: (candidate(each.code, module, _push(each)) for each in every),
        CallKind.CLOSE: (candidate(each.code, module, _close(each)) for each in every),
    }
    return {kind: ranked(each, _LEAST) for kind, each in found.items()}


def _identified(call: Call, module: str) -> tuple[str, str]:
    found = next(filter(None, map(identity_in, call.models)), None)
    return (f"{call.code}.{found}" if found else call.code), module


def _own_identities(client: Class, module: str) -> Iterator[Candidate]:
    """Yield the properties of a client that tell who or what it is."""
    given = {each.name for each in client.parameters}
    for field in client.fields:
        inner = [
            f"{field.name}.{found}"
            for model in client.models_of(field)
            if (found := identity_in(model))
        ]
        own = [field.name] if ends(field.name, IDENTITIES) else inner
        if field.name not in given:
            for name in own:
                last = name.partition(".")[2] or name
                weight = strength(last) + 1 - name.count(".")
                yield candidate(
                    name, module, [(weight, "is what the client itself has")]
                )


def changes(name: str) -> bool:
    """Return whether a method changes something, by its name."""
    said = [each for each in words(name) if each != "async"]
    return bool(said) and said[0] in CHANGES


def only_reads(call: Call) -> bool:
    """Return whether a call only reads, needs nothing but what a user can look up, and returns or updates what is of one kind."""
    return not (
        not can_be_asked(call.required)
        or (call.is_several and not call.several)
        or changes(call.name)
        or spoken(call.name, (*LOGINS, *CLOSES, *PUSHES, *ENDLESS, *BESIDE, *CONVERTS))
    )


def is_told_to_read(call: Call) -> bool:
    """Return whether a call says by its name or by what it returns that it reads, rather than does something."""
    said = [each for each in words(call.name) if each != "async"]
    if call.returns not in {"", "None", "bool"}:
        return True
    return bool(said) and (
        said[0] in TOLD or said[-1] in {*STATE_CALLS, *IDENTITY_CALLS}
    )


def _unknown(call: Call) -> int:
    return sum(each.role not in _CREDENTIALS for each in call.required)


def _login(call: Call) -> Iterator[Evidence]:
    said = spoken(call.name, LOGINS)
    roles = {each.role for each in call.parameters} & _CREDENTIALS
    yield from holding(
        (bool(said), 5, f"is named {call.name}"),
        (bool(said and roles), 3, "takes credentials"),
        (len(call.path) == 1, 1, "is the client's own"),
        (bool(spoken(call.name, CLOSES)), -6, "ends the session"),
    )
    if unknown := _unknown(call):
        yield -3 * unknown, "needs more than credentials"


def _identity(call: Call) -> Iterator[Evidence]:
    found = next(filter(None, map(identity_in, call.models)), None)
    said = spoken(call.name, IDENTITY_CALLS)
    named = ends(call.name, IDENTITIES)
    yield from holding(
        (
            bool(named) and call.returns in {"", "str", "int"},
            6,
            f"returns a {named.replace('_', ' ')}",
        ),
        (bool(said), 3, f"is named after {', '.join(said[:2])}"),
        (call.returns in {"list", "List", "tuple", "Sequence"}, -3, "returns several"),
        (changes(call.name), -8, "changes something"),
        (bool(spoken(call.name, LOGINS)), -3, "logs in"),
        (
            bool(spoken(call.name, (*ENDLESS, *BESIDE, *CONVERTS))),
            -8,
            "reads nothing of what there is",
        ),
    )
    if found:
        yield strength(found), f"returns what has a {found}"
    yield -4 * len(call.required), "needs arguments"
    yield 1 - len(call.path), "is not the client's own"


def _state(call: Call, client: Class) -> Iterator[Evidence]:
    said = [each for each in words(call.name) if each not in {"async", "get"}]
    named = [each for each in said if each in STATE_CALLS]
    reads = next((each for each in words(call.name) if each != "async"), "") in READS
    readable = max((_readable(model) for model in call.models), default=0)
    own = (
        call.returns in {"", "None", "bool"}
        and bool(named)
        and bool(client.fields or client.instance_names)
    )
    yield from holding(
        (bool(named), 4, f"is named after {', '.join(named)}"),
        (bool(named) and named[0] == said[-1], 1, "is named after nothing else"),
        (
            said in (["update"], ["refresh"], ["poll"]) and not call.required,
            4,
            "updates all at once",
        ),
        (reads, 2, "is named after reading"),
        (not call.required, 1, "needs no arguments"),
        (
            bool(spoken(call.name, (*ENDLESS, *BESIDE, *CONVERTS))),
            -8,
            "reads nothing of what there is",
        ),
        (readable > 0, min(readable, 4), f"returns what has {readable} fields to read"),
        (call.is_async, 1, "is to be awaited"),
        (own and bool(named), 2, "updates what the client has"),
        (call.returns == "None" and not own, -3, "returns nothing"),
        (call.returns in _SCALARS and not own, -3, "returns a single value"),
        (changes(call.name), -8, "changes something"),
        (bool(spoken(call.name, (*LOGINS, *CLOSES))), -6, "is about the session"),
        (
            bool(
                spoken(
                    call.name,
                    (
                        "history",
                        "version",
                        "versions",
                        "firmware",
                        "config",
                        "settings",
                        "token",
                        "tokens",
                        "log",
                        "logs",
                    ),
                )
            ),
            -3,
            "is about what seldom changes",
        ),
    )
    others = [each for each in call.required if not each.is_of_place]
    known = [each for each in others if each.is_known]
    yield -3 * (len(others) - len(known)), "needs arguments"
    yield -2 * len(known), "needs what a user has to be asked for"


def _readable(model: Class) -> int:
    """Return how many numbers, switches and the like a model has, those of its parts included."""
    return sum(
        last_name(node) in {"int", "float", "bool", "datetime", "Decimal"}
        for field in model.fields
        if (annotation := unquoted(field.annotation))
        for node in ast.walk(annotation)
    ) + sum(
        not part.is_enum and part.name != model.name
        for field in model.fields
        for part in classes_in(field.module, field.annotation)
    )


def _push(call: Call) -> Iterator[Evidence]:
    callbacks = [each.name for each in call.parameters if each.role is Role.CALLBACK]
    yield from holding(
        (bool(callbacks), 3, f"takes {', '.join(callbacks)}"),
        (bool(spoken(call.name, PUSHES)), 3, f"is named {call.name}"),
        (call.name.startswith("on_"), 2, "is named after an event"),
        (
            bool(spoken(call.name, ("remove", "unregister", "unsubscribe"))),
            -6,
            "takes it back",
        ),
    )


def _close(call: Call) -> Iterator[Evidence]:
    said: Sequence[str] = spoken(call.name, CLOSES)
    yield from holding(
        (bool(said), 4, f"is named {call.name}"),
        (bool(call.required), -4, "needs arguments"),
        (len(call.path) > 1, -2, "is not the client's own"),
    )
