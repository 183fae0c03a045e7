"""Find which statements of a test, a fixture or a helper of tests depend on one another."""

import ast
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeIs

from script.integration.nodes import walk


def leaves(block: Sequence[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield statements in order, those inside of contexts instead of the context."""
    for statement in block:
        if isinstance(statement, ast.With | ast.AsyncWith):
            yield from leaves(statement.body)
        else:
            yield statement


def related(statements: Sequence[ast.stmt], hit: set[ast.stmt]) -> set[ast.stmt]:
    """Return statements with those that set what they read, and that read what they set."""
    found = set(hit)
    while True:
        before = len(found)
        # By name the statement that set it last
        latest: dict[str, ast.stmt] = {}
        for leaf in statements:
            names = {
                child.id
                for child in walk(leaf)
                if isinstance(child, ast.Name) and isinstance(child.ctx, ast.Load)
            }
            for name in names & latest.keys():
                if latest[name] in found:
                    found.add(leaf)
                elif leaf in found and is_check(leaf) and is_reading(latest[name]):
                    found.add(latest[name])
            latest |= dict.fromkeys(_set_by(leaf), leaf)
        if len(found) == before:
            return found


def _set_by(statement: ast.stmt) -> Iterator[str]:
    for child in walk(statement):
        if isinstance(child, ast.Name) and isinstance(child.ctx, ast.Store):
            yield child.id


def is_check(statement: ast.stmt) -> bool:
    """Return whether a statement only asserts something."""
    match statement:
        case ast.Assert():
            return True
        case ast.Expr(value=ast.Call(func=ast.Attribute(attr=name))):
            return name.startswith("assert_")
    return False


def is_reading(statement: ast.stmt) -> bool:
    """Return whether a statement only sets a variable to what it looks up."""
    return isinstance(statement, ast.Assign | ast.AnnAssign) and not any(
        isinstance(child, ast.Await) for child in walk(statement)
    )


def read(nodes: Iterable[ast.AST]) -> set[str]:
    """Return the names that stand in statements or contexts."""
    return {
        child.id
        for node in nodes
        for child in walk(node)
        if isinstance(child, ast.Name)
    }


def assigned(statements: Iterable[ast.stmt]) -> set[str]:
    """Return the names that statements set."""
    return {name for statement in statements for name in _set_by(statement)}


def gives_only(
    function: ast.AST | None, node: ast.AST
) -> TypeIs[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Return whether all that a fixture or helper gives depends on a part of it."""
    if not isinstance(
        function, ast.FunctionDef | ast.AsyncFunctionDef
    ) or function.name.startswith("test_"):
        return False
    if any(each is node for item in _contexts(function) for each in walk(item)):
        return True
    statements = list(leaves(function.body))
    hit = {leaf for leaf in statements if any(each is node for each in walk(leaf))}
    given = [leaf for leaf in statements if _gives(leaf)]
    return bool(given) and related(statements, hit).issuperset(given)


def _contexts(function: ast.AST) -> Iterator[ast.withitem]:
    return (each for each in walk(function) if isinstance(each, ast.withitem))


def _gives(statement: ast.stmt) -> bool:
    match statement:
        case ast.Return(value=ast.expr()) | ast.Expr(value=ast.Yield()):
            return True
    return False
