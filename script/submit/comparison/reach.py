"""Find what can have started a flow where one of its methods is called."""

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final

from .absent import SOURCES
from .syntax import FUNCTIONS, Function

_STEP: Final = "async_step_"


@cache
def reached_from(tree: ast.Module) -> Mapping[Function, frozenset[str]]:
    """Return the sources from which each method of a flow in a module can be reached.

    Methods that nothing here calls may be called by Home Assistant, whatever the source is.
    """
    found: dict[Function, frozenset[str]] = {}
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and _is_alone(node):
            methods = {
                each.name: each for each in node.body if isinstance(each, FUNCTIONS)
            }
            found |= _reached(methods)
    return found


def _is_alone(node: ast.ClassDef) -> bool:
    """Return whether a class is a flow that shares its steps with no other."""
    bases = [ast.unparse(base) for base in node.bases]
    return any(keyword.arg == "domain" for keyword in node.keywords) and len(bases) == 1


def _reached(methods: Mapping[str, Function]) -> dict[Function, frozenset[str]]:
    called = {
        name: {*_named(node)} & methods.keys() - {name}
        for name, node in methods.items()
    }
    named = {each for names in called.values() for each in names}
    starts = {
        name: {name.removeprefix(_STEP)}
        if name.removeprefix(_STEP) in SOURCES and name.startswith(_STEP)
        else set()
        if name in named and not _is_override(methods[name])
        else {*SOURCES}
        for name in methods
    }
    pending = [*methods]
    while pending:
        name = pending.pop()
        for other in called[name]:
            if not starts[name] <= starts[other]:
                starts[other] |= starts[name]
                pending.append(other)
    return {methods[name]: frozenset(sources) for name, sources in starts.items()}


def _is_override(node: Function) -> bool:
    return any("override" in ast.unparse(each) for each in node.decorator_list)


def _named(node: Function) -> Iterator[str]:
    """Yield the methods that code may go to: by name, or by a step that a string names."""
    for each in ast.walk(node):
        match each:
            case ast.Attribute(attr=name):
                yield name
            case ast.Constant(value=str() as step):
                yield f"{_STEP}{step}"
