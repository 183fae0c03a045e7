"""Take imports away that have lost their use, and edit what names are imported."""

import ast
from collections.abc import Collection, Iterable, Iterator

from script.cut.names import Import, bound, unused_imports
from script.cut.source import Edit, Source, source


def edited(text: str, edits: Iterable[Edit]) -> str:
    """Return a text with edits; of those that overlap, with the first and longest."""
    pieces: list[str] = []
    position = 0
    for edit in sorted({*edits}, key=lambda each: (each.start, -each.end)):
        if edit.start >= position:
            pieces += [text[position : edit.start], edit.text]
            position = edit.end
        elif not edit.text:
            # What goes reaches into what goes above it.
            position = max(position, edit.end)
    return "".join([*pieces, text[position:]])


def without_unused(before: str, text: str, kept: Collection[str] = ()) -> str:
    """Return a module without the imports that have lost their use since before, but for those kept for others."""
    known = {*kept} | {
        bound(each)
        for names in unused_imports(source(before)).values()
        for each in names
    }
    of = source(text)
    edits = [
        edit
        for statement, names in unused_imports(of).items()
        if not _is_future(statement)
        and (idle := [each for each in names if bound(each) not in known])
        for edit in _without(of, statement, idle)
    ]
    return edited(text, edits)


def import_line(node: ast.ImportFrom, names: Iterable[ast.alias]) -> str:
    """Return an import of some of the names of a statement."""
    return ast.unparse(
        ast.ImportFrom(module=node.module, names=[*names], level=node.level)
    )


def gone(of: Source, statement: Import) -> Edit:
    """Return the edit that takes an import away, with a condition that is there for it alone."""
    parent = of.parents[statement]
    if isinstance(parent, ast.If) and parent.body == [statement] and not parent.orelse:
        return of.without_lines(*of.whole_lines(parent, parent))
    if len(getattr(parent, "body", ())) == 1:
        return Edit(of.start(statement), of.end(statement), "pass")
    return of.without_lines(*of.whole_lines(statement, statement))


def _without(
    of: Source, statement: Import, names: Collection[ast.alias]
) -> Iterator[Edit]:
    rest = [each for each in statement.names if each not in names]
    if not rest:
        yield gone(of, statement)
        return
    kept = (
        import_line(statement, rest)
        if isinstance(statement, ast.ImportFrom)
        else ast.unparse(ast.Import(rest))
    )
    yield Edit(of.start(statement), of.end(statement), kept)


def _is_future(statement: Import) -> bool:
    return isinstance(statement, ast.ImportFrom) and statement.module == "__future__"
