"""Gather what a client library offers to an integration."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
import warnings

from script.integration.syntax import last_name

from . import ClientError, NoClientError
from .calls import Call, calls_of
from .candidates import Candidate
from .classes import Class
from .clients import clients
from .errors import ErrorKind, base_error, errors
from .exports import Export, exports, modules
from .package import Package
from .parameters import Parameter, unquoted
from .purposes import CallKind, calls
from .readings import Reading, private_fields, readings


@dataclass(frozen=True, kw_only=True)
class State:
    """A call that returns the state, with what can be read off its result.

    Attributes:
        call: How it is called.
        model: The class of what it returns, "" if that is not told.
        readings: The fields that are proposed as entities.
        private: The fields that diagnostics must not show.
    """

    call: str
    model: str
    is_async: bool
    readings: tuple[Reading, ...]
    private: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Offer:
    """What a client library offers, each with other candidates after the best.

    Attributes:
        module: What the library is imported as.
        clients: The classes that may be the client. What follows is of the first.
        parameters: What the client is made of.
        base_error: The exception that most others derive from.
        exceptions: The modules from which its exceptions are imported, by their names.
        attributes: What its exceptions have beside their messages.
    """

    name: str
    version: str
    module: str
    clients: tuple[Candidate, ...]
    parameters: tuple[Parameter, ...]
    errors: Mapping[ErrorKind, tuple[Candidate, ...]]
    base_error: Candidate | None
    exceptions: Mapping[str, str]
    attributes: Mapping[str, frozenset[str]]
    calls: Mapping[CallKind, tuple[Candidate, ...]]
    states: tuple[State, ...]


def offer(package: Package, client_class: str | None = None) -> Offer:
    """Return what a library offers, with the client that is named or else the likeliest.

    Raises ClientError if there is no such class, and NoClientError if none looks like a client.
    """
    with warnings.catch_warnings():
        # Strings of other people's code
        warnings.simplefilter("ignore", SyntaxWarning)
        public = exports(package)
        found = clients(public, package.name)
        export = _client(package, public, found, client_class)
        client = Class(export.definition)
        raised = [
            each
            for each in public
            if isinstance(each.definition.node, ast.ClassDef)
            and Class(each.definition).is_error
        ]
        by_kind = calls(client, export.module)
        return Offer(
            name=package.name,
            version=package.version,
            module=package.module,
            clients=tuple(sorted(found, key=lambda each: each.name != export.name)),
            parameters=client.parameters,
            errors=errors(public, modules(package)),
            base_error=base_error(public),
            exceptions={each.name: each.module for each in reversed(raised)},
            attributes={
                each.name: Class(each.definition).instance_names for each in raised
            },
            calls=by_kind,
            states=tuple(_states(client, by_kind[CallKind.STATE])),
        )


def _client(
    package: Package,
    public: tuple[Export, ...],
    found: tuple[Candidate, ...],
    wanted: str | None,
) -> Export:
    by_name = {
        each.name: each
        for each in reversed(public)
        if isinstance(each.definition.node, ast.ClassDef)
    }
    if wanted:
        if wanted not in by_name:
            raise ClientError(
                f"client class {wanted!r}: {package.module} has none of this name; "
                f"it has {', '.join(sorted(by_name)) or 'no public class'}"
            )
        return by_name[wanted]
    if not found:
        raise NoClientError(
            f"{package.name}: no class of it takes a host, a session or credentials; "
            f"name the client with --client-class, one of {', '.join(sorted(by_name)) or 'none'}"
        )
    best = found[0]
    return next(
        each for each in public if (each.name, each.module) == (best.name, best.module)
    )


def _states(client: Class, found: tuple[Candidate, ...]) -> Iterator[State]:
    """Yield the calls that return the state with what is in it, and the client itself where it is updated."""
    every = {each.code: each for each in calls_of(client)}
    for each in found:
        call = every[each.name]
        model = _model(call) or (client if call.returns in {"", "None"} else None)
        yield State(
            call=call.code,
            model=model.name if model else "",
            is_async=call.is_async,
            readings=tuple(readings(model)) if model else (),
            private=private_fields(model) if model else frozenset(),
        )


def _model(call: Call) -> Class | None:
    """Return the class of what a call returns, if it is one of the library's."""
    said = last_name(unquoted(call.method.returns))
    return next(
        (each for each in call.models if said in {each.name, ""}), None
    ) or next(iter(call.models), None)
