"""Tell whether code does something, or only looks something up and decides."""

import ast
import builtins
from collections.abc import (
    Collection,
    Iterator,
    Mapping,
    MutableMapping,
    MutableSequence,
    MutableSet,
    Sequence,
    Set as AbstractSet,
)
from functools import cache
from typing import Final

from script.integration.nodes import walk

from .bases import definitions_at_home
from .entries import FUNCTIONS, enclosing
from .names import Module, Package
from .source import Source

# What the name of a function of somebody else begins with that only looks something up
_LOOKUPS: Final = ("get", "async_get", "_get", "_async_get", "has_", "is_")
# Functions of Python itself that do something, or call what they are given
_DOING: Final = frozenset(
    {"delattr", "eval", "exec", "input", "map", "next", "open", "print", "setattr"}
)
# Methods that change what they are called on
_CHANGING: Final = frozenset(
    name
    for changeable, fixed in (
        (MutableMapping, Mapping),
        (MutableSequence, Sequence),
        (MutableSet, AbstractSet),
    )
    for name in {*dir(changeable)} - {*dir(fixed)}
)
_PURE_FUNCTIONS: Final = frozenset(dir(builtins)) - _DOING
# Classes of Home Assistant by what their objects are called, each with its module
_AT_HOME: Final = {
    "config_entries": ("homeassistant.config_entries", "ConfigEntries"),
}
# Modules whose functions only compute something
_PURE_MODULES: Final = ("datetime.", "homeassistant.util.dt.", "math.")

type Function = ast.FunctionDef | ast.AsyncFunctionDef


def has_effects(module: Module, node: ast.AST) -> bool:
    """Return whether leaving an expression out may change more than its value."""
    return any(
        isinstance(child, ast.Await | ast.NamedExpr | ast.Yield | ast.YieldFrom)
        or (isinstance(child, ast.Call) and _acts(module, child))
        for child in walk(node)
    )


def only_decides(
    module: Module,
    head: ast.expr,
    dropped: Collection[ast.AST] = (),
    evaluated: Sequence[ast.expr] | None = None,
) -> bool:
    """Return whether nothing is missing if a condition is not evaluated.

    Args:
        module: Where it stands.
        head: The condition, or what a loop goes through.
        dropped: Statements that go with it.
        evaluated: The operands of the condition that are evaluated; None for all of it.
    """
    parts = [head] if evaluated is None else evaluated
    if not all(_is_idle(module, node) for part in parts for node in walk(part)):
        return False
    gone = (head, *dropped)
    bound = {
        node.target.id
        for each in gone
        for node in walk(each)
        if isinstance(node, ast.NamedExpr)
    }
    if not bound:
        return True
    source = module.source
    function = next(enclosing(source, head, FUNCTIONS), source.tree)
    inside = {node for each in gone for node in walk(each)}
    return not any(
        isinstance(node, ast.Name) and node.id in bound and node not in inside
        for node in walk(function)
    )


def _is_idle(module: Module, node: ast.AST) -> bool:
    """Return whether an expression, those in it aside, is not seen to do anything."""
    match node:
        case ast.Await(value=value):
            return only_looks_up(module, value)
        case ast.Call():
            return not _acts(module, node)
    return not isinstance(node, ast.Yield | ast.YieldFrom)


def _acts(module: Module, call: ast.Call) -> bool:
    """Return whether a call is seen to do more than to look something up."""
    match call.func:
        case ast.Name(id=name) as func:
            if name in _DOING and name not in module.definitions:
                return True
        case ast.Attribute(attr=name, value=ast.Attribute(attr=owner)) if (
            owner in _AT_HOME
        ):
            return name not in _looking_up(*_AT_HOME[owner])
        case ast.Attribute(attr=name) as func:
            if name in _CHANGING:
                return True
        case _:
            return False
    return _does_something_here(module, func)


def only_looks_up(module: Module, node: ast.AST) -> bool:
    """Return whether a call only looks something up, or makes an object.

    What the modules themselves define is known; of anything else its name tells.
    """
    match node:
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name) as func):
            return name[:1].isupper() or (
                name.startswith(_LOOKUPS) and not _does_something_here(module, func)
            )
    return False


def _does_something_here(module: Module, func: ast.Name | ast.Attribute) -> bool:
    """Return whether a function or own method is one of the modules, and does more than to look something up."""
    match func:
        case ast.Attribute(attr=name, value=ast.Name(id="self")):
            return name in _doing(module.source)
    match module.package.definition(module.qualified(func)):
        case (home, ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name)):
            return name in _doing(home.source)
    return isinstance(func, ast.Name) and func.id in _doing(module.source)


