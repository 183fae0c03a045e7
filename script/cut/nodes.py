"""Go through syntax trees, without what many nodes share."""

import ast
from inspect import get_annotations
from typing import Final, get_args

# Load() and the like, which say nothing that their parent does not
_SIGNS: Final = (*(ast.expr_context, ast.operator, ast.cmpop, ast.boolop, ast.unaryop),)


def _with_nodes(kind: type[ast.AST]) -> tuple[str, ...]:
    """Return the fields of a type of nodes that hold nodes, those of signs aside."""
    return tuple(
        name
        for name, held in get_annotations(kind).items()
        if any(
            issubclass(each, ast.AST) and not issubclass(each, _SIGNS)
            for each in get_args(held) or (held,)
        )
    )


_HOLDING: Final = {
    kind: _with_nodes(kind)
    for kind in vars(ast).values()
    if isinstance(kind, type) and issubclass(kind, ast.AST)
}


def children(node: ast.AST) -> list[ast.AST]:
    """Return what stands right below a node, signs such as Load() aside."""
    found: list[ast.AST] = []
    for name in _HOLDING[type(node)]:
        value = getattr(node, name)
        if isinstance(value, list):
            # None is the key of a mapping that is unpacked.
            found += filter(None, value)
        elif value is not None:
            found.append(value)
    return found


def walk(node: ast.AST) -> list[ast.AST]:
    """Return a node and all below it, level by level, signs such as Load() aside."""
    found = [node]
    # It grows on the way.
    for each in found:
        found.extend(children(each))
    return found
