"""Merge a file by what it holds."""

import json
from pathlib import PurePosixPath
from typing import Any, Final

from script.integration.json_file import dump
from script.merge import merged_json

from .conflict import marked
from .elements import merged_modules
from .lines import merged_lines
from .snapshots import merged_snapshots
from .words import merged_words


def merged_text(path: str, ours: str, base: str, theirs: str) -> str:
    """Return a text with the changes of both sides, with markers where they contradict one another.

    What lines cannot tell is merged by what the file holds: definitions, keys, snapshots or words.
    """
    if theirs in (ours, base):
        return ours
    if ours == base:
        return theirs
    if (by_lines := merged_lines(ours, base, theirs)) is not None:
        return by_lines
    merge = _BY_SUFFIX.get(PurePosixPath(path).suffix, _words)
    try:
        return merge(ours, base, theirs)
    except ValueError, SyntaxError:
        return marked(ours, base, theirs)


def _json(ours: str, base: str, theirs: str) -> str:
    sides = [json.loads(each) for each in (ours, base, theirs)]
    merged = merged_json(*sides)
    if merged.conflicts:
        return marked(ours, base, theirs)
    return dump(_ordered(merged.content, sides[0], sides[2])).decode()


def _ordered(content: Any, ours: Any, theirs: Any) -> Any:
    """Return an object whose further keys stand where theirs has them, in alphabetical order among those of ours."""
    if not all(isinstance(each, dict) for each in (content, ours, theirs)):
        return content
    keys = [key for key in ours if key in content]
    before: str | None = None
    for key in (key for key in theirs if key in content):
        if key not in keys:
            position = keys.index(before) + 1 if before is not None else 0
            while position < len(keys) and keys[position] < key:
                if keys[position] in theirs:
                    break
                position += 1
            keys.insert(position, key)
        before = key
    return {key: _ordered(content[key], ours.get(key), theirs.get(key)) for key in keys}


def _words(ours: str, base: str, theirs: str) -> str:
    by_words = merged_words(ours, base, theirs)
    return marked(ours, base, theirs) if by_words is None else by_words


_BY_SUFFIX: Final = {
    ".py": merged_modules,
    ".json": _json,
    ".ambr": merged_snapshots,
}
