"""Take statements out of blocks, and blocks out of compound statements."""

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from script.integration.nodes import walk

from .effects import only_decides
from .entries import FUNCTIONS, enclosing
from .names import Module
from .negation import only_otherwise
from .source import Change, Edit, Source

_FIELDS: Final = ("body", "orelse", "finalbody")


def blocks(node: ast.AST) -> Iterator[list[ast.stmt]]:
    """Yield the blocks of a node."""
    for name in _FIELDS:
        match getattr(node, name, None):
            case [ast.stmt(), *_] as block:
                yield block


def is_docstring(statement: ast.stmt) -> bool:
    """Return whether a statement is only a string."""
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def ends(block: Sequence[ast.stmt]) -> bool:
    """Return whether nothing that follows a block is reached."""
    match block[-1:]:
        case [ast.Return() | ast.Raise() | ast.Continue() | ast.Break()]:
            return True
        case [ast.If(body=body, orelse=[_, *_] as orelse)]:
            return ends(body) and ends(orelse)
        case [ast.With(body=body) | ast.AsyncWith(body=body)]:
            return isinstance(body[-1], ast.Return)
    return False


@dataclass
class Removal:
    """Statements to remove, with the compound ones that would be empty without them.

    Attributes:
        statements: What goes.
        handlers: Exception handlers that go.
        reports: Statements that go, and only report an error to the user.
        refused: What cannot go, as a block that has to have something would be empty.
    """

    module: Module
    statements: set[ast.stmt] = field(default_factory=set)
    handlers: set[ast.ExceptHandler] = field(default_factory=set)
    reports: set[ast.stmt] = field(default_factory=set)
    refused: set[ast.stmt] = field(default_factory=set)
    _elses: set[ast.If | ast.Try] = field(default_factory=set)
    _heads: set[ast.If] = field(default_factory=set)

    @property
    def source(self) -> Source:
        """Return the source of the module."""
        return self.module.source

    def add(self, statement: ast.stmt) -> bool:
        """Remove a statement and what has nothing else in it; return whether that can be."""
        if statement in self.statements:
            return True
        self.statements.add(statement)
        parent = self.source.parents[statement]
        block = next(
            (block for block in blocks(parent) if statement in block), [statement]
        )
        is_left = isinstance(parent, ast.Module) or any(
            _says_something(each, parent)
            for each in block
            if each not in self.statements
        )
        if is_left or self._add_parent(parent, block):
            return True
        self.statements.difference_update(block)
        if isinstance(parent, ast.stmt):
            self.refused.discard(parent)
        self.refused.add(statement)
        return False

    def add_all(self, statements: Sequence[ast.stmt]) -> None:
        """Remove statements that stand in one block."""
        self.statements.update(statements[1:])
        self.add(statements[0])

    def _add_parent(self, parent: ast.AST, block: list[ast.stmt]) -> bool:
        """Remove what has nothing in one of its blocks any more; return whether that can be."""
        match parent:
            case ast.If(orelse=orelse) | ast.Try(orelse=orelse) if block is orelse:
                self._elses.add(parent)
                return True
            case ast.If(orelse=[_, *_]):
                self._heads.add(parent)
                return False
            case ast.If(test=head, orelse=[]) | ast.For(iter=head, orelse=[]) if (
                not only_decides(self.module, head, parent.body)
            ):
                return False
            case (
                ast.If(orelse=[])
                | ast.For(orelse=[])
                | ast.With()
                | ast.ClassDef()
                | ast.Try(orelse=[], finalbody=[])
            ) if block is parent.body:
                return self.add(parent)
            case ast.FunctionDef() | ast.AsyncFunctionDef() if not (
                _is_overriding(parent) or self._is_used(parent)
            ):
                return self.add(parent)
            case ast.ExceptHandler(body=body) if self.reports.issuperset(
                body
            ) and self._may_raise(parent):
                self.handlers.add(parent)
                return True
        return False

    def _may_raise(self, handler: ast.ExceptHandler) -> bool:
        """Return whether the caller may get an error instead, as nothing is done after it is handled."""
        node: ast.AST = self.source.parents[handler]
        match node:
            case ast.Try(orelse=[_, *_], finalbody=[]) if self.handlers.issuperset(
                each for each in node.handlers if each is not handler
            ):
                return False
        while not isinstance(node, FUNCTIONS):
            above = self.source.parents[node]
            if isinstance(above, ast.Module | ast.For | ast.AsyncFor | ast.While):
                return False
            if isinstance(above, ast.Try | ast.TryStar | ast.ExceptHandler):
                return False
            if not any(block[-1] is node for block in blocks(above)):
                return False
            node = above
        return True

    def _is_used(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
        """Return whether a function is used in the one that it stands in."""
        outer = next(enclosing(self.source, node, FUNCTIONS), None)
        inside = {*walk(node)}
        return outer is not None and any(
            isinstance(each, ast.Name) and each.id == node.name and each not in inside
            for each in walk(outer)
        )

    def changes(self) -> Iterator[Change]:
        """Yield the edits."""
        for first, last in self._runs():
            yield (without_statements(self.source, first, last),)
        for node in self._elses:
            if node not in self.statements:
                yield (without_else(self.source, node),)
        for head in self._heads - self._elses - self.statements:
            if change := only_otherwise(self.source, head):
                yield change
        yield from self._without_handlers()

    def _runs(self) -> Iterator[tuple[ast.stmt, ast.stmt]]:
        """Yield the first and the last of statements that go and stand together."""
        blocks_of = {id(block): block for block in self._blocks()}
        for block in blocks_of.values():
            run: list[ast.stmt] = []
            for statement in block:
                if run and not (
                    statement in self.statements and self._is_next(run[-1], statement)
                ):
                    yield run[0], run[-1]
                    run = []
                if statement in self.statements:
                    run.append(statement)
            if run:
                yield run[0], run[-1]

    def _blocks(self) -> Iterator[list[ast.stmt]]:
        for statement in self.statements:
            parent = self.source.parents[statement]
            # What goes with all around it is no edit of its own, which could be made without the other.
            if parent in self.statements:
                continue
            for block in blocks(parent):
                if statement in block:
                    yield block

    def _is_next(self, statement: ast.stmt, following: ast.stmt) -> bool:
        """Return whether two statements have no empty line between them."""
        end, start = self.source.end(statement), self.source.start(following)
        return "\n\n" not in self.source.text[end:start]

    def _without_handlers(self) -> Iterator[Change]:
        tries = {self.source.parents[handler] for handler in self.handlers}
        for node in tries:
            assert isinstance(node, ast.Try)
            gone = [handler for handler in node.handlers if handler in self.handlers]
            if len(gone) < len(node.handlers) or node.finalbody:
                for handler in gone:
                    yield (_without_lines(self.source, handler, handler),)
            elif not node.orelse:
                yield taken(self.source, node, node.body)


def _says_something(statement: ast.stmt, parent: ast.AST) -> bool:
    """Return whether a statement is all that a block needs."""
    if is_docstring(statement):
        # A class may only be what it inherits.
        return isinstance(parent, ast.ClassDef) and bool(parent.bases)
    return not isinstance(statement, ast.Pass)


def _is_overriding(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return any(
        isinstance(each, ast.Name) and each.id == "override"
        for each in node.decorator_list
    )


def without_statements(source: Source, first: ast.stmt, last: ast.stmt) -> Edit:
    """Return the edit that takes statements away that follow one another."""
    if source.is_alone(first) and source.is_alone(last):
        return _without_lines(source, first, last)
    return Edit(source.start(first), source.end(last))


def _without_lines(source: Source, first: ast.AST, last: ast.AST) -> Edit:
    return source.without_lines(*source.whole_lines(first, last))


def without_else(source: Source, node: ast.If | ast.Try) -> Edit:
    """Return the edit that takes the else away."""
    first = source.start(node.orelse[0])
    if not source.text.startswith("elif", first):
        first = source.word_before(first, "else")
    line = source.line_at(first)
    return source.without_lines(line, source.line_at(source.end(node.orelse[-1])) + 1)


def taken(source: Source, node: ast.stmt, block: Sequence[ast.stmt]) -> Change:
    """Return the edits that leave one block of a compound statement in its place."""
    start, end = source.start(node), source.end(node)
    first, last = source.start(block[0]), source.end(block[-1])
    if source.line_at(first) == source.line_at(source.word_before(first, ":")):
        return _not_empty(Edit(start, first), Edit(last, end))
    # From the line below the colon on, so that comments above the first statement stay.
    top = source.line_at(source.word_before(first, ":")) + 1
    bottom = source.line_at(last) + 1
    header = source.line_starts[source.line_at(start)]
    width = len(source.indent(block[0])) - len(source.indent(node))
    rest = source.line_at(end) + 1
    return _not_empty(
        Edit(header, source.line_starts[top]),
        *source.shifted(top, bottom, width),
        Edit(source.line_starts[bottom], source.line_starts[max(bottom, rest)]),
    )


def _not_empty(*edits: Edit) -> Change:
    return tuple(edit for edit in edits if edit.start < edit.end or edit.text)
