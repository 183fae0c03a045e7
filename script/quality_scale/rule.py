"""A rule of the scale: what is missing of it, what proves it, and what speaks against an exemption."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import IntEnum

from script.integration.contribution import Contribution
from script.integration.fact import Fact
from script.integration.finding import Finding
from script.integration.last_run import LastRun

from .proof import Proof

type Check = Callable[[Contribution], Iterator[Finding]]
type Evidence = Callable[[Contribution], Iterator[Fact]]


class Tier(IntEnum):
    """A tier of the scale."""

    BRONZE = 1
    SILVER = 2
    GOLD = 3
    PLATINUM = 4


@dataclass(frozen=True)
class Rule:
    """A rule.

    Attributes:
        title: What holds where it is done, as a clause.
        done: Reports what is missing.
        evidence: Yields the places that prove that it is there; without any it is not done.
        against: Yields what makes an exemption untrue.
        proofs: Yields the tests that it rests on.
        run: Reports what the record of a test run lacks.
    """

    name: str
    tier: Tier
    title: str
    done: Check
    evidence: Evidence
    against: Evidence
    proofs: Callable[[Contribution], Iterable[Proof]] = field(default=lambda _: ())
    run: Callable[[Contribution, LastRun], Iterator[Finding]] | None = None

    @property
    def page(self) -> str:
        """Return where the developer documentation explains it."""
        return f"https://developers.home-assistant.io/docs/core/integration-quality-scale/rules/{self.name}"


def never(contribution: Contribution) -> Iterator[Fact]:
    """Yield that a rule has no exceptions."""
    yield Fact(contribution.scale, 0, "the rule has no exceptions")


def nothing_else(contribution: Contribution) -> Iterator[Finding]:
    """Report nothing: the rule asks for no more than its evidence."""
    yield from ()
