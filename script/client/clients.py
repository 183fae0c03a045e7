"""Find the class that an integration makes its client of."""

import ast
from collections.abc import Iterator, Sequence
import re
from typing import Final

from script.integration.modules import Definition

from .candidates import Candidate, Evidence, candidate, holding, listed, ranked
from .classes import Class, attributes_of, classes_in
from .exports import Export
from .parameters import Role
from .words import ends, spoken, words

_NOUNS: Final = (
    "client",
    "api",
    "hub",
    "gateway",
    "bridge",
    "controller",
    "connection",
    "account",
    "device",
    "cloud",
    "manager",
    "station",
    "server",
)
_SAID: Final = (
    "client",
    "main_class",
    "main_interface",
    "entry_point",
    "connection",
    "connections",
    "connect",
    "communicate",
    "communicates",
    "communication",
    "interact",
    "interacting",
    "interface",
    "control",
    "api",
)
# Classes that serve a client rather than being one
SERVANTS: Final = (
    "auth",
    "authenticator",
    "authentication",
    "mixin",
    "base",
    "abstract",
    "mock",
    "fake",
    "test",
    "dummy",
    "websocket",
    "transport",
    "protocol",
    "parser",
    "encoder",
    "decoder",
    "handler",
    "listener",
    "command",
    "request",
    "response",
    "message",
    "discovery",
    "scanner",
    "cli",
    "formatter",
    "logger",
    "builder",
    "config",
    "connector",
    "strategy",
    "query",
)

_LEAST: Final = 4
_MOST_METHODS: Final = 4
# What a user can be asked for, or Home Assistant has, with what it says of a class to take it
_GIVEN: Final = {
    Role.SESSION: 3,
    Role.HOST: 3,
    Role.PASSWORD: 3,
    Role.TOKEN: 2,
    Role.USERNAME: 1,
    Role.PORT: 1,
    Role.LATITUDE: 1,
    Role.LONGITUDE: 1,
}
# What libraries have in their names for being libraries
_AFFIXES: Final = re.compile(
    r"^(py|aio|async|python)+|(py|aio|async|python|api|client|lib|http|sdk|cli)+$"
)


def clients(exports: Sequence[Export], distribution: str) -> tuple[Candidate, ...]:
    """Return the classes that may be the client, the best first."""
    classes = [(each, Class(each.definition)) for each in exports if each.is_class]
    returned = _returned([class_ for _, class_ in classes])
    parts = {part.name for _, class_ in classes for part in _parts(class_)}
    held = {
        each.name for _, class_ in classes for each in attributes_of(class_).values()
    }
    made = {each for _, class_ in classes for each in _makes(class_)}
    twins = {_stem(class_.name) for _, class_ in classes if _asynchronous(class_)}
    return ranked(
        (
            candidate(
                export.name,
                export.module,
                (
                    *_evidence(export, class_, distribution),
                    *holding(
                        (export.name in returned, -6, "is returned by another class"),
                        (export.name in parts, -4, "is what another class is made of"),
                        (
                            export.name in held - parts - made,
                            -3,
                            "is a part of another class",
                        ),
                        (
                            export.name in made,
                            -6,
                            "is made by another class of what that is given",
                        ),
                        (
                            _stem(export.name) in twins and not _asynchronous(class_),
                            -4,
                            "is the blocking one",
                        ),
                    ),
                ),
            )
            for export, class_ in classes
            if not class_.is_error and not class_.is_enum
        ),
        _LEAST,
    )


def _parts(class_: Class) -> Iterator[Class]:
    """Yield the classes of the library that a class cannot be made without, and that take what a user gives."""
    for parameter in (each for each in class_.parameters if each.is_required):
        for part in classes_in(class_.module, parameter.annotation):
            if part.name != class_.name and not part.is_error and _given(part):
                yield part


