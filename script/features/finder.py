"""What finds words in a module, and asks at each node around one what is to become of it."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
import re
from typing import Any, Final, cast, override

import libcst as cst

from .words import names_in, present

# A module's own statements, the module above them
_DEPTH_OF_STATEMENTS: Final = 2
# A string that names something, rather than telling it to somebody
_NAMING: Final = re.compile(r"[\w.:-]+")
# What holds the members of a node, where they are not its elements
_MEMBERS: Final[Mapping[type[cst.CSTNode], str]] = {
    cst.Call: "args",
    cst.Parameters: "params",
}

type Result = cst.CSTNode | cst.RemovalSentinel | cst.FlattenSentinel[cst.BaseStatement]


@lru_cache(4096)
def _names_in(statement: cst.CSTNode) -> frozenset[str]:
    return names_in(cst.Module([]).code_for_node(statement))


class Finder(cst.CSTTransformer):
    """Tells of each node whether it has a word that nothing inside of it took along."""

    def __init__(self, words: Iterable[str]) -> None:
        """Take the words to find."""
        super().__init__()
        self.words = frozenset(words)
        self._found: list[bool] = [False]
        self._above: list[cst.CSTNode] = []

    @override
    def on_visit(self, node: cst.CSTNode) -> bool:
        self._found.append(False)
        self._above.append(node)
        # An import goes when nothing uses it. What has no word need not be looked into.
        return not isinstance(node, cst.Import | cst.ImportFrom) and (
            len(self._above) != _DEPTH_OF_STATEMENTS
            or bool(present(self.words, _names_in(node)))
        )

    @override
    def on_leave(  # type: ignore[override]
        self, original_node: cst.CSTNode, updated_node: cst.CSTNode
    ) -> Result:
        self._above.pop()
        found = self._found.pop() or self._has_word(original_node)
        updated = super().on_leave(original_node, updated_node)
        if not isinstance(updated, cst.CSTNode):
            return cast(Result, updated)
        updated = without_last_comma(original_node, updated)
        cut = self.cut(updated) if found else self.settle(original_node, updated)
        if cut is None:
            self._found[-1] = True
            return updated
        return cut

    def cut(self, node: cst.CSTNode) -> Result | None:
        """Return what is to be in the place of a node with a word, None leaving it to its parent."""
        raise NotImplementedError

    def settle(self, original: cst.CSTNode, node: cst.CSTNode) -> Result | None:
        """Return what a node that has no word is after the cuts inside it, None if it has to go."""
        return node

    def is_inside(self, *kinds: type[cst.CSTNode]) -> bool:
        """Return whether the node stands somewhere in one of a kind."""
        return any(isinstance(node, kinds) for node in self._above)

    def _has_word(self, node: cst.CSTNode) -> bool:
        match node:
            case cst.Name(value=value):
                return value in self.words
            case cst.Attribute(attr=cst.Name(value=value)):
                return f".{value}" in self.words
            case cst.SimpleString() if not isinstance(self._above[-1], cst.Expr):
                text = node.raw_value
                return bool(
                    _NAMING.fullmatch(text)
                    and not self.words.isdisjoint({text, *re.split(r"[.:-]+", text)})
                )
        return False


def without_last_comma[N: cst.CSTNode](original: cst.CSTNode, node: N) -> N:
    """Return a collection, call or function that ends without a comma if it did before its cuts.

    A schema of a single field needs none either, and then fits a line.
    """
    name = _MEMBERS.get(type(node), "elements")
    before: Sequence[Any] = getattr(original, name, ())
    now: Sequence[Any] = getattr(node, name, ())
    if not now or len(before) == len(now):
        return node
    is_single = isinstance(node, cst.Dict) and len(now) == 1
    if before[-1].comma != cst.MaybeSentinel.DEFAULT and not is_single:
        return node
    last = now[-1].with_changes(comma=cst.MaybeSentinel.DEFAULT)
    return node.with_changes(**{name: [*now[:-1], last]})
