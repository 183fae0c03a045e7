"""Weigh what speaks for each of several candidates."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

# How much something speaks for a candidate, and how it reads
type Evidence = tuple[int, str]


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """Something of a library that may be what is looked for.

    Attributes:
        name: As code has it: a class, or a call such as "rest_api().meter()".
        module: What it is imported from.
        reasons: What speaks for it, the strongest first.
    """

    name: str
    module: str
    score: int
    reasons: tuple[str, ...]


def candidate(name: str, module: str, evidence: Iterable[Evidence]) -> Candidate:
    """Return a candidate with the evidence weighed."""
    every = sorted(evidence, key=lambda each: -each[0])
    return Candidate(
        name=name,
        module=module,
        score=sum(weight for weight, _ in every),
        reasons=tuple(reason for weight, reason in every if weight > 0),
    )


def ranked(candidates: Iterable[Candidate], least: int) -> tuple[Candidate, ...]:
    """Return the candidates for which enough speaks, the best first."""
    return tuple(
        sorted(
            (each for each in candidates if each.score >= least),
            key=lambda each: -each.score,
        )
    )


def listed(names: Iterable[str]) -> str:
    """Return names for a sentence."""
    return ", ".join(names)


def holding(*pairs: tuple[bool, int, str]) -> Iterator[Evidence]:
    """Yield what holds of several things that would speak for or against a candidate."""
    for holds, weight, reason in pairs:
        if holds:
            yield weight, reason
