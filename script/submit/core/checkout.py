"""A checkout of core that is fit to work in."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from script.submit import SubmitError

from .git import git, holds

DEV: Final = "dev"
_OF_CORE: Final = (
    "homeassistant/const.py",
    "script/hassfest/__main__.py",
    "script/gen_requirements_all.py",
)
_TEMPLATE: Final = ".github/PULL_REQUEST_TEMPLATE.md"
_PYTHONS: Final = (".venv/bin/python", "venv/bin/python")
# What git leaves in its folder while something is going on
_UNDER_WAY: Final = {
    "rebase-merge": "rebase",
    "rebase-apply": "rebase",
    "MERGE_HEAD": "merge",
    "CHERRY_PICK_HEAD": "cherry-pick",
    "REVERT_HEAD": "revert",
    "BISECT_LOG": "bisect",
}
_HEADS: Final = "refs/heads/"
_MARKS: Final = "refs/submit/"
_REMOTES: Final = "refs/remotes/"


@dataclass(frozen=True)
class Checkout:
    """A checkout of core.

    Attributes:
        root: Its folder.
        python: The interpreter of its environment, or None if it has none.
        refs: The commit of each ref.
        in_use: The branches that are checked out somewhere.
    """

    root: Path
    python: Path | None
    refs: Mapping[str, str]
    in_use: frozenset[str]

    @property
    def dev(self) -> str:
        """Return the commit of core's branch that pull requests go to."""
        return self.refs[_HEADS + DEV]

    @property
    def template(self) -> Path | None:
        """Return its template for pull requests, if there is one."""
        path = self.root / _TEMPLATE
        return path if path.is_file() else None

    def branch(self, name: str) -> str | None:
        """Return the commit of a branch, if there is one."""
        return self.refs.get(_HEADS + name)

    def mark(self, name: str) -> str | None:
        """Return the commit that a branch was when it was made here, if it was."""
        return self.refs.get(mark_of(name))

    def remotes_with(self, name: str) -> list[str]:
        """Return the remote branches that hold what is only on a branch, or are called like it."""
        commit = self.mark(name) or self.branch(name)
        listed = git(
            self.root,
            *("for-each-ref", "--format=%(refname)", f"--contains={commit}"),
            _REMOTES,
        ).splitlines()
        return sorted({*listed, *self._called(name)})

    def not_pulled(self, name: str) -> str:
        """Return the remote branch that has commits of a branch that are not here, as last fetched, or ""."""
        return next(
            (
                ref.removeprefix(_REMOTES)
                for ref in self._called(name)
                if not holds(
                    self.root, "merge-base", "--is-ancestor", ref, f"{_HEADS}{name}"
                )
            ),
            "",
        )

    def _called(self, name: str) -> list[str]:
        """Return the remote branches that are called like a branch."""
        return [
            ref
            for ref in self.refs
            if ref.startswith(_REMOTES) and ref.split("/", 3)[3:] == [name]
        ]


def mark_of(branch: str) -> str:
    """Return the ref that says what a branch was when it was made."""
    return _MARKS + branch


def opened(path: Path) -> Checkout:
    """Return a checkout, which is not changed.

    Args:
        path: A folder of it.

    Raises:
        SubmitError: It is none, or not fit to work in.
    """
    if not path.is_dir():
        raise SubmitError(f"{path}: no such folder; name a checkout of core")
    try:
        root = Path(git(path, "rev-parse", "--show-toplevel"))
    except SubmitError as err:
        raise SubmitError(
            f"{path}: not in the work tree of a git repository; name a checkout of core"
        ) from err
    if missing := next(
        (name for name in _OF_CORE if not (root / name).is_file()), None
    ):
        raise SubmitError(f"{root}: not a checkout of core, as it has no {missing}")
    for name, what in _UNDER_WAY.items():
        if (root / git(root, "rev-parse", "--git-path", name)).exists():
            raise SubmitError(f"{root}: a {what} is under way; end it first")
    if not holds(root, "symbolic-ref", "--quiet", "HEAD"):
        raise SubmitError(
            f"{root}: HEAD is detached, and what is committed there is on no branch; git switch {DEV} first"
        )
    if changed := git(root, "--no-optional-locks", "status", "--porcelain"):
        raise SubmitError(
            f"{root}: not clean ({changed.splitlines()[0].strip()}); commit or remove it first"
        )
    if git(root, "rev-parse", "--is-shallow-repository") == "true":
        raise SubmitError(
            f"{root}: a shallow clone, which does not tell what has landed; git fetch --unshallow"
        )
    listed = git(root, "for-each-ref", "--format=%(refname) %(objectname)")
    refs = dict(line.split(" ") for line in listed.splitlines())
    if _HEADS + DEV not in refs:
        raise SubmitError(
            f"{root}: no branch {DEV}, which core's pull requests start from; "
            f"git branch {DEV} REMOTE/{DEV}"
        )
    git(root, "var", "GIT_COMMITTER_IDENT")
    return Checkout(
        root=root,
        python=next((root / name for name in _PYTHONS if (root / name).exists()), None),
        refs=refs,
        in_use=frozenset(
            line.removeprefix(f"branch {_HEADS}")
            for line in git(root, "worktree", "list", "--porcelain").splitlines()
            if line.startswith("branch ")
        ),
    )
