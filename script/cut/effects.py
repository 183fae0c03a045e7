"""Tell whether code does something, or only looks something up and decides."""

import ast
import builtins
from collections.abc import Collection, Iterator
from typing import Final

from .entries import FUNCTIONS, enclosing
from .names import Module, Package
from .nodes import walk
from .source import Source

# What the name of a function begins with that only looks something up
_LOOKUPS: Final = ("get", "async_get", "_get", "_async_get", "has_", "is_")
# Functions of Python itself that do something, or call what they are given
_DOING: Final = frozenset(
    {"delattr", "eval", "exec", "input", "map", "next", "open", "print", "setattr"}
)
_PURE_FUNCTIONS: Final = frozenset(dir(builtins)) - _DOING
# Modules whose functions only compute something
_PURE_MODULES: Final = ("datetime.", "homeassistant.util.dt.", "math.")


def has_effects(node: ast.AST) -> bool:
    """Return whether leaving an expression out may change more than its value."""
    return any(
        isinstance(child, ast.Await | ast.NamedExpr | ast.Yield | ast.YieldFrom)
        for child in walk(node)
    )


def only_decides(
    source: Source, head: ast.expr, dropped: Collection[ast.AST] = ()
) -> bool:
    """Return whether nothing is missing if a condition is not evaluated.

    Args:
        source: Where it stands.
        head: The condition, or what a loop goes through.
        dropped: Statements that go with it.
    """
    function = next(enclosing(source, head, FUNCTIONS), source.tree)
    inside = {each for node in (head, *dropped) for each in walk(node)}
    bound = {node.target.id for node in inside if isinstance(node, ast.NamedExpr)}
    return all(
        only_looks_up(node.value)
        if isinstance(node, ast.Await)
        else not isinstance(node, ast.Yield | ast.YieldFrom)
        for node in walk(head)
    ) and not any(
        isinstance(node, ast.Name) and node.id in bound and node not in inside
        for node in (walk(function) if bound else ())
    )


def only_looks_up(node: ast.AST) -> bool:
    """Return whether a call is of what by its name only looks something up, or makes an object."""
    match node:
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
            return name[:1].isupper() or name.startswith(_LOOKUPS)
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
            case ast.Call(func=func) if not only_looks_up(node):
                yield _is_pure_function(package, module, func, above)


def _is_pure_function(
    package: Package, module: Module, func: ast.expr, above: tuple[ast.AST, ...]
) -> bool:
    match func:
        case ast.Name(id=name) if not module.qualified(func):
            return name in _PURE_FUNCTIONS
        case ast.Attribute(attr=name, value=value) if _is_text(package, module, value):
            return hasattr(str, name)
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