def _doing(source: Source) -> frozenset[str]:
    """Return the functions of a module that do more than to look something up."""
    return source.known(
        "doing",
        None,
        lambda: _with_callers(
            {
                node.name: node
                for node in source.of_kind(ast.FunctionDef, ast.AsyncFunctionDef)
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
            }
        ),
    )


def _with_callers(functions: Mapping[str, Function]) -> frozenset[str]:
    """Return those of some functions that do something, by themselves or by one another."""
    called = {name: {*_called_in(node)} for name, node in functions.items()}
    found = {name for name, node in functions.items() if does_something(node)}
    while more := {name for name in called if called[name] & found} - found:
        found |= more
    return frozenset(found)


def _called_in(function: Function) -> Iterator[str]:
    """Yield the functions and own methods that a function calls."""
    for node in ast.walk(function):
        match node:
            case ast.Call(
                func=ast.Name(id=name)
                | ast.Attribute(value=ast.Name(id="self"), attr=name)
            ):
                yield name


def does_something(function: Function) -> bool:
    """Return whether a function changes an object, or calls something that gives it nothing."""
    nodes = [*ast.walk(function)]
    local = {
        node.id
        for node in nodes
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
    for node in nodes:
        match node:
            case ast.Attribute(ctx=ast.Store() | ast.Del()):
                return True
            case ast.Subscript(value=ast.Name(id=name), ctx=ast.Store() | ast.Del()):
                if name not in local:
                    return True
            case ast.Subscript(ctx=ast.Store() | ast.Del()):
                return True
            case ast.Global() | ast.Nonlocal() | ast.Yield() | ast.YieldFrom():
                return True
            case ast.Expr(value=ast.Await() | ast.Call() as value):
                if not _is_for_others(value, local):
                    return True
    return False


def _is_for_others(value: ast.AST, local: Collection[str]) -> bool:
    """Return whether a call only writes to the log, or fills a local variable."""
    match value:
        case ast.Call(func=ast.Attribute(value=ast.Name(id=name))):
            return name in local or name.strip("_").upper() == "LOGGER"
    return False


def is_pure(package: Package, module: Module, value: ast.AST | None) -> bool:
    """Return whether evaluating an expression has no effect that anything needs."""
    return value is None or all(_does_nothing(package, module, value, ()))


def _does_nothing(
    package: Package, module: Module, value: ast.AST, above: tuple[ast.AST, ...]
) -> Iterator[bool]:
    for node in walk(value):
        match node:
            case ast.Await() | ast.NamedExpr() | ast.Yield() | ast.YieldFrom():
                yield False
            case ast.Call(func=func) if not only_looks_up(module, node):
                yield _is_pure_function(package, module, func, above)


def _is_pure_function(
    package: Package, module: Module, func: ast.expr, above: tuple[ast.AST, ...]
) -> bool:
    match func:
        case ast.Name(id=name) if not module.qualified(func):
            return name in _PURE_FUNCTIONS
        case ast.Attribute(attr=name, value=value) if _is_text(package, module, value):
            return hasattr(str, name)
        case ast.Attribute(attr=name, value=ast.Attribute(attr=owner)) if (
            owner in _AT_HOME
        ):
            return name in _looking_up(*_AT_HOME[owner])
    qualified = module.qualified(func)
    if qualified and qualified.startswith(_PURE_MODULES):
        return True
    match package.definition(qualified):
        case (home, ast.FunctionDef(body=body) as function) if function not in above:
            return all(
                not isinstance(each, ast.stmt)
                or isinstance(each, ast.Return | ast.Expr | ast.If)
                for statement in body
                for each in walk(statement)
            ) and all(
                all(_does_nothing(package, home, statement, (*above, function)))
                for statement in body
            )
    return False


@cache
def _looking_up(module: str, name: str) -> frozenset[str]:
    """Return the methods of a class of Home Assistant that only look something up."""
    match definitions_at_home(module).get(name):
        case ast.ClassDef(body=body):
            methods = {
                each.name: each for each in body if isinstance(each, ast.FunctionDef)
            }
            return frozenset(methods) - _with_callers(methods)
    return frozenset()


def _is_text(package: Package, module: Module, node: ast.expr) -> bool:
    match node:
        case ast.Constant(value=str()) | ast.JoinedStr():
            return True
        case ast.Name() | ast.Attribute():
            match package.definition(module.qualified(node)):
                case (
                    _,
                    ast.Assign(value=ast.Constant(value=str()))
                    | ast.AnnAssign(value=ast.Constant(value=str())),
                ):
                    return True
    return False
