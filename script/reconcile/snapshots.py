"""Merge files of snapshots, snapshot by snapshot."""

import re
from typing import Final

from .conflict import marked
from .lines import merged_lines

_NAME: Final = re.compile(r"^# name: .*\n", re.MULTILINE)


def merged_snapshots(ours: str, base: str, theirs: str) -> str:
    """Return the snapshots of both sides, by name as syrupy has them."""
    sides = [_snapshots(each) for each in (ours, base, theirs)]
    merged = {
        name: _one(*(side.get(name, "") for side in sides))
        for name in sorted({*sides[0], *sides[2]})
    }
    return "".join(f"{name}{text}" for name, text in merged.items() if text)


def _snapshots(text: str) -> dict[str, str]:
    """Return the text after each name, and what is before the first under none."""
    names = ["", *_NAME.findall(text)]
    return dict(zip(names, _NAME.split(text), strict=True))


def _one(ours: str, base: str, theirs: str) -> str:
    if theirs in (ours, base):
        return ours
    if ours == base:
        return theirs
    by_lines = merged_lines(ours, base, theirs)
    return marked(ours, base, theirs) if by_lines is None else by_lines
