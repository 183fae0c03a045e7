"""Take statements out of blocks, and blocks out of compound statements."""

import ast
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from .source import Change, Edit, Source

_FIELDS = ("body", "orelse", "finalbody")


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


def has_effects(node: ast.AST) -> bool:
    """Return whether leaving an expression out may change more than its value."""
    return any(
        isinstance(child, ast.Await | ast.NamedExpr | ast.Yield | ast.YieldFrom)
        for child in ast.walk(node)
    )


@dataclass
class Removal:
    """Statements to remove, with the compound ones that would be empty without them.

    Attributes:
        statements: What goes.
        handlers: Exception handlers that go.
        refused: What cannot go, as a block that has to have something would be empty.
    """

    source: Source
    statements: set[ast.stmt] = field(default_factory=set)
    handlers: set[ast.ExceptHandler] = field(default_factory=set)
    refused: set[ast.stmt] = field(default_factory=set)
    _elses: set[ast.If] = field(default_factory=set)

    def add(self, statement: ast.stmt) -> None:
        """Remove a statement, and what has nothing else in it."""
        if statement in self.statements:
            return
        self.statements.add(statement)
        parent = self.source.parents[statement]
        block = next(
            (block for block in blocks(parent) if statement in block), [statement]
        )
        rest = [
            each
            for each in block
            if each not in self.statements and not isinstance(each, ast.Pass)
        ]
        if isinstance(parent, ast.Module) or any(
            not is_docstring(each) for each in rest
        ):
            return
        self._add_parent(parent, block)

    def _add_parent(self, parent: ast.AST, block: list[ast.stmt]) -> None:
        """Remove what has nothing in one of its blocks any more."""
        match parent:
            case ast.If(orelse=orelse) if block is orelse:
                self._elses.add(parent)
            case ast.If(test=test, orelse=[]) if not has_effects(test):
                self.add(parent)
            case ast.For(iter=test, orelse=[]) if not has_effects(test):
                self.add(parent)
            case ast.With() | ast.ClassDef():
                self.add(parent)
            case ast.Try(body=body, orelse=[], finalbody=[]) if block is body:
                self.add(parent)
            case ast.FunctionDef() | ast.AsyncFunctionDef() if not _is_overriding(
                parent
            ):
                self.add(parent)
            case _:
                gone = [each for each in block if each in self.statements]
                self.statements.difference_update(gone)
                self.refused.update(gone)

    def changes(self) -> Iterator[Change]:
        """Yield the edits."""
        for statement in self.statements:
            yield (without_statement(self.source, statement),)
        for node in self._elses:
            if node not in self.statements:
                yield (without_else(self.source, node),)
        yield from self._without_handlers()

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


def _is_overriding(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return any(
        isinstance(each, ast.Name) and each.id == "override"
        for each in node.decorator_list
    )


def without_statement(source: Source, statement: ast.stmt) -> Edit:
    """Return the edit that takes a statement away."""
    if source.is_alone(statement):
        return _without_lines(source, statement, statement)
    return Edit(source.start(statement), source.end(statement))


def _without_lines(source: Source, first: ast.AST, last: ast.AST) -> Edit:
    return source.without_lines(*source.whole_lines(first, last))


def without_else(source: Source, node: ast.If) -> Edit:
    """Return the edit that takes the else away."""
    start = _keyword_before(source, node.orelse[0])
    line = source.line_at(start)
    return source.without_lines(line, source.line_at(source.end(node)) + 1)


def _keyword_before(source: Source, statement: ast.stmt) -> int:
    """Return where the word starts that begins the block of a statement."""
    start = source.start(statement)
    if source.text.startswith("elif", start):
        return start
    return next(
        token.start
        for token in source.before(start)
        if token.text in ("else", "finally", "try")
    )


def taken(source: Source, node: ast.stmt, block: Sequence[ast.stmt]) -> Change:
    """Return the edits that leave one block of a compound statement in its place."""
    start, end = source.start(node), source.end(node)
    first, last = source.start(block[0]), source.end(block[-1])
    if source.line_at(first) == source.line_at(_colon_before(source, first)):
        return _not_empty(Edit(start, first), Edit(last, end))
    # From the line below the colon on, so that comments above the first statement stay.
    top = source.line_at(_colon_before(source, first)) + 1
    bottom = source.line_at(last) + 1
    header = source.line_starts[source.line_at(start)]
    width = len(source.indent(block[0])) - len(source.indent(node))
    rest = source.line_at(end) + 1
    return _not_empty(
        Edit(header, source.line_starts[top]),
        *source.shifted(top, bottom, width),
        Edit(source.line_starts[bottom], source.line_starts[max(bottom, rest)]),
    )


def _colon_before(source: Source, position: int) -> int:
    return next(token.start for token in source.before(position) if token.text == ":")


def _not_empty(*edits: Edit) -> Change:
    return tuple(edit for edit in edits if edit.start < edit.end or edit.text)


def without_all(source: Source, statements: Iterable[ast.stmt]) -> Change:
    """Return the edits that take statements of one block away, one after the other."""
    found = list(statements)
    return (_without_lines(source, found[0], found[-1]),) if found else ()
