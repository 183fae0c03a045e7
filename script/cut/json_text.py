"""Take members out of the text of a JSON file, and replace strings, without touching the rest."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
import json
from typing import Final

type Keys = tuple[str | int, ...]

_DECODE: Final = json.JSONDecoder().raw_decode
_WIDTH: Final = 80


@dataclass(frozen=True)
class _Value:
    """A value and where it stands; `members` are those of an object or array."""

    start: int
    end: int
    members: tuple[_Member, ...] = ()


@dataclass(frozen=True)
class _Member:
    """A member of an object or array and where it stands, with its key."""

    key: str | int
    start: int
    value: _Value


def without(
    text: str,
    gone: Collection[Keys],
    replaced: Mapping[Keys, str] | None = None,
    required: Collection[Keys] = (),
) -> str:
    """Return a JSON text without members, with other strings.

    What is empty then goes too, unless it is an object that is required.
    """
    root = _scan(text, _after_space(text, 0))
    rest = _written(text, root, (), gone, replaced or {}, required)
    return text[: root.start] + (rest or "{}") + text[root.end :]


def _written(
    text: str,
    value: _Value,
    above: Keys,
    gone: Collection[Keys],
    replaced: Mapping[Keys, str],
    required: Collection[Keys],
) -> str | None:
    """Return the text of what is left of a value, None if it has nothing in it any more."""
    if above in replaced:
        return json.dumps(replaced[above], ensure_ascii=False)
    if not value.members:
        return text[value.start : value.end]
    kept = [
        (index, member, rest)
        for index, member in enumerate(value.members)
        if (keys := (*above, member.key)) not in gone
        and (rest := _written(text, member.value, keys, gone, replaced, required))
        is not None
    ]
    if not kept:
        return "{}" if above in required else None
    start = value.members[0].start
    parts = [text[value.start : start]]
    for number, (index, member, rest) in enumerate(kept):
        if number:
            before = value.members[index - 1]
            parts.append(text[before.value.end : member.start])
        parts += [text[member.start : member.value.start], rest]
    written = "".join([*parts, text[value.members[-1].value.end : value.end]])
    if text[value.start] == "[" and len(kept) < len(value.members):
        return _on_a_line(text, value, written)
    return written


def _on_a_line(text: str, value: _Value, array: str) -> str:
    """Return an array that has lost elements on a line, if it fits there and has no objects."""
    line = json.dumps(json.loads(array), ensure_ascii=False)
    column = value.start - (text.rfind("\n", 0, value.start) + 1)
    return line if "{" not in line and column + len(line) < _WIDTH else array


def _scan(text: str, start: int) -> _Value:
    """Return the value that begins at a place."""
    if text[start] in "{[":
        return _scan_members(text, start)
    return _Value(start, _DECODE(text, start)[1])


def _scan_members(text: str, start: int) -> _Value:
    """Return the object or array that begins at a place."""
    members: list[_Member] = []
    place = _after_space(text, start + 1)
    while text[place] not in "]}":
        begin = place
        key: str | int = len(members)
        if text[start] == "{":
            key, place = _DECODE(text, place)
            # Past the colon
            place = _after_space(text, _after_space(text, place) + 1)
        value = _scan(text, place)
        members.append(_Member(key, begin, value))
        place = _after_space(text, value.end)
        if text[place] == ",":
            place = _after_space(text, place + 1)
    return _Value(start, place + 1, tuple(members))


def _after_space(text: str, place: int) -> int:
    while text[place].isspace():
        place += 1
    return place
