"""Find the dictionaries that a client has, of which nothing tells the keys, and what of the client a method fills."""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from script.integration.syntax import (
    Function,
    assigned,
    body,
    decorators,
    dotted,
    last_name,
)

from .calls import MAPPINGS, may_be_none, without_none
from .classes import PROPERTIES, Class, classes_in
from .parameters import unquoted

_TEXTS: Final = frozenset({"str", "Any"})
_UNTOLD: Final = frozenset({"Any", "object", ""})
# What is read from JSON
_READ: Final = frozenset({"json", "loads"})
_OTHERS: Final = frozenset(
    {"bool", "bytes", "float", "int", "len", "list", "set", "sorted", "str", "tuple"}
)
_OTHER_NODES: Final = (
    ast.Compare,
    ast.Constant,
    ast.GeneratorExp,
    ast.JoinedStr,
    ast.List,
    ast.ListComp,
    ast.Set,
    ast.SetComp,
    ast.Tuple,
)
_DEEPEST: Final = 4


@dataclass(frozen=True, kw_only=True)
class Dictionary:
    """A public attribute or property that is a dictionary of texts to whatever, as far as is told.

    Attributes:
        kept: The attribute that has it, which a property returns.
        is_optional: Whether it may be None.
        is_annotated: Whether it is said that it is a dictionary.
    """

    name: str
    kept: str
    is_optional: bool
    is_annotated: bool


def dictionaries(client: Class) -> Iterator[Dictionary]:
    """Yield the dictionaries of a client."""
    said = {
        name: (module, annotation)
        for name, module, annotation in client.annotations
        if annotation
    }
    for name, kept in _public(client):
        module, annotation = said.get(name) or said.get(kept) or (client.module, None)
        bare = without_none(unquoted(annotation))
        is_said = last_name(bare) in MAPPINGS
        if (
            _has_texts(bare) and not [*classes_in(module, annotation)]
            if is_said
            else last_name(bare) in _UNTOLD and _is_made(client, kept)
        ):
            yield Dictionary(
                name=name,
                kept=kept,
                is_optional=may_be_none(annotation),
                is_annotated=is_said,
            )


def fills(client: Class, name: str) -> frozenset[str]:
    """Return the attributes of a client in which a method, or another that it calls, puts what it got from somewhere."""
    return frozenset(
        attribute
        for method in _reached(client, name)
        for attribute, value in _stored(method)
        if _is_got(value)
    )


def _public(client: Class) -> Iterator[tuple[str, str]]:
    """Yield the public attributes and properties, each with the attribute that has it."""
    for name in sorted(client.instance_names):
        yield name, name
    for name, (_, method) in client.methods.items():
        if name[0] != "_" and not PROPERTIES.isdisjoint(decorators(method)):
            match body(method):
                case [ast.Return(value=value)] if kept := _own(value):
                    yield name, kept


def _own(node: ast.AST | None) -> str:
    """Return the name of an attribute of self, "" if it is anything else."""
    first, _, name = dotted(node).partition(".")
    return name if first == "self" and "." not in name else ""


def _has_texts(annotation: ast.expr | None) -> bool:
    """Return whether the keys of a mapping are texts, as far as is told."""
    match annotation:
        case ast.Subscript(slice=ast.Tuple(elts=[key, _])):
            return last_name(key) in _TEXTS
    return True


def _is_made(client: Class, name: str) -> bool:
    """Return whether an attribute is a dictionary, as what is assigned to it tells."""
    return (
        _every(
            _kind(client, method, value)
            for _, method in client.methods.values()
            for node in ast.walk(method)
            for target, value in assigned(node)
            if _own(target) == name
        )
        is True
    )


def _every(kinds: Iterable[bool | None]) -> bool | None:
    """Return whether all that is known of something says that it is a dictionary, None if nothing is known."""
    known = {*kinds} - {None}
    return all(known) if known else None


def _kind(
    client: Class, method: Function, value: ast.expr | None, depth: int = _DEEPEST
) -> bool | None:
    """Return whether a value is a dictionary, None if nothing tells it."""
    if not depth:
        return None
    others: Iterable[ast.expr | None] = ()
    match value:
        case ast.Constant(value=None):
            return None
        case ast.Dict() | ast.DictComp():
            return True
        case ast.Await(value=inside):
            return _kind(client, method, inside, depth)
        case ast.Call(func=func) if _own(func) in client.methods:
            _, called = client.methods[_own(func)]
            return _returned(client, called, depth - 1)
        case ast.Call(func=func):
            name = last_name(func)
            is_other = name in _OTHERS or name[:1].isupper()
            return True if name == "dict" or name in _READ else not is_other and None
        case ast.BoolOp(values=values):
            others = values
        case ast.IfExp(body=first, orelse=second):
            others = (first, second)
        case ast.Name(id=name):
            others = [
                each
                for node in ast.walk(method)
                for target, each in assigned(node)
                if isinstance(target, ast.Name) and target.id == name
            ]
    if isinstance(value, _OTHER_NODES):
        return False
    return _every(_kind(client, method, each, depth - 1) for each in others)


def _returned(client: Class, method: Function, depth: int) -> bool | None:
    """Return whether a method returns a dictionary, None if nothing tells it."""
    name = last_name(without_none(unquoted(method.returns)))
    if name not in _UNTOLD:
        return name in MAPPINGS
    return _every(
        _kind(client, method, node.value, depth)
        for node in ast.walk(method)
        if isinstance(node, ast.Return)
    )


def _reached(client: Class, name: str) -> Iterator[Function]:
    """Yield a method, and those of the same client that it calls."""
    owners = {"self", *(node.name for _, node in client.family)}
    seen, left = set[str](), [name]
    while left:
        if (current := left.pop(0)) in seen:
            continue
        seen.add(current)
        _, method = client.methods[current]
        yield method
        left += [
            node.attr
            for node in ast.walk(method)
            if isinstance(node, ast.Attribute)
            and dotted(node.value) in owners
            and node.attr in client.methods
        ]


def _stored(method: Function) -> Iterator[tuple[str, ast.expr]]:
    """Yield what a method assigns to attributes and to what is in them, and with what it updates them."""
    aliases = {
        target.id: _own(value)
        for node in ast.walk(method)
        for target, value in assigned(node)
        if isinstance(target, ast.Name) and _own(value)
    }

    def within(node: ast.expr) -> str:
        while isinstance(node, ast.Subscript):
            node = node.value
        return _own(node) or aliases.get(dotted(node), "")

    for node in ast.walk(method):
        for target, value in assigned(node):
            if not isinstance(target, ast.Name):
                yield within(target), value
        match node:
            case ast.Call(func=ast.Attribute(value=owner, attr="update"), args=[given]):
                yield within(owner), given


def _is_got(value: ast.expr) -> bool:
    """Return whether a value comes from somewhere, rather than being written there."""
    return isinstance(value, ast.Name) or any(
        isinstance(node, ast.Call | ast.Subscript | ast.DictComp)
        for node in ast.walk(value)
    )
