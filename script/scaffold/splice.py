"""Put code in the place of code that the syntax tree has found."""

import ast
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate

from script.features.uses import defined

type Node = ast.expr | ast.stmt | ast.arg | ast.alias


@dataclass(frozen=True, order=True)
class Span:
    """From where to where code stands, in bytes."""

    start: int
    end: int

    def holds(self, other: Span) -> bool:
        """Return whether another one is inside."""
        return self.start <= other.start and other.end <= self.end


class Code:
    """A module whose syntax tree can be changed by changing its text."""

    def __init__(self, text: str) -> None:
        """Parse the module."""
        self._bytes = text.encode()
        self._lines = [
            0,
            *accumulate(len(line) for line in self._bytes.splitlines(keepends=True)),
        ]
        self.tree = ast.parse(text)

    def span(self, first: Node, last: Node | None = None) -> Span:
        """Return where a node stands, or where two do with all between them."""
        end = last or first
        assert end.end_lineno is not None
        assert end.end_col_offset is not None
        return Span(
            self._lines[first.lineno - 1] + first.col_offset,
            self._lines[end.end_lineno - 1] + end.end_col_offset,
        )

    def text(self, span: Span) -> str:
        """Return what stands somewhere."""
        return self._bytes[span.start : span.end].decode()

    def definitions(self) -> dict[str, Span]:
        """Return where the definitions of the module and of its classes stand, by name."""
        classes = [node for node in self.tree.body if isinstance(node, ast.ClassDef)]
        return {
            name: self._definition(statement)
            for body in (self.tree.body, *(node.body for node in classes))
            for statement in body
            for name in defined(statement)
        }

    def _definition(self, statement: ast.stmt) -> Span:
        """Return where a definition stands with its decorators."""
        span = self.span(statement)
        for decorator in getattr(statement, "decorator_list", ()):
            # Its sign stands before it.
            return Span(self.span(decorator).start - 1, span.end)
        return span

    def spliced(self, pieces: Iterable[tuple[Span, str]]) -> str:
        """Return the module with other code in places that do not overlap."""
        result = self._bytes
        for span, text in sorted(pieces, reverse=True):
            result = result[: span.start] + text.encode() + result[span.end :]
        return result.decode()
