"""Make changes of a module at nodes of its tree."""

import ast
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import groupby
from textwrap import indent
from typing import Final

from script.cut.source import Edit, Source
from script.integration.finding import Finding
from script.integration.modules import Module
from script.integration.syntax import Function
from script.rules.disabled import is_disabled
from script.rules.rule import Rule

from .change import Change
from .subject import Subject

_OPENING: Final = "([{"
_CLOSING: Final = ")]}"


def change(
    subject: Subject,
    module: Module,
    node: ast.AST,
    *edits: Edit,
    imports: Sequence[str] = (),
) -> Change:
    """Return the change of a module at a node by some edits."""
    return Change(
        subject.path(module),
        getattr(node, "lineno", 1),
        edits=tuple(sorted(set(edits))),
        imports=tuple(imports),
    )


def replaced(
    subject: Subject,
    module: Module,
    node: ast.AST,
    code: str,
    imports: Sequence[str] = (),
) -> Change:
    """Return the change that writes other code for a node."""
    edit = replacing(subject.source(module), node, code)
    return change(subject, module, node, edit, imports=imports)


def replacing(source: Source, node: ast.AST, code: str) -> Edit:
    """Return the edit that writes other code for a node."""
    return Edit(source.start(node), source.end(node), code)


def before(source: Source, statement: ast.AST, code: str) -> Edit:
    """Return the edit that writes statements before one, on lines of their own."""
    margin = source.indent(statement)
    start = source.line_starts[source.line_at(source.start(statement))]
    return Edit(start, start, f"{indent(code.rstrip(), margin)}\n")


def behind(source: Source, statement: ast.AST, code: str) -> Edit:
    """Return the edit that writes statements after one, on lines of their own."""
    margin = source.indent(statement)
    end = source.line_starts[source.line_at(source.end(statement)) + 1]
    newline = "" if source.text[:end].endswith("\n") else "\n"
    return Edit(end, end, f"{newline}{indent(code.rstrip(), margin)}\n")


def without(source: Source, statements: Sequence[ast.stmt]) -> Edit:
    """Return the edit that takes statements of one block away, which may leave the block empty."""
    if len(statements) == len(_block(source, statements[0])):
        return Edit(source.start(statements[0]), source.end(statements[-1]), "pass")
    return source.without_lines(*source.whole_lines(statements[0], statements[-1]))


def _block(source: Source, statement: ast.stmt) -> list[ast.stmt]:
    """Return the statements of the block that one stands in."""
    for node in source.nodes:
        for field in ("body", "orelse", "finalbody"):
            block = getattr(node, field, None)
            if isinstance(block, list) and any(
                isinstance(each, ast.stmt)
                and (each.lineno, each.col_offset)
                == (statement.lineno, statement.col_offset)
                and each.end_lineno == statement.end_lineno
                for each in block
            ):
                return block
    return []


def without_item(source: Source, items: Sequence[ast.AST], item: ast.AST) -> Edit:
    """Return the edit that takes one of several things between commas away, with its comma."""
    [edit] = without_items(source, items, [item])
    return edit


def without_items(
    source: Source, items: Sequence[ast.AST], going: Collection[ast.AST]
) -> Iterator[Edit]:
    """Yield the edits that take some of several things between commas away, with their commas."""
    first = 0
    for is_going, group in groupby(items, lambda each: each in going):
        last = first + len([*group]) - 1
        if is_going and last + 1 < len(items):
            yield Edit(source.start(items[first]), source.start(items[last + 1]))
        elif is_going:
            end = source.end(items[last])
            following = next(source.after(end), None)
            if following and following.text == ",":
                end = following.end
            start = source.end(items[first - 1]) if first else source.start(items[0])
            yield Edit(start, end)
        first = last + 1


def typed(source: Source, parameter: ast.arg, type_: str) -> Edit:
    """Return the edit that writes the type of a parameter."""
    if parameter.annotation:
        return replacing(source, parameter.annotation, type_)
    end = source.start(parameter) + len(parameter.arg)
    return Edit(end, end, f": {type_}")


def returning(source: Source, function: Function, type_: str) -> Edit:
    """Return the edit that writes what a function returns."""
    if function.returns:
        return replacing(source, function.returns, type_)
    depth = 0
    start = source.start(function)
    if function.decorator_list:
        start = source.end(function.decorator_list[-1])
    for token in source.after(start):
        if token.text in _OPENING:
            depth += 1
        elif token.text in _CLOSING:
            depth -= 1
        elif token.text == ":" and not depth:
            return Edit(token.start, token.start, f" -> {type_}")
    raise ValueError(function.name)


def with_argument(source: Source, call: ast.Call, code: str) -> Edit:
    """Return the edit that adds an argument to a call."""
    end = source.end(call) - 1
    arguments = [*call.args, *call.keywords]
    if not arguments:
        return Edit(end, end, code)
    last = max(arguments, key=source.end)
    _, reach = source.outer(last, source.start(call), end)
    following = next(source.after(reach), None)
    comma = following is not None and following.text == ","
    if comma and following:
        return Edit(following.end, following.end, f" {code},")
    return Edit(reach, reach, f", {code}")


def at_line[Node: ast.AST](
    nodes: Iterable[ast.AST], line: int, *kinds: type[Node]
) -> list[Node]:
    """Return the nodes of some kinds that begin on a line."""
    return [
        node
        for node in nodes
        if isinstance(node, kinds) and getattr(node, "lineno", 0) == line
    ]


def broken[Node: ast.AST](
    subject: Subject, rule: Rule, *kinds: type[Node]
) -> Iterator[tuple[Module, Node]]:
    """Yield the nodes of some kinds that begin where a rule finds something, with their modules.

    What the code disables by a comment is left out.
    """
    for module, node, _ in found(subject, rule, *kinds):
        yield module, node


def found[Node: ast.AST](
    subject: Subject, rule: Rule, *kinds: type[Node]
) -> Iterator[tuple[Module, Node, Finding]]:
    """Yield the same, with what the rule says."""
    by_path = {module.path: module for module in (*subject.modules, *subject.tests)}
    for finding in rule.findings(subject.integration):
        module = by_path.get(finding.path)
        if module and not is_disabled(finding):
            for node in at_line(module.nodes, finding.line, *kinds):
                yield module, node, finding
