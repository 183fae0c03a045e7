"""Test carrying the series onto a checkout of core."""

from collections.abc import Callable
from pathlib import Path
import subprocess

import pytest

from script import ROOT
from script.submit import SubmitError
from script.submit.checkout import Checkout, carry, opened
from script.submit.pull_request import Box
from script.submit.series import Step

from .conftest import git

BRANCHES = [
    "my_device-new-integration",
    "my_device-reauthentication",
    "my_device-switch",
    "my_device-diagnostics",
    "my_device-zeroconf-discovery",
    "my_device-reconfiguration",
    "my_device-options",
    "my_device-strict-typing",
]
HASSFEST = "script/hassfest/__main__.py"


def put(core: Path, steps: list[Step], *, update: bool = False) -> dict[str, set[Box]]:
    """Carry a series onto a checkout."""
    checkout = opened(core, steps, update=update)
    return carry(checkout, steps, [], lambda _: None, tests=True)


def state(core: Path) -> dict[str, str]:
    """Return all that a user sees of a repository."""
    return {
        command: git(core, *command.split())
        for command in (
            "for-each-ref",
            "symbolic-ref HEAD",
            "status --porcelain --ignored",
            "worktree list",
            "stash list",
            "config --local --list",
        )
    }


def commit(core: Path, message: str) -> None:
    """Commit everything there."""
    git(core, "add", "--all")
    git(core, "commit", "--quiet", f"--message={message}")


def test_a_branch_for_each(core: Path, steps: list[Step]) -> None:
    """Test that each step has a branch on the one before, with one commit named like it."""
    before = state(core)
    held = put(core, steps)
    assert list(held) == BRANCHES
    parents = ["dev", *BRANCHES[:-1]]
    for step, branch, parent in zip(steps, BRANCHES, parents, strict=True):
        assert git(core, "rev-parse", f"{branch}^") == git(core, "rev-parse", parent)
        assert git(core, "log", "-1", "--format=%s", branch) == step.title
        paths = git(core, "ls-tree", "-r", "--name-only", branch).splitlines()
        assert set(step.core) == {path for path in paths if "my_device" in path}
        assert "left-behind" not in paths
        for path, content in step.core.items():
            assert git(core, "show", f"{branch}:{path}") == content.decode().strip()
    after = state(core)
    assert git(core, "branch", "--show-current") == "dev"
    assert {key: after[key] for key in after if key != "for-each-ref"} == {
        key: before[key] for key in before if key != "for-each-ref"
    }


def test_cores_tools_write_the_rest(core: Path, steps: list[Step]) -> None:
    """Test that what stands outside the two folders is in the step that it belongs to."""
    held = put(core, steps)
    first, *_, last = BRANCHES
    changed = git(core, "diff", "--name-only", "dev", first).splitlines()
    assert {"CODEOWNERS", "requirements_all.txt"} < set(changed)
    assert ".strict-typing" not in changed
    assert git(core, "diff", "--name-only", BRANCHES[6], last).splitlines() == [
        ".strict-typing",
        "homeassistant/components/my_device/manifest.json",
        "homeassistant/components/my_device/quality_scale.yaml",
    ]
    assert git(core, "show", f"{last}:.strict-typing").splitlines() == [
        "# By hand",
        "homeassistant.core",
        "homeassistant.components.abode.*",
        "homeassistant.components.my_device.*",
        "homeassistant.components.zoom.*",
    ]
    assert held[first] == {Box.DERIVED, Box.REQUIREMENTS}
    assert held[last] == {Box.DERIVED}


def test_without_environment_nothing_runs(core: Path, steps: list[Step]) -> None:
    """Test that the branches are made all the same, and nothing is said to be verified."""
    (core / ".venv" / "bin" / "python").unlink()
    held = put(core, steps)
    assert list(held) == BRANCHES
    assert not any(held.values())
    assert "CODEOWNERS" not in git(core, "diff", "--name-only", "dev", BRANCHES[0])


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


def branch_there(core: Path) -> None:
    """Make a branch of the same name."""
    git(core, "branch", BRANCHES[2])


def other_files(core: Path) -> None:
    """Have an integration that is none of the steps."""
    folder = core / "homeassistant/components/my_device"
    folder.mkdir()
    (folder / "__init__.py").write_text("")
    commit(core, "Another")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (dirty, "not clean (M CODEOWNERS)"),
        (untracked, "not clean (?? notes.txt)"),
        (not_core, f"not a checkout of core, as it has no {HASSFEST}"),
        (not_git, "not in the work tree of a git repository"),
        (merging, "a merge is under way"),
        (rebasing, "a rebase is under way"),
        (branch_there, f"branch {BRANCHES[2]} exists"),
        (other_files, "as in no step of the series"),
    ],
)
def test_refused(
    core: Path, steps: list[Step], change: Callable[[Path], None], said: str
) -> None:
    """Test that a checkout that is not fit is refused in one line, and stays as it is."""
    change(core)
    files = {path: path.stat().st_mtime_ns for path in core.glob("*")}
    with pytest.raises(SubmitError) as refused:
        opened(core, steps, update=False)
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)
    assert {path: path.stat().st_mtime_ns for path in core.glob("*")} == files


