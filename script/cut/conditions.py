"""Fold conditions that the absence of a feature decides.

What is taken stays as its author wrote it, one level less deep; what is not taken goes.
"""

import ast
from collections.abc import Iterator
from typing import Final

from script.integration.nodes import walk

from .blocks import Removal, ends, taken
from .effects import has_effects, only_decides
from .elements import operand, without_elements
from .source import Change, Edit
from .values import Values

# What has a condition, or a mapping that may have nothing in it
_FOLDED: Final = (
    *(ast.If, ast.IfExp, ast.While, ast.Assert, ast.comprehension, ast.Match),
    ast.Dict,
)


class Conditions:
    """The conditions of a module.

    Attributes:
        stuck: Conditions that are decided, but cannot be taken out.
    """

    def __init__(self, values: Values, removal: Removal) -> None:
        """Take what is known of a module's expressions, and what statements go."""
        self._source = removal.source
        self._values = values
        self._removal = removal
        self.stuck: set[ast.AST] = set()
        nodes = self._source.of_kind(*_FOLDED) if values.may_know else ()
        self._changes = [change for node in nodes for change in self._folded(node)]

    def changes(self) -> Iterator[Change]:
        """Yield the edits that fold them."""
        yield from self._changes

    def _folded(self, node: ast.AST) -> Iterator[Change]:
        match node:
            case ast.If():
                yield from self._if(node)
            case ast.IfExp(test=test, body=body, orelse=orelse):
                if (truth := self._truth(test)) is None:
                    yield from self._simplified(test)
                else:
                    yield operand(self._source, node, body if truth else orelse)
            case ast.While(test=test, orelse=[]):
                if self._truth(test) is False:
                    self._removal.add(node)
                else:
                    yield from self._simplified(test)
            case ast.Assert(test=test):
                truth = self._truth(test)
                if truth:
                    self._removal.add(node)
                elif truth is False:
                    self.stuck.add(node)
                else:
                    yield from self._simplified(test)
            case ast.comprehension(ifs=ifs):
                for test in ifs:
                    yield from self._simplified(test)
            case ast.Match():
                yield from self._match(node)
            case ast.Dict(keys=keys, values=values):
                if self._empty(keys, values):
                    yield from self._without_empty(node)

    def _truth(self, test: ast.expr) -> bool | None:
        """Return whether a condition holds, None if that is not decided."""
        known = self._values.of(test)
        return bool(known.value) if known and known.by_absence else None

    def _evaluated(self, test: ast.expr) -> list[ast.expr]:
        """Return the operands of a condition up to that which decides it."""
        if not isinstance(test, ast.BoolOp):
            return [test]
        decides = isinstance(test.op, ast.Or)
        truths = [self._truth(each) for each in test.values]
        end = truths.index(decides) + 1 if decides in truths else len(truths)
        return test.values[:end]

    # Statements

    def _if(self, node: ast.If) -> Iterator[Change]:
        truth = self._truth(node.test)
        if truth is None:
            yield from self._simplified(node.test)
        elif not only_decides(
            self._removal.module,
            node.test,
            node.orelse if truth else node.body,
            self._evaluated(node.test),
        ):
            self.stuck.add(node.test)
        elif self._is_elif(node):
            yield from self._elif(node, node.body if truth else node.orelse)
        elif truth:
            yield self._taken(node, node.body)
        elif not node.orelse:
            self._removal.add(node)
        elif self._is_elif(node.orelse[0]):
            start = self._source.start(node)
            # The rest of the word: "if".
            yield (Edit(start, self._source.start(node.orelse[0]) + len("el")),)
        else:
            yield self._taken(node, node.orelse)

    def _elif(self, node: ast.If, block: list[ast.stmt]) -> Iterator[Change]:
        """Leave one of the blocks of an elif."""
        source = self._source
        start, end = source.start(node), source.end(node)
        first = source.line_at(start)
        if not block:
            last = source.line_at(end)
            yield (Edit(source.line_starts[first], source.line_starts[last + 1]),)
        elif self._is_elif(block[0]):
            yield (Edit(start, source.start(block[0])),)
        elif self._all_before_end(node):
            yield self._after(node, block)
        elif block is node.body:
            rest = source.line_starts[source.line_at(end) + 1]
            last = source.line_starts[source.line_at(source.end(block[-1])) + 1]
            colon = source.end(node.test)
            edits = (Edit(start, colon, "else"), Edit(last, rest))
            yield tuple(edit for edit in edits if edit.start < edit.end)
        else:
            word = source.word_before(source.start(block[0]), "else")
            yield (Edit(start, word),)

    def _all_before_end(self, node: ast.If) -> bool:
        """Return whether nothing that follows the branches before an elif is reached from them."""
        above = self._source.parents[node]
        while isinstance(above, ast.If) and ends(above.body):
            if not self._is_elif(above):
                return True
            above = self._source.parents[above]
        return False

    def _after(self, node: ast.If, block: list[ast.stmt]) -> Change:
        """Return the edits that leave a block of an elif below the whole condition."""
        source = self._source
        change = taken(source, node, block)
        top: ast.AST = node
        while self._is_elif(top):
            top = source.parents[top]
        return (*change, *self._unreachable(top, block))

    def _taken(self, node: ast.If, block: list[ast.stmt]) -> Change:
        """Return the edits that leave one block of a condition, and nothing that is not reached."""
        rest = self._unreachable(node, block)
        match self._source.parents[node], block:
            case (
                (
                    ast.FunctionDef(body=[*_, last])
                    | ast.AsyncFunctionDef(body=[*_, last])
                ),
                [*kept, ast.Return(value=None)],
            ) if kept and (rest or last is node):
                # It would end there anyway.
                block = kept
        return (*taken(self._source, node, block), *rest)

    def _unreachable(self, node: ast.AST, block: list[ast.stmt]) -> Change:
        """Return the edits without what follows a statement that one of its blocks is left of."""
        if not ends(block):
            return ()
        siblings = self._siblings(node)
        rest = siblings[siblings.index(node) + 1 :] if node in siblings else []
        if not rest:
            return ()
        if any(isinstance(each, ast.Yield) for part in rest for each in walk(part)):
            self.stuck.add(node)
        source = self._source
        start = source.line_at(source.end(node)) + 1
        end = source.line_at(source.end(rest[-1])) + 1
        return (Edit(source.line_starts[start], source.line_starts[end]),)

    def _siblings(self, node: ast.AST) -> list[ast.AST]:
        parent = self._source.parents[node]
        for _, block in ast.iter_fields(parent):
            if isinstance(block, list) and node in block:
                return block
        return []

    def _is_elif(self, node: ast.AST) -> bool:
        return isinstance(node, ast.If) and self._source.text.startswith(
            "elif", self._source.start(node)
        )

    def _match(self, node: ast.Match) -> Iterator[Change]:
        """Take the cases away that never are, and leave the only one that is left."""
        source = self._source
        gone = []
        for case in node.cases:
            patterns = (
                case.pattern.patterns
                if isinstance(case.pattern, ast.MatchOr)
                else [case.pattern]
            )
            never = [each for each in patterns if self._never(node.subject, each)]
            if len(never) == len(patterns):
                gone.append(case)
            elif never:
                yield without_elements(source, case.pattern, frozenset(never))
        left = [case for case in node.cases if case not in gone]
        if not gone:
            return
        match left:
            case []:
                self._removal.add(node)
            case [
                ast.match_case(
                    pattern=ast.MatchAs(pattern=None, name=None), guard=None, body=body
                )
            ]:
                yield (*taken(source, node, body), *self._unreachable(node, body))
            case _:
                for case in gone:
                    first = source.line_at(source.start(case.pattern))
                    last = source.line_at(source.end(case.body[-1])) + 1
                    yield (source.without_lines(first, last),)

    def _never(self, subject: ast.expr, pattern: ast.pattern) -> bool:
        match pattern:
            case ast.MatchValue(value=value):
                compared = ast.Compare(subject, [ast.Eq()], [value])
                known = self._values.of(compared)
                return known is not None and known.by_absence and not known.value
        return False

    # Expressions

    def _simplified(self, test: ast.expr) -> Iterator[Change]:
        """Yield the edits without operands that are decided, of a condition that is not."""
        match test:
            case ast.UnaryOp(op=ast.Not(), operand=negated):
                yield from self._simplified(negated)
            case ast.BoolOp(op=op, values=operands):
                idle = isinstance(op, ast.And)
                kept = [each for each in operands if self._truth(each) is not idle]
                if any(self._truth(each) is (not idle) for each in operands):
                    # What stands before does more than decide.
                    self.stuck.add(test)
                elif len(kept) == len(operands) or any(
                    has_effects(self._removal.module, each)
                    for each in operands
                    if each not in kept
                ):
                    for each in operands:
                        yield from self._simplified(each)
                elif len(kept) == 1:
                    yield operand(self._source, test, kept[0])
                else:
                    yield self._without_operands(test, kept)
            case ast.Compare(
                left=left,
                ops=[ast.In() | ast.NotIn() as op],
                comparators=[
                    ast.Tuple(elts=elements)
                    | ast.Set(elts=elements)
                    | ast.List(elts=elements) as right
                ],
            ):
                kept = [each for each in elements if not self._is_never(left, each)]
                if len(kept) == 1 < len(elements):
                    sign = "==" if isinstance(op, ast.In) else "!="
                    yield (
                        Edit(
                            self._source.end(left),
                            self._source.end(right),
                            f" {sign} {self._source.code(kept[0])}",
                        ),
                    )
                elif len(kept) < len(elements):
                    yield without_elements(
                        self._source, right, frozenset(elements).difference(kept)
                    )

    def _is_never(self, left: ast.expr, element: ast.expr) -> bool:
        known = self._values.of(ast.Compare(left, [ast.Eq()], [element]))
        return known is not None and known.by_absence and not known.value

    def _without_operands(self, node: ast.BoolOp, kept: list[ast.expr]) -> Change:
        """Return the edits that leave some operands."""
        source = self._source
        bounds = source.start(node), source.end(node)
        spans = [(source.outer(each, *bounds), each in kept) for each in node.values]
        edits: list[Edit] = []
        last = None
        for number, (span, is_kept) in enumerate(spans):
            if is_kept:
                last = span
            elif last is None:
                edits.append(Edit(span[0], spans[number + 1][0][0]))
            else:
                edits.append(Edit(last[1], span[1]))
                last = (last[0], span[1])
        return tuple(edits)

    def _empty(
        self, keys: list[ast.expr | None], values: list[ast.expr]
    ) -> list[ast.expr]:
        """Return the mappings that are unpacked, and have nothing in them."""
        empty = []
        for key, value in zip(keys, values, strict=True):
            known = self._values.of(value) if key is None else None
            if known and known.by_absence and known.value == {}:
                empty.append(value)
        return empty

    def _without_empty(self, node: ast.Dict) -> Iterator[Change]:
        empty = self._empty(node.keys, node.values)
        if len(empty) < len(node.values):
            yield without_elements(self._source, node, frozenset(empty))
