"""Test what becomes of what the judges say."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
import json
from pathlib import Path
from unittest.mock import create_autospec

import pytest

from script.forking import HELPERS
from script.forking.worker import Server
from script.gates import Outcome
from script.integration.last_run import COVERAGE, RESULTS
from script.integration.tree import Places
from script.scaffold import MODEL
from script.submit import check as module
from script.submit.check import Runner, Verdict, check, runner_for
from script.submit.judges import GUIDE, REVIEW, SCALE, TESTS
from script.submit.lanes import Progress, Task, Told
from script.submit.series import Step
from script.submit.verdicts import Verdicts

PLACES = Places(MODEL)
FLOW = f"{PLACES.integration}config_flow.py"


def coverage(missing: list[int], path: str = FLOW) -> str:
    """Return what a test run leaves that reaches all but some lines of the flow."""
    file = {"missing_lines": missing, "missing_branches": [[1, 2]] if missing else []}
    return json.dumps({"files": {path: file}, "totals": {"percent_covered": 99.5}})


def scale(reached: str, **rules: dict[str, object]) -> str:
    """Return what the judge of the scale prints."""
    every = {
        name: {"blanks": [], "gaps": [], "advice": [], "pending": "", **rule}
        for name, rule in rules.items()
    }
    return json.dumps([{"reached": reached, "rules": every}])


def against(path: str, message: str, mend: str) -> dict[str, str]:
    """Return what the judge of the scale has against a rule."""
    return {"path": path, "message": message, "mend": mend}


class Judges:
    """Judges that say what they are told to, and count how often they are asked."""

    def __init__(self) -> None:
        """Let all of them be content."""
        self.asked: list[str] = []
        self.against: dict[str, str] = {}
        self.files = {
            str(RESULTS): '<t><testcase classname="a" name="b"/></t>',
            str(COVERAGE): coverage([]),
            str(GUIDE): "- [x] No print()",
        }
        self.scale = scale("platinum")

    def told(
        self, tasks: Collection[Task], folder: Path, server: Server, progress: Progress
    ) -> dict[tuple[int, str], Told]:
        """Stand in for the lanes."""
        result = {}
        for task in tasks:
            for judge in task.judges:
                which = (task.step.number, judge.name)
                if judge.name in task.kept:
                    result[which] = Told(None, task.kept[judge.name])
                    continue
                self.asked.append(judge.name)
                said = (
                    self.scale
                    if judge.name == SCALE
                    else self.against.get(judge.name, "")
                )
                outcome = Outcome(judge.gate, judge.name not in self.against, said, 0.1)
                progress(task.step, outcome)
                result[which] = Told(outcome, self.files if judge.leaves else {})
        return result


@pytest.fixture
def judges(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Judges:
    """Return judges that stand in for all others, with nothing kept."""
    judges = Judges()
    monkeypatch.setattr(module, "told", judges.told)
    monkeypatch.setattr(module, "_CACHE", tmp_path / "cache")
    return judges


def judged(steps: list[Step]) -> list[Verdict]:
    """Return the verdicts on steps."""
    verdicts = Verdicts(module._CACHE / "verdicts", "")  # noqa: SLF001
    runner = Runner(verdicts, create_autospec(Server, instance=True))
    return check(steps, Path(), runner, lambda _: None)


def failed(step: Step) -> dict[str, str]:
    """Return what is said against a step."""
    return judged([step])[0].failed


def test_all_content(judges: Judges, steps: list[Step]) -> None:
    """Test the verdict where nobody has anything to say."""
    verdict = judged([steps[-1]])[0]
    assert verdict.failed == {}
    assert (verdict.tests, verdict.coverage) == (1, 99.5)


@pytest.mark.parametrize(
    ("against", "files", "printed", "said"),
    [
        ({"ruff": "F401"}, {}, scale("platinum"), {"ruff": "F401"}),
        ({TESTS: "no summary"}, {}, scale("platinum"), {TESTS: "no summary"}),
        (
            {TESTS: "log lines"},
            {
                str(
                    RESULTS
                ): '<t><testcase classname="a.b" name="c"><failure message="no"/></testcase></t>'
            },
            scale("platinum"),
            {TESTS: "a/b.py::c: no"},
        ),
        (
            {},
            {str(COVERAGE): coverage([7, 9])},
            scale("platinum"),
            {"flow coverage": f"{FLOW}: not reached: 7, 9, 1->2"},
        ),
        (
            {},
            {str(COVERAGE): coverage([], "other.py")},
            scale("platinum"),
            {"flow coverage": f"{FLOW}: no test reaches it"},
        ),
        (
            {},
            {str(COVERAGE): coverage([3], f"{PLACES.integration}config_flow/steps.py")},
            scale("platinum"),
            {
                "flow coverage": f"{PLACES.integration}config_flow/steps.py: not reached: 3, 1->2"
            },
        ),
        (
            {},
            {},
            scale(
                "gold",
                strict={
                    "status": "done",
                    "advice": [against("/x/api.py", "no types", "Add them")],
                },
                others={
                    "status": "todo",
                    "advice": [against("/x/api.py", "x", "y")],
                },
            ),
            {
                SCALE: "the manifest claims platinum, gold is reached\n"
                "strict: api.py: no types. Add them"
            },
        ),
        (
            {},
            {},
            scale(
                "platinum",
                brands={
                    "status": "done",
                    "gaps": [against("/x/brands", "none", "Draw them")],
                },
                devices={"status": "done", "pending": "no test"},
                discovery={
                    "status": "todo",
                    "gaps": [against("/x/y.py", "x", "y")],
                },
            ),
            {SCALE: "brands: brands: none. Draw them\ndevices: not proven (no test)"},
        ),
        ({}, {}, "Traceback", {SCALE: "Traceback"}),
    ],
)
def test_said_against(
    judges: Judges,
    steps: list[Step],
    against: dict[str, str],
    files: dict[str, str],
    printed: str,
    said: dict[str, str],
) -> None:
    """Test what is told of a judge that is not content."""
    judges.against, judges.scale = against, printed
    judges.files |= files
    assert failed(steps[-1]) == said


def test_nothing_is_asked_twice(judges: Judges, steps: list[Step]) -> None:
    """Test that judges are asked again where a file changes that they look at, and only those."""
    step = steps[-1]
    assert failed(step) == {}
    assert len(judges.asked) == 9
    judges.asked.clear()
    assert failed(step) == {}
    assert judges.asked == []

    def after(path: str) -> set[str]:
        judges.asked.clear()
        failed(replace(step, tree={**step.tree, path: step.tree[path] + b"\n"}))
        return set(judges.asked)

    assert after(PLACES.page) == {REVIEW, "documentation", SCALE}
    code = {REVIEW, "documentation", "ruff", "format", "comments", TESTS, SCALE}
    assert after(f"{PLACES.tests}test_init.py") == code
    assert after(FLOW) == {*code, "hassfest", "mypy"}
    assert after(f"{PLACES.brands[0]}icon.png") == {REVIEW, SCALE}


@pytest.mark.parametrize("against", [{}, {REVIEW: "sensor.py:3: no"}])
def test_guide(judges: Judges, steps: list[Step], against: dict[str, str]) -> None:
    """Test that the answers to core's review guide are there, whether review is content or not."""
    judges.against = against
    verdict = judged([steps[-1]])[0]
    assert (verdict.guide, verdict.failed) == ("- [x] No print()", against)


