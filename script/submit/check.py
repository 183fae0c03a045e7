"""Have every step judged, as many at a time as there are cores."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
import json
import os
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree as ET

from script.gates import Gate, Outcome, judges, run, types
from script.integration.core import TIERS
from script.integration.last_run import COVERAGE, RESULTS
from script.integration.tree import Places

from .series import Step

# The judges that a box of core's template rests on
COMMENTS: Final = "comments"
FORMAT: Final = "format"
TESTS: Final = "tests"

_FLOW: Final = "flow coverage"
_SCALE: Final = "scale"


@dataclass(frozen=True)
class Verdict:
    """What the judges said of a step.

    Attributes:
        failed: What each judge that is not content says, by its name.
        tests: Number of tests that ran.
        coverage: Percentage of the integration's lines and branches that they reach.
    """

    failed: dict[str, str]
    tests: int
    coverage: float


async def check(
    steps: Sequence[Step],
    stages: Sequence[Path],
    cache: Path,
    progress: Callable[[str], None],
) -> list[Verdict]:
    """Return the verdict on each step.

    Args:
        steps: The steps.
        stages: The folder of each.
        cache: Where mypy keeps what it finds out about Home Assistant, which is the same each time.
        progress: Is told what is done.
    """
    gates = [_gates(step) for step in steps]
    lanes = _Lanes(len(steps) + sum(map(len, gates)), progress)
    async with asyncio.TaskGroup() as group:
        # One after the other, as they share the cache.
        typed = group.create_task(
            lanes.run(
                [
                    (step, stage, _types(step, cache))
                    for step, stage in zip(steps, stages, strict=True)
                ]
            )
        )
        judged = [
            group.create_task(lanes.run([(step, stage, gate) for gate in each]))
            for step, stage, each in zip(steps, stages, gates, strict=True)
        ]
    return [
        _verdict(step, stage, [*each.result(), types_outcome])
        for step, stage, each, types_outcome in zip(
            steps, stages, judged, typed.result(), strict=True
        )
    ]


class _Lanes:
    """Judges at work, one after the other in as many lanes as there are cores."""

    def __init__(self, total: int, progress: Callable[[str], None]) -> None:
        """Prepare for a number of judges."""
        self._slots = asyncio.Semaphore(os.process_cpu_count() or 1)
        self._numbers = (f"{number:>3}/{total}" for number in range(1, total + 1))
        self._progress = progress

    async def run(self, work: Iterable[tuple[Step, Path, Gate]]) -> list[Outcome]:
        """Return what the judges say, who work in one lane."""
        async with self._slots:
            return [await self._judged(*each) for each in work]

    async def _judged(self, step: Step, stage: Path, gate: Gate) -> Outcome:
        outcome = await run(gate, stage, stage.glob("companion/library/*/src"))
        self._progress(
            f"{next(self._numbers)} {step.folder}: {gate.name} "
            f"{'✓' if outcome.passed else '✗'} {outcome.seconds:.1f} s"
        )
        return outcome


def _types(step: Step, cache: Path) -> Gate:
    gate = types(step.domain, None)
    return Gate(gate.name, (*gate.arguments, f"--cache-dir={cache}"))


def _gates(step: Step) -> list[Gate]:
    """Return the judges but that of types; the last looks at what the tests have left."""
    places = Places(step.domain)
    code = (places.integration, places.tests)
    return [
        *judges(step.domain, None, is_first=step.number == 1),
        Gate(COMMENTS, ("ruff", "check", "--isolated", "--select=ERA", *code)),
        Gate(
            TESTS,
            (
                *("pytest", "--quiet", "-p", "no:cacheprovider", "--snapshot-details"),
                *(f"--cov={places.integration}", "--cov-report=term-missing"),
                *(f"--cov-report=json:{COVERAGE}", f"--junitxml={RESULTS}"),
                places.tests,
            ),
        ),
        Gate(_SCALE, ("script.quality_scale", step.domain, "--json")),
    ]


def _verdict(step: Step, stage: Path, outcomes: Iterable[Outcome]) -> Verdict:
    said = {outcome.gate.name: outcome for outcome in outcomes}
    failed = {
        name: outcome.output
        for name, outcome in said.items()
        if not outcome.passed and name != _SCALE
    }
    coverage = _read_json(stage / COVERAGE)
    if missed := _missed(coverage, f"{Places(step.domain).integration}config_flow.py"):
        failed[_FLOW] = missed
    if doubt := _doubt(said[_SCALE].output, step.manifest.get("quality_scale")):
        failed[_SCALE] = doubt
    return Verdict(
        failed=failed,
        tests=_tests(stage / RESULTS),
        coverage=coverage["totals"]["percent_covered"] if coverage else 0.0,
    )


def _missed(coverage: dict[str, Any], path: str) -> str:
    """Return what the tests do not reach of a file, or ""."""
    if not (file := coverage.get("files", {}).get(path)):
        return f"{path}: no test reaches it"
    lines, branches = file["missing_lines"], file["missing_branches"]
    missed = [*map(str, lines), *(f"{start}->{end}" for start, end in branches)]
    return f"{path}: not reached: {', '.join(missed)}" if missed else ""


def _doubt(printed: str, claimed: str | None) -> str:
    """Return what speaks against the tier that a manifest claims, or ""."""
    try:
        (judged,) = json.loads(printed)
    except ValueError:
        return printed
    rules = {
        name: rule for name, rule in judged["rules"].items() if rule["status"] != "todo"
    }
    doubts = [
        f"{name}: {gap['message']}. {gap['mend']}"
        for name, rule in rules.items()
        for gap in rule["gaps"]
    ]
    doubts += [
        f"{name}: not proven ({rule['pending']})"
        for name, rule in rules.items()
        if rule["status"] == "done" and rule["pending"]
    ]
    if _rank(judged["reached"]) < _rank(claimed):
        doubts.append(
            f"the manifest claims {claimed}, {judged['reached'] or 'no tier'} is reached"
        )
    return "\n".join(doubts)


def _rank(tier: str | None) -> int:
    return TIERS.index(tier) if tier in TIERS else -1


def _tests(results: Path) -> int:
    if not results.is_file():
        return 0
    return len(list(ET.parse(results).iter("testcase")))  # noqa: S314 # pytest wrote it for us


def _read_json(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    content: dict[str, Any] = json.loads(path.read_text())
    return content
