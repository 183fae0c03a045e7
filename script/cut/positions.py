"""Tell what names, texts and arguments stand for by their positions."""

import ast
from collections.abc import Mapping

from .source import Source


def starts_flow(source: Source, node: ast.AST) -> bool:
    """Return whether this is the source in the context that a flow is started with."""
    match source.parents.get(node):
        case ast.Dict(keys=keys, values=values) if node in values:
            key = keys[values.index(node)]
            return isinstance(key, ast.Constant) and key.value == "source"
    return False


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


def is_other_version(argument: ast.keyword, versions: Mapping[str, int]) -> bool:
    """Return whether an argument makes an entry one that would have to be migrated."""
    match argument:
        case ast.keyword(arg=str() as name, value=ast.Constant(value=int() as value)):
            return versions.get(name, value) != value
    return False
