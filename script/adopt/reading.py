"""Read a foreign folder and leave no trace in it, not even a time of access."""

from collections.abc import Iterator
from dataclasses import dataclass
import os
from pathlib import Path
import stat
from typing import Final

# What an integration in core has no use for
_LARGEST: Final = 1 << 20
_LONGEST: Final = 200
# More than the largest repository of an integration has; what is beyond is somebody's home
_MOST_FILES: Final = 50_000
_DEEPEST: Final = 12
# What tools put there
_OF_TOOLS: Final = frozenset({"__pycache__", "node_modules", "venv", "site-packages"})
_UNNOTICED: Final = getattr(os, "O_NOATIME", 0)


@dataclass(frozen=True, order=True)
class LeftOut:
    """A file that is not taken."""

    path: str
    why: str


@dataclass(frozen=True)
class Listing:
    """The files of a folder.

    Attributes:
        root: The folder.
        paths: Its regular files, relative to it.
        left_out: What else is there, but for what is hidden or made by tools.
    """

    root: Path
    paths: tuple[str, ...]
    left_out: tuple[LeftOut, ...]


def listed(root: Path) -> Listing:
    """Return the files of a folder."""
    paths: list[str] = []
    left_out: list[LeftOut] = []
    for path, why in _walked(root, ""):
        if why:
            left_out.append(LeftOut(path, why))
        else:
            paths.append(path)
        if len(paths) + len(left_out) >= _MOST_FILES:
            left_out.append(LeftOut(".", f"more than {_MOST_FILES} files are there"))
            break
    return Listing(root, tuple(sorted(paths)), tuple(sorted(left_out)))


def content(root: Path, path: str) -> bytes:
    """Return the content of a listed file; raises OSError."""
    descriptor = _opened(root / path, os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(descriptor, "rb") as file:
        # It may be another one by now.
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(f"{path}: no file any more")
        return file.read(_LARGEST + 1)[:_LARGEST]


def _walked(folder: Path, prefix: str) -> Iterator[tuple[str, str]]:
    """Yield what is in a folder, each with why it is not taken, or ""."""
    for name, mode, size in sorted(_entries(folder)):
        path = f"{prefix}{name}"
        if name.startswith(".") or name in _OF_TOOLS:
            continue
        if not path.isprintable() or "\\" in path:
            yield ascii(path)[1:-1], "its name has characters that core has in none"
        elif len(path.encode()) > _LONGEST:
            yield f"{path[:40]}…", "its name is too long"
        elif stat.S_ISDIR(mode):
            if prefix.count("/") >= _DEEPEST:
                yield path, "it is too deep in folders"
            else:
                yield from _walked(folder / name, f"{path}/")
        elif not stat.S_ISREG(mode):
            is_link = stat.S_ISLNK(mode)
            yield path, "it is a link" if is_link else "it is no regular file"
        elif size > _LARGEST:
            yield path, f"it has {size / (1 << 20):.1f} MiB"
        else:
            yield path, ""


def _entries(folder: Path) -> list[tuple[str, int, int]]:
    """Return what is in a folder: name, mode and size, of a link itself; nothing where it is closed."""
    try:
        descriptor = _opened(folder, os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError:
        return []
    try:
        found = []
        # A path would be opened a second time.
        for name in os.listdir(descriptor):  # noqa: PTH208
            info = os.stat(name, dir_fd=descriptor, follow_symlinks=False)
            found.append((name, info.st_mode, info.st_size))
        return found
    finally:
        os.close(descriptor)


def _opened(path: Path, flags: int) -> int:
    """Open for reading, without a note of the time where that is allowed."""
    try:
        return os.open(path, os.O_RDONLY | _UNNOTICED | flags)
    except PermissionError:
        return os.open(path, os.O_RDONLY | flags)
