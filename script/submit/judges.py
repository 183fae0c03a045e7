"""The judges of a step: what each is asked, what it may look at, and what it leaves for others."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from script.gates import Gate, judges, types
from script.integration.last_run import COVERAGE, RESULTS
from script.integration.tree import Places, Tree

from .series import Step

# The judges that a box of core's template rests on
COMMENTS: Final = "comments"
FORMAT: Final = "format"
TESTS: Final = "tests"

REVIEW: Final = "review"
SCALE: Final = "scale"
TYPES: Final = "mypy"

# Judges of Python code alone, and what they look at: code, and settings beside it
_OF_CODE: Final = ("ruff", FORMAT, COMMENTS, TYPES)
_CODE: Final = (".py", ".pyi", "py.typed", ".toml")

# What the answers to core's review guide are written to
GUIDE: Final = Path(".cache/review-guide.md")

_DOCUMENTATION: Final = "companion/home-assistant.io/"
_LIBRARIES: Final = "companion/library/"
_EVERYTHING: Final = ("",)
_LEAVES: Final = {TESTS: (COVERAGE, RESULTS), REVIEW: (GUIDE,)}


@dataclass(frozen=True)
class Judge:
    """A judge.

    Attributes:
        gate: What is run.
        reads: Beginnings of the paths of a step that it may look at.
        endings: Of these, what the paths end with.
        leaves: What it writes, relative to the folder that it runs in.
    """

    gate: Gate
    reads: tuple[str, ...]
    leaves: tuple[Path, ...] = ()
    endings: tuple[str, ...] = ("",)

    @property
    def name(self) -> str:
        """Return what it is called."""
        return self.gate.name

    def files_of(self, tree: Tree) -> Tree:
        """Return the files of a step that it may look at."""
        return {
            path: each
            for path, each in tree.items()
            if path.startswith(self.reads) and path.endswith(self.endings)
        }


def judges_of(step: Step, cache: Path, *, is_strict: bool) -> list[Judge]:
    """Return the judges of a step, each after those that leave something for it.

    Args:
        step: The step.
        cache: Where mypy keeps what it finds out about Home Assistant, which is the same each time.
        is_strict: Whether the integration is strictly typed in the end.
    """
    reads = _reads(Places(step.domain))
    return [
        Judge(
            gate,
            reads.get(gate.name, _EVERYTHING),
            _LEAVES.get(gate.name, ()),
            _CODE if gate.name in _OF_CODE else _EVERYTHING,
        )
        for gate in _gates(step, cache, is_strict=is_strict)
    ]


def has_tests(step: Step) -> bool:
    """Return whether a step has tests."""
    folder = Places(step.domain).tests
    return any(path.startswith(f"{folder}test_") for path in step.tree)


def _gates(step: Step, cache: Path, *, is_strict: bool) -> Iterator[Gate]:
    places = Places(step.domain)
    tests = (places.tests,) if has_tests(step) else ()
    is_first = step.number == 1
    every = judges(step.domain, None, is_first=is_first, has_tests=bool(tests))
    yield from (gate for gate in every if gate.name != REVIEW)
    yield Gate(
        COMMENTS,
        ("ruff", "check", "--isolated", "--select=ERA", places.integration, *tests),
    )
    of_types = types(step.domain, is_strict=is_strict)
    # mypy reads Home Assistant anew where its settings are others than last time.
    folder = cache / ("strict" if is_strict else "not-strict")
    yield Gate(TYPES, (*of_types.arguments, f"--cache-dir={folder}"))
    if tests:
        yield Gate(
            TESTS,
            (
                *("pytest", "--quiet", "-p", "no:cacheprovider", "-rfE"),
                # Core has no Hypothesis, and its plugin imports all of it at the end.
                *("-p", "no:hypothesispytest"),
                *("--tb=short", "--show-capture=no", "--snapshot-details"),
                *(f"--cov={places.integration}", "--cov-report="),
                *(f"--cov-report=json:{COVERAGE}", f"--junitxml={RESULTS}"),
                *tests,
            ),
        )
    yield Gate(SCALE, ("script.quality_scale", step.domain, "--json"))
    # Last, as the answers to the guide rest on what the tests reach.
    yield from (
        Gate(REVIEW, (*gate.arguments, "--sheet", f"--output={GUIDE}"))
        for gate in every
        if gate.name == REVIEW
    )


def _reads(places: Places) -> dict[str, tuple[str, ...]]:
    code = (places.integration, places.tests)
    return {
        "hassfest": (places.integration,),
        "documentation": (*code, _DOCUMENTATION),
        "ruff": code,
        FORMAT: code,
        COMMENTS: code,
        TYPES: (places.integration, _LIBRARIES),
        TESTS: (*code, _LIBRARIES),
    }