def _makes(class_: Class) -> Iterator[str]:
    """Yield the names of the classes of the library that a class makes one of, of what it is made of itself."""
    if "__init__" not in class_.methods:
        return
    module, method = class_.methods["__init__"]
    own = {each.name for each in class_.parameters if each.role in _GIVEN}
    for node in ast.walk(method):
        if isinstance(node, ast.Call) and own & _names_in(node):
            definition = module.definition(node.func)
            if definition and isinstance(definition.node, ast.ClassDef):
                yield definition.node.name


def _names_in(call: ast.Call) -> frozenset[str]:
    """Return the names that a call is given as they are."""
    values = (*call.args, *(each.value for each in call.keywords))
    return frozenset(each.id for each in values if isinstance(each, ast.Name))


def _given(class_: Class) -> dict[Role, str]:
    """Return what of a user's, or of Home Assistant's, a class is made of."""
    return {
        role: each.name
        for each in class_.parameters
        if (role := each.role) in _GIVEN
        and not any(classes_in(class_.module, each.annotation))
    }


def _asynchronous(class_: Class) -> list[str]:
    """Return the names of the methods to await."""
    return [
        name
        for name, _, method in class_.public_methods
        if isinstance(method, ast.AsyncFunctionDef)
    ]


def _evidence(export: Export, class_: Class, distribution: str) -> Iterator[Evidence]:
    given = _given(class_)
    through = {
        role: f"{part.name}'s {name}"
        for part in _parts(class_)
        for role, name in _given(part).items()
    }
    for role, name in (through | given).items():
        yield _GIVEN[role], f"is made of a {role} ({name})"
    unknown = [
        each.name
        for each in class_.parameters
        if each.is_required
        and each.role not in _GIVEN
        and not list(classes_in(class_.module, each.annotation))
    ]
    methods = list(class_.public_methods)
    asynchronous = _asynchronous(class_)
    name = export.name
    kind = ends("_".join(each for each in words(name) if each != "async"), _NOUNS)
    docstring = class_.docstring.partition("\n")[0]
    yield from holding(
        (bool(unknown), -min(len(unknown), 3), f"needs {listed(unknown)}"),
        (not through | given, -3, "takes nothing that a user gives"),
        (len(asynchronous) > 0, 2, "has async methods"),
        (not methods and not attributes_of(class_), -6, "has no methods"),
        (class_.is_model and not asynchronous, -4, "holds data"),
        (bool(kind), 2, f"is named a {kind}"),
        (_is_named_like(name, distribution), 3, "is named like the library"),
        (_stem(name) == _stem(distribution), 3, "has the very name of the library"),
        (export.depth == 0, 3, "is exported by the package itself"),
        (bool(spoken(docstring, _SAID)), 1, f"is said to be: {docstring}"),
        (bool(spoken(name, SERVANTS)), -4, "serves another class"),
        (class_.is_abstract, -5, "is abstract"),
    )
    if methods:
        yield min(len(methods), _MOST_METHODS), f"has {len(methods)} methods"


def _is_named_like(name: str, distribution: str) -> bool:
    """Return whether a class has the library's name, less what either has for being one."""
    own, other = (_stem(each) for each in (name, distribution))
    return bool(own) and (
        own == other
        or (len(own) > 3 and own in other)
        or (len(other) > 3 and own.startswith(other))
    )


def _stem(name: str) -> str:
    squeezed = re.sub(r"[\W_]+", "", name).lower()
    return _AFFIXES.sub("", squeezed) or squeezed


def _returned(classes: Sequence[Class]) -> frozenset[str]:
    """Return the names of the classes that methods of others return."""
    return frozenset(
        returned.name
        for class_ in classes
        for module, method in class_.methods.values()
        for returned in classes_in(module, method.returns)
        if returned.name != class_.name
        and returned.definition not in {each.definition for each in _bases(class_)}
    )


def _bases(class_: Class) -> Iterator[Class]:
    for module, node in class_.family:
        yield Class(Definition(f"{module.name}.{node.name}", module, node))
