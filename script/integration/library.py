"""Read a library that an integration requires: in companion/library/, or as it is installed."""

import ast
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
import re
from typing import Any, Final

from packaging.utils import canonicalize_name, canonicalize_version

from .files import read_python, read_toml, read_yaml
from .keys import at, mapping_at

REQUIREMENT: Final = re.compile(
    r"(?P<name>[A-Za-z0-9._-]+)(?:\[.*\])?==(?P<version>[^\s;]+)"
)


@dataclass(frozen=True, eq=False)
class Library:
    """A library.

    Attributes:
        requirement: As the manifest has it.
        folder: Of its repository, where that is here.
        installed: What is installed of it, where it is not.
    """

    requirement: str
    name: str
    version: str
    folder: Path | None
    installed: Distribution | None

    def requires(self, version: str) -> bool:
        """Return whether a version is the required one, however it is written."""
        return canonicalize_version(version) == canonicalize_version(self.version)

    @cached_property
    def project(self) -> dict[str, Any]:
        """Return what its pyproject.toml says."""
        return read_toml(self.folder / "pyproject.toml") if self.folder else {}

    @cached_property
    def files(self) -> tuple[Path, ...]:
        """Return the files of its packages."""
        if self.folder:
            source = self.folder / "src"
            packages = (source if source.is_dir() else self.folder).glob(
                "*/__init__.py"
            )
            return tuple(
                path
                for package in packages
                if package.parent.name != "tests"
                for path in sorted(package.parent.rglob("*"))
            )
        files = self.installed.files if self.installed else None
        return tuple(
            Path(str(path.locate()))
            for path in files or ()
            if len(path.parts) > 1
            and not path.parts[0].endswith((".dist-info", ".data"))
        )

    @cached_property
    def packages(self) -> set[str]:
        """Return the names that it is imported by."""
        return {
            path.parent.name
            for path in self.files
            if path.name == "__init__.py"
            and path.parent.with_name("__init__.py") not in self.files
        }

    @cached_property
    def trees(self) -> tuple[tuple[Path, ast.Module], ...]:
        """Return the syntax tree of each module."""
        return tuple(
            (path, read_python(path)) for path in self.files if path.suffix == ".py"
        )

    @cached_property
    def workflows(self) -> dict[Path, dict[Any, Any]]:
        """Return the workflows of its repository."""
        if self.folder is None:
            return {}
        return {
            path: mapping_at(read_yaml(path))
            for path in sorted((self.folder / ".github" / "workflows").glob("*.y*ml"))
        }


def library(requirement: str, folder: Path) -> Library:
    """Return the library that a manifest requires, from a folder of repositories if it is there."""
    match = REQUIREMENT.fullmatch(requirement)
    name, version = (match["name"], match["version"]) if match else (requirement, "")
    for pyproject in sorted(folder.glob("*/pyproject.toml")):
        if canonicalize_name(
            str(at(read_toml(pyproject), "project", "name"))
        ) == canonicalize_name(name):
            return Library(requirement, name, version, pyproject.parent, None)
    try:
        return Library(requirement, name, version, None, distribution(name))
    except PackageNotFoundError, ValueError:
        return Library(requirement, name, version, None, None)
