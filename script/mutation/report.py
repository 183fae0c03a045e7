"""Print the mutants that no test noticed."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from .mutants import Mutant


class Outcome(StrEnum):
    """What became of a mutant."""

    KILLED = "killed"
    EQUIVALENT = "equivalent"
    SURVIVED = "survived"


@dataclass(frozen=True)
class Result:
    """A mutant, and what became of it."""

    mutant: Mutant
    outcome: Outcome


def row(name: str, results: Sequence[Result]) -> str:
    """Return the line of a module."""
    counted = Counter(result.outcome for result in results)
    return f"{name:24}" + "  ".join(
        f"{counted[outcome]:4} {outcome}" for outcome in Outcome
    )


def survivor(mutant: Mutant) -> str:
    """Return where a mutant is, and what it changes."""
    return "\n".join(
        [
            f"{mutant.path}:{mutant.line}: {mutant.mistake or 'no test notices'}",
            *(f"-{line}" for line in mutant.before),
            *(f"+{line}" for line in mutant.after),
        ]
    )


def summary(results: Sequence[Result]) -> str:
    """Return how many were noticed, in all and of the field's own mistakes."""
    fields = [result for result in results if result.mutant.mistake]
    return f"{_share(results)}; of the field's own mistakes {_share(fields)}"


def _share(results: Sequence[Result]) -> str:
    killed = sum(result.outcome is Outcome.KILLED for result in results)
    share = f" ({killed / len(results):.1%})" if results else ""
    return f"{killed} of {len(results)} mutants killed{share}"
