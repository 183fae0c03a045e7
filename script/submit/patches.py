"""Make the patch of each step."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
import os
from pathlib import Path
import subprocess
from tempfile import TemporaryDirectory

from script.integration.tree import Places, Tree, write

from .series import Step


@dataclass(frozen=True)
class Patch:
    """The difference that a step makes.

    Attributes:
        content: For `git apply`.
        files: Number of files that it touches.
        added: Number of lines that it adds outside tests.
    """

    content: bytes
    files: int
    added: int


def patches(
    steps: Iterable[Step], part: Callable[[Step], Tree] = lambda step: step.core
) -> list[Patch]:
    """Return the patch of each step against the one before; the first adds the integration.

    Args:
        steps: The steps.
        part: Returns what of a step to take.
    """
    with TemporaryDirectory() as folder:
        repository = _Repository(Path(folder, "git"))
        repository.git("init", "--quiet", "--bare")
        before = repository.tree_of(Path(folder, "0"), {})
        result = []
        for step in steps:
            after = repository.tree_of(Path(folder, str(step.number)), part(step))
            result.append(_patch(repository, before, after, Places(step.domain)))
            before = after
        return result


def _patch(repository: _Repository, before: str, after: str, places: Places) -> Patch:
    diff = ("diff-tree", "-r", "--no-renames", before, after)
    counts = [
        line.split("\t", maxsplit=2)
        for line in repository.git(*diff, "--numstat").decode().splitlines()
    ]
    return Patch(
        content=repository.git(*diff, "--patch", "--binary"),
        files=len(counts),
        added=sum(
            int(added)
            for added, _, path in counts
            if path.startswith(places.integration) and added.isdigit()
        ),
    )


@dataclass(frozen=True)
class _Repository:
    """A git repository for as long as it takes."""

    path: Path

    def tree_of(self, folder: Path, files: Tree) -> str:
        """Return the name of the git tree with these files, which are written to a new folder."""
        write(folder, files)
        # What the user has git ignore is none of its business here.
        self.git("--work-tree=.", "add", "--all", "--force", folder=folder)
        return self.git("write-tree").decode().strip()

    def git(self, *arguments: str, folder: Path | None = None) -> bytes:
        """Return what git prints, whatever settings its user has."""
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith("GIT_")
        }
        return subprocess.run(
            ["git", f"--git-dir={self.path}", *arguments],
            cwd=folder or self.path.parent,
            env=kept | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"},
            capture_output=True,
            check=True,
        ).stdout
