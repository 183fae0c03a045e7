"""Merge what a further run makes with the edits that were made since the last one."""

from dataclasses import dataclass

from script.integration.tree import Tree
from script.merge import merged_file


@dataclass(frozen=True)
class Changes:
    """What a further run changes.

    Attributes:
        files: New content of files, None for one that goes.
        conflicts: Files in which edits contradict it, and stay.
    """

    files: dict[str, bytes | None]
    conflicts: tuple[str, ...]


def changes(now: Tree, base: Tree, wanted: Tree) -> Changes:
    """Return what to change in files as they are now, which came from a base.

    Args:
        now: The files that are there.
        base: What the last run wrote.
        wanted: What this one would write.
    """
    files: dict[str, bytes | None] = {}
    conflicts: list[str] = []
    for path in sorted(base.keys() | wanted.keys()):
        both = merged_file(now.get(path), base.get(path), wanted.get(path))
        if both.conflicts:
            conflicts.append(path)
        if both.content != now.get(path):
            files[path] = both.content
    return Changes(files, tuple(conflicts))
