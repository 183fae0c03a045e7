"""Source text with its syntax tree, and edits of it by position."""

import ast
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
import io
from itertools import takewhile
import tokenize
from typing import Any, Final

from script.integration.nodes import Index, index, parsed

_LAYOUT: Final = frozenset(
    {tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.COMMENT}
)


@dataclass(frozen=True, order=True)
class Edit:
    """A replacement of the characters from start to before end."""

    start: int
    end: int
    text: str = ""


@dataclass(frozen=True)
class Token:
    """A word or sign, with its position in the text."""

    start: int
    end: int
    text: str
    kind: int


class Source:
    """The text of a module. Positions are offsets in it."""

    def __init__(self, text: str) -> None:
        """Take the text."""
        self.text = text
        self._known: dict[tuple[str, object], Any] = {}

    @cached_property
    def tree(self) -> ast.Module:
        """Return the syntax tree."""
        return parsed(self.text)

    @cached_property
    def index(self) -> Index:
        """Return the nodes of the tree, by type and by what they stand in."""
        return index(self.tree)

    @property
    def nodes(self) -> Sequence[ast.AST]:
        """Return all nodes of the tree, level by level."""
        return self.index.nodes

    @property
    def parents(self) -> Mapping[ast.AST, ast.AST]:
        """Return what each node stands in, signs such as Load() aside."""
        return self.index.parents

    def of_kind[T: ast.AST](self, *kinds: type[T]) -> tuple[T, ...]:
        """Return the nodes of some types, in the order of the tree."""
        return self.index.of_kind(*kinds)

    def has_any(self, words: frozenset[str]) -> bool:
        """Return whether any of some words is in the text."""
        return self.known(
            "words", words, lambda: any(word in self.text for word in words)
        )

    def known[T](self, kind: str, about: object, find: Callable[[], T]) -> T:
        """Return what is found out about the source, or about a part of it, once."""
        if (key := (kind, about)) not in self._known:
            self._known[key] = find()
        found: T = self._known[key]
        return found

    @cached_property
    def lines(self) -> list[str]:
        """Return the lines with their ends."""
        # The parser ends lines nowhere else; splitlines does at form feeds too.
        return io.StringIO(self.text, newline="").readlines()

    @cached_property
    def line_starts(self) -> list[int]:
        """Return where each line starts, and where the text ends."""
        starts = [0]
        for line in self.lines:
            starts.append(starts[-1] + len(line))
        return starts

    @cached_property
    def tokens(self) -> list[Token]:
        """Return the tokens but for comments and layout."""
        numbers = range(len(self._piece_starts))
        return [token for number in numbers for token in self._tokens_of(number)]

    @cached_property
    def _piece_starts(self) -> list[int]:
        """Return where statements of the module itself start, as lines of their own, and the text."""
        starts = self.line_starts
        lines = {self.line_at(self.start(node)) for node in self.tree.body}
        return [starts[line] for line in sorted(lines | {0})]

    def _tokens_of(self, number: int) -> list[Token]:
        """Return the tokens from one such place to the next, as few of them are looked at."""
        return self.known("tokens", number, lambda: [*self._tokens_from(number)])

    def _tokens_from(self, number: int) -> Iterator[Token]:
        first, *rest = self._piece_starts[number : number + 2]
        starts, line = self.line_starts, self.line_at(first)
        text = self.text[first : rest[0] if rest else None]
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type in _LAYOUT or (rest and token.type == tokenize.ENDMARKER):
                continue
            yield Token(
                starts[line + token.start[0] - 1] + token.start[1],
                starts[line + token.end[0] - 1] + token.end[1],
                token.string,
                token.type,
            )

    def line_at(self, position: int) -> int:
        """Return the index of the line that a position is in."""
        return bisect_right(self.line_starts, position) - 1

    def start(self, node: ast.AST) -> int:
        """Return where a node starts, its first decorator included."""
        first = min(
            [node, *getattr(node, "decorator_list", ())],
            key=lambda each: (each.lineno, each.col_offset),
        )
        start = self._offset(first.lineno, first.col_offset)
        # Of a decorator the tree has what follows the sign.
        return start if first is node else self.text.rindex("@", 0, start)

    def end(self, node: ast.AST) -> int:
        """Return where a node ends."""
        return self._offset(node.end_lineno, node.end_col_offset)  # type: ignore[attr-defined]

    def code(self, node: ast.AST) -> str:
        """Return the text of a node."""
        return self.text[self.start(node) : self.end(node)]

    def _offset(self, line: int, column: int) -> int:
        text = self.lines[line - 1] if line <= len(self.lines) else ""
        if not text.isascii():
            column = len(text.encode()[:column].decode())
        return self.line_starts[line - 1] + column

    def after(self, position: int) -> Iterator[Token]:
        """Yield the tokens from a position on."""
        for number in range(self._piece_at(position), len(self._piece_starts)):
            for token in self._tokens_of(number):
                if token.start >= position:
                    yield token

    def before(self, position: int) -> Iterator[Token]:
        """Yield the tokens before a position, the last one first."""
        for number in reversed(range(self._piece_at(position) + 1)):
            for token in reversed(self._tokens_of(number)):
                if token.start < position:
                    yield token

    def _piece_at(self, position: int) -> int:
        return bisect_right(self._piece_starts, position) - 1

    def word_before(self, position: int, word: str) -> int:
        """Return where a word or sign starts that comes last before a position."""
        for token in self.before(position):
            if token.text == word:
                return token.start
        raise ValueError(word)

    def outer(self, node: ast.AST, start: int, end: int) -> tuple[int, int]:
        """Return from where to where a node reaches with its parentheses, inside of bounds."""
        first, last = self.start(node), self.end(node)
        for opening, closing in zip(self.before(first), self.after(last), strict=False):
            if (opening.text, closing.text) != ("(", ")"):
                break
            if opening.start < start or closing.end > end:
                break
            first, last = opening.start, closing.end
        return first, last

    def is_alone(self, statement: ast.AST) -> bool:
        """Return whether a statement shares its lines with no other."""
        start, end = self.start(statement), self.end(statement)
        before = self.text[self.line_starts[self.line_at(start)] : start]
        after = self.lines[self.line_at(end)][
            end - self.line_starts[self.line_at(end)] :
        ]
        return not before.strip() and (not after.strip() or after.lstrip()[0] == "#")

    def indent(self, statement: ast.AST) -> str:
        """Return the white space before a statement."""
        line = self.lines[self.line_at(self.start(statement))]
        return line[: len(line) - len(line.lstrip())]

    def whole_lines(self, first: ast.AST, last: ast.AST) -> tuple[int, int]:
        """Return the lines of statements, by index, with the comments right above that are theirs."""
        start, end = self.line_at(self.start(first)), self.line_at(self.end(last)) + 1
        return start - self._comments_above(start, end), end

    def _comments_above(self, start: int, end: int) -> int:
        """Return how many lines of comment above are about what stands from one line to another."""
        indent = self._indent_of(start)
        above = list(
            takewhile(
                lambda line: (
                    line.lstrip().startswith("#")
                    and line[: len(line) - len(line.lstrip())] == indent
                ),
                reversed(self.lines[:start]),
            )
        )
        return len(above) if not above or not self._is_heading(start, end) else 0

    def _is_heading(self, start: int, end: int) -> bool:
        """Return whether a comment above some lines is about those that follow them as well."""
        return (
            end < len(self.lines)
            and bool(self.lines[end].strip())
            and self._indent_of(end) == self._indent_of(start)
            and self.lines[end].lstrip()[0] not in "#)]}"
            and self._is_simple(start)
            and self._is_simple(end)
        )

    def _is_simple(self, line: int) -> bool:
        return not self.lines[line].lstrip().startswith(_COMPOUND)

    def _indent_of(self, line: int) -> str:
        text = self.lines[line]
        return text[: len(text) - len(text.lstrip())]

    def without_lines(self, start: int, end: int) -> Edit:
        """Return the edit that takes lines away, with blank ones that would be too many."""
        above = _blank(reversed(self.lines[:start]))
        below = _blank(self.lines[end:])
        if end + below == len(self.lines):
            start -= above
        elif self._begins_block(start - 1, start):
            above = below
        end += min(above, below)
        return Edit(self.line_starts[start], self.line_starts[end])

    def _begins_block(self, above: int, line: int) -> bool:
        """Return whether a line is the first of a block, or of the module."""
        return above < 0 or (
            bool(self.lines[above].strip())
            and self._indent_of(above) < self._indent_of(line)
        )

    def shifted(self, start: int, end: int, width: int) -> Iterator[Edit]:
        """Yield the edits that move lines to the left by a width, strings over several lines aside."""
        for line in range(start, end):
            if self.lines[line].strip() and line not in self._inside_strings:
                position = self.line_starts[line]
                yield Edit(position, position + width)

    @cached_property
    def _inside_strings(self) -> frozenset[int]:
        """Return the lines that start inside of a string."""
        return frozenset(
            line
            for token in self.tokens
            if token.kind in (tokenize.STRING, tokenize.FSTRING_MIDDLE)
            for line in range(
                self.line_at(token.start) + 1, self.line_at(token.end) + 1
            )
        )


