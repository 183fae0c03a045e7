"""Test work trees that are gone at the end, also after a kill."""

from pathlib import Path
import subprocess
import sys

import pytest

from script import ROOT
from script.submit.core.git import cleared, work_tree

from .test_branch import state

from tests.script.submit.conftest import git

_KILLED = """\
import os, signal, sys
from pathlib import Path
from script.submit.core.git import git, work_tree
root = Path(sys.argv[1])
with work_tree(root, "dev", "open"):
    if sys.argv[2] == "late":
        git(root, "update-ref", "refs/heads/open", "dev~1")
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def with_branch(core: Path) -> Path:
    """Return a checkout with two commits and a branch."""
    git(core, "commit", "--quiet", "--allow-empty", "--message=Move on")
    git(core, "branch", "open")
    return core


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ("early", "the last call was ended before it was done; open is as it was"),
        ("late", "the last call was ended once open was made"),
    ],
)
def test_killed(with_branch: Path, when: str, said: str) -> None:
    """Test that what a kill leaves is removed, and it is told whether all was done."""
    before = state(with_branch)
    subprocess.run(
        [sys.executable, "-c", _KILLED, str(with_branch), when], cwd=ROOT, check=False
    )
    assert state(with_branch)["worktree list"] != before["worktree list"]
    assert list(cleared(with_branch)) == [f"{with_branch}: {said}"]
    assert state(with_branch)["worktree list"] == before["worktree list"]
    assert list(cleared(with_branch)) == []


def test_folder_is_gone(with_branch: Path) -> None:
    """Test that a work tree is removed whose folder the system has removed."""
    place = with_branch.parent / "submit-core-1" / "core"
    git(with_branch, "worktree", "add", "--quiet", "--detach", str(place), "dev")
    place.parent.rename(with_branch.parent / "elsewhere")
    assert len(list(cleared(with_branch))) == 1
    assert len(git(with_branch, "worktree", "list").splitlines()) == 1


def test_one_that_lives(with_branch: Path) -> None:
    """Test that a work tree in which a program works is left alone, and has what is asked for."""
    with work_tree(with_branch, "dev", "open", ["CODEOWNERS", "script/"]) as folder:
        assert list(cleared(with_branch)) == []
        assert sorted(path.name for path in folder.iterdir()) == [
            ".git",
            "CODEOWNERS",
            "script",
        ]
        assert not git(folder, "status", "--porcelain")
    assert not folder.exists()
