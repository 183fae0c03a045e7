"""Test taking over what review has changed in a step."""

from pathlib import Path

import pytest

from script import ROOT
from script.integration.tree import Tree
from script.submit import SubmitError
from script.submit.core.checkout import opened
from script.submit.core.review import (
    Changed,
    changed_files,
    missing,
    reviewed,
    taken_over,
)
from script.submit.core.standing import standings
from script.submit.series import Step

from .test_branch import FIRST, land, put

from tests.script.submit.conftest import commit, git

ENTITY = "homeassistant/components/my_device/entity.py"
SWITCH = "homeassistant/components/my_device/switch.py"


def review(core: Path, old: str, new: str) -> None:
    """Edit the open branch as its author does for reviewers."""
    git(core, "switch", "--quiet", FIRST)
    for path in (core / "homeassistant/components/my_device").glob("*.py"):
        path.write_text(path.read_text().replace(old, new))
    commit(core, "As reviewers want it")
    git(core, "switch", "--quiet", "dev")


def changed(core: Path, steps: list[Step], *, landed: bool = False) -> Changed:
    """Return what review has changed."""
    checkout = opened(core)
    return reviewed(checkout, standings(checkout, steps), landed=landed)


@pytest.mark.parametrize("landed", [False, True])
def test_name(core: Path, steps: list[Step], tmp_path: Path, landed: bool) -> None:
    """Test that a name that review has changed is another in what comes later, too."""
    put(core, steps)
    review(core, "MyDeviceEntity", "DeviceEntity")
    if landed:
        land(core, FIRST, "Add it")
    step = changed(core, steps, landed=landed)
    assert step.step.number == 1
    finished = steps[-1].tree
    taken = taken_over(tmp_path / "work", ROOT, finished, step)
    assert not taken.conflicts
    assert taken.followed == ("MyDeviceEntity is DeviceEntity",)
    changes = changed_files(finished, "my_device", taken.tree)
    assert {ENTITY, SWITCH} <= set(changes)
    assert b"MyDeviceEntity" not in (changes[SWITCH] or b"")


def test_contradiction(core: Path, steps: list[Step], tmp_path: Path) -> None:
    """Test that where both sides have changed the same, both stand in the file, and it is told where."""
    put(core, steps)
    review(core, "class MyDeviceEntity(", "class MyDeviceEntity(object, ")
    mine = (
        steps[-1]
        .tree[ENTITY]
        .replace(b"class MyDeviceEntity(", b"class MyDeviceEntity(int, ")
    )
    finished: Tree = {**steps[-1].tree, ENTITY: mine}
    taken = taken_over(tmp_path / "work", ROOT, finished, changed(core, steps))
    (conflict,) = taken.conflicts
    assert conflict.path == ENTITY
    lines = taken.tree[ENTITY].decode().splitlines()
    assert lines[conflict.line - 1].startswith("<<<<<<< finished")
    assert "int, " in conflict.ours
    assert "object, " in conflict.theirs


def test_lost(core: Path, steps: list[Step]) -> None:
    """Test that it is told where a step is cut otherwise than review has made it."""
    put(core, steps)
    review(core, "MyDeviceEntity", "DeviceEntity")
    lost = missing(steps, changed(core, steps))
    assert f"{ENTITY}: review has made it otherwise" in lost[0]
    step = Changed(steps[0], {}, steps[0].core)
    assert missing(steps, step) == []
    assert "not in the series" in missing(steps[1:], step)[0]


def test_nothing_there(core: Path, steps: list[Step]) -> None:
    """Test that without an open step, or one that has landed, it is said."""
    with pytest.raises(SubmitError, match="no step is open"):
        changed(core, steps)
    with pytest.raises(SubmitError, match="no step is on dev"):
        changed(core, steps, landed=True)
