"""Find the blanks of an integration: what only its author can write, marked where it is to stand."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath
import re
from typing import Final, override

from .files import read_text
from .integration import Integration
from .tree import Tree

# In pages, texts of JSON and YAML, and comments alike. Nothing else has it, and each of these may.
MARK: Final = "✎"

_BLANK: Final = re.compile(rf'{MARK} *(?P<what>[^"\n]*)')
_TEXTS: Final = frozenset(
    (".json", ".markdown", ".md", ".py", ".toml", ".yaml", ".yml")
)


@dataclass(frozen=True, order=True)
class Blank:
    """A place that only the author of an integration can fill.

    Attributes:
        what: To write there.
    """

    path: Path
    line: int
    what: str

    @override
    def __str__(self) -> str:
        """Return the blank as one line."""
        here = Path.cwd()
        path = self.path
        if path.is_relative_to(here):
            path = path.relative_to(here)
        return f"{path}:{self.line}: {self.what}"


def blank(what: str) -> str:
    """Return what stands for something that only the author can write."""
    return f"{MARK} {what}"


def blanks_in(path: Path) -> Iterator[Blank]:
    """Yield the blanks of a file, which may not be there."""
    text = read_text(path) or ""
    if MARK in text:
        for number, line in enumerate(text.splitlines(), 1):
            for found in _BLANK.finditer(line):
                yield Blank(path, number, found["what"].strip())


def blanks(integration: Integration) -> tuple[Blank, ...]:
    """Return the blanks of an integration, of its tests, its page and its library."""
    libraries = (each.folder for each in integration.libraries if each.folder)
    files = (
        *integration.files,
        integration.page.path,
        *_below((integration.tests_path, *libraries)),
    )
    return tuple(
        sorted(
            found
            for path in dict.fromkeys(files)
            if path.suffix in _TEXTS
            for found in blanks_in(path)
        )
    )


def counted(tree: Tree) -> int:
    """Return how many blanks files have."""
    return sum(
        content.count(MARK.encode())
        for path, content in tree.items()
        if PurePath(path).suffix in _TEXTS
    )


def told(found: Iterable[Blank]) -> Iterator[str]:
    """Yield the lines that say what is left to write, none where nothing is."""
    if lines := [str(each) for each in found]:
        yield f"Yours to write ({len(lines)}):"
        yield from (f"  {line}" for line in lines)


def _below(folders: Iterable[Path]) -> Iterator[Path]:
    """Yield the files below folders, without those that are compiled."""
    for folder in folders:
        for path, below, names in folder.walk():
            below[:] = [name for name in below if name != "__pycache__"]
            yield from (path / name for name in names)
