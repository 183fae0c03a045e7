"""Base classes: which ones a class has, and which names they bring."""

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from script.integration.nodes import children, walk

from .names import Module, Package

_HOME = "homeassistant"
# Where Python's own classes are that have no names for those below them
_TYPING = ("abc.", "typing.")


def bases(package: Package, module: Module, node: ast.ClassDef) -> Iterator[str]:
    """Yield the qualified names of all classes above one, those of Home Assistant included."""
    for base in node.bases:
        name = module.qualified(base.value if isinstance(base, ast.Subscript) else base)
        if not name:
            continue
        yield name
        match package.definition(name):
            case (above, ast.ClassDef() as definition):
                if definition is not node:
                    yield from bases(package, above, definition)
            case None:
                yield from _bases_at_home(name)


@cache
def names_of(base: str) -> frozenset[str] | None:
    """Return the names that a class of Home Assistant itself has, None if it is not known."""
    if base.startswith(_TYPING):
        return frozenset()
    if not (found := _definition(base)):
        return None
    return frozenset(_members(found[1]))


@cache
def properties_of(base: str) -> frozenset[str]:
    """Return the names of the properties that a class of Home Assistant itself has."""
    found = _definition(base)
    return frozenset(
        each.name
        for each in (found[1].body if found else ())
        if isinstance(each, ast.FunctionDef)
        and any("property" in ast.unparse(mark) for mark in each.decorator_list)
    )


def _members(node: ast.ClassDef) -> Iterator[str]:
    for child in _in_body(node):
        match child:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield name
            case ast.Name(id=name, ctx=ast.Store()):
                yield name
    for child in walk(node):
        match child:
            # It may be looked up and only there be missing.
            case ast.Attribute(value=ast.Name(id="self"), attr=name):
                yield name


def _in_body(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what stands in the body of a class, and not in its functions."""
    for child in children(node):
        yield child
        if not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from _in_body(child)


@cache
def _bases_at_home(name: str) -> tuple[str, ...]:
    if not (found := _definition(name)):
        return ()
    module, node = found
    above = [
        module.qualified(base.value if isinstance(base, ast.Subscript) else base)
        for base in node.bases
    ]
    return tuple(
        each for base in above if base for each in (base, *_bases_at_home(base))
    )


@cache
def _definition(name: str) -> tuple[Module, ast.ClassDef] | None:
    """Return the module and the class of a qualified name in the installed Home Assistant."""
    start, _, last = name.rpartition(".")
    if not start.startswith(_HOME) or not (module := _module(start)):
        return None
    match module.definitions.get(last):
        case ast.ClassDef() as node:
            return module, node
    origin = module.imports.get(last)
    return _definition(origin) if origin and origin != name else None


@cache
def _module(name: str) -> Module | None:
    spec = find_spec(_HOME)
    for root in (spec and spec.submodule_search_locations) or ():
        path = Path(root).joinpath(*name.split(".")[1:])
        for file in (path.with_suffix(".py"), path / "__init__.py"):
            if file.is_file():
                relative = file.relative_to(Path(root).parent).as_posix()
                text = file.read_text(encoding="utf-8")
                return Package({relative: text}).modules[relative]
    return None


def definitions_at_home(name: str) -> Mapping[str, ast.stmt]:
    """Return what a module of the installed Home Assistant defines."""
    module = _module(name)
    return module.definitions if module else {}
