"""Lay an integration out in a folder of its own, with what its trial needs of this tree."""

from collections.abc import Iterator
from pathlib import Path
from shutil import copy2, copytree, ignore_patterns
from typing import Final

from script.integration.tree import Tree, write

# Core's test helpers, as they stand in for core's own
_HELPERS: Final = ("test_util", "translation_check")
_SETTINGS: Final = ("pyproject.toml", "requirements_test.txt")
_CACHES: Final = ignore_patterns("__pycache__")


def lay_out(stage: Path, root: Path, tree: Tree) -> None:
    """Copy what is needed, as what runs there may write anywhere below, and write the files."""
    stage.mkdir(parents=True)
    copytree(root / "script", stage / "script", ignore=_CACHES)
    for name in _SETTINGS:
        copy2(root / name, stage / name)
    for name in _HELPERS:
        copytree(root / "tests" / name, stage / "tests" / name, ignore=_CACHES)
    (stage / "tests" / "components").mkdir()
    for path in _modules(root):
        copy2(path, stage / path.relative_to(root))
    diagnostics = Path("tests", "components", "diagnostics")
    copytree(root / diagnostics, stage / diagnostics, ignore=_CACHES)
    (stage / "companion" / "library").mkdir(parents=True)
    copy2(
        root / "companion" / "library" / "conftest.py",
        stage / "companion" / "library" / "conftest.py",
    )
    write(stage, tree)


def _modules(root: Path) -> Iterator[Path]:
    for folder in (root / "tests", root / "tests" / "components"):
        yield from (
            path for path in folder.glob("*.py") if not path.name.startswith("test_")
        )


def search_path(stage: Path) -> list[str]:
    """Return where Python looks for modules: the stage, and the libraries in it."""
    libraries = sorted(stage.glob("companion/library/*/src"))
    return [str(stage), *map(str, libraries)]
