"""Find the least that was removed from a module, so that it is that of the step."""

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from .conditions import Conditions
from .edits import CHANGED, SAME, Match, Removed, best, changed, joined
from .expressions import Expressions
from .negations import other_branch
from .syntax import DEFINITIONS, FUNCTIONS, ends, shape, size


@dataclass(frozen=True, eq=False)
class _Cell:
    """A statement of the finished integration and what is executed after it.

    Attributes:
        is_reachable: Whether anything leads to it, as the conditions before it were folded.
    """

    node: ast.stmt
    after: _Cell | None
    is_reachable: bool

    @cached_property
    def then(self) -> _Cell | None:
        """Return what is executed if the condition of this statement holds."""
        assert isinstance(self.node, ast.If)
        return self._branch(self.node.body)

    @cached_property
    def tried(self) -> _Cell | None:
        """Return what is executed unless an error is raised."""
        assert isinstance(self.node, ast.Try)
        return self._branch(self.node.body)

    @cached_property
    def inside(self) -> _Cell | None:
        """Return what is executed in a context."""
        assert isinstance(self.node, ast.With | ast.AsyncWith)
        return self._branch(self.node.body)

    @cached_property
    def otherwise(self) -> _Cell | None:
        """Return what is executed if it does not."""
        assert isinstance(self.node, ast.If)
        return self._branch(self.node.orelse)

    @cached_property
    def default(self) -> _Cell | None:
        """Return what is executed in the last case."""
        assert isinstance(self.node, ast.Match)
        return self._branch(self.node.cases[-1].body)

    def _branch(self, body: list[ast.stmt]) -> _Cell | None:
        after = self.after
        if ends(body) and after is not None:
            after = after.unreachable
        return _chain(body, after, is_reachable=self.is_reachable)

    @cached_property
    def unreachable(self) -> _Cell:
        """Return the same where nothing leads to it."""
        after = self.after and self.after.unreachable
        return _Cell(self.node, after, is_reachable=False)


def _chain(
    body: Sequence[ast.stmt], after: _Cell | None = None, *, is_reachable: bool = True
) -> _Cell | None:
    for node in reversed(body):
        after = _Cell(node, after, is_reachable)
    return after


class Statements:
    """Matches statements of a module, each pair once."""

    def __init__(self, conditions: Conditions) -> None:
        """Prepare for a module."""
        self._conditions = conditions
        self.expressions = Expressions(conditions)
        self._known: dict[tuple[ast.stmt, ast.stmt], Match] = {}

    def body(
        self,
        step: Sequence[ast.stmt],
        whole: Sequence[ast.stmt],
        *,
        is_function: bool = False,
    ) -> Match:
        """Match statements of which some may be missing, in their order."""
        if [*map(shape, step)] == [*map(shape, whole)]:
            return SAME
        return _Body(
            self,
            [node for node in step if not isinstance(node, ast.Pass)],
            is_function=is_function,
        ).match(0, _chain([node for node in whole if not isinstance(node, ast.Pass)]))

    def statement(self, step: ast.stmt, whole: ast.stmt) -> Match | None:
        """Match two statements, or return None if they have nothing in common."""
        if type(step) is not type(whole):
            return None
        if isinstance(whole, DEFINITIONS) and step.name != whole.name:  # type: ignore[attr-defined]
            return None
        if (step, whole) not in self._known:
            before = self._conditions.function
            if isinstance(whole, FUNCTIONS):
                self._conditions.enter(whole)
            self._known[step, whole] = self._statement(step, whole)
            self._conditions.enter(before)
        return self._known[step, whole]

    def _statement(self, step: ast.stmt, whole: ast.stmt) -> Match:
        if (match := self.expressions.docstring(step, whole)) is not None:
            return match
        return joined(
            self.expressions.match(step, whole),
            *(
                self.body(
                    getattr(step, name),
                    getattr(whole, name),
                    is_function=isinstance(whole, FUNCTIONS),
                )
                for name in ("body", "orelse", "finalbody")
                if hasattr(whole, name)
            ),
            self._handlers(step, whole),
            self._cases(step, whole),
        )

    def _handlers(self, step: ast.stmt, whole: ast.stmt) -> Match:
        match step, whole:
            case (ast.Try(handlers=ones), ast.Try(handlers=others)) | (
                ast.TryStar(handlers=ones),
                ast.TryStar(handlers=others),
            ):
                return self._parts(ones, others)
        return SAME

    def _cases(self, step: ast.stmt, whole: ast.stmt) -> Match:
        match step, whole:
            case ast.Match(cases=ones), ast.Match(cases=others):
                return self._parts(ones, others)
        return SAME

    def _parts(
        self,
        ones: Sequence[ast.ExceptHandler] | Sequence[ast.match_case],
        others: Sequence[ast.ExceptHandler] | Sequence[ast.match_case],
    ) -> Match:
        """Match handlers or cases, of which some may be missing."""
        ways = [SAME]
        for one in reversed(ones):
            ways.append(joined(changed(one), ways[-1]))
        for other in reversed(others):
            lost = _lost(other)
            before = [joined(lost, ways[0])]
            for count, one in enumerate(reversed(ones), 1):
                before.append(
                    best(
                        joined(self._part(one, other), ways[count - 1]),
                        joined(lost, ways[count]),
                        joined(changed(one), before[count - 1]),
                    )
                )
            ways = before
        return ways[-1]

    def _part(self, one: ast.AST, other: ast.AST) -> Match:
        match one, other:
            case ast.ExceptHandler(), ast.ExceptHandler():
                head = self.expressions.types(one.type, other.type)
                if one.name != other.name and (one.name or _uses(one, other.name)):
                    head = changed(one, other)
                return joined(head, self.body(one.body, other.body))
            case ast.match_case(), ast.match_case():
                return joined(
                    self.expressions.match(one.pattern, other.pattern),
                    _guard(self.expressions, one.guard, other.guard),
                    self.body(one.body, other.body),
                )
        return Match(CHANGED)


