"""Test where the steps of a series stand in a checkout of core."""

from pathlib import Path

import pytest

from script.submit import SubmitError
from script.submit.core.branch import changed_in_core, make
from script.submit.core.checkout import opened
from script.submit.core.standing import State, standings
from script.submit.core.status import status
from script.submit.series import Step

from .test_branch import FIRST, land, put

from tests.script.submit.conftest import commit, git

NEW, REAUTHENTICATION = FIRST, "my_device-reauthentication"
ENTITY = "homeassistant/components/my_device/entity.py"


def states(core: Path, steps: list[Step]) -> list[str]:
    """Return the states of the first three steps."""
    return [each.state.value for each in standings(opened(core), steps)][:3]


def table(core: Path, steps: list[Step]) -> str:
    """Return what the author is shown."""
    checkout = opened(core)
    stand = standings(checkout, steps)
    return "\n".join(status("my_device", stand, changed_in_core(checkout, stand)))


def test_nothing_yet(core: Path, steps: list[Step]) -> None:
    """Test that in the beginning the first is the next."""
    assert states(core, steps) == ["next", "later", "later"]
    assert "--core PATH makes the branch of the next" in table(core, steps)


def test_open(core: Path, steps: list[Step]) -> None:
    """Test that what has been committed since, and what dev has besides, is counted."""
    put(core, steps)
    git(core, "switch", "--quiet", NEW)
    (core / ENTITY).write_text('"""Reviewed."""\n')
    commit(core, "As reviewers want it")
    git(core, "switch", "--quiet", "dev")
    (core / "CODEOWNERS").write_text("")
    commit(core, "Core moves on")
    first = standings(opened(core), steps)[0]
    assert (first.state, first.since, first.behind) == (State.OPEN, 1, 1)
    assert states(core, steps) == ["open", "later", "later"]
    assert "1 commit since it was made, 1 commit behind dev" in table(core, steps)
    assert "--review takes over" in table(core, steps)


def test_squashed(core: Path, steps: list[Step]) -> None:
    """Test that a pull request has landed where dev has its features, whatever its commit is called."""
    put(core, steps)
    land(core, NEW, "Something else")
    git(core, "branch", "--delete", "--force", NEW)
    assert states(core, steps) == ["landed", "next", "later"]


def test_merged_without_a_feature(core: Path, steps: list[Step]) -> None:
    """Test that it has landed though reviewers have left out what made it, by its title."""
    put(core, steps)
    land(core, NEW, steps[0].title)
    git(core, "commit", "--quiet", "--allow-empty", f"--message={steps[1].title} (#7)")
    assert states(core, steps) == ["landed", "next", "later"]
    (core / ENTITY).write_text('"""Reviewed."""\n')
    commit(core, f"{steps[1].title} (#8)")
    assert states(core, steps) == ["landed", "landed", "next"]
    assert "--landed takes over what review has changed (" in table(core, steps)


def test_merged(core: Path, steps: list[Step]) -> None:
    """Test that a branch that is merged as it is has landed."""
    put(core, steps)
    git(core, "merge", "--quiet", "--no-ff", "--message=Merge", NEW)
    assert states(core, steps) == ["landed", "next", "later"]
    make(opened(core), steps[1], [], lambda _: None, tests=False)
    assert states(core, steps) == ["landed", "open", "later"]
    assert git(core, "branch", "--list", REAUTHENTICATION)


def test_of_somebody_else(core: Path, steps: list[Step]) -> None:
    """Test that a branch is not taken for one of the series by its name alone."""
    git(core, "branch", NEW)
    (core / "notes").write_text("")
    git(core, "switch", "--quiet", NEW)
    commit(core, "Something else")
    with pytest.raises(SubmitError, match=f"branch {NEW} is none of the series"):
        standings(opened(core), steps)


def test_not_pulled(core: Path, steps: list[Step]) -> None:
    """Test that commits that a reviewer has pushed to the branch are told of, and got first."""
    put(core, steps)
    made = git(core, "rev-parse", NEW)
    git(core, "switch", "--quiet", NEW)
    (core / ENTITY).write_text('"""Reviewed."""\n')
    commit(core, "As a reviewer wants it")
    git(core, "update-ref", f"refs/remotes/origin/{NEW}", NEW)
    assert standings(opened(core), steps)[0].remote == ""
    git(core, "reset", "--quiet", "--hard", made)
    assert standings(opened(core), steps)[0].remote == f"origin/{NEW}"
    assert "git pull first" in table(core, steps)
