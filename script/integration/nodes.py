"""Go through syntax trees, without what many nodes share."""

import ast
from functools import lru_cache
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


class Index:
    """The nodes of a syntax tree, level by level, by their types and by what they stand in."""

    def __init__(self, tree: ast.Module) -> None:
        """Go through the tree."""
        self.nodes: list[ast.AST] = [tree]
        self.numbers: dict[type[ast.AST], list[int]] = {}
        self.parents: dict[ast.AST, ast.AST] = {}
        self._found: dict[tuple[type[ast.AST], ...], tuple[ast.AST, ...]] = {}
        # It grows on the way.
        for number, node in enumerate(self.nodes):
            self.numbers.setdefault(type(node), []).append(number)
            below = children(node)
            self.nodes += below
            for child in below:
                self.parents[child] = node

    def of_kind[T: ast.AST](self, *kinds: type[T]) -> tuple[T, ...]:
        """Return the nodes of some types, in the order of the tree."""
        if kinds not in self._found:
            numbers = (
                number for kind in kinds for number in self.numbers.get(kind, ())
            )
            self._found[kinds] = tuple(self.nodes[number] for number in sorted(numbers))
        found: tuple[T, ...] = self._found[kinds]  # type: ignore[assignment]
        return found


# Several tools look at a text, and several states of an integration have it.
@lru_cache(maxsize=1024)
def parsed(text: str) -> ast.Module:
    """Return the syntax tree of a module."""
    return ast.parse(text)


@lru_cache(maxsize=1024)
def index(tree: ast.Module) -> Index:
    """Return the index of a syntax tree."""
    return Index(tree)
