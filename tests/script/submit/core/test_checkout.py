"""Test which checkouts of core are fit to work in."""

from collections.abc import Callable
from pathlib import Path

import pytest

from script import ROOT
from script.submit import SubmitError
from script.submit.core.checkout import opened

from tests.script.submit.conftest import commit, git

HASSFEST = "script/hassfest/__main__.py"


def dirty(core: Path) -> None:
    """Change a file."""
    (core / "CODEOWNERS").write_text("")


def untracked(core: Path) -> None:
    """Add a file."""
    (core / "notes.txt").write_text("")


def not_core(core: Path) -> None:
    """Take away what makes it core."""
    (core / HASSFEST).unlink()
    commit(core, "No core")


def not_git(core: Path) -> None:
    """Take away git's folder."""
    (core / ".git").rename(core.parent / "git")


def merging(core: Path) -> None:
    """Leave a merge under way."""
    git(core, "switch", "--quiet", "--create", "other")
    (core / "CODEOWNERS").write_text("theirs\n")
    commit(core, "Theirs")
    git(core, "switch", "--quiet", "dev")
    git(core, "merge", "--no-commit", "--no-ff", "--strategy=ours", "other")


def rebasing(core: Path) -> None:
    """Leave a rebase under way."""
    (core / ".git" / "rebase-merge").mkdir()


def no_dev(core: Path) -> None:
    """Call core's branch otherwise."""
    git(core, "branch", "--move", "main")


def shallow(core: Path) -> None:
    """Forget what was before."""
    head = git(core, "rev-parse", "HEAD")
    (core / ".git" / "shallow").write_text(f"{head}\n")


def detached(core: Path) -> None:
    """Check out a commit, and no branch."""
    git(core, "switch", "--quiet", "--detach")


def nobody(core: Path) -> None:
    """Do not tell git who commits."""
    git(core, "config", "user.useConfigOnly", "true")
    git(core, "config", "--unset", "user.email")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (dirty, "not clean (M CODEOWNERS)"),
        (untracked, "not clean (?? notes.txt)"),
        (not_core, f"not a checkout of core, as it has no {HASSFEST}"),
        (not_git, "not in the work tree of a git repository"),
        (merging, "a merge is under way"),
        (rebasing, "a rebase is under way"),
        (no_dev, "no branch dev"),
        (shallow, "a shallow clone"),
        (detached, "HEAD is detached"),
        (nobody, "git var"),
    ],
)
def test_refused(
    core: Path,
    monkeypatch: pytest.MonkeyPatch,
    change: Callable[[Path], None],
    said: str,
) -> None:
    """Test that a checkout that is not fit is refused in one line, and stays as it is."""
    change(core)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    files = {path: path.stat().st_mtime_ns for path in core.glob("*")}
    with pytest.raises(SubmitError) as refused:
        opened(core)
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)
    assert {path: path.stat().st_mtime_ns for path in core.glob("*")} == files


def test_this_repository_is_not_core() -> None:
    """Test that the tree that the integration comes from is not taken for core."""
    with pytest.raises(SubmitError):
        opened(ROOT)
