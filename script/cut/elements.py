"""Take elements out of lists, tuples, sets, mappings, calls, signatures and imports."""

import ast
from collections.abc import Collection, Iterator, Sequence
from itertools import groupby
import re
from typing import Final

from .source import Change, Edit, Source

# The formatter's line length
_WIDTH: Final = 88

type Span = tuple[int, int]


def without_elements(
    source: Source, holder: ast.AST, gone: Collection[ast.AST]
) -> Change:
    """Return the edits that take elements out of what holds them: not all, but out of a list."""
    if isinstance(holder, ast.List) and all(each in gone for each in holder.elts):
        return (Edit(source.start(holder), source.end(holder), "[]"),)
    parts = _parts(holder)
    spans = [_span(source, holder, part) for part in parts]
    gone_spans = [
        span
        for part, span in zip(parts, spans, strict=True)
        if any(node in gone for node in part)
    ]
    edits = list(_without(source, spans, gone_spans))
    kept = [span for span in spans if span not in gone_spans]
    comma = _comma_after(source, spans[-1])
    if isinstance(holder, ast.Tuple):
        if len(kept) == 1 and not comma:
            edits.append(Edit(kept[0][1], kept[0][1], ","))
    elif comma and _fits_now(source, holder, spans, gone_spans):
        if spans[-1] in gone_spans:
            # The comma after the last one that stays closes the list now.
            comma = _comma_after(source, kept[-1]) or comma
        if not any(edit.start <= comma[0] < edit.end for edit in edits):
            edits.append(Edit(*comma))
    return tuple(edits)


def operand(source: Source, node: ast.expr, kept: ast.expr) -> Change:
    """Return the edits that leave one part of an expression in its place."""
    start, end = source.start(node), source.end(node)
    first, last = source.outer(kept, start, end)
    parent = source.parents[node]
    if isinstance(parent, ast.stmt) and "\n" not in source.code(kept):
        first, last = source.start(kept), source.end(kept)
    bounds = source.start(parent) if hasattr(parent, "lineno") else start
    outer = source.outer(node, bounds, len(source.text))
    is_tight = isinstance(
        kept, ast.Name | ast.Attribute | ast.Call | ast.Subscript | ast.Constant
    )
    if is_tight and outer != (start, end) and not isinstance(parent, ast.Call):
        start, end = outer
    edits = (Edit(start, first), Edit(last, end))
    return tuple(edit for edit in edits if edit.start < edit.end)


def _parts(holder: ast.AST) -> list[tuple[ast.AST, ...]]:
    """Return the elements, each with the nodes that it consists of."""
    match holder:
        case ast.Dict(keys=keys, values=values):
            return [
                (key, value) if key else (value,)
                for key, value in zip(keys, values, strict=True)
            ]
        case ast.Call(args=args, keywords=keywords):
            arguments: list[ast.expr | ast.keyword] = [*args, *keywords]
            arguments.sort(key=lambda each: (each.lineno, each.col_offset))
            return [(argument,) for argument in arguments]
        case ast.Import(names=names) | ast.ImportFrom(names=names):
            return [(name,) for name in names]
        case ast.With(items=items) | ast.AsyncWith(items=items):
            return [
                (item.context_expr, item.optional_vars or item.context_expr)
                for item in items
            ]
        case ast.arguments(posonlyargs=first, args=args):
            return [(arg,) for arg in (*first, *args)]
        case ast.MatchOr(patterns=patterns):
            return [(pattern,) for pattern in patterns]
        case ast.List(elts=elts) | ast.Tuple(elts=elts) | ast.Set(elts=elts):
            return [(element,) for element in elts]
    raise TypeError(holder)


def _span(source: Source, holder: ast.AST, part: Sequence[ast.AST]) -> Span:
    """Return from where to where an element reaches."""
    if isinstance(holder, ast.arguments | ast.Import | ast.ImportFrom):
        start, end = source.start(part[0]), source.end(part[0])
        # The default of a parameter
        following = next(source.after(end))
        return (
            (start, end)
            if following.text != "="
            else (start, _end_of_default(source, end))
        )
    inside = _inside(source, holder)
    start = source.outer(part[0], *inside)[0]
    end = source.outer(part[-1], *inside)[1]
    if isinstance(holder, ast.Dict) and len(part) == 1:
        start = next(source.before(start)).start
    return start, end


def _end_of_default(source: Source, position: int) -> int:
    """Return where the default of a parameter ends."""
    depth, last = 0, position
    for token in source.after(position):
        depth += (
            (token.text in "([{") - (token.text in ")]}") if len(token.text) == 1 else 0
        )
        if depth < 0 or (not depth and token.text == ","):
            break
        last = token.end
    return last


def _inside(source: Source, holder: ast.AST) -> Span:
    """Return where the elements of a node can be with their parentheses."""
    start, end = source.start(holder), source.end(holder)
    match holder:
        case ast.Call(func=func):
            return next(
                t.end for t in source.after(source.end(func)) if t.text == "("
            ), end - 1
        case ast.Tuple() if (
            source.text[start] != "(" or source.start(holder.elts[0]) == start
        ):
            return start, end
        case ast.With() | ast.AsyncWith() | ast.MatchOr():
            return start, end
    return start + 1, end - 1


def _without(
    source: Source, spans: Sequence[Span], gone: Collection[Span]
) -> Iterator[Edit]:
    """Yield the edits that take some of a sequence of spans away."""
    for is_gone, group in groupby(
        range(len(spans)), lambda number: spans[number] in gone
    ):
        run = list(group)
        if not is_gone:
            continue
        lines = [_lines(source, spans[number]) for number in run]
        whole = [each for each in lines if each]
        if len(whole) == len(run):
            for each in whole:
                yield source.without_lines(*each)
        elif run[-1] + 1 < len(spans):
            yield Edit(spans[run[0]][0], spans[run[-1] + 1][0])
        else:
            yield Edit(spans[run[0] - 1][1], spans[run[-1]][1])


def _lines(source: Source, span: Span) -> Span | None:
    """Return the lines of an element with the comments above, by index, if it has them for itself."""
    first, last = source.line_at(span[0]), source.line_at(span[1])
    end = (_comma_after(source, span) or span)[1]
    before = source.text[source.line_starts[first] : span[0]]
    after = source.text[end : source.line_starts[last + 1]].strip()
    if before.strip() or (after and not after.startswith("#")):
        return None
    if source.line_at(end) != last:
        return None
    above = 0
    while source.lines[first - above - 1].lstrip().startswith("#"):
        above += 1
    return first - above, last + 1


def _comma_after(source: Source, span: Span) -> Span | None:
    token = next(source.after(span[1]), None)
    return (token.start, token.end) if token and token.text == "," else None


def _fits_now(
    source: Source, holder: ast.AST, spans: Sequence[Span], gone: Collection[Span]
) -> bool:
    """Return whether the elements were on several lines only because they were so many."""
    if len(spans) - len(gone) == 1:
        return True
    line = source.line_at(spans[0][0])
    while line and source.line_starts[line] > source.start(_positioned(holder, source)):
        line -= 1
    outside = len(source.lines[line].rstrip()) + 1
    widths = {
        span: len(re.sub(r"\s+", " ", source.text[slice(*span)])) + 2 for span in spans
    }
    total = outside + sum(widths.values())
    return total > _WIDTH >= total - sum(widths[span] for span in gone)


def _positioned(holder: ast.AST, source: Source) -> ast.AST:
    """Return a node that has a position, which a signature has not."""
    return source.parents[holder] if isinstance(holder, ast.arguments) else holder