_COMPOUND: Final = (
    *("if ", "for ", "while ", "with ", "try:", "match "),
    *("async ", "def ", "class ", "@"),
)


def _blank(lines: Iterable[str]) -> int:
    return sum(1 for _ in takewhile(lambda line: not line.strip(), lines))


@lru_cache(512)
def source(text: str) -> Source:
    """Return the source of a text."""
    return Source(text)


type Change = tuple[Edit, ...]


@dataclass(frozen=True)
class Draft:
    """A module on its way.

    Attributes:
        origin: For each line its number in the finished tree.
    """

    text: str
    origin: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> Draft:
        """Return the draft that a finished module is at first."""
        return cls(text, tuple(range(1, len(source(text).line_starts) + 1)))

    @property
    def source(self) -> Source:
        """Return the source."""
        return source(self.text)

    def line(self, node: ast.AST) -> int:
        """Return the line of a node in the finished tree."""
        return self.origin[self.source.line_at(self.source.start(node))]

    def changed(self, changes: Iterable[Change]) -> Draft:
        """Return the draft after changes. One inside of another is left for the next time."""
        edits = [edit for change in _outermost(changes) for edit in sorted(change)]
        if not edits:
            return self
        pieces: list[str] = []
        # Where a piece starts in the new text and in the old one
        anchors: list[tuple[int, int]] = []
        length = position = 0
        for edit in (*edits, Edit(len(self.text), len(self.text))):
            for piece, start in (
                (self.text[position : edit.start], position),
                (edit.text, edit.start),
            ):
                anchors.append((length, start))
                pieces.append(piece)
                length += len(piece)
            position = edit.end
        text = "".join(pieces)
        starts = source(text).line_starts
        return Draft(text, tuple(self._origins(anchors, starts)))

    def _origins(
        self, anchors: Sequence[tuple[int, int]], starts: Iterable[int]
    ) -> Iterator[int]:
        """Yield the origin of each line of a new text."""
        line_at = self.source.line_at
        for start in starts:
            new, old = anchors[bisect_right(anchors, (start, len(self.text))) - 1]
            line = line_at(old + start - new)
            yield self.origin[min(line, len(self.origin) - 1)]


def _outermost(changes: Iterable[Change]) -> Iterator[Change]:
    """Yield changes in order, without those that overlap one that begins earlier or is longer."""
    reached = -1
    spans = {
        change: (min(change).start, max(edit.end for edit in change))
        for change in changes
        if change
    }
    for change, (start, end) in sorted(
        spans.items(), key=lambda item: (item[1][0], -item[1][1])
    ):
        if start >= reached:
            reached = end
            yield change
