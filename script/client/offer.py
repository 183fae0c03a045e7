"""Gather what a client library offers to an integration."""

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final
import warnings

from script.integration.syntax import dotted, inner, last_name

from . import ClientError, without
from .calls import Call, calls_of
from .candidates import Candidate
from .classes import Class, attributes_of, classes_in
from .clients import clients
from .errors import ErrorKind, base_error, errors
from .exports import Export, exports, modules
from .filled import Filled, filled
from .identities import identity_in
from .package import Package
from .parameters import Parameter, is_annotated
from .purposes import CallKind, calls, is_told_to_read, only_reads
from .states import State, states
from .usable import can_be_made, is_usable, usable
from .words import words

# By so little another class may look less like a client, and be one that can be made
_NEAR: Final = 5


@dataclass(frozen=True, kw_only=True)
class Step:
    """A call of the client, or of what it has or returns.

    Attributes:
        code: How it is called, without arguments, and with the attribute of the client behind it that it fills.
        within: That attribute, "" if it is what the call returns.
        returns: The last name of what it is said to return, "" if nothing is said.
        model: The class of the library that it returns, "" if it is none.
        module: From which that is imported.
        is_optional: Whether it may return None instead.
        is_new: Whether it makes a new one each time.
        is_annotated: Whether it says anything of types.
        is_several: Whether it returns several things, or any of several.
        several: In what it returns several of that class and nothing else: a "list", a "dict" by names, the "values"
            of one by something else, "" if it does not.
        is_updating: Whether it may change what the client has, rather than return what there is.
        only_reads: Whether it reads what is of one kind, and needs nothing for that but what a user can look up.
        is_told_to_read: Whether its name or what it returns says that it reads.
    """

    code: str
    is_async: bool
    parameters: tuple[Parameter, ...]
    returns: str
    model: str
    module: str
    is_optional: bool
    is_new: bool
    is_annotated: bool
    is_several: bool
    several: str
    is_updating: bool
    only_reads: bool
    is_told_to_read: bool
    within: str = ""

    @property
    def path(self) -> str:
        """Return how its method is reached."""
        return self.code.removesuffix(f".{self.within}").removesuffix("()")

    @property
    def name(self) -> str:
        """Return the name of the method."""
        return self.path.rpartition(".")[2]

    @property
    def owner(self) -> str:
        """Return what it is called on, "" for the client itself."""
        return self.path.rpartition(".")[0]

    @property
    def required(self) -> tuple[Parameter, ...]:
        """Return what it cannot be called without."""
        return tuple(each for each in self.parameters if each.is_required)


@dataclass(frozen=True, kw_only=True)
class Made:
    """A class of the library that the client is made of.

    Attributes:
        module: From which it is imported.
        parameters: What it is made of itself.
        is_data: Whether it does no more than hold that.
    """

    name: str
    module: str
    parameters: tuple[Parameter, ...]
    is_data: bool


@dataclass(frozen=True, kw_only=True)
class Offer:
    """What a client library offers, each with other candidates after the best.

    Attributes:
        module: What the library is imported as.
        clients: The classes that may be the client. What follows is of the first.
        others: Those of the rest that can be made of what a user enters, and have something to read.
        parameters: What the client is made of.
        takes_any: Whether it takes whatever is named, beside that.
        made: Those that are of classes of the library, by their names.
        base_error: The exception that most others derive from.
        exceptions: The modules from which its exceptions are imported, by their names.
        attributes: What its exceptions have beside their messages.
        steps: All that can be called, by its code.
        parts: The classes of what the client has, and where each is imported from, by the names of the attributes.
        identities: What is the same for good in what a class holds, by the name of the class.
        is_typed: Whether it says that its annotations are to be believed, and has some where the client is made.
        keeps_cookies: Whether it needs a session that keeps the cookies of IP addresses.
    """

    name: str
    version: str
    module: str
    clients: tuple[Candidate, ...]
    others: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    takes_any: bool
    made: Mapping[str, Made]
    errors: Mapping[ErrorKind, tuple[Candidate, ...]]
    base_error: Candidate | None
    exceptions: Mapping[str, str]
    attributes: Mapping[str, frozenset[str]]
    calls: Mapping[CallKind, tuple[Candidate, ...]]
    states: tuple[State, ...]
    steps: Mapping[str, Step]
    parts: Mapping[str, tuple[str, str]]
    identities: Mapping[str, str]
    is_typed: bool
    keeps_cookies: bool


