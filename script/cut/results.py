"""Find what is done with the result of something, and with nothing else."""

import ast

from .blocks import blocks
from .entries import FUNCTIONS, enclosing
from .source import Source

# What makes a difference to what follows it
_LEAVING = (ast.Return, ast.Raise, ast.Continue, ast.Break, ast.Yield, ast.YieldFrom)


def with_result(source: Source, node: ast.Assign) -> list[ast.stmt]:
    """Return what assigns a result, with what only decides by it, none if more depends on it."""
    function = next(enclosing(source, node, FUNCTIONS), None)
    match node.targets:
        case [ast.Name(id=name)] if function:
            pass
        case _:
            return []
    block = next(each for each in blocks(source.parents[node]) if node in each)
    deciding = [
        each
        for each in block[block.index(node) + 1 :]
        if isinstance(each, ast.If) and name in _names(each.test, ast.Load)
    ]
    if any(
        isinstance(child, _LEAVING) for each in deciding for child in ast.walk(each)
    ):
        return []
    inside = {child for each in (node, *deciding) for child in ast.walk(each)}
    rest = [child for child in ast.walk(function) if child not in inside]
    bound = {name}.union(*(_names(each, ast.Store) for each in deciding))
    is_read = any(isinstance(each, ast.Name) and each.id in bound for each in rest)
    return [] if is_read else [node, *deciding]


def _names(node: ast.AST, context: type[ast.expr_context]) -> set[str]:
    return {
        child.id
        for child in ast.walk(node)
        if isinstance(child, ast.Name) and isinstance(child.ctx, context)
    }