def test_this_repository_is_not_core(steps: list[Step]) -> None:
    """Test that the tree that the integration comes from is not taken for core."""
    with pytest.raises(SubmitError):
        opened(ROOT, steps, update=False)


def test_nobody_to_commit_as(
    core: Path, steps: list[Step], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Test that it is said at the start that git does not know its user."""
    git(core, "config", "user.useConfigOnly", "true")
    git(core, "config", "--unset", "user.email")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    with pytest.raises(SubmitError, match="git var"):
        opened(core, steps, update=False)


def test_update_makes_its_own_again(core: Path, steps: list[Step]) -> None:
    """Test that branches made here are made again on what core is now, and no other is touched."""
    put(core, steps)
    git(core, "branch", "mine")
    (core / "homeassistant/const.py").write_text("VERSION = 1\n")
    commit(core, "Core moves on")
    with pytest.raises(SubmitError, match="exists; --update"):
        opened(core, steps, update=False)
    mine = git(core, "rev-parse", "mine")
    put(core, steps, update=True)
    assert git(core, "rev-parse", f"{BRANCHES[0]}^") == git(core, "rev-parse", "dev")
    assert git(core, "rev-parse", "mine") == mine


def test_update_spares_commits_of_others(core: Path, steps: list[Step]) -> None:
    """Test that a branch is not made again once somebody has committed to it."""
    put(core, steps)
    git(core, "switch", "--quiet", BRANCHES[3])
    (core / "CODEOWNERS").write_text("after review\n")
    commit(core, "After review")
    git(core, "switch", "--quiet", "dev")
    before = state(core)
    with pytest.raises(SubmitError, match=f"{BRANCHES[3]} has commits"):
        opened(core, steps, update=True)
    assert state(core) == before


def test_update_spares_what_is_checked_out(
    core: Path, steps: list[Step], tmp_path: Path
) -> None:
    """Test that a branch is not made again under somebody who works on it."""
    put(core, steps)
    git(core, "worktree", "add", "--quiet", str(tmp_path / "other"), BRANCHES[5])
    with pytest.raises(SubmitError, match=f"{BRANCHES[5]} is checked out"):
        opened(core, steps, update=True)


def test_goes_on_after_what_has_landed(core: Path, steps: list[Step]) -> None:
    """Test that a step that core has already gets no branch, and the next is on top of core."""
    put(core, steps)
    git(core, "merge", "--quiet", "--squash", BRANCHES[1])
    commit(core, "Add My Device")
    git(core, "branch", "--delete", "--force", *BRANCHES)
    held = put(core, steps)
    assert list(held) == BRANCHES[2:]
    assert git(core, "rev-parse", f"{BRANCHES[2]}^") == git(core, "rev-parse", "dev")


@pytest.mark.parametrize(
    "tool", [HASSFEST, "script/gen_requirements_all.py", "pytest.py"]
)
def test_failure_leaves_nothing(core: Path, steps: list[Step], tool: str) -> None:
    """Test that what one of core's tools has against a late step is told, and no branch is there."""
    (core / tool).write_text(
        "import pathlib, sys\n"
        "if pathlib.Path('homeassistant/components/my_device/switch.py').exists():\n"
        "    sys.exit('Not like this')\n"
    )
    commit(core, "Stricter")
    before = state(core)
    with pytest.raises(SubmitError, match="(?s)Add switch platform.*Not like this"):
        put(core, steps)
    assert state(core) == before


def test_interrupt_leaves_nothing(core: Path, steps: list[Step]) -> None:
    """Test that after an interrupt at any step there is nothing to see of it."""
    before = state(core)
    for number in (1, 9, 20):
        told = iter(range(number))

        def interrupted(_: str, told: object = told) -> None:
            if next(told, None) is None:  # type: ignore[call-overload]
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            carry(opened(core, steps, update=False), steps, [], interrupted, tests=True)
        assert state(core) == before


def test_branches_appear_together(core: Path, steps: list[Step]) -> None:
    """Test that a branch that somebody makes meanwhile is kept, and none of the others is made."""
    checkout: Checkout = opened(core, steps, update=False)
    git(core, "branch", BRANCHES[-1])
    before = state(core)
    with pytest.raises(SubmitError, match="update-ref"):
        carry(checkout, steps, [], lambda _: None, tests=False)
    assert state(core) == before


def test_hooks_and_callers_do_not_matter(
    core: Path, steps: list[Step], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Test that neither the checkout's hooks nor a git that calls this are in the way."""
    hook = core / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    monkeypatch.setenv("GIT_DIR", "/nowhere")
    held = put(core, steps)
    monkeypatch.delenv("GIT_DIR")
    assert list(held) == BRANCHES
    assert subprocess.run(
        ["git", "show-ref", "--quiet", BRANCHES[0]], cwd=core, check=True
    )
