"""The verdict on the series of an integration, as plain data."""

from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any


class Demand(StrEnum):
    """What is demanded of a series."""

    SERIES = "gives a series"
    COMPILES = "every step compiles"
    RUFF = "ruff F and E9"
    HASSFEST = "hassfest"
    REFERENCES = "string references"
    FLOW = "steps that the flow goes to"
    ADDS = "every step adds something"
    FIRST = "first step as review --first-pr wants"
    LAST = "last step is the tree"
    UNCHANGED = "no silent change"
    DECIDED = "nothing left to its author"


@dataclass(frozen=True, order=True)
class Objection:
    """One thing that is wrong with a step.

    Attributes:
        demand: What it does not meet.
        step: Its folder's name, or "" for the series.
        cause: The kind of thing, the same for whoever has it.
        what: The finding, with its place.
    """

    demand: Demand
    step: str
    cause: str
    what: str


@dataclass(frozen=True)
class Verdict:
    """What is to be said of a series.

    Attributes:
        seconds: How long the processor took to cut it.
        steps: Names of their folders.
        objections: What is wrong, in the order of the steps.
        remarks: What is right as it is, for their author to see.
    """

    domain: str
    seconds: float = 0.0
    steps: list[str] = field(default_factory=list)
    objections: list[Objection] = field(default_factory=list)
    remarks: list[Objection] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        """Return whether nothing is wrong."""
        return not self.objections

    def meets(self, demand: Demand) -> bool:
        """Return whether the series meets a demand."""
        return all(each.demand is not demand for each in self.objections)

    def as_json(self) -> dict[str, Any]:
        """Return it for a machine to read."""
        return {**asdict(self), "is_good": self.is_good}


def refused(domain: str, cause: str, what: str) -> Verdict:
    """Return the verdict where there is no series."""
    return Verdict(domain, objections=[Objection(Demand.SERIES, "", cause, what)])
