"""A git repository of the installed Home Assistant, as core's own is, to work in without a network."""

from collections.abc import Mapping
from dataclasses import dataclass
import os
from pathlib import Path
import subprocess
from tempfile import TemporaryDirectory
from typing import Final

from script.integration.core import installed_package
from script.integration.tree import Tree
from script.submit.outside import outside

IDENTITY: Final = ("-c", "user.name=Somebody", "-c", "user.email=somebody@example.com")
# The branch that is checked out, as dev moves on
HERE: Final = "here"
# What a release is without, and core's repository as well
_NOT_THERE: Final = ("__pycache__", "translations")
# What a release is without, and what makes a checkout one of core
_STAND_INS: Final = {
    "script/hassfest/__main__.py": b'"""Stand in for core\'s validation."""\n',
    "script/gen_requirements_all.py": b'"""Stand in for core\'s list of requirements."""\n',
    "tests/components/__init__.py": b'"""The tests of integrations."""\n',
    ".gitignore": b".venv\n__pycache__\n",
}
_REMOVED: Final = f"0 {'0' * 40}"


@dataclass(frozen=True)
class SimulatedCore:
    """A repository whose commits are made without a work tree, as those of others come.

    Attributes:
        root: Its folder, in which the first commit is checked out, on a branch of its own.
        first: The commit that has the release.
    """

    root: Path
    first: str

    def git(
        self, *arguments: str, stdin: bytes = b"", index: Path | None = None
    ) -> str:
        """Return what git prints."""
        return _git(self.root, *arguments, stdin=stdin, index=index)

    def commit(
        self, files: Mapping[str, bytes | None], title: str, *parents: str
    ) -> str:
        """Return a commit on others that gives files a new content, None being no file."""
        with TemporaryDirectory(prefix="core-") as folder:
            index = Path(folder, "index")
            self.git("read-tree", parents[0], index=index)
            lines = "".join(
                f"{_REMOVED if content is None else f'100644 {self._stored(content)}'}\t{path}\n"
                for path, content in files.items()
            )
            self.git("update-index", "--index-info", stdin=lines.encode(), index=index)
            tree = self.git("write-tree", index=index)
        options = [each for parent in parents for each in ("-p", parent)]
        return self.git("commit-tree", tree, *options, "-m", title)

    def move(self, branch: str, files: Mapping[str, bytes | None], title: str) -> str:
        """Add a commit to a branch, and return it."""
        commit = self.commit(files, title, self.git("rev-parse", branch))
        self.git("update-ref", f"refs/heads/{branch}", commit)
        return commit

    def content(self, commit: str, path: str) -> bytes:
        """Return a file as a commit has it."""
        return subprocess.run(
            ["git", "show", f"{commit}:{path}"],
            cwd=self.root,
            capture_output=True,
            check=True,
        ).stdout

    def reset(self) -> None:
        """Take back what was made of it."""
        listed = self.git("for-each-ref", "--format=%(refname)").splitlines()
        gone = [
            each
            for each in listed
            if each not in ("refs/heads/dev", f"refs/heads/{HERE}")
        ]
        orders = [
            f"update refs/heads/dev {self.first}\n",
            *(f"delete {each}\n" for each in gone),
        ]
        self.git("update-ref", "--stdin", stdin="".join(orders).encode())

    def _stored(self, content: bytes) -> str:
        return self.git("hash-object", "-w", "--stdin", stdin=content)


def simulated_core(root: Path, only: tuple[str, ...] = ("",)) -> SimulatedCore:
    """Make the repository in a new folder.

    Args:
        root: The folder.
        only: Beginnings of the paths to take; all of the release's by default.
    """
    files = {**_release(only), **_STAND_INS, **_lists()}
    root.mkdir()
    _git(root, "init", "--quiet", "--initial-branch=dev")
    for name, value in (("name", "Somebody"), ("email", "somebody@example.com")):
        _git(root, "config", f"user.{name}", value)
    _git(root, "fast-import", "--quiet", stdin=_stream(files))
    _git(root, "checkout", "--quiet", "-b", HERE, "dev")
    return SimulatedCore(root, _git(root, "rev-parse", "dev"))


def _release(only: tuple[str, ...]) -> Tree:
    package = installed_package()
    result = {}
    for folder, folders, names in package.walk():
        folders[:] = sorted(each for each in folders if each not in _NOT_THERE)
        for name in names:
            path = (folder / name).relative_to(package.parent).as_posix()
            if path.startswith(only):
                result[path] = (folder / name).read_bytes()
    return result


def _lists() -> Tree:
    """Return the files that core's tools write, but for those of the release."""
    written = outside(installed_package())
    return {
        path: text.encode()
        for path, text in written.items()
        if not path.startswith("homeassistant/")
    }


def _stream(files: Tree) -> bytes:
    """Return one commit as fast-import reads it."""
    head = (
        b"commit refs/heads/dev\n"
        b"committer Somebody <somebody@example.com> 1700000000 +0000\n"
        b"data 4\nCore\n"
    )
    parts = [head]
    for path, content in files.items():
        parts += [
            f"M 100644 inline {path}\ndata {len(content)}\n".encode(),
            content,
            b"\n",
        ]
    return b"".join(parts)


def _git(
    folder: Path, *arguments: str, stdin: bytes = b"", index: Path | None = None
) -> str:
    environment = {"GIT_INDEX_FILE": str(index)} if index else {}
    return (
        subprocess.run(
            ["git", *IDENTITY, *arguments],
            cwd=folder,
            env=os.environ | environment,
            input=stdin,
            capture_output=True,
            check=True,
        )
        .stdout.decode()
        .strip()
    )
