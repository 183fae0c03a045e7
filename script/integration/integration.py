"""An integration on disk, each file of it read once and only when asked for."""

import ast
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from script import COMPONENTS

from .files import UnreadableError, read_json, read_tree


@dataclass(frozen=True)
class Integration:
    """An integration in a folder of its own.

    Attributes:
        path: The folder, which is named like the domain.
    """

    path: Path

    @property
    def domain(self) -> str:
        """Return the domain."""
        return self.path.name

    @property
    def tests(self) -> Path:
        """Return the folder of its tests, which may not be there."""
        match self.path.parents:
            case [_, _, root, *_]:
                return root / "tests" / "components" / self.domain
        raise UnreadableError(
            f"{self.path}: not in a tree like core's; name a folder homeassistant/components/<domain>"
        )

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """Return the manifest."""
        if (manifest := read_json(self.path / "manifest.json")) is None:
            raise UnreadableError(
                f"{self.path}: no manifest.json here, so no integration; name the folder of one"
            )
        return manifest

    @cached_property
    def modules(self) -> dict[str, ast.Module]:
        """Return the syntax tree of each module by its path in the folder, as "sensor.py"."""
        return {
            str(path.relative_to(self.path)): read_tree(path)
            for path in sorted(self.path.rglob("*.py"))
        }


def chosen(name: str | None) -> list[Integration]:
    """Return the integration of a domain, or in a folder with a slash in its name; all here for None."""
    if name is None:
        paths = sorted(path.parent for path in COMPONENTS.glob("*/manifest.json"))
        return [Integration(path) for path in paths]
    path = Path(name) if "/" in name else COMPONENTS / name
    if not path.is_dir():
        raise UnreadableError(
            f"{path}: no such folder; name a domain in {COMPONENTS}, or a folder with a slash in it"
        )
    return [Integration(path.resolve())]
