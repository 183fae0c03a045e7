"""Fit an integration to a library that exists: to its client and its exceptions."""

import ast
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from script.client import ClientError
from script.client.candidates import Candidate
from script.client.errors import ErrorKind
from script.client.offer import Offer, offer
from script.client.package import Package, package
from script.client.parameters import Parameter
from script.cut.for_good import without_errors
from script.integration.tree import Tree, write

from . import ScaffoldError
from .answers import Answers
from .ask import ask
from .construction import constructed
from .models import Auth, Model


@dataclass(frozen=True)
class Choice:
    """What of a library the author may know better.

    Attributes:
        what: In words.
        kind: Of the exceptions that it is, None if it is the client.
    """

    what: str
    kind: ErrorKind | None = None


CHOICES: Final[Mapping[str, Choice]] = {
    "client-class": Choice("the class of the client"),
    "auth-error": Choice(
        "the exception of refused credentials", ErrorKind.AUTHENTICATION
    ),
    "connection-error": Choice(
        "the exception of a lost connection", ErrorKind.CONNECTION
    ),
}
_BUILTINS: Final = "builtins"
# What is caught instead where a library makes no such difference
_WIDER: Final = {ErrorKind.TIMEOUT: ErrorKind.CONNECTION}


def offered(
    name: str,
    wanted: Mapping[ErrorKind, str],
    client_class: str | None,
    like: str = "",
) -> Offer:
    """Return what an installed library offers, with the client and the exceptions that are wanted first.

    Where no client is named, `like` is what it is to be a client of.

    Raises ScaffoldError if it has none of these, or cannot be read.
    """
    try:
        own = offer(package(name), client_class, like)
    except ClientError as err:
        raise ScaffoldError(str(err)) from err
    for kind, error in wanted.items():
        own = chosen(own, kind, error)
    return own


def chosen(own: Offer, kind: ErrorKind | None, text: str) -> Offer:
    """Return what a library offers with an exception of a kind, or else the client, as the author has chosen it.

    Raises ScaffoldError if it has none of this name.
    """
    if kind is None:
        return own if text == own.clients[0].name else offered(own.name, {}, text)
    module, _, name = text.rpartition(".")
    found = own.errors[kind]
    if found and found[0].name == text:
        return own
    choice = Candidate(
        name=name,
        module=module or _home(own, name),
        score=0,
        reasons=("is what you chose",),
    )
    base = own.base_error or (choice if kind is ErrorKind.CONNECTION else None)
    return replace(own, errors={**own.errors, kind: (choice, *found)}, base_error=base)


def confirmed(own: Offer, given: Collection[str]) -> Offer:
    """Return what a library offers, once the author has confirmed or corrected the choices that are not given."""
    for option, choice in CHOICES.items():
        if option in given:
            continue
        kind = choice.kind
        found = own.errors[kind] if kind else own.clients

        def choose(text: str, kind: ErrorKind | None = kind, own: Offer = own) -> Offer:
            return chosen(own, kind, text) if text else own

        own = ask(f"Which is {choice.what}?", choose, found[0].name if found else "")
    return own


@dataclass(frozen=True)
class Fit:
    """What of a model's library another has instead.

    Attributes:
        instead: For the client and each exception of the model's, what is there instead, None if nothing.
        before: What the model's client is made of.
        after: What the other is made of.
    """

    instead: Mapping[str, Candidate | None]
    before: tuple[Parameter, ...]
    after: tuple[Parameter, ...]

    @property
    def names(self) -> dict[str, str]:
        """Return the names of what is there instead."""
        return {name: each.name for name, each in self.instead.items() if each}

    @property
    def client(self) -> str:
        """Return the name of the client."""
        return next(iter(self.names.values()))


def fit(tree: Tree, answers: Answers, own: Offer) -> Fit:
    """Return how a library goes into the place of the model's, which is among the files.

    Raises ScaffoldError if nothing in it tells of refused credentials.
    """
    if answers.auth is not Auth.NONE and not own.errors[ErrorKind.AUTHENTICATION]:
        raise ScaffoldError(
            f"{own.name}: no exception of it tells of refused credentials; name it with --auth-error, "
            f"one of {', '.join(sorted(own.exceptions)) or 'none'}, or another's such as aiohttp.ClientResponseError"
        )
    models = _of_model(tree, answers.model)
    base = own.base_error or next(iter(own.errors[ErrorKind.CONNECTION]), None)
    instead: dict[str, Candidate | None] = dict.fromkeys(models.exceptions)
    for kind, candidates in models.errors.items():
        if candidates and (best := _best(own, kind)):
            name = candidates[0].name
            # What is read off an exception has to be there.
            if own.attributes.get(best.name, frozenset()) >= models.attributes[name]:
                instead[name] = best
    if models.base_error:
        instead[models.base_error.name] = base
    return Fit(
        {models.clients[0].name: own.clients[0], **instead},
        models.parameters,
        own.parameters,
    )


def _of_model(tree: Tree, model: Model) -> Offer:
    """Return what the library of a model offers, as it is among the files."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        write(
            folder,
            {
                path: each
                for path, each in tree.items()
                if path.startswith(model.library)
            },
        )
        module = f"{model.domain}_client"
        return offer(
            Package(module, "", module, folder / model.library / "src" / module)
        )


def _best(own: Offer, kind: ErrorKind) -> Candidate | None:
    wider = own.errors[_WIDER[kind]] if kind in _WIDER else ()
    return next(iter((*own.errors[kind], *wider)), None)


def _home(found: Offer, name: str) -> str:
    """Return the module that an exception of the library is imported from."""
    if name not in found.exceptions:
        raise ScaffoldError(
            f"error {name!r}: {found.module} has no such exception; it has "
            f"{', '.join(sorted(found.exceptions)) or 'none'}; give another's with its module, aiohttp.ClientError"
        )
    return found.exceptions[name]


def fitted_before(tree: Tree, model: Model, fits: Fit) -> Tree:
    """Return a model's files without the exceptions that the library has nothing for.

    Raises ScaffoldError if there is something that cannot be left out.
    """
    missing = {
        f"{model.domain}_client.{name}"
        for name, each in fits.instead.items()
        if each is None
    }
    rest = without_errors(tree, model.domain, missing)
    if place := next((each for each in rest.places if each.blocks), None):
        raise ScaffoldError(str(place))
    return rest.tree


def fitted_after(tree: Tree, library: str, fits: Fit) -> Tree:
    """Return files with the names of a library that make its client, and import all from where it is."""
    modules = {each.name: each.module for each in fits.instead.values() if each}
    return {
        path: _import(
            constructed(content.decode(), fits.client, fits.before, fits.after),
            library,
            modules,
        ).encode()
        if path.endswith(".py")
        else content
        for path, content in tree.items()
    }


def _import(text: str, library: str, modules: Mapping[str, str]) -> str:
    lines = text.splitlines(keepends=True)
    for node in reversed(ast.parse(text).body):
        if isinstance(node, ast.ImportFrom) and node.module == library:
            lines[node.lineno - 1 : node.end_lineno] = _imports(node, library, modules)
    return "".join(lines)


def _imports(
    node: ast.ImportFrom, library: str, modules: Mapping[str, str]
) -> Iterator[str]:
    for module, name in sorted(
        {(modules.get(alias.name, library), alias.name) for alias in node.names}
    ):
        if module != _BUILTINS:
            yield f"from {module} import {name}\n"
