"""Test making the branch of the next pull request."""

from pathlib import Path
import subprocess

import pytest

from script.submit import SubmitError
from script.submit.core.branch import make, to_make
from script.submit.core.checkout import opened
from script.submit.core.standing import standings
from script.submit.pull_request import Box
from script.submit.series import Step

from tests.script.submit.conftest import commit, git

HASSFEST = "script/hassfest/__main__.py"
FIRST = "my_device-new-integration"


def following(core: Path, steps: list[Step], *, update: bool = False) -> Step | None:
    """Return the step of which a branch is to be made."""
    checkout = opened(core)
    return to_make(checkout, standings(checkout, steps), update=update)


def put(core: Path, steps: list[Step], *, update: bool = False) -> set[Box]:
    """Make the branch of the next."""
    step = following(core, steps, update=update)
    assert step
    return make(opened(core), step, [], lambda _: None, tests=True)


def land(core: Path, branch: str, title: str) -> None:
    """Merge a pull request as core does."""
    git(core, "merge", "--quiet", "--squash", branch)
    commit(core, f"{title} (#1234)")


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


def test_one_at_a_time(core: Path, steps: list[Step]) -> None:
    """Test that the first has a branch with one commit on dev, and nothing else is to be seen of it."""
    before = state(core)
    held = put(core, steps)
    assert git(core, "rev-parse", f"{FIRST}^") == git(core, "rev-parse", "dev")
    assert git(core, "log", "-1", "--format=%s", FIRST) == steps[0].title
    paths = git(core, "ls-tree", "-r", "--name-only", FIRST).splitlines()
    assert set(steps[0].core) == {path for path in paths if "my_device" in path}
    assert "left-behind" not in paths
    for path, content in steps[0].core.items():
        assert git(core, "show", f"{FIRST}:{path}") == content.decode().strip()
    assert held == {Box.DERIVED, Box.REQUIREMENTS}
    after = state(core)
    assert git(core, "branch", "--format=%(refname:short)").split() == ["dev", FIRST]
    assert {key: after[key] for key in after if key != "for-each-ref"} == {
        key: before[key] for key in before if key != "for-each-ref"
    }


def test_cores_tools_write_the_rest(core: Path, steps: list[Step]) -> None:
    """Test that what stands outside the two folders is in the pull request that it belongs to."""
    put(core, steps)
    changed = git(core, "diff", "--name-only", "dev", FIRST).splitlines()
    assert {"CODEOWNERS", "requirements_all.txt"} < set(changed)
    assert ".strict-typing" not in changed


def test_strict_typing(core: Path, steps: list[Step]) -> None:
    """Test that the line of a strictly typed integration is among the others."""
    for step in steps[:-1]:
        put(core, steps)
        land(core, step.branch, step.title)
    put(core, steps)
    last = steps[-1].branch
    assert git(core, "show", f"{last}:.strict-typing").splitlines() == [
        "# By hand",
        "homeassistant.core",
        "homeassistant.components.abode.*",
        "homeassistant.components.my_device.*",
        "homeassistant.components.zoom.*",
    ]
    land(core, last, steps[-1].title)
    assert following(core, steps) is None


def test_without_environment(core: Path, steps: list[Step]) -> None:
    """Test that the branch is made all the same, and nothing is said to be verified."""
    (core / ".venv" / "bin" / "python").unlink()
    assert not put(core, steps)
    assert "my_device" in git(core, "show", f"{FIRST}:CODEOWNERS")


def test_open(core: Path, steps: list[Step]) -> None:
    """Test that nothing is made to stand on a pull request that is open."""
    put(core, steps)
    with pytest.raises(SubmitError, match=f"branch {FIRST} is open"):
        following(core, steps)


def test_landed_otherwise(core: Path, steps: list[Step]) -> None:
    """Test that the next is not cut from an integration that lacks what review has changed."""
    put(core, steps)
    land(core, FIRST, steps[0].title)
    (core / "homeassistant/components/my_device/entity.py").write_text("")
    commit(core, "Mend the entity")
    with pytest.raises(SubmitError, match=r"entity\.py: core has it as review has"):
        following(core, steps)


def test_update(core: Path, steps: list[Step]) -> None:
    """Test that a branch that nobody else has seen is made again on what dev is now."""
    put(core, steps)
    git(core, "branch", "mine")
    (core / "homeassistant/const.py").write_text("VERSION = 1\n")
    commit(core, "Core moves on")
    mine = git(core, "rev-parse", "mine")
    put(core, steps, update=True)
    assert git(core, "rev-parse", f"{FIRST}^") == git(core, "rev-parse", "dev")
    assert git(core, "rev-parse", "mine") == mine


def test_update_of_what_others_have_seen(
    core: Path, steps: list[Step], tmp_path: Path
) -> None:
    """Test that a branch that is on a remote is never made again."""
    put(core, steps)
    git(tmp_path, "init", "--quiet", "--bare", "fork")
    git(core, "remote", "add", "fork", str(tmp_path / "fork"))
    git(core, "push", "--quiet", "fork", f"{FIRST}:refs/heads/called-otherwise")
    before = state(core)
    with pytest.raises(SubmitError, match=r"is on fork/called-otherwise.*--sync"):
        following(core, steps, update=True)
    assert state(core) == before


def test_update_spares_commits_of_others(core: Path, steps: list[Step]) -> None:
    """Test that a branch is not made again once somebody has committed to it."""
    put(core, steps)
    git(core, "switch", "--quiet", FIRST)
    (core / "CODEOWNERS").write_text("after review\n")
    commit(core, "After review")
    git(core, "switch", "--quiet", "dev")
    with pytest.raises(SubmitError, match=f"{FIRST} has commits"):
        following(core, steps, update=True)


def test_update_spares_what_is_checked_out(
    core: Path, steps: list[Step], tmp_path: Path
) -> None:
    """Test that a branch is not made again under somebody who works on it."""
    put(core, steps)
    git(core, "worktree", "add", "--quiet", str(tmp_path / "other"), FIRST)
    with pytest.raises(SubmitError, match=f"{FIRST} is checked out"):
        following(core, steps, update=True)


@pytest.mark.parametrize(
    "tool", [HASSFEST, "script/gen_requirements_all.py", "pytest.py"]
)
def test_failure_leaves_nothing(core: Path, steps: list[Step], tool: str) -> None:
    """Test that what one of core's tools has against a step is told, and no branch is there."""
    (core / tool).write_text("import sys\nsys.exit('Not like this')\n")
    commit(core, "Stricter")
    before = state(core)
    with pytest.raises(SubmitError, match="(?s)Add My Device.*Not like this"):
        put(core, steps)
    assert state(core) == before


def test_interrupt_leaves_nothing(core: Path, steps: list[Step]) -> None:
    """Test that after an interrupt at any moment there is nothing to see of it."""
    before = state(core)
    for number in range(3):
        told = iter(range(number))

        def interrupted(_: str, told: object = told) -> None:
            if next(told, None) is None:  # type: ignore[call-overload]
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            make(opened(core), steps[0], [], interrupted, tests=True)
        assert state(core) == before


def test_branch_appears_at_the_end(core: Path, steps: list[Step]) -> None:
    """Test that a branch that somebody makes meanwhile is kept."""
    checkout = opened(core)
    git(core, "branch", FIRST)
    before = state(core)
    with pytest.raises(SubmitError, match="update-ref"):
        make(checkout, steps[0], [], lambda _: None, tests=False)
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
    put(core, steps)
    monkeypatch.delenv("GIT_DIR")
    assert subprocess.run(["git", "show-ref", "--quiet", FIRST], cwd=core, check=True)
