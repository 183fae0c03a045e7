"""Take out of a module of tests what is about something that is gone.

A test goes as a whole, or loses single cases, or single statements that nothing else in it needs.
"""

import ast
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from script.integration.nodes import walk

from .blocks import Removal
from .elements import without_elements
from .entries import enclosing
from .fixtures import is_fixture, is_lost
from .gone import Gone
from .lists import thinned
from .names import Module
from .naming import naming
from .related import assigned, is_check, is_reading, leaves, read, related
from .source import Change, Edit, Source

type Function = ast.FunctionDef | ast.AsyncFunctionDef
type Table = ast.List | ast.Tuple | ast.Set | ast.Dict

_FUNCTIONS: Final = (ast.FunctionDef, ast.AsyncFunctionDef)
_TABLES: Final = (ast.List, ast.Tuple, ast.Set, ast.Dict)


def is_test(node: ast.AST) -> bool:
    """Return whether a node is a test function."""
    return isinstance(node, _FUNCTIONS) and node.name.startswith("test_")


def has_tests(source: Source) -> bool:
    """Return whether a module has any test."""
    return any(map(is_test, source.nodes))


class Tests:
    """The tests and tables of a module.

    Attributes:
        inside: What a caller need not look into: tests, and tables that lost a case.
    """

    def __init__(self, module: Module, gone: Gone, removal: Removal) -> None:
        """Find what is gone in them."""
        self._module = module
        self._source = module.source
        self._gone = gone
        self._removal = removal
        self._cases: dict[Table, set[ast.AST]] = {}
        self._hits = {
            node
            for node in naming(module, gone.identifiers)
            if gone.kind(module, node) or gone.is_text(module, node)
        }
        self.inside: set[ast.AST] = set()
        self._changes = [*self._of_lists(), *self._of_tests(), *self._of_tables()]

    def changes(self) -> Iterator[Change]:
        """Yield the edits."""
        yield from self._changes

    def _of_lists(self) -> Iterator[Change]:
        """Take elements whose lists keep others, so that what the list is for stays."""
        for holder, elements in thinned(self._module, self._hits).items():
            self._hits.difference_update(*map(walk, elements))
            self.inside.update(walk(holder))
            yield without_elements(self._source, holder, elements)

    def _of_tests(self) -> Iterator[Change]:
        for node in self._source.nodes:
            if isinstance(node, _FUNCTIONS) and is_test(node):
                self.inside.update(walk(node))
                yield from self._of_test(node)
            elif isinstance(node, _FUNCTIONS):
                yield from self._of_decorators(node)
        for statement in self._source.tree.body:
            if isinstance(statement, ast.Assign):
                yield from self._of_marks(statement)

    def _of_test(self, test: Function) -> Iterator[Change]:
        """Take a test, or what of it is about what is gone."""
        lost = [
            argument
            for argument in (*test.args.args, *test.args.kwonlyargs)
            if is_lost(self._module, argument.arg, self._gone.fixtures)
        ]
        if not read(test.body).isdisjoint(argument.arg for argument in lost):
            self._removal.add(test)
            return
        decorators = [*self._of_decorators(test)]
        statements = self._about(test)
        if statements is None or test in self._removal.statements:
            self._removal.add(test)
            return
        yield from decorators
        for statement in statements:
            self._removal.add(statement)
        if lost:
            yield without_elements(self._source, test.args, lost)

    # Decorators

    def _of_decorators(self, function: Function) -> Iterator[Change]:
        for decorator in function.decorator_list:
            match decorator:
                case ast.Call(func=ast.Attribute(attr="usefixtures"), args=args):
                    yield from self._without_fixtures(decorator, args)
                case ast.Call(
                    func=ast.Attribute(attr="parametrize"), args=[_, table, *_]
                ):
                    yield from self._without_cases(function, decorator, table)
                case ast.Call(keywords=keywords) if is_fixture(decorator):
                    for each in keywords:
                        if each.arg == "params":
                            self.inside.update(walk(each))
                            yield from self._without_cases(
                                function, decorator, each.value
                            )

    def _of_marks(self, statement: ast.Assign) -> Iterator[Change]:
        """Take cases of what all tests of a module are marked with, as long as there are others."""
        for call in walk(statement):
            match call:
                case ast.Call(
                    func=ast.Attribute(attr="parametrize"),
                    args=[_, ast.List(elts=rows) | ast.Tuple(elts=rows) as table, *_],
                ):
                    gone = [row for row in rows if self._is_hit(row)]
                    if len(gone) < len(rows):
                        self.inside.update(walk(table))
                        yield from self._without_rows(call, table, gone)

    def _without_fixtures(
        self, decorator: ast.Call, args: Sequence[ast.expr]
    ) -> Iterator[Change]:
        lost = [
            each
            for each in args
            if isinstance(each, ast.Constant)
            and is_lost(self._module, str(each.value), self._gone.fixtures)
        ]
        if lost and len(lost) == len(args):
            yield (self._without_decorator(decorator),)
        elif lost:
            yield without_elements(self._source, decorator, lost)

    def _without_decorator(self, decorator: ast.Call) -> Edit:
        first = self._source.line_at(self._source.start(decorator))
        last = self._source.line_at(self._source.end(decorator)) + 1
        return self._source.without_lines(first, last)

    def _without_cases(
        self, function: Function, decorator: ast.Call, table: ast.expr
    ) -> Iterator[Change]:
        """Take cases with what they are called, and the function with its last one."""
        if not isinstance(table, ast.List | ast.Tuple):
            if self._is_hit(table):
                self._removal.add(function)
            return
        gone = [row for row in table.elts if self._is_hit(row)]
        if gone and len(gone) == len(table.elts):
            self._removal.add(function)
            return
        yield from self._without_rows(decorator, table, gone)

    def _without_rows(
        self, decorator: ast.Call, table: ast.List | ast.Tuple, gone: list[ast.expr]
    ) -> Iterator[Change]:
        """Take some of several cases with what they are called."""
        if not gone:
            return
        yield without_elements(self._source, table, gone)
        for keyword in decorator.keywords:
            match keyword:
                case ast.keyword(
                    arg="ids", value=ast.List(elts=ids) | ast.Tuple(elts=ids) as names
                ) if len(ids) == len(table.elts):
                    lost = [ids[table.elts.index(row)] for row in gone]
                    yield without_elements(self._source, names, lost)

    # Bodies

    def _about(self, test: Function) -> list[ast.stmt] | None:
        """Return the statements that go alone, None if the test does."""
        statements = list(leaves(test.body))
        if any(
            self._is_hit(decorator)
            for decorator in test.decorator_list
            if not _is_parametrized(decorator)
        ):
            return None
        contexts = [item for item in walk(test) if isinstance(item, ast.withitem)]
        hit = related(statements, {leaf for leaf in statements if self._is_hit(leaf)})
        if any(map(self._is_hit, contexts)) or not assigned(hit).isdisjoint(
            read(contexts)
        ):
            return None
        checks = [leaf for leaf in statements if is_check(leaf)]
        left = [leaf for leaf in checks if leaf not in hit]
        if any(not is_check(leaf) and not is_reading(leaf) for leaf in hit):
            return None
        if len(checks) - len(left) > len(left):
            return None
        if not _columns(test).isdisjoint(read(hit) - read({*statements} - hit)):
            # What it expects in each case is about what is gone.
            return None
        return [leaf for leaf in statements if leaf in hit]

    def _is_hit(self, node: ast.AST) -> bool:
        return any(child in self._hits for child in walk(node))

    # Tables

    def _of_tables(self) -> Iterator[Change]:
        """Yield the edits of tables of a module without the cases that are gone."""
        for hit in self._hits - self.inside:
            above = [hit, *enclosing(self._source, hit, (ast.expr, ast.keyword))]
            statement = next(enclosing(self._source, hit, ast.stmt), None)
            if not isinstance(statement, ast.Assign | ast.AnnAssign) or isinstance(
                statement, ast.FunctionDef
            ):
                continue
            if not isinstance(self._source.parents[statement], ast.Module):
                continue
            if row := _row(above):
                self._cases.setdefault(row[0], set()).add(row[1])
        for table, rows in self._cases.items():
            size = len(table.values if isinstance(table, ast.Dict) else table.elts)
            if len(rows) < size:
                self.inside.update(walk(table))
                yield without_elements(self._source, table, rows)


