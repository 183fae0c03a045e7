"""Have a new integration judged."""

from dataclasses import dataclass
import os
from pathlib import Path
import subprocess
import sys
from time import monotonic

from script.features.tree import Places

from .answers import Answers


@dataclass(frozen=True)
class Gate:
    """One judge."""

    name: str
    arguments: tuple[str, ...]


def gates(answers: Answers) -> list[Gate]:
    """Return the judges, the quick ones first."""
    places, domain = Places(answers.domain), answers.domain
    code = [places.integration, places.tests]
    if not answers.requirement:
        code.append(f"companion/library/{answers.library}/")
    judges = [
        Gate("hassfest", ("script.hassfest", "--integration-path", places.integration)),
        Gate("review", ("script.review", domain)),
        Gate("ruff", ("ruff", "check", *code)),
        Gate("format", ("ruff", "format", "--check", *code)),
    ]
    # Without the library there is nothing to run.
    if answers.requirement:
        return judges
    return [
        *judges,
        Gate("mypy", ("mypy", *code)),
        Gate(
            "tests",
            (
                *(
                    "pytest",
                    "--quiet",
                    places.tests,
                    f"companion/library/{answers.library}/tests",
                ),
                *(
                    f"--cov={places.integration}",
                    "--cov-fail-under=100",
                    "--cov-report=term-missing",
                ),
            ),
        ),
    ]


def run_gates(root: Path, answers: Answers) -> bool:
    """Run every judge, print a line for each, and return whether all are content."""
    library = str(root / "companion" / "library" / answers.library / "src")
    environment = os.environ | {
        name: os.pathsep.join(filter(None, (library, os.environ.get(name))))
        for name in ("PYTHONPATH", "MYPYPATH")
    }
    passed = True
    for gate in gates(answers):
        print(f"  {gate.name:<9} …", end="\r", flush=True)
        start = monotonic()
        result = subprocess.run(
            [sys.executable, "-m", *gate.arguments],
            cwd=root,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        good = result.returncode == 0
        last = (
            result.stdout.strip() or result.stderr.strip() or "nothing to say"
        ).splitlines()
        print(
            f"  {gate.name:<9} {'✓' if good else '✗'} {monotonic() - start:5.1f} s  {last[-1]}"
        )
        if not good:
            print("\n".join(f"    {line}" for line in last[-20:]))
        passed = passed and good
    return passed
