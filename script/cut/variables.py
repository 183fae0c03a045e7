"""Take out variables and attributes that were read before a cut, and are only set after it."""

import ast
from collections.abc import Iterable, Iterator
from functools import lru_cache

from script.integration.nodes import walk

from .blocks import Removal
from .effects import has_effects, is_pure
from .elements import operand
from .entries import enclosing
from .names import Module, Package
from .source import Change, Edit, Source, source
from .uses import called_by_bases

type Function = ast.FunctionDef | ast.AsyncFunctionDef


def without_idle(
    package: Package, module: Module, before: str, removal: Removal
) -> Iterator[Change]:
    """Yield the edits of a module without the local variables that are only set since a cut."""
    here = removal.source
    for function, idle in here.known("idle", before, lambda: [*_idle(before, here)]):
        for node in walk(function):
            yield from _without(package, module, removal, node, idle)


def _idle(before: str, here: Source) -> Iterator[tuple[Function, set[str]]]:
    """Yield the functions that read some names before, and do not now."""
    for name, function in _functions(here).items():
        old = _functions(source(before)).get(name)
        if old and source(before).code(old) != here.code(function):
            if idle := _read(old) - _read(function):
                yield function, idle


def without_stores(
    package: Package, module: Module, attributes: Iterable[str], removal: Removal
) -> None:
    """Remove from a module where it sets certain attributes of its own objects."""
    here = module.source
    for node, name, value in here.known("own stores", None, lambda: [*_stores(here)]):
        if name in attributes and is_pure(package, module, value):
            owner = next(enclosing(here, node, ast.ClassDef), None)
            called = called_by_bases(package, module, owner) if owner else None
            if called is not None and name not in called:
                removal.add(node)


def _stores(of: Source) -> Iterator[tuple[ast.stmt, str, ast.expr | None]]:
    """Yield where objects set their own attributes: which one, and to what."""
    for node in of.of_kind(ast.Assign, ast.AnnAssign):
        match node:
            case (
                ast.Assign(
                    targets=[ast.Attribute(value=ast.Name(id="self"), attr=name)],
                    value=value,
                )
                | ast.AnnAssign(
                    target=ast.Attribute(value=ast.Name(id="self"), attr=name),
                    value=value,
                )
            ):
                yield node, name, value


def attributes_read(modules: Iterable[Module]) -> set[str]:
    """Return the names of all attributes that modules read, or may read."""
    return {name for module in modules for name in _attributes_read(module.text)}


@lru_cache(512)
def _attributes_read(text: str) -> frozenset[str]:
    return frozenset(
        name
        for node in source(text).of_kind(ast.Attribute, ast.AugAssign, ast.Constant)
        for name in _attribute_read(node)
    )


def _attribute_read(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Attribute(attr=name, ctx=ast.Load()):
            yield name
        case ast.AugAssign(target=ast.Attribute(attr=name)):
            yield name
        case ast.Constant(value=str() as name):
            yield name


def _functions(of: Source) -> dict[str, Function]:
    """Return the functions and methods of a module by their names, nested ones aside."""
    return of.known("functions", None, lambda: _found_functions(of))


def _found_functions(of: Source) -> dict[str, Function]:
    found: dict[str, Function] = {}
    pending = [("", node) for node in of.tree.body]
    while pending:
        start, node = pending.pop()
        match node:
            case ast.ClassDef(name=name, body=body):
                pending += [(f"{start}{name}.", child) for child in body]
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                found[f"{start}{name}"] = node
    return found


def _read(function: Function) -> set[str]:
    names = set()
    for node in walk(function):
        match node:
            case ast.Name(id=name, ctx=ast.Load() | ast.Del()):
                names.add(name)
            case ast.AugAssign(target=ast.Name(id=name)):
                names.add(name)
            case ast.Global(names=some) | ast.Nonlocal(names=some):
                names.update(some)
    return names


def _without(
    package: Package, module: Module, removal: Removal, node: ast.AST, idle: set[str]
) -> Iterator[Change]:
    here = removal.source
    match node:
        case (
            ast.Assign(targets=[ast.Name(id=name)], value=value)
            | ast.AnnAssign(target=ast.Name(id=name), value=value)
        ) if name in idle:
            if is_pure(package, module, value) or not (
                isinstance(value, ast.Call) or has_effects(module, node)
            ):
                removal.add(node)
            elif value:
                # Its effect remains.
                yield (
                    Edit(
                        here.start(node),
                        here.outer(value, here.start(node), here.end(node))[0],
                    ),
                )
        case ast.NamedExpr(target=ast.Name(id=name), value=value) if name in idle:
            yield operand(here, node, value)
        case ast.ExceptHandler(name=str() as name, type=ast.expr() as kind) if (
            name in idle
        ):
            last = here.word_before(here.start(node.body[0]), ":")
            start = here.outer(kind, here.start(node), last)[1]
            yield (Edit(start, last),)