def test_what_a_step_has_not_changed(judges: Judges, steps: list[Step]) -> None:
    """Test that code is judged once for two steps that have the same, and told of both."""
    manifest = f"{PLACES.integration}manifest.json"
    before = steps[-1]
    step = replace(
        before, number=9, tree={**before.tree, manifest: before.tree[manifest] + b"\n"}
    )
    judges.against = {"mypy": "sensor.py:3: error", "hassfest": "manifest.json: no"}
    verdicts = judged([before, step])
    assert [verdict.failed for verdict in verdicts] == [judges.against] * 2
    assert sorted(name for name in judges.asked if judges.asked.count(name) == 1) == [
        "comments",
        "format",
        "mypy",
        "ruff",
    ]


def test_whoever_objects_is_asked_again(judges: Judges, steps: list[Step]) -> None:
    """Test that no verdict is kept that is not good, by whatever it turns out so."""
    judges.against, judges.scale = {"ruff": "F401"}, scale("gold")
    failed(steps[-1])
    judges.asked.clear()
    judges.against, judges.scale = {}, scale("platinum")
    assert failed(steps[-1]) == {}
    assert sorted(judges.asked) == ["ruff", SCALE]


def test_flow_coverage_of_a_kept_run(judges: Judges, steps: list[Step]) -> None:
    """Test that what is worked out of a test run is so of one that is kept."""
    judges.files[str(COVERAGE)] = coverage([7])
    assert list(failed(steps[-1])) == ["flow coverage"]
    judges.asked.clear()
    assert list(failed(steps[-1])) == ["flow coverage"]
    assert judges.asked == []


def test_without_tests(judges: Judges, steps: list[Step]) -> None:
    """Test that it is said in one line what core wants where there are no tests."""
    tree = {
        path: each
        for path, each in steps[-1].tree.items()
        if not path.startswith(PLACES.tests)
    }
    said = failed(replace(steps[-1], tree=tree))
    assert list(said) == [TESTS]
    assert said[TESTS].startswith(f"{PLACES.tests}: there are none; core wants")
    assert "\n" not in said[TESTS]


def test_imports_while_the_series_is_cut(
    judges: Judges, steps: list[Step], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Test that what tests need is imported beforehand where the finished integration's have to run."""
    imported: list[Sequence[str]] = []

    @contextmanager
    def server(root: Path, modules: Sequence[str], known: Path) -> Iterator[Server]:
        imported.append(modules)
        yield create_autospec(Server, instance=True)

    monkeypatch.setattr(module, "server", server)
    for _ in range(2):
        with runner_for(steps[-1].tree, MODEL) as found:
            check([steps[-1]], Path(), found, lambda _: None)
    assert imported == [HELPERS, ()]
    with runner_for({}, MODEL):
        assert imported[2:] == [()]
