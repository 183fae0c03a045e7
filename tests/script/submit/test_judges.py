"""Test what the judges of a step are, and that they look at no more than they say."""

from dataclasses import replace
import os
from pathlib import Path
import subprocess
import sys

import pytest

from script import ROOT
from script.integration.tree import Places
from script.scaffold import MODEL
from script.submit.judges import COMMENTS, FORMAT, TESTS, TYPES, Judge, judges_of
from script.submit.series import Step
from script.submit.stage import lay_out

PLACES = Places(MODEL)
# Runs a module, and then prints which files it has opened and which folders it has listed.
AUDIT = """\
import os, runpy, sys

seen = set()

def hook(event, arguments):
    if event in ("open", "os.listdir", "os.scandir") and isinstance(arguments[0], (str, os.PathLike)):
        seen.add(os.path.abspath(arguments[0]))

sys.addaudithook(hook)
sys.argv = sys.argv[1:]
sys.path.insert(0, os.getcwd())
try:
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
finally:
    print(*sorted(seen), sep="\\n", file=sys.stderr)
"""


def named(step: Step) -> dict[str, Judge]:
    """Return the judges of a step by their names."""
    return {
        judge.name: judge for judge in judges_of(step, Path("cache"), is_strict=True)
    }


@pytest.mark.parametrize("name", ["hassfest", "documentation", TESTS])
def test_looks_at_no_more(tmp_path: Path, steps: list[Step], name: str) -> None:
    """Test that a judge opens nothing of a step that its verdict is not said to rest on."""
    step = steps[-1]
    judge = named(step)[name]
    stage = tmp_path / "stage"
    lay_out(stage, ROOT, step.domain, step.tree)
    library = stage / "companion" / "library" / "my-device-client" / "src"
    result = subprocess.run(
        [sys.executable, "-c", AUDIT, *judge.gate.arguments],
        cwd=stage,
        env=os.environ | {"PYTHONPATH": str(library)},
        capture_output=True,
        text=True,
        check=False,
    )
    opened = {
        path.removeprefix(f"{stage}/")
        for path in result.stderr.splitlines()
        if path.startswith(f"{stage}/")
    }
    looked_at = opened & step.tree.keys()
    assert len(looked_at) > 3
    assert looked_at <= judge.files_of(step.tree).keys()


def test_verdicts_rest_on(steps: list[Step]) -> None:
    """Test that the scale rests on everything, and types on the integration and its libraries."""
    judges = named(steps[-1])
    everything = steps[-1].tree
    assert judges["scale"].files_of(everything) == everything
    folders = {path.split("/")[0] for path in judges[TYPES].files_of(everything)}
    assert folders == {"homeassistant", "companion"}
    code = {path for path in steps[-1].core if path.endswith(".py")}
    for name in ("ruff", FORMAT, COMMENTS):
        assert judges[name].files_of(everything).keys() == code


def test_first_is_judged_as_the_first(steps: list[Step]) -> None:
    """Test that one step is reviewed as that which adds the integration."""
    first = ["--first-pr" in named(step)["review"].gate.arguments for step in steps]
    assert first == [True, *[False] * (len(steps) - 1)]


def test_without_tests(steps: list[Step]) -> None:
    """Test that no judge is asked about a folder that is not there."""
    step = steps[0]
    tree = {
        path: each
        for path, each in step.tree.items()
        if not path.startswith(PLACES.tests)
    }
    judges = judges_of(replace(step, tree=tree), Path("cache"), is_strict=True)
    assert TESTS not in [judge.name for judge in judges]
    for judge in judges:
        assert PLACES.tests not in judge.gate.arguments


def test_types_are_judged_as_in_core(steps: list[Step]) -> None:
    """Test that mypy is asked about the integration alone, as core's CI asks it."""
    arguments = named(steps[0])[TYPES].gate.arguments
    assert arguments == ("mypy", PLACES.integration, "--cache-dir=cache/strict")
