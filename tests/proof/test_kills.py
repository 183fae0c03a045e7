"""Commands that work in a checkout of core, each ended at a moment drawn at random.

A handful in the ordinary tests; 30 of each command with --nightly, which prints the seed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
import os
from pathlib import Path
from random import Random, SystemRandom
import shutil
import signal
import subprocess
import sys
from time import monotonic, sleep
from typing import Final

import pytest

from script.copying import copy_tree
from script.integration.tree import Tree, read, write
from script.submit.core.branch import make
from script.submit.core.checkout import opened
from script.submit.prepared import prepared
from script.submit.series import Step
from script.submit.source import integration_in, tree_of

from .conftest import is_nightly

from tests.simulated_core import SimulatedCore, simulated_core

DOMAIN: Final = "my_cloud"
SIGNALS: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGKILL)
FOLDER: Final = f"homeassistant/components/{DOMAIN}/"
MODULE: Final = f"{FOLDER}coordinator.py"
# So that a commit is the same each time it is made
DATES: Final = dict.fromkeys(
    ("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"), "2026-11-27T12:00:00Z"
)
OUTPUT: Final = f"build/pull-requests/{DOMAIN}"
SEEN: Final = ("for-each-ref", "status --porcelain --ignored", "config --local --list")

type State = tuple[Mapping[str, str], Tree, Tree]


@dataclass(frozen=True)
class Scene:
    """A repository with an integration, and a checkout of core.

    Attributes:
        folder: Which holds both.
        steps: The series of the integration.
    """

    folder: Path
    steps: list[Step]

    @property
    def root(self) -> Path:
        """Return the repository."""
        return self.folder / "root"

    @property
    def core(self) -> SimulatedCore:
        """Return the checkout."""
        root = self.folder / "core"
        return SimulatedCore(root, "")

    def start(self, *options: str) -> subprocess.Popen[str]:
        """Start the command."""
        return subprocess.Popen(
            [
                *(sys.executable, "-m", "script.submit", DOMAIN, "--no-check"),
                *("--core", str(self.core.root), *options),
            ],
            cwd=self.root,
            env=os.environ | DATES | {"PYTHONPATH": str(self.root)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *options: str) -> tuple[int, str]:
        """Run the command, and return how it ends and all that it prints."""
        with self.start(*options) as process:
            printed, errors = process.communicate()
        return process.returncode, printed + errors

    def state(self) -> State:
        """Return what the author sees of the checkout, of the tree, and of what is written."""
        return (
            {each: self.core.git(*each.split()) for each in SEEN},
            read(self.root, ("homeassistant", "tests/components", "companion")),
            read(self.root, (OUTPUT,)),
        )

    def left(self) -> list[str]:
        """Return what only a program that works may have there."""
        trees = self.core.git("worktree", "list").splitlines()[1:]
        build = self.root / "build"
        patterns = (".changes*", ".submit-*", "pull-requests/.submit-*")
        return [*trees, *(str(path) for each in patterns for path in build.glob(each))]


def branch(scene: Scene) -> None:
    """Have the first step on a branch."""
    core, step = scene.core, scene.steps[0]
    make(opened(core.root), step, [], lambda _: None, tests=False)


def reviewed(scene: Scene) -> None:
    """Have it there as review has changed it."""
    branch(scene)
    core = scene.core
    name = scene.steps[0].branch
    text = core.content(name, MODULE).replace(b"\nclass ", b"\n# Reviewed\nclass ", 1)
    core.move(name, {MODULE: text}, "Do what reviewers want")


def landed(scene: Scene) -> None:
    """Have that on dev."""
    reviewed(scene)
    name = scene.steps[0].branch
    scene.core.git("update-ref", "refs/heads/dev", f"refs/heads/{name}")


def moved(scene: Scene) -> None:
    """Have it on a branch, and something else on dev."""
    branch(scene)
    scene.core.move("dev", {"homeassistant/const.py": b"VERSION = 1\n"}, "Move on")


def nothing(scene: Scene) -> None:
    """Have nothing of it there."""


# What has to be there before each command
BEFORE: Final[dict[str, Callable[[Scene], None]]] = {
    "core": nothing,
    "review": reviewed,
    "landed": landed,
    "sync": moved,
    "update": moved,
}


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    """Return an integration of which nothing is in core."""
    folder = tmp_path_factory.mktemp("scene")
    root = folder / "root"
    root.mkdir()
    copy_tree(root)
    components = root / "homeassistant" / "components"
    files = tree_of(integration_in(components, DOMAIN), root)
    # The fewer features, the quicker
    small = prepared(folder / "cut", root, files, DOMAIN, None)[1].step.tree
    for path in files.keys() - small.keys():
        (root / path).unlink()
    write(root, small)
    files = tree_of(integration_in(components, DOMAIN), root)
    every = prepared(folder / "again", root, files, DOMAIN, None)
    simulated_core(
        folder / "core", ("homeassistant/const.py", "homeassistant/generated/")
    )
    return Scene(folder, [each.step for each in every])


def copied(scene: Scene, target: Path) -> Scene:
    """Return a copy of it, with what is ignored as well."""
    shutil.copytree(scene.folder, target, symlinks=True)
    return Scene(target, scene.steps)


@pytest.mark.timeout(3600)
@pytest.mark.parametrize("command", BEFORE)
def test_ended(
    pytestconfig: pytest.Config,
    tmp_path: Path,
    scene: Scene,
    command: str,
    record_property: Callable[[str, object], None],
) -> None:
    """Test that all is as before or as after, and the next call says which, and goes on."""
    nightly = is_nightly(pytestconfig)
    seed = SystemRandom().randrange(2**32) if nightly else command
    chance = Random(seed)
    # A branch is made where no option says otherwise.
    options = () if command == "core" else (f"--{command}",)
    first = list(BEFORE).index(command)
    ready = copied(scene, tmp_path / "ready")
    BEFORE[command](ready)
    before = ready.state()
    # The same but for what becomes of the last call
    told = {False: ready.run("--status")[1].replace(str(ready.folder), "")}
    whole = copied(ready, tmp_path / "whole")
    start = monotonic()
    assert whole.run(*options)[0] == 0
    seconds = monotonic() - start
    after = whole.state()
    assert after != before
    told[True] = whole.run("--status")[1].replace(str(whole.folder), "")
    assert told[False] != told[True]
    results = []
    for number in range(30 if nightly else 1):
        each = copied(ready, tmp_path / "each")
        sign = SIGNALS[(number + first) % len(SIGNALS)]
        with each.start(*options) as process:
            sleep(chance.uniform(0, seconds))
            process.send_signal(sign)
            process.communicate()
        was_killed = sign == signal.SIGKILL
        if not was_killed:
            assert not each.left()
            assert_either(each.state(), before, after)
        # Another program of git may be about to end.
        sleep(0.5 if was_killed else 0)
        has_left = bool(each.left())
        refs = each.state()[0]
        assert refs in (before[0], after[0])
        code, said = each.run("--status")
        assert code == 0, said
        if has_left:
            assert (
                "The last call was ended" in said
                or "the last call was ended" in said
                or "as before" in said
            )
        assert not each.left()
        now = each.state()
        assert_either(now, before, after)
        is_done = now[:2] == after[:2]
        assert is_done or now[:2] == before[:2]
        assert said.replace(str(each.folder), "").endswith(told[is_done])
        results.append(
            f"{sign.name} {process.returncode} "
            + "".join("ba"[one == two] for one, two in zip(now, after, strict=True))
        )
        code, said = each.run(*options)
        if now[0] == before[0]:
            assert code == 0, said
        else:
            assert code in (0, 2), said
        assert each.state()[0] == after[0]
        assert each.state()[1] == after[1]
        shutil.rmtree(each.folder)
    record_property(f"seed of {command}", seed)
    record_property(f"ends of {command}", results)


def assert_either(state: State, before: State, after: State) -> None:
    """Assert that checkout, tree and output are each as before or as after."""
    for now, one, two in zip(state, before, after, strict=True):
        assert now in (one, two)