class _Body:
    """Matches the statements of a body, from each on once."""

    def __init__(
        self, statements: Statements, step: Sequence[ast.stmt], *, is_function: bool
    ) -> None:
        """Prepare for a body of the step, which may be that of a function."""
        self._statements = statements
        self._step = step
        self._is_function = is_function
        self._known: dict[tuple[int, _Cell], Match] = {}

    def match(self, start: int, cell: _Cell | None) -> Match:
        """Return the best way to what the step has from `start` on."""
        while (
            start < len(self._step)
            and cell
            and shape(self._step[start]) == shape(cell.node)
        ):
            start, cell = start + 1, cell.after
        if cell is None:
            return joined(*map(changed, self._step[start:]))
        if (start, cell) not in self._known:
            self._known[start, cell] = best(*self._ways(start, cell))
        return self._known[start, cell]

    def _ways(self, start: int, cell: _Cell) -> Iterator[Match]:
        is_end = start == len(self._step)
        if not is_end:
            match = self._statements.statement(self._step[start], cell.node)
            if match is not None:
                yield joined(match, self.match(start + 1, cell.after))
                if isinstance(cell.node, DEFINITIONS):
                    # There is no other of that name.
                    return
            match self._step[start], cell.node:
                case ast.Expr(value=value), ast.Assign(
                    targets=[ast.Name() as target], value=ast.expr() as kept
                ) | ast.AnnAssign(
                    target=ast.Name() as target, value=ast.expr() as kept
                ):
                    made = self._statements.expressions.match(value, kept)
                    yield joined(_lost(target), made, self.match(start + 1, cell.after))
                case ast.If() as one, ast.If() as other if branches := other_branch(
                    one, other
                ):
                    left, gone = branches
                    yield joined(
                        _lost(*gone),
                        self._statements.body(one.body, left),
                        self.match(start + 1, cell.after),
                    )
            yield joined(changed(self._step[start]), self.match(start + 1, cell))
        removed = _removed(cell, is_end=is_end and self._is_function)
        yield joined(removed, self.match(start, cell.after))
        match cell.node:
            case ast.If(test=test, body=body, orelse=orelse):
                folded = self._statements.expressions.folded
                yield joined(folded(test, True, *orelse), self.match(start, cell.then))
                if orelse:
                    yield joined(
                        folded(test, False, *body), self.match(start, cell.otherwise)
                    )
            case ast.Try(handlers=handlers, orelse=[], finalbody=[]):
                yield joined(_lost(*handlers), self.match(start, cell.tried))
            case ast.With(items=[item]) | ast.AsyncWith(items=[item]):
                yield joined(_lost(item), self.match(start, cell.inside))
            case ast.Match(
                cases=[*others, ast.match_case(pattern=ast.MatchAs(pattern=None))]
            ):
                yield joined(_lost(*others), self.match(start, cell.default))


def _guard(
    expressions: Expressions, one: ast.expr | None, other: ast.expr | None
) -> Match:
    if one is None or other is None:
        if other is not None:
            return expressions.folded(other, True)
        return changed(one) if one is not None else SAME
    return expressions.match(one, other)


def _uses(node: ast.AST, name: str | None) -> bool:
    return any(
        isinstance(each, ast.Name) and each.id == name for each in ast.walk(node)
    )


def _lost(*nodes: ast.AST) -> Match:
    return Match(1, tuple(Removed(node) for node in nodes))


def _removed(cell: _Cell, *, is_end: bool) -> Match:
    """Return what it costs to remove a statement: the more, the more is in it.

    At the end of a function, nobody misses a bare return.
    """
    match cell.node:
        case ast.Import(names=names) | ast.ImportFrom(names=names):
            return _lost(*names)
        case ast.Return(value=None) if is_end and not (
            cell.after and cell.after.is_reachable
        ):
            return SAME
    if not cell.is_reachable:
        return Match(0, (Removed(cell.node, is_reachable=False),))
    return Match(size(cell.node), (Removed(cell.node),))
