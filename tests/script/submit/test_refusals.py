"""Test what the command refuses to do in a checkout of core: in one line, with nothing written anywhere."""

from collections.abc import Callable
from pathlib import Path

import pytest

from script.integration.tree import Tree, read
from script.scaffold import MODEL
from script.submit.__main__ import main
from script.submit.core.branch import make
from script.submit.core.checkout import opened
from script.submit.series import Step

from .conftest import commit, git
from .core import test_checkout as unfit

NEW = f"{MODEL}-new-integration"
FOLDER = Path("homeassistant", "components", MODEL)
COMMANDS = ("", "--update", "--status", "--review", "--landed", "--sync")


def put(core: Path, step: Step) -> None:
    """Make the branch of a step."""
    make(opened(core), step, [], lambda _: None, tests=False)


def committed(core: Path, branch: str, path: Path | str, text: str) -> None:
    """Commit a file on a branch, and go back."""
    git(core, "switch", "--quiet", branch)
    (core / path).parent.mkdir(parents=True, exist_ok=True)
    (core / path).write_text(text)
    commit(core, "Somebody's")
    git(core, "switch", "--quiet", "dev")


def foreign(core: Path, step: Step) -> None:
    """Have a branch of somebody's who only calls it like the first."""
    git(core, "branch", NEW)
    committed(core, NEW, "notes", "Mine\n")


def opened_before(core: Path, step: Step) -> None:
    """Have the branch of the first."""
    put(core, step)


def on_remote(core: Path, step: Step) -> None:
    """Have it on a remote as well."""
    put(core, step)
    git(core, "update-ref", f"refs/remotes/origin/{NEW}", NEW)


def pushed_to(core: Path, step: Step) -> None:
    """Have a commit of a reviewer on the remote that is not here, and one of core's."""
    put(core, step)
    made = git(core, "rev-parse", NEW)
    committed(core, NEW, FOLDER / "entity.py", '"""Reviewed."""\n')
    git(core, "update-ref", f"refs/remotes/origin/{NEW}", NEW)
    git(core, "update-ref", f"refs/heads/{NEW}", made)
    committed(core, "dev", "notes", "Core's\n")


def worked_on(core: Path, step: Step) -> None:
    """Have commits on the branch of the first."""
    put(core, step)
    committed(core, NEW, FOLDER / "entity.py", '"""Reviewed."""\n')


def on_both_sides(core: Path, step: Step) -> None:
    """Have a file that the open branch and dev have changed, each otherwise."""
    put(core, step)
    committed(core, NEW, "homeassistant/const.py", "MINE = 1\n")
    committed(core, "dev", "homeassistant/const.py", "THEIRS = 1\n")


def reviewed_in_core(core: Path, step: Step) -> None:
    """Have the first on dev as review has changed it."""
    worked_on(core, step)
    git(core, "update-ref", "refs/heads/dev", NEW)
    git(core, "reset", "--quiet", "--hard")


def nothing(core: Path, step: Step) -> None:
    """Have nothing of it there."""


def state(core: Path) -> tuple[list[str], Tree]:
    """Return what there is of a checkout."""
    printed = [
        git(core, *each.split())
        for each in (
            "for-each-ref",
            "status --porcelain --ignored",
            "worktree list",
            "config --local --list",
        )
        if (core / ".git").exists()
    ]
    files = read(core, ("",)).items()
    # Git keeps what it tried for a while.
    return printed, {path: each for path, each in files if path[:5] != ".git/"}


def refusal(
    core: Path, output: Path, capsys: pytest.CaptureFixture[str], option: str
) -> str:
    """Return the one line that the command says, having done nothing."""
    before = state(core)
    arguments = [MODEL, "--no-check", "--core", str(core), "--output", str(output)]
    assert main([*arguments, *filter(None, [option])]) == 2
    printed, (line,) = (each.splitlines() for each in capsys.readouterr())
    assert not printed
    assert state(core) == before
    assert not output.exists()
    return line


@pytest.mark.parametrize("option", COMMANDS)
@pytest.mark.parametrize(
    ("change", "said"),
    [
        (unfit.dirty, "not clean (M CODEOWNERS)"),
        (unfit.not_git, "not in the work tree of a git repository"),
        (unfit.not_core, "not a checkout of core"),
        (unfit.shallow, "a shallow clone"),
        (unfit.detached, "HEAD is detached"),
        (unfit.no_dev, "no branch dev"),
    ],
)
def test_unfit_checkout(
    core: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    change: Callable[[Path], None],
    said: str,
    option: str,
) -> None:
    """Test that no command works in a checkout that is not fit."""
    change(core)
    assert said in refusal(core, tmp_path / "output", capsys, option)


@pytest.mark.parametrize(
    ("before", "option", "said"),
    [
        (foreign, "", f"branch {NEW} is none of the series"),
        (foreign, "--sync", f"branch {NEW} is none of the series"),
        (opened_before, "", f"branch {NEW} is open"),
        (on_remote, "--update", f"branch {NEW} is on origin/{NEW}"),
        (worked_on, "--update", "has commits that were not made here"),
        (on_both_sides, "--sync", f"homeassistant/const.py: dev and {NEW} contradict"),
        (reviewed_in_core, "", "core has it as review has changed it"),
        (pushed_to, "--sync", "git pull first"),
        (pushed_to, "--review", "git pull first"),
        (nothing, "--sync", "no step is open"),
        (nothing, "--review", "no step is open"),
        (nothing, "--landed", "no step is on dev"),
    ],
)
def test_refused(
    core: Path,
    tmp_path: Path,
    steps: list[Step],
    capsys: pytest.CaptureFixture[str],
    before: Callable[[Path, Step], None],
    option: str,
    said: str,
) -> None:
    """Test that nothing is done where it would lose or rewrite somebody's work."""
    before(core, steps[0])
    assert said in refusal(core, tmp_path / "output", capsys, option)
