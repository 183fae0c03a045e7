"""Tell which expressions are config entries, and which are the source of a config flow."""

import ast
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain
from typing import Final

from script.integration.nodes import walk

from .bases import bases
from .names import Module, Package
from .source import Source

_ENTRY: Final = "homeassistant.config_entries.ConfigEntry"
_FLOW: Final = "homeassistant.config_entries.ConfigFlow"
# Flows whose sources are others
_OTHER_FLOWS: Final = frozenset(
    {
        "homeassistant.config_entries.OptionsFlow",
        "homeassistant.config_entries.ConfigSubentryFlow",
        "homeassistant.components.repairs.RepairsFlow",
    }
)
# What the names of all of these have in them
_FLOW_WORD: Final = "Flow"
# What Home Assistant's own classes call the entry that they belong to
_ENTRY_ATTRIBUTE: Final = "config_entry"

type Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
FUNCTIONS: Final = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


def enclosing[T: ast.AST](
    source: Source, node: ast.AST, kind: type[T] | tuple[type[T], ...]
) -> Iterator[T]:
    """Yield what a node stands in of a kind, the nearest first."""
    while above := source.parents.get(node):
        if isinstance(above, kind):
            yield above
        node = above


def is_flow_source(package: Package, module: Module, node: ast.AST) -> bool:
    """Return whether an expression is the source that started a config flow."""
    match node:
        case ast.Attribute(value=ast.Name(id="self"), attr="source"):
            pass
        case (
            ast.Subscript(
                value=ast.Attribute(value=ast.Name(id="self"), attr="context"),
                slice=ast.Constant(value="source"),
            )
            | ast.Call(
                func=ast.Attribute(
                    value=ast.Attribute(value=ast.Name(id="self"), attr="context"),
                    attr="get",
                ),
                args=[ast.Constant(value="source")],
            )
        ):
            pass
        case _:
            return False
    owner = next(enclosing(module.source, node, ast.ClassDef), None)
    return owner is not None and is_config_flow(package, module, owner)


def is_config_flow(package: Package, module: Module, node: ast.ClassDef) -> bool:
    """Return whether a class is a config flow, or is mixed into one."""
    above = set(bases(package, module, node))
    if above & _OTHER_FLOWS:
        return False
    return _FLOW in above or module.name.endswith(".config_flow")


def is_other_flow(package: Package, module: Module, node: ast.ClassDef) -> bool:
    """Return whether a class is a flow that other sources start than those of config flows."""
    return not _OTHER_FLOWS.isdisjoint(bases(package, module, node))


def other_flows(package: Package, module: Module) -> frozenset[ast.AST]:
    """Return what stands in flows that other sources start than those of config flows."""
    if _FLOW_WORD not in module.text:
        return frozenset()
    flows = tuple(
        node
        for node in module.source.tree.body
        if isinstance(node, ast.ClassDef) and is_other_flow(package, module, node)
    )
    return module.source.known(
        "inside all", flows, lambda: frozenset(chain.from_iterable(map(walk, flows)))
    )


def is_config_entry(package: Package, module: Module, node: ast.AST) -> bool:
    """Return whether an expression is a config entry, by its type or by what core calls it."""
    match node:
        case ast.Name(id=name):
            for function in enclosing(module.source, node, FUNCTIONS):
                if bound := _bound(function).get(name):
                    return _is_entry_type(package, module, bound) or (
                        name == _ENTRY_ATTRIBUTE
                    )
            return name == _ENTRY_ATTRIBUTE
        case ast.Attribute(attr=name):
            if name == _ENTRY_ATTRIBUTE:
                return True
            if isinstance(node.value, ast.Name) and node.value.id == "self":
                return any(
                    _is_entry_type(package, module, annotation)
                    for owner in enclosing(module.source, node, ast.ClassDef)
                    for annotation in _attribute_types(owner, name)
                )
    return False


@lru_cache(4096)
def _bound(function: Function) -> dict[str, ast.AST]:
    """Return the parameters of a function, with their types as far as it says them."""
    arguments = function.args
    return {
        argument.arg: argument.annotation or argument
        for argument in (
            *arguments.posonlyargs,
            *arguments.args,
            *arguments.kwonlyargs,
        )
    }


@lru_cache(4096)
def _attribute_types(owner: ast.ClassDef, name: str) -> list[ast.AST]:
    """Return the types of an attribute of a class, as far as it says them."""
    types: list[ast.AST] = []
    for statement in owner.body:
        match statement:
            case ast.AnnAssign(target=ast.Name(id=target), annotation=annotation):
                if target == name:
                    types.append(annotation)
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                for child in walk(statement):
                    match child:
                        case ast.AnnAssign(
                            target=ast.Attribute(attr=target), annotation=annotation
                        ) if target == name:
                            types.append(annotation)
                        case ast.Assign(
                            targets=[
                                ast.Attribute(value=ast.Name(id="self"), attr=target)
                            ],
                            value=ast.Name(id=given),
                        ) if target == name and given in _bound(statement):
                            types.append(_bound(statement)[given])
    return types


def _is_entry_type(package: Package, module: Module, annotation: ast.AST) -> bool:
    match annotation:
        case ast.Constant(value=str() as text):
            try:
                annotation = ast.parse(text, mode="eval").body
            except SyntaxError:
                return False
            return _is_entry_type(package, module, annotation)
        case ast.Subscript(value=value):
            return _is_entry_type(package, module, value)
        case ast.BinOp(op=ast.BitOr(), left=left, right=right):
            return any(_is_entry_type(package, module, each) for each in (left, right))
    name = module.qualified(annotation)
    if name == _ENTRY:
        return True
    match package.definition(name):
        case (above, ast.TypeAlias(value=value) | ast.Assign(value=value)):
            return _is_entry_type(package, above, value)
        case (above, ast.ClassDef() as node):
            return _ENTRY in bases(package, above, node)
    return False
