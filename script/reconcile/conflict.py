"""Contradictions of two sides, as they stand in a file."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, override

from .lines import with_markers

OURS: Final = "<<<<<<< "
BASE: Final = "||||||| "
THEIRS: Final = "======="
END: Final = ">>>>>>> "


@dataclass(frozen=True)
class Conflict:
    """Where review and the finished integration contradict one another.

    Attributes:
        line: Where its markers begin, from 1; 0 where the file is one that only one side has.
        ours: What the finished integration has there.
        theirs: What review has there.
    """

    path: str
    line: int
    ours: str
    theirs: str

    @override
    def __str__(self) -> str:
        """Return where it is, and what both sides have there."""
        return (
            f"{self.path}:{self.line}: the finished integration has "
            f"{_first(self.ours)}, review {_first(self.theirs)}"
        )


def marked(ours: str, base: str, theirs: str) -> str:
    """Return both sides of a text, with markers around where they differ from one another."""
    text, has_conflicts = with_markers(ours, base, theirs)
    if has_conflicts:
        return text
    return f"{OURS}finished\n{ours}{THEIRS}\n{theirs}{END}review\n"


def conflicts(path: str, text: str) -> Iterator[Conflict]:
    """Yield what is marked in a file."""
    start = 0
    sides: tuple[list[str], list[str]] = [], []
    side = 0
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith(OURS):
            start, side, sides = number, 0, ([], [])
        elif start and line == THEIRS:
            side = 1
        elif start and line.startswith(END):
            yield Conflict(path, start, *("\n".join(each) for each in sides))
            start = 0
        elif start:
            sides[side].append(line)


def _first(text: str) -> str:
    """Return the first line that says something, or that there is none."""
    said = next((line.strip() for line in text.splitlines() if line.strip()), None)
    return f"“{said}”" if said else "nothing"
