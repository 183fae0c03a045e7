"""Change the files of a tree, and say where."""

import ast
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from script.cut.place import Place
from script.cut.source import Edit, source
from script.integration.tree import Tree

from .subject import Subject

_FUTURE: Final = "__future__"


@dataclass(frozen=True)
class Step:
    """One thing to change, in one file.

    Attributes:
        path: The file.
        line: Where it is.
        doubt: Why it may be wrong; it is then changed only when asked for.
        loss: What is no longer there for those who use the integration now.
    """

    path: str
    line: int
    doubt: Place | None = None
    loss: Place | None = None


@dataclass(frozen=True)
class Change(Step):
    """Edits of a module that belong together.

    Attributes:
        edits: What is written instead of what; none overlaps another.
        imports: Statements that the new code needs.
    """

    edits: tuple[Edit, ...] = ()
    imports: tuple[str, ...] = ()


@dataclass(frozen=True)
class Content(Step):
    """A whole file.

    Attributes:
        content: What it holds now; None where the file goes.
    """

    content: bytes | None = None


@dataclass(frozen=True)
class Changed:
    """What became of a tree.

    Attributes:
        tree: The files as they are now.
        places_changed: Path and line of each place that was changed, as it was before.
        left: What was not changed as it is not certain, or cannot be decided.
        lost: What those who use the integration now will miss.
        doubted: What of that which is left is changed when asked for.
    """

    tree: Tree
    places_changed: tuple[tuple[str, int], ...] = ()
    left: tuple[Place, ...] = ()
    lost: tuple[Place, ...] = ()
    doubted: frozenset[Place] = frozenset()


def changed(
    subject: Subject, steps: Iterable[Step | Place], *, uncertain: bool
) -> Changed:
    """Return what becomes of a tree by steps, of which those in doubt are taken only if uncertain."""
    left: dict[Place, None] = {}
    doubted: set[Place] = set()
    taken: list[Step] = []
    for each in steps:
        if isinstance(each, Place):
            left[each] = None
        elif each.doubt and not uncertain:
            left[each.doubt] = None
            doubted.add(each.doubt)
        else:
            taken.append(each)
    tree = dict(subject.tree)
    done: list[Step] = []
    edits: dict[str, list[Change]] = {}
    for step in taken:
        match step:
            case Change():
                edits.setdefault(step.path, []).append(step)
            case Content(content=None):
                if tree.pop(step.path, None) is not None:
                    done.append(step)
            case Content(content=bytes() as content):
                if tree.get(step.path) != content:
                    done.append(step)
                tree[step.path] = content
    for path, changes in edits.items():
        if path not in tree:
            continue
        old = subject.text(path)
        kept = [*_apart(changes)]
        if _edited(old, kept) is None:
            for each in kept:
                if _edited(old, [each]) is None:
                    left[_failed(old, each)] = None
            kept = [each for each in kept if _edited(old, [each]) is not None]
        # Changes that are right by themselves may not go together.
        while (text := _edited(old, kept)) is None:
            kept.pop()
        # What only lays code out otherwise would be undone by the formatter.
        if kept and not _is_same(text, old):
            tree[path] = text.encode()
            done += kept
    return Changed(
        tree,
        tuple((step.path, step.line) for step in done),
        tuple(left),
        tuple(dict.fromkeys(step.loss for step in done if step.loss)),
        frozenset(doubted),
    )


def _failed(text: str, change: Change) -> Place:
    """Return the place of a change that would leave no Python behind."""
    code = source(text).lines[change.line - 1].strip()
    why = "it is written in a way that is not rewritten here"
    return Place(change.path, change.line, code, why, "write it as core does, by hand")


def _is_same(one: str, other: str) -> bool:
    """Return whether two modules say the same."""
    return ast.compare(source(one).tree, source(other).tree)


def _apart(changes: Iterable[Change]) -> Iterator[Change]:
    """Yield changes that do not overlap; one that begins inside of another waits for the next time."""
    spans: list[tuple[int, int]] = []
    for change in sorted(
        dict.fromkeys(changes),
        key=lambda each: (
            min(edit.start for edit in each.edits),
            -max(edit.end for edit in each.edits),
        ),
    ):
        own = [(edit.start, edit.end) for edit in change.edits]
        if any(
            (start < other_end and other_start < end)
            or (start, end) == (other_start, other_end)
            for start, end in own
            for other_start, other_end in spans
        ):
            continue
        spans += own
        yield change


def _edited(text: str, changes: Sequence[Change]) -> str | None:
    """Return a module with changes, None where they overlap or it would be no Python any more."""
    edits = sorted(edit for change in changes for edit in change.edits)
    pieces, position = [], 0
    for edit in edits:
        if edit.start < position:
            return None
        pieces += [text[position : edit.start], edit.text]
        position = edit.end
    pieces.append(text[position:])
    wanted = [line for change in changes for line in change.imports]
    try:
        return with_imports("".join(pieces), wanted)
    except SyntaxError:
        return None


def with_imports(text: str, wanted: Iterable[str]) -> str:
    """Return a module with more imports, which the formatter puts where they belong."""
    tree = source(text).tree
    there = {*_imported(tree.body)}
    lines = [
        line
        for line in dict.fromkeys(wanted)
        if not {*_imported(ast.parse(line).body)} <= there
    ]
    if not lines:
        return text
    after = next(
        (
            statement
            for statement in tree.body
            if isinstance(statement, ast.Import | ast.ImportFrom)
            and getattr(statement, "module", "") != _FUTURE
        ),
        None,
    )
    rows = source(text).lines
    if after:
        at = after.end_lineno or after.lineno
        return "".join([*rows[:at], *(f"{line}\n" for line in lines), *rows[at:]])
    at = max(
        (
            statement.end_lineno or 0
            for statement in tree.body[:2]
            if _is_heading(statement)
        ),
        default=0,
    )
    block = ["\n", *(f"{line}\n" for line in lines), "\n"]
    return "".join([*rows[:at], *(block if at else block[1:]), *rows[at:]])


def _is_heading(statement: ast.stmt) -> bool:
    """Return whether a statement stands before all imports."""
    match statement:
        case ast.Expr(value=ast.Constant(value=str())):
            return True
        case ast.ImportFrom(module=module):
            return module == _FUTURE
    return False


def _imported(body: Iterable[ast.stmt]) -> Iterator[tuple[object, ...]]:
    """Yield what each import of a module binds."""
    for statement in body:
        match statement:
            case ast.Import(names=names):
                yield from (("", 0, each.name, each.asname) for each in names)
            case ast.ImportFrom(module=module, level=level, names=names):
                yield from ((module, level, each.name, each.asname) for each in names)
