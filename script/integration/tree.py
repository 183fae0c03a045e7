"""An integration with all that goes with it, as a mapping from path to content."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

type Tree = Mapping[str, bytes]

# Folders of what tools make
_IGNORED: Final = frozenset(
    {"__pycache__", ".mypy_cache", ".pytest_cache", ".ruff_cache", "translations"}
)


@dataclass(frozen=True)
class Places:
    """Where the files of an integration stand, relative to the repository."""

    domain: str

    @property
    def integration(self) -> str:
        """Return the folder of the integration."""
        return f"homeassistant/components/{self.domain}/"

    @property
    def tests(self) -> str:
        """Return the folder of its tests."""
        return f"tests/components/{self.domain}/"

    @property
    def page(self) -> str:
        """Return its documentation page."""
        return (
            f"companion/home-assistant.io/source/_integrations/{self.domain}.markdown"
        )

    @property
    def pictures(self) -> str:
        """Return the folder of the pictures that the page shows."""
        return f"companion/home-assistant.io/source/images/integrations/{self.domain}/"

    @property
    def brands(self) -> tuple[str, str]:
        """Return the folders of its brand images and of what they are made from."""
        return (
            f"companion/brands/core_integrations/{self.domain}/",
            f"companion/brands/source/{self.domain}/",
        )

    @property
    def custom(self) -> str:
        """Return the folder of what only its custom component has, for those who have it from before."""
        return f"companion/custom/{self.domain}/"

    @property
    def languages(self) -> str:
        """Return the folder of its translations, which core has made on a platform of its own."""
        return f"{self.custom}languages/"

    @property
    def series(self) -> str:
        """Return the folder of what its author corrected in the steps of its series."""
        return f"series/{self.domain}/"

    @property
    def proof(self) -> str:
        """Return the tests that only the mutation score needs."""
        return f"tests/proof/test_mutants_{self.domain}.py"

    @property
    def equivalents(self) -> str:
        """Return the file of the mutants that no test can notice, in which its author enters them."""
        return f"tests/proof/equivalents/{self.domain}.yaml"


def read(root: Path, folders_and_files: tuple[str, ...]) -> Tree:
    """Return the files below folders, and files by themselves; what git ignores aside."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for name in folders_and_files
        for path in _files(root / name)
        if not _IGNORED & set(path.relative_to(root).parts)
    }


def write(root: Path, tree: Tree) -> None:
    """Write files below a folder, which is made."""
    root.mkdir(parents=True, exist_ok=True)
    for path, content in tree.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)


def _files(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    return sorted(file for file in path.rglob("*") if file.is_file())