def _row(above: Sequence[ast.AST]) -> tuple[Table, ast.AST] | None:
    """Return the table that something stands in, and which of its rows."""
    pairs = [
        (holder, row) for row, holder in pairwise(above) if isinstance(holder, _TABLES)
    ]
    for holder, row in pairs:
        if isinstance(holder, ast.Dict) and row in holder.keys:
            return holder, row
    rows = [pair for pair in pairs if not isinstance(pair[0], ast.Dict)]
    return rows[-1] if rows else next(iter(pairs), None)


def _is_parametrized(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and (
        isinstance(node.func, ast.Attribute) and node.func.attr == "parametrize"
    )


def _columns(test: Function) -> set[str]:
    """Return the arguments that the cases of a test differ in."""
    return {
        name.strip()
        for decorator in test.decorator_list
        if isinstance(decorator, ast.Call) and _is_parametrized(decorator)
        for each in walk(decorator.args[0])
        if isinstance(each, ast.Constant)
        for name in str(each.value).split(",")
    }


def single_cases(before: Source, now: Source) -> Iterator[ast.expr]:
    """Yield the tables of tests that had several cases, and have one."""
    sizes = dict(_tables(before))
    for name, table in _tables(now):
        if len(table.elts) == 1 and name in sizes and len(sizes[name].elts) > 1:
            yield table


def _tables(of: Source) -> Iterator[tuple[tuple[str, str], ast.List | ast.Tuple]]:
    """Yield the tables of tests, each with the test's name and what its columns are called."""
    for node in of.nodes:
        if isinstance(node, _FUNCTIONS) and is_test(node):
            for decorator in node.decorator_list:
                match decorator:
                    case ast.Call(
                        args=[columns, ast.List() | ast.Tuple() as table, *_]
                    ) if _is_parametrized(decorator):
                        yield (node.name, ast.unparse(columns)), table
