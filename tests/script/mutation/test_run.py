"""Test the attack on a library that is made up."""

import os
from pathlib import Path

import pytest

from script.copying import copy_tree
from script.mutation import MutationError, run
from script.mutation.mutants import mutants
from script.mutation.run import survivors
from script.mutation.targets import Suite, Target

METER = """\
def rest(power):
    while power > 1:
        power -= 1
    return power
"""
TESTS = """\
from tiny.meter import rest


def test_rest():
    assert rest(3) == 1
"""
TARGET = Target(
    path="companion/library/tiny/src/tiny/meter.py",
    suite=Suite(folder="companion/library/tiny", tests=("tests/test_meter.py",)),
)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a repository with the library, for one process to attack."""
    monkeypatch.setattr(os, "process_cpu_count", lambda: 1)
    root = tmp_path / "root"
    root.mkdir()
    copy_tree(root)
    library = root / TARGET.suite.folder
    for path, content in (
        ("src/tiny/__init__.py", ""),
        ("src/tiny/meter.py", METER),
        ("tests/test_meter.py", TESTS),
        ("pyproject.toml", "[tool.pytest.ini_options]\n"),
    ):
        (library / path).parent.mkdir(parents=True, exist_ok=True)
        (library / path).write_text(content)
    return root


def test_survivors(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What no test notices survives, what does not end does not, and the repository stays as it is."""
    # So that the limit of each test is what ends it.
    monkeypatch.setattr(run, "_PATIENCE", 1000)
    chosen = [(TARGET, mutant) for mutant in mutants(TARGET.path, METER)]
    judged = survivors(chosen, [TARGET], root)
    assert {mutant.change: survives for mutant, survives in judged} == {
        "while power > 1: -> while power >= 1:": False,
        "while power > 1: -> while power > 2:": False,
        "power -= 1 -> power += 1": False,
        "power -= 1 -> power = 1": True,
        "power -= 1 -> power -= 2": True,
    }
    assert (root / TARGET.path).read_text() == METER


def test_failing_without_mutant(root: Path) -> None:
    """Tests that fail anyhow notice nothing."""
    test = root / TARGET.suite.folder / "tests" / "test_meter.py"
    test.write_text(TESTS.replace("== 1", "== 2"))
    with pytest.raises(MutationError, match="the tests fail without a mutant"):
        list(survivors([], [TARGET], root))
