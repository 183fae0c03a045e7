"""Ask git about a checkout."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
import os
from pathlib import Path
import shutil
import subprocess
from tempfile import TemporaryDirectory
from typing import Final

from script.changing import held, is_held
from script.integration.tree import Places, Tree
from script.submit import SubmitError

# Of a git that called us, from a hook say
_OF_ANOTHER_GIT: Final = frozenset(
    {"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR"}
)
# What a work tree has of a commit, by git's own name
_CHOSEN: Final = "info/sparse-checkout"
_HEADS: Final = "refs/heads/"
_NONE: Final = "none"
_OURS: Final = "submit-core-"
# How git locks a work tree while it makes it
_BEGUN: Final = "initializing"


def git(folder: Path, *arguments: str, stdin: str = "") -> str:
    """Return what git prints; raise SubmitError with what it complains of."""
    return _git(folder, arguments, stdin.encode()).decode(errors="replace").strip()


def holds(folder: Path, *arguments: str) -> bool:
    """Return whether git says yes."""
    try:
        git(folder, *arguments)
    except SubmitError:
        return False
    return True


def files_of(root: Path, commit: str, domain: str) -> Tree:
    """Return the files of an integration and its tests in a commit."""
    places = Places(domain)
    listed = _git(
        root, ("ls-tree", "-r", "-z", commit, places.integration, places.tests)
    )
    names = {}
    for line in filter(None, listed.decode().split("\0")):
        kind, _, path = line.partition("\t")
        names[path] = kind.split()[2]
    wanted = "".join(f"{name}\n" for name in names.values())
    contents = _git(root, ("cat-file", "--batch"), wanted.encode())
    result: dict[str, bytes] = {}
    for path in names:
        head, _, rest = contents.partition(b"\n")
        size = int(head.split()[2])
        result[path], contents = rest[:size], rest[size + 1 :]
    return result


@contextmanager
def work_tree(
    root: Path, commit: str, branch: str, only: Sequence[str] = ()
) -> Iterator[Path]:
    """Provide a work tree at a commit that is gone at the end.

    Args:
        root: The repository.
        commit: The commit.
        branch: What it is for, which tells cleared() whether that was done.
        only: The paths to have in it, those of folders with a slash at the end; all by default.
    """
    old = holds(root, "rev-parse", "--verify", f"{_HEADS}{branch}")
    now = git(root, "rev-parse", f"{_HEADS}{branch}") if old else _NONE
    with TemporaryDirectory(prefix=_OURS) as temporary, held(Path(temporary)):
        folder = Path(temporary, "core")
        try:
            git(
                root,
                *("worktree", "add", "--no-checkout", "--detach"),
                *("--lock", "--reason", f"{branch} {now}", str(folder), commit),
            )
            _fill(folder, only)
            yield folder
        finally:
            # It is none yet if the interrupt came early.
            with suppress(SubmitError):
                _remove(root, folder)


def cleared(root: Path) -> Iterator[str]:
    """Remove the work trees of programs that were killed, and yield what became of the branch of each."""
    listed = git(root, "worktree", "list", "--porcelain")
    for block in listed.split("\n\n"):
        said = dict(line.partition(" ")[::2] for line in block.splitlines())
        folder = Path(said["worktree"])
        if not folder.parent.name.startswith(_OURS) or is_held(folder.parent):
            continue
        _remove(root, folder)
        shutil.rmtree(folder.parent, ignore_errors=True)
        branch, _, old = said.get("locked", "").partition(" ")
        if not old or branch == _BEGUN:
            yield f"{root}: the last call was ended, and nothing is left of it"
        elif holds(root, "rev-parse", "--verify", f"{_HEADS}{branch}") and (
            git(root, "rev-parse", f"{_HEADS}{branch}") != old
        ):
            yield f"{root}: the last call was ended once {branch} was made"
        else:
            yield f"{root}: the last call was ended before it was done; {branch} is as it was"


def _remove(root: Path, folder: Path) -> None:
    # Before, as git refuses one that it had not done making
    shutil.rmtree(folder, ignore_errors=True)
    git(root, "worktree", "remove", "--force", "--force", str(folder))


def _fill(folder: Path, only: Sequence[str]) -> None:
    """Check a work tree out, without the ten thousands of files that nobody looks at."""
    if only:
        chosen = folder / git(folder, "rev-parse", "--git-path", _CHOSEN)
        chosen.parent.mkdir(exist_ok=True)
        chosen.write_text("".join(f"/{path}\n" for path in only), encoding="utf-8")
    # For this one command, as the settings are those of the whole repository
    git(
        folder,
        *("-c", f"core.sparseCheckout={'true' if only else 'false'}"),
        *("-c", "core.sparseCheckoutCone=false"),
        *("read-tree", "-m", "-u", "HEAD"),
    )


def _git(folder: Path, arguments: tuple[str, ...], stdin: bytes = b"") -> bytes:
    result = subprocess.run(
        ["git", *arguments],
        cwd=folder,
        env={
            name: value
            for name, value in os.environ.items()
            if name not in _OF_ANOTHER_GIT
        },
        input=stdin,
        capture_output=True,
        check=False,
    )
    if result.returncode:
        complaint = " ".join(result.stderr.decode(errors="replace").split())
        raise SubmitError(
            f"{folder}: git {' '.join(arguments[:2])}: "
            f"{complaint or f'exit code {result.returncode}'}"
        )
    return result.stdout
