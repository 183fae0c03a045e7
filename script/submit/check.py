"""Judge every step, but for what is known from before."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import count
import json
from pathlib import Path
import sysconfig
from typing import Any, Final

from script import ROOT
from script.forking import HELPERS
from script.forking.worker import Server, server
from script.gates import Outcome
from script.integration.core import TIERS
from script.integration.last_run import COVERAGE, RESULTS
from script.integration.tree import Places, Tree
from script.junit import failures, number_of_tests

from .judges import GUIDE, REVIEW, SCALE, TESTS, TYPES, judges_of
from .lanes import Task, Told, told
from .outside import is_strict
from .series import Change, Step
from .verdicts import Verdicts, judging

_CACHE: Final = ROOT / ".cache"
_FLOW: Final = "flow coverage"
_NO_TESTS: Final = (
    "{folder}: there are none; core wants every line and branch of the config flow tested, and how it recovers "
    "from errors"
)

# A step, by its number, and a judge, by its name
type Which = tuple[int, str]


@dataclass(frozen=True)
class Verdict:
    """What the judges said of a step.

    Attributes:
        failed: What each judge that is not content says, by its name.
        tests: Number of tests that ran.
        coverage: Percentage of the integration's lines and branches that they reach.
        is_partial: Whether most of the judges were not asked.
        guide: The answers to core's review guide.
    """

    failed: dict[str, str]
    tests: int = 0
    coverage: float = 0.0
    is_partial: bool = False
    guide: str = ""


@dataclass(frozen=True)
class Runner:
    """What it takes to judge steps.

    Attributes:
        verdicts: Those that are kept.
        server: Of the processes that run the judges.
    """

    verdicts: Verdicts
    server: Server


@contextmanager
def runner_for(finished: Tree, domain: str) -> Iterator[Runner]:
    """Provide what it takes to judge the steps to an integration.

    Where its tests have to run, it imports what they need while the caller does something else.
    """
    verdicts = Verdicts(
        _CACHE / "verdicts",
        judging(ROOT, Places(domain).tests, Path(sysconfig.get_path("purelib"))),
    )
    last = Step(0, Change("", ""), domain, finished)
    runs_tests = any(
        judge.name == TESTS and verdicts.get(verdicts.key(judge, finished)) is None
        for judge in judges_of(last, _CACHE, is_strict=False)
    )
    known = _CACHE / f"imports-{domain}.json"
    with server(ROOT, HELPERS if runs_tests else (), known) as started:
        yield Runner(verdicts, started)


def check(
    steps: Sequence[Step],
    folder: Path,
    runner: Runner,
    progress: Callable[[str], None],
) -> list[Verdict]:
    """Return the verdict on each step.

    Args:
        steps: The steps.
        folder: Where to make folders for the judges.
        runner: What judges them.
        progress: Is told what is done.
    """
    verdicts = runner.verdicts
    # One kind of settings in all steps, so that what mypy knows of Home Assistant is of use in each
    strict = is_strict(steps[-1])
    judges = {
        step.number: judges_of(step, _CACHE / "mypy", is_strict=strict)
        for step in steps
    }
    keys: dict[Which, str] = {
        (step.number, judge.name): verdicts.key(judge, step.tree)
        for step in steps
        for judge in judges[step.number]
    }
    kept = {
        which: files
        for which, key in keys.items()
        if (files := verdicts.get(key)) is not None
    }
    # What a step has not changed is judged once.
    first: dict[str, Which] = {}
    again = {
        which: first[key]
        for which, key in keys.items()
        if first.setdefault(key, which) != which and which not in kept
    }
    tasks = [
        Task(
            step,
            [
                judge
                for judge in judges[step.number]
                if (judge.name == TYPES) is alone
                and (step.number, judge.name) not in again
            ],
            {
                name: files
                for (number, name), files in kept.items()
                if number == step.number
            },
        )
        for step in steps
        for alone in (True, False)
    ]
    asked = len(keys) - len(kept) - len(again)
    numbers = count(1)

    def tell(step: Step, outcome: Outcome) -> None:
        progress(
            f"{next(numbers):>3}/{asked} {step.folder}: {outcome.gate.name} "
            f"{'✓' if outcome.passed else '✗'} {outcome.seconds:.1f} s"
        )

    if kept:
        progress(
            f"{len(kept)} of {len(keys)} verdicts stand, as nothing that they rest on has changed"
        )
    results = told(tasks, folder, runner.server, tell)
    results |= {which: results[one] for which, one in again.items()}
    result = []
    for step in steps:
        of_step = {
            name: each
            for (number, name), each in results.items()
            if number == step.number
        }
        objections = {
            name: _objection(step, name, each) for name, each in of_step.items()
        }
        for name, objection in objections.items():
            if not objection and of_step[name].outcome:
                verdicts.put(keys[step.number, name], of_step[name].files)
        guide = of_step[REVIEW].files.get(str(GUIDE), "")
        result.append(
            replace(_verdict(step, objections, of_step.get(TESTS)), guide=guide)
        )
    verdicts.tidy()
    return result


def _objection(step: Step, name: str, became: Told) -> str:
    """Return what a judge has against a step, or ""."""
    if became.outcome is None:
        return ""
    if name == SCALE:
        return _doubt(became.outcome.output, step.manifest.get("quality_scale"))
    if became.outcome.passed:
        return ""
    if name == TESTS:
        return failures(became.files.get(str(RESULTS), "")) or became.outcome.output
    return became.outcome.output


def _verdict(step: Step, objections: Mapping[str, str], tests: Told | None) -> Verdict:
    failed = {name: said for name, said in objections.items() if said}
    if tests is None:
        folder = Places(step.domain).tests
        return Verdict({**failed, TESTS: _NO_TESTS.format(folder=folder)})
    coverage = json.loads(tests.files.get(str(COVERAGE), "{}"))
    if missed := _missed(coverage, Places(step.domain).integration):
        failed[_FLOW] = missed
    return Verdict(
        failed=failed,
        tests=number_of_tests(tests.files.get(str(RESULTS), "")),
        coverage=coverage["totals"]["percent_covered"] if coverage else 0.0,
    )


def _missed(coverage: Mapping[str, Any], folder: str) -> str:
    """Return what the tests do not reach of the config flow, or ""."""
    files = coverage.get("files", {})
    modules = [
        path
        for path in files
        if path.startswith((f"{folder}config_flow.py", f"{folder}config_flow/"))
    ]
    if not modules:
        return f"{folder}config_flow.py: no test reaches it"
    return "\n".join(
        f"{path}: not reached: {', '.join(missed)}"
        for path in modules
        if (missed := _not_reached(files[path]))
    )


def _not_reached(file: Mapping[str, Any]) -> list[str]:
    """Return the lines and the branches of a module that no test reaches."""
    lines, branches = file["missing_lines"], file.get("missing_branches", ())
    return [*map(str, lines), *(f"{start}->{end}" for start, end in branches)]


def _doubt(printed: str, claimed: str | None) -> str:
    """Return what speaks against the tier that a manifest claims, or ""."""
    try:
        (judged,) = json.loads(printed)
    except ValueError:
        return printed
    rules = {
        name: rule for name, rule in judged["rules"].items() if rule["status"] != "todo"
    }
    doubts = [*_listed(rules, "gaps")]
    has_blanks = any(rule["blanks"] for rule in rules.values())
    doubts += [
        f"{name}: not proven ({rule['pending']})"
        for name, rule in rules.items()
        if rule["status"] == "done" and rule["pending"]
    ]
    # Blanks are told apart, and keep the tier from being reached.
    if not has_blanks and _rank(judged["reached"]) < _rank(claimed):
        doubts += [
            f"the manifest claims {claimed}, {judged['reached'] or 'no tier'} is reached",
            *_listed(rules, "advice"),
        ]
    return "\n".join(doubts)


def _listed(rules: Mapping[str, Any], kind: str) -> Iterator[str]:
    """Yield what stands against rules, each with the name of the file."""
    for name, rule in rules.items():
        for each in rule[kind]:
            file = Path(each["path"]).name
            yield f"{name}: {file}: {each['message']}. {each['mend']}"


def _rank(tier: str | None) -> int:
    return TIERS.index(tier) if tier in TIERS else -1
