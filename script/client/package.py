"""Find an installed distribution, and the package that it is imported as."""

from dataclasses import dataclass
from importlib.metadata import (
    Distribution,
    PackageNotFoundError,
    distribution,
    distributions,
)
from importlib.util import find_spec
from pathlib import Path
import re
from typing import Final

from script.integration.modules import Sources

from . import ClientError

# Folders that many distributions leave beside their package
_BESIDE: Final = frozenset(
    {"tests", "test", "testing", "examples", "example", "docs", "doc", "scripts", "bin"}
)


@dataclass(frozen=True, eq=False)
class Package:
    """What a distribution is imported as.

    Attributes:
        name: Of the distribution.
        module: The name to import.
        folder: The folder of its source, or where it would be if it is a single file.
    """

    name: str
    version: str
    module: str
    folder: Path

    @property
    def sources(self) -> Sources:
        """Return its modules."""
        return Sources({self.module: self.folder})


def package(name: str, folder: Path | None = None) -> Package:
    """Return the package of a distribution that is installed, here or in a folder.

    Raises ClientError if it is not installed, or has no source to read.
    """
    installed = _installed(name, folder)
    found = sorted(_modules(installed), key=lambda each: _rank(name, *each))
    if not found:
        raise ClientError(
            f"{name} {installed.version}: no Python source is in it, so that it cannot be read; "
            "give what is asked for as arguments"
        )
    module, path = found[0]
    return Package(name, installed.version, module, path)


def _installed(name: str, folder: Path | None) -> Distribution:
    try:
        if folder is None:
            return distribution(name)
        return next(iter(distributions(name=name, path=[str(folder)])))
    except (PackageNotFoundError, StopIteration, ValueError) as err:
        raise ClientError(
            f"{name}: not installed; install it with script/run scaffold --requirement {name}==VERSION"
        ) from err


def _modules(installed: Distribution) -> list[tuple[str, Path]]:
    """Return the names to import, each with the folder that has its source."""
    files = [
        path
        for path in installed.files or ()
        if path.suffix == ".py"
        and not path.parts[0].endswith((".dist-info", ".data", ".."))
    ]
    packages = {path.parent.parts for path in files if path.name == "__init__.py"}
    found = {
        parts: Path(str(installed.locate_file("/".join(parts))))
        for parts in packages
        if not any(parts[:end] in packages for end in range(1, len(parts)))
    } | {
        (path.stem,): Path(str(installed.locate_file(path.stem)))
        for path in files
        if len(path.parts) == 1 and not path.stem.startswith("__editable__")
    }
    return [(".".join(parts), path) for parts, path in found.items()] or _linked(
        installed
    )


def _linked(installed: Distribution) -> list[tuple[str, Path]]:
    """Return the packages of a distribution that is installed from its repository, as editable."""
    names = (
        installed.read_text("top_level.txt") or installed.name.replace("-", "_")
    ).split()
    return [
        (
            name,
            origin.parent if origin.name == "__init__.py" else origin.with_suffix(""),
        )
        for name in names
        if name.isidentifier() and (spec := find_spec(name)) and spec.origin
        for origin in (Path(spec.origin),)
    ]


def _rank(name: str, module: str, path: Path) -> tuple[bool, bool, int, str]:
    """Return how far a module is from being what a distribution is there for, small being near."""
    own, other = (re.sub(r"[\W_]+", "", each).lower() for each in (name, module))
    return (
        module.partition(".")[0] in _BESIDE,
        own != other and own not in other and other not in own,
        -sum(1 for _ in path.rglob("*.py")),
        module,
    )
