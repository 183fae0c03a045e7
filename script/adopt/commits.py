"""Make commits of files without a change of the working tree or of what its owner has staged."""

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
import os
from pathlib import Path
import subprocess
import tarfile
from tempfile import TemporaryDirectory
from typing import Final

from script.integration.tree import Places, Tree

from . import PROGRAM, AdoptError

# What git says without a user.name
_NAMELESS: Final = "script/run adopt"
_LIBRARIES: Final = "companion/library/"
_FILE: Final = "100644"
_GONE: Final = "000000 0000000000000000000000000000000000000000"


@dataclass(frozen=True)
class Commits:
    """Commits that no branch has yet.

    Attributes:
        before: The commit that they follow, None for the first of all.
        last: The last of them.
        names: What git names the content of the files in it by, None for one that is gone.
        is_nameless: Whether git knows no name of their author.
    """

    before: str | None
    last: str
    names: Mapping[str, str | None]
    is_nameless: bool


class Repository:
    """The git repository that a tree is in."""

    def __init__(self, root: Path, prefix: str) -> None:
        """Remember where the tree is in it."""
        self._root = root
        self._prefix = prefix

    def made(self, steps: list[tuple[str, Tree]]) -> Commits:
        """Return commits, each with a message and all the files that there are then, one after the other."""
        known = self._try("rev-parse", "--verify", "--quiet", "HEAD^{commit}")
        before = last = known or None
        identity = {} if self._try("var", "GIT_AUTHOR_IDENT") else _identity()
        names: dict[str, str | None] = {}
        with TemporaryDirectory(prefix="adopt-index-") as folder:
            index = {"GIT_INDEX_FILE": str(Path(folder) / "index")}
            if before:
                self._git("read-tree", before, env=index)
            for message, tree in steps:
                new = dict(zip(tree, self._named(tree, Path(folder)), strict=True))
                names = {**dict.fromkeys(names), **new}
                self._enter(names, index)
                parents = ["-p", last] if last else []
                last = self._git(
                    "commit-tree",
                    self._git("write-tree", env=index),
                    *parents,
                    text=message,
                    env=identity,
                )
        assert last
        return Commits(before, last, names, bool(identity))

    def enter(self, commits: Commits) -> None:
        """Have the branch end in commits, and its index know their files."""
        expected = commits.before or "0" * 40
        self._git("update-ref", "-m", PROGRAM, "HEAD", commits.last, expected)
        try:
            self._enter(commits.names, {})
        except AdoptError:
            back = [commits.before] if commits.before else []
            self._git("update-ref", *(() if back else ("-d",)), "HEAD", *back)
            raise

    def written(self, places: Places) -> Tree | None:
        """Return the files of an integration as an adoption committed them last, None where none did."""
        # Of a message that was kept, also where commits were made one
        chosen = ("--fixed-strings", "--grep", PROGRAM)
        commit = self._try(
            "log", "-1", "--format=%H", *chosen, "--", places.integration
        )
        if not commit:
            return None
        folders = (
            places.integration,
            places.tests,
            places.page,
            places.custom,
            places.brands[0],
        )
        paths = {
            *self._paths("ls-tree", "-r", commit, "--", *folders),
            # A library of its own has a name of its own.
            *self._paths(
                "diff-tree",
                "-r",
                "--no-commit-id",
                "--relative",
                "--diff-filter=d",
                commit,
            ),
        }
        own = (*folders, _LIBRARIES)
        archive = subprocess.run(
            [
                *("git", "archive", "--format=tar", commit, "--"),
                *sorted(each for each in paths if each.startswith(own)),
            ],
            cwd=self._root,
            capture_output=True,
            check=True,
        )
        with tarfile.open(fileobj=BytesIO(archive.stdout)) as files:
            return {
                each.name: content.read()
                for each in files
                if (content := files.extractfile(each))
            }

    def _paths(self, *arguments: str) -> list[str]:
        command, *rest = arguments
        listed = self._git(command, "-z", "--name-only", *rest)
        return [each for each in listed.split("\0") if "/" in each]

    def _named(self, tree: Tree, folder: Path) -> list[str]:
        """Return what git names contents by, once it has them."""
        if not tree:
            return []
        files = []
        for number, content in enumerate(tree.values()):
            (folder / str(number)).write_bytes(content)
            files.append(str(folder / str(number)))
        listed = "\n".join(files)
        return self._git(
            "hash-object", "-w", "--no-filters", "--stdin-paths", text=listed
        ).split()

    def _enter(self, names: Mapping[str, str | None], index: Mapping[str, str]) -> None:
        lines = "".join(
            f"{f'{_FILE} {name}' if name else _GONE}\t{self._prefix}{path}\0"
            for path, name in names.items()
        )
        self._git("update-index", "-z", "--add", "--index-info", text=lines, env=index)

    def _try(self, *arguments: str) -> str:
        return _run(self._root, arguments).stdout.strip()

    def _git(
        self, *arguments: str, text: str = "", env: Mapping[str, str] | None = None
    ) -> str:
        result = _run(self._root, arguments, text, env)
        if result.returncode:
            why = " ".join(result.stderr.split())
            raise AdoptError(
                f"git {arguments[0]} in {self._root}: {why}; nothing was written"
            )
        return result.stdout.strip()


def repository_at(root: Path) -> Repository | None:
    """Return the repository that a tree is in, None where git has none of it."""
    try:
        result = _run(root, ("rev-parse", "--show-prefix"))
        ignored = _run(root, ("check-ignore", "--quiet", "homeassistant"))
    except FileNotFoundError:
        return None
    if result.returncode or ignored.returncode == 0:
        return None
    return Repository(root, result.stdout.rstrip("\n"))


def _identity() -> dict[str, str]:
    return {
        f"GIT_{role}_{what}": value
        for role in ("AUTHOR", "COMMITTER")
        for what, value in (("NAME", _NAMELESS), ("EMAIL", "adopt@localhost"))
    }


def _run(
    root: Path,
    arguments: tuple[str, ...],
    text: str = "",
    env: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["git", *arguments],
        cwd=root,
        input=text,
        env={**os.environ, **(env or {})},
        capture_output=True,
        text=True,
        check=False,
    )
