"""Parse modules once, and tell nodes that are alike."""

import ast
from collections.abc import Iterator
from functools import cache
from typing import Final

type Function = ast.FunctionDef | ast.AsyncFunctionDef
type Definition = Function | ast.ClassDef

FUNCTIONS: Final = (ast.FunctionDef, ast.AsyncFunctionDef)
DEFINITIONS: Final = (*FUNCTIONS, ast.ClassDef)
IMPORTS: Final = (ast.Import, ast.ImportFrom)
# After one of them, what follows is not reached.
ENDINGS: Final = (ast.Return, ast.Raise, ast.Continue, ast.Break)


@cache
def parsed(source: bytes) -> ast.Module:
    """Return the syntax tree of a module, the same one each time."""
    return ast.parse(source)


def shape(node: ast.AST) -> int:
    """Return a number that is the same for nodes that are alike."""
    if (known := getattr(node, "_shape", None)) is not None:
        return int(known)
    found = hash(
        (type(node), *(_shape_of(value) for _, value in ast.iter_fields(node)))
    )
    node._shape = found  # type: ignore[attr-defined] # noqa: SLF001
    return found


def _shape_of(value: object) -> int:
    match value:
        case ast.AST():
            return shape(value)
        case list():
            return hash(tuple(map(_shape_of, value)))
    # True is 1, and 1 is 1.0, to hash().
    return hash((type(value), value))


def size(node: ast.AST) -> int:
    """Return how many statements a node consists of."""
    if (known := getattr(node, "_size", None)) is not None:
        return int(known)
    found = isinstance(node, ast.stmt) + sum(map(size, ast.iter_child_nodes(node)))
    node._size = found  # type: ignore[attr-defined] # noqa: SLF001
    return found


def is_docstring(node: ast.AST) -> bool:
    """Return whether a statement is a string by itself."""
    match node:
        case ast.Expr(value=ast.Constant(value=str())):
            return True
    return False


def last_name(node: ast.AST | None) -> str:
    """Return the last part of a dotted name, or of the function that is called; else ""."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case ast.Call(func=called) | ast.Await(value=called):
            return last_name(called)
    return ""


def ends(body: list[ast.stmt]) -> bool:
    """Return whether what follows a body is never reached."""
    match body:
        case [*_, ast.If(body=then, orelse=[_, *_] as other)]:
            return ends(then) and ends(other)
        case [*_, last]:
            return isinstance(last, ENDINGS)
    return False


def defined(node: ast.stmt) -> Iterator[ast.expr]:
    """Yield what a statement assigns to."""
    match node:
        case ast.Assign(targets=targets):
            for target in targets:
                yield from _targets(target)
        case ast.AnnAssign(target=target) | ast.AugAssign(target=target):
            yield target
        case ast.TypeAlias(name=name):
            yield name


def _targets(node: ast.expr) -> Iterator[ast.expr]:
    match node:
        case ast.Tuple(elts=elements) | ast.List(elts=elements):
            for each in elements:
                yield from _targets(each)
        case ast.Starred(value=value):
            yield from _targets(value)
        case _:
            yield node


def members_of(node: ast.ClassDef) -> Iterator[str]:
    """Yield the members of a class."""
    for each in node.body:
        if isinstance(each, DEFINITIONS):
            yield each.name
        else:
            yield from map(last_name, defined(each))


def bound_in(function: Function) -> frozenset[str]:
    """Return the local names of a function."""
    names: set[str] = set()
    outer: set[str] = set()
    for node in ast.walk(function):
        match node:
            case ast.Name(id=name, ctx=ast.Store()) | ast.arg(arg=name):
                names.add(name)
            case ast.Global(names=some):
                outer |= {*some}
            case ast.ExceptHandler(name=str() as name):
                names.add(name)
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) if (
                node is not function
            ):
                names.add(name)
            case ast.Import(names=some) | ast.ImportFrom(names=some):
                names |= {alias.asname or alias.name for alias in some}
    return frozenset(names - outer)
