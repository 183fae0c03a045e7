"""Test merging core's dev into an open branch."""

import json
from pathlib import Path
import shutil

import pytest

from script.integration.core import installed_package
from script.submit import SubmitError
from script.submit.core.checkout import opened
from script.submit.core.lists import lists, with_integration
from script.submit.core.sync import sync
from script.submit.series import Step

from .test_branch import FIRST, put, state

from tests.script.submit.conftest import commit, git

MANIFEST = "homeassistant/components/abode/manifest.json"


def moved(core: Path, name: str, text: str) -> None:
    """Let core's dev move on."""
    (core / name).write_text(text)
    commit(core, "Core moves on")


def synced(core: Path, step: Step) -> str:
    """Merge dev into the branch of a step."""
    return sync(opened(core), step, [], lambda _: None)


@pytest.fixture
def with_lists(core: Path) -> Path:
    """Return a checkout with core's own generated files, and no environment."""
    shutil.rmtree(core / ".venv")
    shutil.copytree(
        installed_package() / "generated", core / "homeassistant" / "generated"
    )
    commit(core, "Lists")
    return core


def test_merges(core: Path, steps: list[Step]) -> None:
    """Test that the branch gets dev by a commit with two parents, with no commit rewritten."""
    put(core, steps)
    before = git(core, "rev-parse", FIRST)
    moved(core, "homeassistant/const.py", "VERSION = 1\n")
    assert "merged dev" in synced(core, steps[0])
    parents = git(core, "log", "-1", "--format=%P", FIRST).split()
    assert parents == [before, git(core, "rev-parse", "dev")]
    assert git(core, "show", f"{FIRST}:homeassistant/const.py") == "VERSION = 1"
    assert f"{FIRST} has all that dev has" in synced(core, steps[0])


def test_lists_are_made_again(core: Path, steps: list[Step]) -> None:
    """Test that what core's tools write contradicts nobody."""
    put(core, steps)
    manifest = json.dumps({"requirements": ["my-device==1", "abode==2"]})
    (core / MANIFEST).write_text(manifest)
    moved(core, "requirements_all.txt", "abode==2\nmy-device==1\n")
    synced(core, steps[0])
    listed = git(core, "show", f"{FIRST}:requirements_all.txt").splitlines()
    assert listed == sorted(
        {"abode==2", "my-device==1", *steps[0].manifest["requirements"]}
    )


def test_lists_without_environment(with_lists: Path, steps: list[Step]) -> None:
    """Test that they are as if the integration had been written into those of dev."""
    core = with_lists
    put(core, steps)
    flows = core / "homeassistant" / "generated" / "config_flows.py"
    moved(
        core,
        "homeassistant/generated/config_flows.py",
        flows.read_text().replace(
            '        "myuplink",\n', '        "my_divine",\n        "myuplink",\n'
        ),
    )
    moved(core, "CODEOWNERS", "/homeassistant/components/my_divine/ @owner\n")
    synced(core, steps[0])
    anew = with_integration(core, steps[0])
    assert set(anew) <= set(lists())
    for path, text in anew.items():
        assert git(core, "show", f"{FIRST}:{path}") == text.strip()
    assert '"my_device",\n        "my_divine",' in anew[
        "homeassistant/generated/config_flows.py"
    ].replace("my_domain", "my_divine")


def test_own_files_contradict(core: Path, steps: list[Step]) -> None:
    """Test that what is the author's to decide is left to them, and nothing is changed."""
    put(core, steps)
    git(core, "switch", "--quiet", FIRST)
    moved(core, "homeassistant/const.py", "MINE = 1\n")
    git(core, "switch", "--quiet", "dev")
    moved(core, "homeassistant/const.py", "THEIRS = 1\n")
    before = state(core)
    with pytest.raises(
        SubmitError, match=r"const\.py: dev and my_device-new.* git merge dev"
    ):
        synced(core, steps[0])
    assert state(core) == before


def test_checked_out(core: Path, steps: list[Step]) -> None:
    """Test that a branch is not changed under somebody who works on it."""
    put(core, steps)
    moved(core, "homeassistant/const.py", "VERSION = 1\n")
    git(core, "switch", "--quiet", FIRST)
    with pytest.raises(SubmitError, match="is checked out; git switch dev"):
        synced(core, steps[0])
