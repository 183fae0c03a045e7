"""Merge two versions of a file that come from a third."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
import subprocess
from tempfile import TemporaryDirectory
from typing import Any, Final

# Longer than any line of that kind in a file itself
_MARKER_SIZE: Final = 64
_OURS, _THEIRS, _END = (sign * _MARKER_SIZE for sign in (b"<", b"=", b">"))
_MISSING: Final = object()


@dataclass(frozen=True)
class Merged[Content, Conflict]:
    """What two versions are together.

    Attributes:
        content: With the changes of both, and with ours where they contradict one another.
        conflicts: Where they do: lines of the content, or keys.
    """

    content: Content
    conflicts: tuple[Conflict, ...] = ()


def merged(ours: bytes, base: bytes, theirs: bytes) -> Merged[bytes, int]:
    """Return a text with the changes of both sides."""
    if theirs in (ours, base):
        return Merged(ours)
    if ours == base:
        return Merged(theirs)
    if b"\0" in ours + theirs:
        return Merged(ours, (1,))
    text, _ = with_markers(ours, base, theirs, f"--marker-size={_MARKER_SIZE}")
    return _resolved(text)


def merged_file(
    ours: bytes | None, base: bytes | None, theirs: bytes | None
) -> Merged[bytes | None, int]:
    """Return a file that may not be there, which is None, with the changes of both sides."""
    if ours is not None and base is not None and theirs is not None:
        both = merged(ours, base, theirs)
        return Merged(both.content, both.conflicts)
    if theirs in (ours, base):
        return Merged(ours)
    return Merged(theirs) if ours == base else Merged(ours, (1,))


def merged_json(
    ours: Mapping[str, Any], base: Mapping[str, Any], theirs: Mapping[str, Any]
) -> Merged[dict[str, Any], str]:
    """Return an object with the changes of both sides, further keys at the end."""
    result: dict[str, Any] = {}
    conflicts: list[str] = []
    for key in {**ours, **theirs}:
        versions = [each.get(key, _MISSING) for each in (ours, base, theirs)]
        here, before, there = versions
        if all(isinstance(each, dict) for each in versions):
            below = merged_json(*versions)
            result[key] = below.content
            conflicts += below.conflicts
            continue
        result[key] = there if here == before else here
        if there not in (here, before) and here != before:
            conflicts.append(key)
    content = {key: value for key, value in result.items() if value is not _MISSING}
    return Merged(content, tuple(conflicts))


def with_markers(
    ours: bytes, base: bytes, theirs: bytes, *options: str
) -> tuple[bytes, bool]:
    """Return what git makes of three versions, and whether they contradict one another.

    Args:
        ours: The one side.
        base: What both sides come from.
        theirs: The other side.
        options: For git merge-file.
    """
    with TemporaryDirectory(prefix="merge-") as name:
        files = [Path(name) / each for each in ("ours", "base", "theirs")]
        for file, content in zip(files, (ours, base, theirs), strict=True):
            file.write_bytes(content)
        result = subprocess.run(
            ["git", "merge-file", "--stdout", *options, *files],
            capture_output=True,
            check=False,
        )
    # Otherwise the number of conflicts, up to 127.
    if not 0 <= result.returncode <= 127:
        raise OSError(f"git merge-file: {result.stderr.decode().strip()}")
    return result.stdout, result.returncode != 0


def _resolved(text: bytes) -> Merged[bytes, int]:
    """Return a file with ours for each conflict that git has marked."""
    lines: list[bytes] = []
    conflicts: list[int] = []
    is_theirs = False
    for line in text.splitlines(keepends=True):
        if line.startswith(_OURS):
            conflicts.append(len(lines) + 1)
        elif line.startswith(_THEIRS):
            is_theirs = True
        elif line.startswith(_END):
            is_theirs = False
        elif not is_theirs:
            lines.append(line)
    return Merged(b"".join(lines), tuple(conflicts))
