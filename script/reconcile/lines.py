"""Merge texts line by line, as git does."""

from typing import Final

from script import merge

_LABELS: Final = ("-Lfinished", "-Lcut", "-Lreview")


def with_markers(ours: str, base: str, theirs: str) -> tuple[str, bool]:
    """Return what git makes of three versions, and whether they contradict one another."""
    text, has_conflicts = merge.with_markers(
        ours.encode(), base.encode(), theirs.encode(), *_LABELS
    )
    return text.decode(), has_conflicts


def merged_lines(ours: str, base: str, theirs: str) -> str | None:
    """Return a text with the changes of both sides, or None where they touch the same lines."""
    text, has_conflicts = with_markers(ours, base, theirs)
    return None if has_conflicts else text
