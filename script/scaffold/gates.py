"""Have a new integration judged."""

import asyncio
from pathlib import Path
import sys
from typing import Final

from script.gates import Gate, judges, run, types
from script.integration.tree import Places

from .answers import Answers

# Wants Bronze of what is new, which nothing reaches with a library that nobody has seen
_TIERED: Final = "hassfest"


def gates(answers: Answers) -> list[Gate]:
    """Return the judges, the quick ones first."""
    places, domain = Places(answers.domain), answers.domain
    library = None if answers.requirement else f"companion/library/{answers.library}/"
    coverage = ("--cov-fail-under=100", "--cov-report=term-missing")
    return [
        *judges(domain, library),
        types(
            domain,
            [library] if library else [],
            # Of what is written around a library, core's CI asks no more than of any.
            is_strict=answers.plan is None or answers.plan.is_typed,
        ),
        Gate(
            "tests",
            (
                *(
                    "pytest",
                    *("--quiet", "-rfE", "--tb=short", "--show-capture=no"),
                    places.tests,
                    *([f"{library}tests"] if library else []),
                ),
                *(f"--cov={places.integration}", *coverage),
                # Nothing to compare with, as nobody has seen its states yet
                *(["--snapshot-update"] if answers.plan else []),
            ),
            imports=True,
        ),
    ]


def run_gates(root: Path, answers: Answers) -> bool:
    """Run every judge, print a line for each, and return whether all that ran are content."""
    results = []
    for gate in gates(answers):
        if answers.has_library or not (gate.imports or gate.name == _TIERED):
            results.append(_run(gate, root, answers))
        else:
            print(
                f"  {gate.name:<9} –  not run: {answers.requirement} is not installed"
            )
    if not answers.has_library:
        print(
            f"            Add {answers.requirement} to requirements_test.txt, and then: "
            f"script/test {Places(answers.domain).tests}"
        )
    return all(results)


def _run(gate: Gate, root: Path, answers: Answers) -> bool:
    """Run a judge, print its line, and return whether it is content."""
    if sys.stdout.isatty():
        print(f"  {gate.name:<9} …", end="\r", flush=True)
    library = root / "companion" / "library" / answers.library / "src"
    outcome = asyncio.run(run(gate, root, [library]))
    lines = outcome.output.splitlines()
    print(
        f"  {gate.name:<9} {'✓' if outcome.passed else '✗'} {outcome.seconds:5.1f} s  {lines[-1]}",
        flush=True,
    )
    if not outcome.passed:
        print("\n".join(f"    {line}" for line in lines[-20:]))
    return outcome.passed
