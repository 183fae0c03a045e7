"""Tell what names, texts and arguments stand for by their positions."""

import ast
from collections.abc import Collection, Iterator, Mapping
from typing import Final

from .bases import bases, names_of, properties_of
from .entries import FUNCTIONS, enclosing
from .names import Module
from .source import Source

SOURCE_PREFIX: Final = "homeassistant.config_entries.SOURCE_"
# What the methods of Home Assistant begin with that start such a flow
_STARTING: Final = "async_start_"


def are_alike(module: Module, one: ast.AST, other: ast.AST) -> bool:
    """Return whether two names stand for the same kind of thing."""
    first, second = _family(module, one), _family(module, other)
    return first is not None and first == second


def _family(module: Module, node: ast.AST) -> str | None:
    name = module.qualified(node)
    if name and name.startswith(SOURCE_PREFIX):
        return SOURCE_PREFIX
    return name.rpartition(".")[0] if name and "." in name else None


def starts_flow(source: Source, node: ast.AST) -> bool:
    """Return whether this is the source in the context that a flow is started with."""
    match source.parents.get(node):
        case ast.Dict(keys=keys, values=values) if node in values:
            key = keys[values.index(node)]
            return isinstance(key, ast.Constant) and key.value == "source"
    return False


def inherits_property(module: Module, node: ast.Attribute) -> bool:
    """Return whether code reads a property of an object that a class of Home Assistant gives it."""
    match node:
        case ast.Attribute(value=ast.Name(id="self"), ctx=ast.Load()):
            return any(
                node.attr in properties_of(each) for each in _classes_of(module, node)
            )
    return False


def lacks_member(module: Module, node: ast.Attribute, members: Collection[str]) -> bool:
    """Return whether code reads one of some members of its own object, and no class gives it another."""
    match node:
        case ast.Attribute(value=ast.Name(id="self"), attr=name, ctx=ast.Load()):
            owners = [*_classes_of(module, node)]
            return any(f"{each}.{name}" in members for each in owners) and not any(
                module.package.has_member(each, name)
                if module.package.definition(each)
                else (names := names_of(each)) is None or name in names
                for each in owners
            )
    return False


def _classes_of(module: Module, node: ast.AST) -> Iterator[str]:
    """Yield the qualified names of the class that code stands in, and of all classes above."""
    if owner := next(enclosing(module.source, node, ast.ClassDef), None):
        yield f"{module.name}.{owner.name}"
        yield from bases(module.package, module, owner)


def asks_user(node: ast.AST) -> bool:
    """Return whether a method starts a flow in which the user mends something."""
    return isinstance(node, ast.Attribute) and node.attr.startswith(_STARTING)


def is_step(source: Source, node: ast.AST) -> bool:
    """Return whether a string stands where the name of a step does."""
    parent = source.parents[node]
    match parent:
        case ast.keyword(arg="step_id" | "next_step_id"):
            return True
        case ast.Compare(left=ast.Subscript(slice=ast.Constant(value="step_id"))):
            return True
        case ast.Dict(keys=keys, values=values) if node in values:
            key = keys[values.index(node)]
            return isinstance(key, ast.Constant) and key.value == "next_step_id"
    return False


def passes_on(source: Source, argument: ast.keyword) -> bool:
    """Return whether a helper of tests gives an argument of its own to what it calls."""
    function = next(enclosing(source, argument, FUNCTIONS), None)
    match function, argument.value:
        case (
            ast.FunctionDef(name=name, args=args)
            | ast.AsyncFunctionDef(name=name, args=args),
            ast.Name(id=value),
        ) if not name.startswith("test_"):
            return value in {each.arg for each in (*args.args, *args.kwonlyargs)}
    return False


def is_other_version(argument: ast.keyword, versions: Mapping[str, int]) -> bool:
    """Return whether an argument makes an entry one that would have to be migrated."""
    match argument:
        case ast.keyword(arg=str() as name, value=ast.Constant(value=int() as value)):
            return versions.get(name, value) != value
    return False
