"""Lay JSON out as prettier does, with the keys in the order that core's settings ask for.

Literals stay as they are written, so only layout and order change.
"""

from collections.abc import Iterator
from dataclasses import dataclass
import re
from typing import Final, Literal

_WIDTH: Final = 80
_INDENT: Final = "  "
_TOKEN: Final = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]:,]|[^\s{}\[\]:,"]+')
_NUMBER: Final = re.compile(r"-?\d")
_LEADING_NUMBER: Final = re.compile(r"\d+")

# Which keys are put in order: all, those below the top, or none
type Sort = Literal["all", "below", "none"]

type _Node = str | _Group


@dataclass(frozen=True)
class _Item:
    """A member of an object, or of an array, where it has no key."""

    key: str
    value: _Node
    # prettier keeps an empty line after it, unless it comes last.
    gap: bool


@dataclass(frozen=True)
class _Group:
    """An object or an array."""

    brackets: str
    items: list[_Item]
    # prettier leaves an object spread out if its first key has a line of its own.
    spread: bool


def formatted(text: str, *, sort: Sort = "all") -> str:
    """Return JSON, which has to be valid, as prettier would write it."""
    tokens = list(_TOKEN.finditer(text))
    tokens.reverse()
    node = _parsed(text, tokens, sort)
    return f"{_written(node, '', '', last=True)}\n"


def _parsed(text: str, tokens: list[re.Match[str]], sort: Sort) -> _Node:
    token = tokens.pop()
    if token[0] not in {"{", "["}:
        return token[0]
    is_object = token[0] == "{"
    spread = is_object and "\n" in text[token.end() : tokens[-1].start()]
    items: list[_Item] = []
    while tokens[-1][0] not in {"}", "]"}:
        key = ""
        if is_object:
            key = tokens.pop()[0]
            tokens.pop()
        value = _parsed(text, tokens, "none" if sort == "none" else "all")
        gap = False
        if tokens[-1][0] == ",":
            comma = tokens.pop()
            gap = text.count("\n", comma.end(), tokens[-1].start()) > 1
        items.append(_Item(key, value, gap))
    tokens.pop()
    if is_object and sort == "all":
        items.sort(key=_order)
    return _Group("{}" if is_object else "[]", items, spread)


def _order(item: _Item) -> tuple[bool, int, str]:
    """Return what sorts members: by the number that their key starts with, those with one first."""
    key = item.key[1:-1]
    number = _LEADING_NUMBER.match(key)
    return (not number, int(number[0]) if number else 0, key)


def _written(node: _Node, indent: str, before: str, *, last: bool) -> str:
    """Return a node after what stands before it on its line."""
    flat = _flat(node)
    if isinstance(node, str) or (
        flat is not None
        and len(indent) + len(before) + len(flat) + (not last) <= _WIDTH
    ):
        return f"{before}{flat}"
    opening, closing = node.brackets[0], node.brackets[1]
    deeper = indent + _INDENT
    lines = (
        _filled([str(item.value) for item in node.items], deeper)
        if _is_numbers(node)
        else _lines(node, deeper)
    )
    return f"{before}{opening}\n{'\n'.join(lines)}\n{indent}{closing}"


def _lines(group: _Group, indent: str) -> Iterator[str]:
    for number, item in enumerate(group.items, start=1):
        last = number == len(group.items)
        before = f"{item.key}: " if item.key else ""
        yield f"{indent}{_written(item.value, indent, before, last=last)}{'' if last else ','}"
        if item.gap and not last:
            yield ""


def _filled(numbers: list[str], indent: str) -> Iterator[str]:
    """Yield lines with as many numbers as they hold."""
    line = ""
    for number, item in enumerate(numbers, start=1):
        word = item if number == len(numbers) else f"{item},"
        if line and len(indent) + len(line) + 1 + len(word) > _WIDTH:
            yield indent + line
            line = ""
        line = f"{line} {word}" if line else word
    yield indent + line


def _flat(node: _Node) -> str | None:
    """Return a node on one line, or None where it has to spread over several."""
    if isinstance(node, str):
        return node
    if not node.items:
        return node.brackets
    if node.spread or _is_table(node):
        return None
    parts = []
    for item in node.items:
        if (value := _flat(item.value)) is None:
            return None
        parts.append(f"{item.key}: {value}" if item.key else value)
    inner = ", ".join(parts)
    return f"{{ {inner} }}" if node.brackets == "{}" else f"[{inner}]"


def _is_table(group: _Group) -> bool:
    """Return whether the items of an array are alike and have parts, so that each gets its lines."""
    values = [item.value for item in group.items]
    return (
        group.brackets == "[]"
        and len(values) > 1
        and any(
            all(
                isinstance(value, _Group)
                and value.brackets == brackets
                and len(value.items) > 1
                for value in values
            )
            for brackets in ("{}", "[]")
        )
    )


def _is_numbers(group: _Group) -> bool:
    return group.brackets == "[]" and all(
        isinstance(item.value, str) and _NUMBER.match(item.value)
        for item in group.items
    )
