"""A folder in which an integration stands as in this repository, for the judges."""

from collections.abc import Iterable
from pathlib import Path
import subprocess
import sys
from typing import Final

from script.integration.tree import Places, Tree, read, write

# What the judges need beside the integration: themselves, their settings and core's test helpers
_BESIDE: Final = ("script", "pyproject.toml", "requirements_test.txt")
# What only a cut can have left without use or in the wrong order
_MENDED: Final = "I,F401,RUF022"


def lay_out(stage: Path, root: Path, tree: Tree) -> None:
    """Write an integration into a new folder, with what the judges need from the repository."""
    write(stage, tree)
    beside = [
        *(root / name for name in _BESIDE),
        *(root / "tests").glob("*"),
        *(root / "tests" / "components").glob("*"),
    ]
    for path in beside:
        place = stage / path.relative_to(root)
        if not place.exists() and path.name != "__pycache__":
            place.symlink_to(path)
    # Where script/quality_scale looks for what the tests leave.
    (stage / ".cache").mkdir()


def formatted(stages: Iterable[Path], domain: str) -> list[Tree]:
    """Return what goes to core of each stage, formatted by core's rules."""
    places = Places(domain)
    folders = (places.integration, places.tests)
    code = [str(stage / folder) for stage in stages for folder in folders]
    for command in (
        ["check", "--quiet", "--fix-only", "--select", _MENDED],
        ["format", "--quiet"],
    ):
        subprocess.run(
            [sys.executable, "-m", "ruff", *command, "--no-cache", *code],
            check=True,
        )
    return [read(stage, folders) for stage in stages]
