"""Test that judges in a process that has imported them already see what they would see alone."""

from pathlib import Path

from script import ROOT
from script.forking.worker import server
from script.gates import Outcome
from script.integration.tree import Places
from script.submit.judges import TYPES, judges_of
from script.submit.lanes import Task, told
from script.submit.series import Change, Step

DOMAIN = "pump"
GOOD = "LEVEL: int = 1\n"
BAD = 'LEVEL: int = "high"\n'


def step(number: int, text: str) -> Step:
    """Return a step whose integration is one module, with a manifest for the judges to be chosen by."""
    folder = Places(DOMAIN).integration
    tree = {
        f"{folder}__init__.py": f'"""The pump."""\n\n{text}'.encode(),
        f"{folder}manifest.json": b'{"domain": "pump", "name": "Pump"}',
    }
    return Step(number, Change("level", "Add level"), DOMAIN, tree)


def test_type_error(tmp_path: Path) -> None:
    """Test that a type error of one step is seen, and not in the step after it."""
    said: list[tuple[int, Outcome]] = []
    steps = [step(1, GOOD), step(2, BAD), step(3, GOOD)]
    tasks = [
        Task(
            each,
            [
                judge
                for judge in judges_of(each, tmp_path / "mypy", is_strict=True)
                if judge.name == TYPES
            ],
            {},
        )
        for each in steps
    ]
    with server(ROOT, ()) as started:
        told(
            tasks,
            tmp_path,
            started,
            lambda each, outcome: said.append((each.number, outcome)),
        )
    assert [(number, outcome.passed) for number, outcome in said] == [
        (1, True),
        (2, False),
        (3, True),
    ]
    assert "Incompatible types in assignment" in said[1][1].output
    assert "homeassistant/components/pump/__init__.py:3" in said[1][1].output
