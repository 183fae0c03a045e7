"""Read the mutants that are known to change nothing, each with its reason."""

from collections.abc import Container, Iterable
from pathlib import Path
from typing import Any, Final

from script.integration.files import read_yaml

from . import MutationError
from .mutants import Mutant

# What a mutant is known by: the module, the class and function, and the change
type Key = tuple[str, str, str]

_KEYS: Final = {"path", "scope", "why", "changes"}


def key(mutant: Mutant) -> Key:
    """Return what a mutant is known by, wherever in its function it is."""
    return mutant.path, mutant.scope, mutant.change


def read(path: Path) -> frozenset[Key]:
    """Return the mutants that are written down, none where the file is not there."""
    groups = (read_yaml(path) if path.exists() else None) or []
    for group in groups if isinstance(groups, list) else [groups]:
        if not _is_whole(group):
            raise MutationError(
                f"{path}: each group needs {', '.join(sorted(_KEYS))} and nothing else, none empty but scope: {group}"
            )
    return frozenset(
        (group["path"], group["scope"], change)
        for group in groups
        for change in group["changes"]
    )


def stale(
    equivalents: Iterable[Key],
    made: Container[Key],
    survived: Container[Key],
    paths: Container[str],
) -> list[str]:
    """Return what is wrong with the entries for some modules.

    Args:
        equivalents: The entries.
        made: Of the modules, all mutants.
        survived: Of these, those that no test notices.
        paths: The modules.
    """
    return [
        f"{path}: {scope or 'module'}: {change}: "
        + (
            "some test notices it, so it is not equivalent"
            if (path, scope, change) in made
            else "there is no such mutant"
        )
        + "; remove its entry"
        for path, scope, change in sorted(equivalents)
        if path in paths and (path, scope, change) not in survived
    ]


def _is_whole(group: Any) -> bool:
    return (
        isinstance(group, dict)
        and group.keys() == _KEYS
        and all(group[each] for each in _KEYS - {"scope"})
    )
