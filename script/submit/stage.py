"""Lay a step out as in this repository, for the judges."""

from collections.abc import Iterable
from pathlib import Path
from shutil import rmtree
import subprocess
import sys
from typing import Final

from script.integration.tree import Places, Tree, read, write

# What the judges need beside the integration: themselves, their settings and core's test helpers
_BESIDE: Final = ("script", "pyproject.toml", "requirements_test.txt")
# What only a cut can have left without use or in the wrong order
_MENDED: Final = "I,F401,RUF022"


def lay_out(stage: Path, root: Path, domain: str, tree: Tree) -> None:
    """Write an integration into a new folder, with what the judges need from the repository."""
    (stage / "tests" / "components").mkdir(parents=True)
    beside = [
        *(root / name for name in _BESIDE),
        *(root / "tests").glob("*"),
        *(root / "tests" / "components").glob("*"),
    ]
    for path in beside:
        place = stage / path.relative_to(root)
        if not place.exists() and path.name not in ("__pycache__", domain):
            place.symlink_to(path)
    put(stage, domain, tree)


def put(stage: Path, domain: str, tree: Tree) -> None:
    """Write an integration in place of another, with nothing left of that.

    What comes from the repository stays all the time, as a process may be about to import it.
    """
    for path in (*stage.iterdir(), stage / Places(domain).tests):
        if path.is_symlink() or path.name == "tests":
            continue
        if path.is_dir():
            rmtree(path)
        else:
            path.unlink(missing_ok=True)
    write(stage, tree)
    # Where script/quality_scale looks for what the tests leave.
    (stage / ".cache").mkdir()


def formatted(stages: Iterable[Path], domain: str) -> list[Tree]:
    """Return what goes to core of each stage, formatted by core's rules."""
    places = Places(domain)
    folders = (places.integration, places.tests)
    code = [
        str(stage / folder)
        for stage in stages
        for folder in folders
        if (stage / folder).is_dir()
    ]
    for command in (
        ["check", "--quiet", "--fix-only", "--select", _MENDED],
        ["format", "--quiet"],
    ):
        subprocess.run(
            [sys.executable, "-m", "ruff", *command, "--no-cache", *code],
            check=True,
        )
    return [read(stage, folders) for stage in stages]