def offer(package: Package, client_class: str | None = None, like: str = "") -> Offer:
    """Return what a library offers, with the client that is named or else the likeliest.

    Args:
        package: The library.
        client_class: The name of the client.
        like: What it is to be a client of, which tells one of several that are as likely.

    Raises ClientError if there is no such class, or none looks like a client.
    """
    with warnings.catch_warnings():
        # Strings of other people's code
        warnings.simplefilter("ignore", SyntaxWarning)
        public = exports(package)
        found = clients(public, package.name)
        export = _client(package, public, found, client_class, like)
        client = Class(export.definition)
        raised = [
            each for each in public if each.is_class and Class(each.definition).is_error
        ]
        by_kind = calls(client, export.module)
        every = list(calls_of(client))
        fills = tuple(filled(client, every, by_kind[CallKind.STATE]))
        homes = {each.definition.name: each.module for each in public}
        return Offer(
            name=package.name,
            version=package.version,
            module=package.module,
            clients=tuple(_first(export, found)),
            others=usable(_others(export, found, public)),
            parameters=client.parameters,
            takes_any=client.takes_any,
            made=dict(_made(client, homes)),
            errors=errors(public, modules(package)),
            base_error=base_error(public),
            exceptions={each.name: each.module for each in reversed(raised)},
            attributes={
                each.name: Class(each.definition).instance_names for each in raised
            },
            calls=by_kind,
            states=tuple(states(client, by_kind[CallKind.STATE], every, fills)),
            steps={
                each.code: each
                for each in (
                    *(_step(call, homes) for call in every),
                    *_filling(fills, homes),
                )
            },
            parts={
                name: (_home(part, homes), part.name)
                for name, part in attributes_of(client).items()
            },
            identities={
                model.name: field
                for model in (
                    client,
                    *(one for each in every for one in each.models),
                    *(each.model for each in fills if each.model),
                )
                if (field := identity_in(model))
            },
            is_typed=(package.folder / "py.typed").is_file()
            and all(
                is_annotated(method)
                for name, (_, method) in client.methods.items()
                if name == "__init__"
            ),
            keeps_cookies=any(
                isinstance(node, ast.Call) and last_name(node.func) == "CookieJar"
                for node in ast.walk(client.module.tree)
            ),
        )


def _client(
    package: Package,
    public: tuple[Export, ...],
    found: tuple[Candidate, ...],
    wanted: str | None,
    like: str,
) -> Export:
    by_name = {each.name: each for each in reversed(public) if each.is_class}
    if wanted:
        if wanted not in by_name:
            raise ClientError(
                f"client class {wanted!r}: {package.module} has none of this name; "
                f"it has {', '.join(sorted(by_name)) or 'no public class'}"
            )
        return by_name[wanted]
    if not found:
        others = usable(public)
        named = f"name one with --client-class, such as {', '.join(others)}, or "
        raise ClientError(
            f"{package.name}: no class of it looks like a client, which takes a host, a session or credentials and has calls that read; "
            f"{named if others else ''}{without(package.name)}"
        )
    homes = {(each.name, each.module): each for each in public}
    near = sorted(
        (
            homes[each.name, each.module]
            for each in found
            if each.score >= found[0].score - _NEAR
        ),
        key=lambda each: -len({*words(each.name)} & {*words(like)}),
    )
    return next(
        (
            each
            for likes in (is_usable, can_be_made)
            for each in near
            if likes(Class(each.definition))
        ),
        near[0],
    )


def _first(export: Export, found: tuple[Candidate, ...]) -> Iterator[Candidate]:
    """Yield the candidates, the one that is taken first, whether it looks like one or not."""
    yield next(
        (each for each in found if each.name == export.name),
        Candidate(
            name=export.name,
            module=export.module,
            score=0,
            reasons=("is what you chose",),
        ),
    )
    yield from (each for each in found if each.name != export.name)


def _others(
    export: Export, found: tuple[Candidate, ...], public: tuple[Export, ...]
) -> Iterator[Export]:
    """Yield the other candidates, as they are exported."""
    homes = {(each.name, each.module): each for each in public}
    for each in found:
        if each.name != export.name:
            yield homes[each.name, each.module]


def _home(class_: Class, homes: Mapping[str, str]) -> str:
    """Return the module that a class is imported from."""
    return homes.get(class_.definition.name, class_.module.name)


def _made(client: Class, homes: Mapping[str, str]) -> Iterator[tuple[str, Made]]:
    """Yield what a client is made of that is of a class of the library, by the names of the parameters."""
    for parameter in client.parameters:
        for each in classes_in(client.module, parameter.annotation):
            if not each.is_enum:
                yield (
                    parameter.name,
                    Made(
                        name=each.name,
                        module=_home(each, homes),
                        parameters=each.parameters,
                        is_data=each.is_data,
                    ),
                )


def _step(call: Call, homes: Mapping[str, str]) -> Step:
    model = call.model
    return Step(
        code=call.code,
        is_async=call.is_async,
        parameters=call.parameters,
        returns=call.returns,
        model=model.name if model else "",
        module=_home(model, homes) if model else "",
        is_optional=call.is_optional,
        is_new=model is not None and _makes(call, model),
        is_annotated=is_annotated(call.method),
        is_several=call.is_several,
        several=call.several[0] if call.several else "",
        is_updating=call.is_updating,
        only_reads=only_reads(call),
        is_told_to_read=is_told_to_read(call),
    )


def _makes(call: Call, model: Class) -> bool:
    """Return whether a call makes what it returns right there, rather than passing on what the client keeps."""
    returned = [
        each.value for each in inner(call.method) if isinstance(each, ast.Return)
    ]
    return bool(returned) and all(
        isinstance(each, ast.Call) and dotted(each.func).partition(".")[0] == model.name
        for each in returned
    )


def _filling(fills: Sequence[Filled], homes: Mapping[str, str]) -> Iterator[Step]:
    """Yield the calls of a client that fill what it has."""
    for each in fills:
        model = each.model
        step = _step(each.call, homes)
        yield replace(
            step,
            code=each.code,
            within=each.name,
            returns=step.returns if model else "dict",
            model=model.name if model else "",
            module=_home(model, homes) if model else "",
            is_several=bool(each.several),
            several=each.several,
            is_optional=each.is_optional,
            is_annotated=step.is_annotated and each.is_annotated,
        )
