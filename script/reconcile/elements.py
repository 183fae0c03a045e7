"""Merge Python modules by their definitions, wherever in a module they stand."""

import ast
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from .conflict import marked
from .lines import merged_lines
from .words import merged_words

_IMPORT: Final = "import"


@dataclass(frozen=True)
class Element:
    """A statement of a module or class, with the comments and blank lines before it.

    Attributes:
        key: What it is called; a number tells those apart that are called the same.
        text: Its lines; of a class those before its members.
        members: Of a class; None for anything else.
    """

    key: tuple[str, int]
    text: str
    members: tuple[Element, ...] | None = None

    @property
    def code(self) -> str:
        """Return all of its lines."""
        return self.text + "".join(each.code for each in self.members or ())


def elements(code: str) -> tuple[Element, ...]:
    """Return the elements of a module, the last of which is what follows after the last statement.

    Raises SyntaxError.
    """
    lines = code.splitlines(keepends=True)
    found = _elements(ast.parse(code).body, lines, 0)
    end = sum(each.code.count("\n") for each in found)
    return (*found, Element(("end", 0), "".join(lines[end:])))


def functions(code: str) -> dict[tuple[tuple[str, int], ...], str]:
    """Return the functions of a module, and of its classes, by their keys.

    Raises SyntaxError.
    """
    return dict(_functions(elements(code), ()))


def _functions(
    parts: Sequence[Element], outer: tuple[tuple[str, int], ...]
) -> Iterator[tuple[tuple[tuple[str, int], ...], str]]:
    for part in parts:
        if part.members is not None:
            yield from _functions(part.members, (*outer, part.key))
        elif part.text.lstrip().startswith(("def ", "async def ", "@")):
            yield (*outer, part.key), part.text


def merged_modules(ours: str, base: str, theirs: str) -> str:
    """Return a module with the changes of both sides, with markers where they contradict one another.

    Raises SyntaxError where one of them is not Python.
    """
    return _code(_merged(*(elements(each) for each in (ours, base, theirs))))


def _code(merged: Sequence[Element]) -> str:
    return "".join(each.code for each in merged)


def _elements(
    body: Sequence[ast.stmt], lines: Sequence[str], start: int
) -> tuple[Element, ...]:
    """Return the elements of a body that begins after a line."""
    known: Counter[str] = Counter()
    result = []
    for statement in body:
        name = _name(statement)
        end = statement.end_lineno or statement.lineno
        if isinstance(statement, ast.ClassDef):
            first = statement.body[0].lineno - 1
            decorated = getattr(statement.body[0], "decorator_list", ())
            first = min((first, *(each.lineno - 1 for each in decorated)))
            # Comments before the first member are its own.
            head = _end_of_head(statement, lines, first)
            element = Element(
                (name, known[name]),
                "".join(lines[start:head]),
                _elements(statement.body, lines, head),
            )
        else:
            element = Element((name, known[name]), "".join(lines[start:end]))
        # Two statements on one line cannot be told apart by lines.
        if element.code:
            known[name] += 1
            result.append(element)
        start = max(start, end)
    return tuple(result)


def _end_of_head(statement: ast.ClassDef, lines: Sequence[str], first: int) -> int:
    start = max(
        (
            each.end_lineno or 0
            for each in (*statement.bases, *(key.value for key in statement.keywords))
        ),
        default=statement.lineno,
    )
    for number in range(start - 1, first):
        if lines[number].split("#")[0].rstrip().endswith(":"):
            return number + 1
    return first


def defined(statement: ast.stmt) -> str:
    """Return the name that a statement defines, if it is one that does."""
    match statement:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            return statement.name
        case ast.Assign(targets=[ast.Name(name)]) | ast.AnnAssign(ast.Name(name)):
            return name
        case ast.TypeAlias(ast.Name(name)):
            return name
    return ""


