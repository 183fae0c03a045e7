"""Look up the functions that code may call: in the integration, or in the libraries that it imports."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
import sys

from .names import Module

type Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Parameter:
    """A parameter of a function.

    Attributes:
        default: What it is if it is not given, None if it has to be.
    """

    name: str
    default: ast.expr | None


def functions_called(module: Module, call: ast.Call) -> list[Function]:
    """Return the functions that a call may be of, none if they are not known."""
    match call.func:
        case ast.Name():
            match module.package.definition(module.qualified(call.func)):
                case (_, ast.FunctionDef() | ast.AsyncFunctionDef() as function):
                    return [function]
        case ast.Attribute(attr=name):
            here = (_named(each.source.tree, name) for each in _modules(module))
            there = (_in_library(each, name) for each in sorted(_libraries(module)))
            return [function for found in (*here, *there) for function in found]
    return []


def parameter(function: Function, which: str | int) -> Parameter | None:
    """Return a parameter by its name or its number, `self` aside."""
    given = function.args
    positional = [*given.posonlyargs, *given.args]
    required = len(positional) - len(given.defaults)
    defaults: list[ast.expr | None] = [*[None] * required, *given.defaults]
    found = [
        Parameter(each.arg, default)
        for each, default in zip(positional, defaults, strict=True)
        if each.arg not in ("self", "cls")
    ]
    if isinstance(which, int):
        return found[which] if which < len(found) else None
    found += (
        Parameter(each.arg, default)
        for each, default in zip(given.kwonlyargs, given.kw_defaults, strict=True)
    )
    return next((each for each in found if each.name == which), None)


def _modules(module: Module) -> Iterator[Module]:
    """Yield the modules of the integration that a module belongs to."""
    start = ".".join(module.name.split(".")[:3])
    for name, each in module.package.by_name.items():
        if name == start or name.startswith(f"{start}."):
            yield each


def _libraries(module: Module) -> set[str]:
    """Return the packages that an integration imports, Home Assistant and Python's own aside."""
    return {
        first
        for each in _modules(module)
        for name in each.imports.values()
        if (first := name.partition(".")[0]) not in sys.stdlib_module_names
        and first != "homeassistant"
    }


@cache
def _in_library(package: str, name: str) -> list[Function]:
    """Return the methods of a name in an installed package."""
    try:
        spec = find_spec(package)
    except ImportError, ValueError:
        return []
    texts = (
        path.read_text(encoding="utf-8")
        for folder in (spec and spec.submodule_search_locations) or ()
        for path in sorted(Path(folder).rglob("*.py"))
    )
    return [
        function
        for text in texts
        if f"def {name}(" in text
        for function in _named(ast.parse(text), name)
    ]


def _named(tree: ast.Module, name: str) -> list[Function]:
    """Return the methods of a name."""
    return [
        member
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
        for member in node.body
        if isinstance(member, ast.FunctionDef | ast.AsyncFunctionDef)
        and member.name == name
    ]
