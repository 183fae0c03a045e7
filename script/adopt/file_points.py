"""Name the files of an integration whose kind core has nowhere."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from script.integration.core import core
from script.integration.integration import Integration

from .points import Point, Section, of_kind

# What every integration has, so that core need not be looked through for it
_USUAL: Final = frozenset({".json", ".py", ".yaml"})


def file_points(integration: Integration) -> Iterator[Point]:
    """Yield the kinds of files that none of core's integrations has, such as scripts of a frontend."""
    odd = [path for path in integration.files if _kind(path) not in _USUAL]
    known = {_kind(path) for path in core().components.rglob("*")} if odd else set()
    for kind in sorted({*map(_kind, odd)} - known):
        yield of_kind(
            Section.REFUSED,
            f"file {kind}",
            f"None of core's integrations has a {kind} file: take it out, with what serves or reads it",
            "",
            (
                path.relative_to(integration.path).as_posix()
                for path in odd
                if _kind(path) == kind
            ),
        )


def _kind(path: Path) -> str:
    """Return what tells the kind of a file: how its name ends, or all of it."""
    return path.suffix.lower() or path.name