def _name(statement: ast.stmt) -> str:
    if name := defined(statement):
        return name
    match statement:
        case ast.ImportFrom():
            return f"{_IMPORT} {'.' * statement.level}{statement.module or ''}"
        case ast.Expr(ast.Constant(str())):
            return "docstring"
    return type(statement).__name__


def _merged(
    ours: Sequence[Element], base: Sequence[Element], theirs: Sequence[Element]
) -> list[Element]:
    versions = [{each.key: each for each in side} for side in (ours, base, theirs)]
    return [
        one
        for key in _order(*(list(side) for side in versions))
        if (one := _one(*(side.get(key) for side in versions))) is not None
    ]


def _order(
    ours: Sequence[tuple[str, int]],
    base: Sequence[tuple[str, int]],
    theirs: Sequence[tuple[str, int]],
) -> list[tuple[str, int]]:
    """Return the keys of both sides, in the order of the side that has changed it."""
    common = [key for key in base if key in ours and key in theirs]
    moved = [key for key in theirs if key in common] != common
    leading, other = (theirs, ours) if moved else (ours, theirs)
    result = list(leading)
    for number, key in enumerate(other):
        if key not in result:
            before = [each for each in other[:number] if each in result]
            result.insert(result.index(before[-1]) + 1 if before else 0, key)
    return result


def _one(
    ours: Element | None, base: Element | None, theirs: Element | None
) -> Element | None:
    """Return an element with the changes of both sides, or None where one has removed it."""
    texts = [each and each.code for each in (ours, base, theirs)]
    here, before, there = texts
    if there in (here, before):
        return ours
    if here == before:
        return theirs
    if ours is None or theirs is None:
        sides = (here or "", before or "", there or "")
        key = next(each for each in (ours, theirs) if each).key
        return Element(key, marked(*sides))
    empty = Element(ours.key, "", () if ours.members is not None else None)
    base = base or empty
    if None not in (ours.members, base.members, theirs.members):
        return replace(
            ours,
            text=_text(ours.text, base.text, theirs.text),
            members=tuple(
                _merged(*(each.members or () for each in (ours, base, theirs)))
            ),
        )
    if ours.key[0].startswith(_IMPORT):
        return replace(ours, text=_import(ours.text, base.text, theirs.text))
    return Element(ours.key, _text(ours.code, base.code, theirs.code))


def _text(ours: str, base: str, theirs: str) -> str:
    """Return the text of an element with the changes of both sides."""
    if theirs in (ours, base):
        return ours
    if ours == base:
        return theirs
    if (by_lines := merged_lines(ours, base, theirs)) is not None:
        return by_lines
    by_words = merged_words(ours, base, theirs)
    if by_words is not None and _is_code(by_words):
        return by_words
    return marked(ours, base, theirs)


def _is_code(text: str) -> bool:
    """Return whether a text is statements, or the head of a class."""
    lines = text.splitlines()
    indent = min(
        (len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0
    )
    plain = "\n".join(line[indent:] if line.strip() else "" for line in lines)
    for code in (plain, f"{plain}\n    pass"):
        try:
            ast.parse(code)
        except SyntaxError:
            continue
        return True
    return False


def _import(ours: str, base: str, theirs: str) -> str:
    """Return an import of the names that both sides import, to be formatted."""
    here, before, there = (_names(each) for each in (ours, base, theirs))
    names = [
        *(name for name in here if name in there or name not in before),
        *(name for name in there if name not in here and name not in before),
    ]
    if not names:
        return ""
    start = ours[: len(ours) - len(ours.lstrip("\n"))]
    head = ast.parse(ours.strip()).body[0]
    assert isinstance(head, ast.ImportFrom)
    module = f"{'.' * head.level}{head.module or ''}"
    return f"{start}from {module} import {', '.join(sorted(names))}\n"


def _names(code: str) -> list[str]:
    statements = ast.parse(code.strip()).body if code.strip() else []
    return [
        ast.unparse(alias)
        for statement in statements
        if isinstance(statement, ast.ImportFrom)
        for alias in statement.names
    ]
