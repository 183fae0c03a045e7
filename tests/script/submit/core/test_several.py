"""Test a checkout of core in which several integrations have branches."""

from pathlib import Path

import pytest

from script import COMPONENTS, ROOT
from script.submit.core.branch import make
from script.submit.core.checkout import opened
from script.submit.core.standing import open_step, standings
from script.submit.core.sync import sync
from script.submit.series import Step, series
from script.submit.source import integration_in, tree_of

from tests.script.submit.conftest import commit, git

OTHER = "my_cloud"


@pytest.fixture(scope="module")
def others() -> list[Step]:
    """Return the series of another integration."""
    return series(tree_of(integration_in(COMPONENTS, OTHER), ROOT), OTHER)


def states(core: Path, steps: list[Step]) -> list[tuple[str, int]]:
    """Return where the first two steps stand, and how far behind dev they are."""
    stand = standings(opened(core), steps)
    return [(each.state.value, each.behind) for each in stand[:2]]


def test_by_themselves(core: Path, steps: list[Step], others: list[Step]) -> None:
    """Test that what is done with one of them is nothing to the other."""
    make(opened(core), steps[0], [], lambda _: None, tests=False)
    assert states(core, others) == [("next", 0), ("later", 0)]
    make(opened(core), others[0], [], lambda _: None, tests=False)
    (core / "homeassistant" / "const.py").write_text("VERSION = 1\n")
    commit(core, "Core moves on")
    left = git(core, "rev-parse", steps[0].branch)
    checkout = opened(core)
    step = open_step(checkout, standings(checkout, others))
    assert f"{others[0].branch}: merged dev" in sync(checkout, step, [], lambda _: None)
    assert states(core, others) == [("open", 0), ("later", 0)]
    assert states(core, steps) == [("open", 1), ("later", 0)]
    assert git(core, "rev-parse", steps[0].branch) == left
    git(core, "merge", "--quiet", "--squash", others[0].branch)
    commit(core, "Something else")
    assert states(core, others) == [("landed", 0), ("next", 0)]
    assert states(core, steps) == [("open", 2), ("later", 0)]
    # What has landed of the other is no contradiction.
    sync(opened(core), steps[0], [], lambda _: None)
    assert states(core, steps) == [("open", 0), ("later", 0)]
    listed = git(core, "show", f"{steps[0].branch}:CODEOWNERS")
    assert steps[0].domain in listed
    assert OTHER in listed
