"""Compare the figures as ratios, and with their bounds."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from . import Figures, shown


@dataclass(frozen=True)
class Ratio:
    """A figure beside another.

    Attributes:
        name: What is compared.
        figure: What is divided.
        by: By what; None takes the figure as it is.
        at_most: What the quotient has to keep to, if anything.
    """

    name: str
    figure: str
    by: str | None
    at_most: float | None = None


@dataclass(frozen=True)
class Verdict:
    """A ratio as it was measured."""

    ratio: Ratio
    value: float

    @property
    def holds(self) -> bool:
        """Return whether it is as it has to be."""
        return self.ratio.at_most is None or self.value <= self.ratio.at_most


RATIOS: Final = (
    Ratio("One of our tests / an empty test with `hass`", "our test", "empty test", 2),
    Ratio(
        "Setup: each of 1,000 entries / each of 10", "entry of 1000", "entry of 10", 1.3
    ),
    Ratio("Setup: each of 1,000 entries / a single one", "entry of 1000", "entry of 1"),
    Ratio(
        "States written by 1,000 entries polled without change",
        "states written without change",
        None,
        0,
    ),
    Ratio(
        "1,000 entries polled without change / with change",
        "poll without change",
        "poll with change",
    ),
    Ratio("An event of a hub in the state / a bare echo", "push of an event", "echo"),
    Ratio(
        "Seconds until an event of a hub is in the state",
        "push of an event",
        None,
        0.05,
    ),
    Ratio(
        "An event of a cloud in the state / a bare echo",
        "push of a cloud's event",
        "echo beside a cloud",
    ),
    Ratio(
        "Seconds until an event of a cloud is in the state",
        "push of a cloud's event",
        None,
        0.05,
    ),
    Ratio(
        "Seconds for each of many events through 1,000 entities",
        "event through 1000 entities",
        None,
        0.001,
    ),
    Ratio(
        "States written for each that events change, of 1,000",
        "states written for a changed one",
        None,
        1,
    ),
    Ratio(
        "Memory: each of 500 devices of a hub / each of 10",
        "bytes for each of 500 devices",
        "bytes for each of 10 devices",
        1.3,
    ),
    Ratio(
        "`script/bootstrap` with everything / with nothing to do",
        "cold bootstrap",
        "warm bootstrap",
    ),
    Ratio("An integration made / an empty test", "scaffold", "empty test"),
    Ratio("The series cut / an empty test", "series", "empty test"),
    Ratio(
        "Of 24 of core's integrations, the slowest series cut / the median",
        "slowest cut",
        "median cut",
    ),
    Ratio(
        "A series submitted again with nothing changed / the first time",
        "submit again",
        "submit",
        0.25,
    ),
    Ratio(
        "A series submitted again after an edit / the first time",
        "submit an edit",
        "submit",
        1,
    ),
    Ratio(
        "hassfest on all of core's integrations / on one",
        "hassfest on all",
        "hassfest on one",
    ),
)


def verdicts(figures: Figures) -> list[Verdict]:
    """Return the ratios of which both figures were measured."""
    return [
        Verdict(ratio, figures[ratio.figure] / (figures[ratio.by] if ratio.by else 1))
        for ratio in RATIOS
        if {ratio.figure, ratio.by or ratio.figure} <= figures.keys()
    ]


def table(found: Iterable[Verdict]) -> Iterator[str]:
    """Yield the lines of a Markdown table."""
    yield "| compared | ratio | at most | |"
    yield "| --- | ---: | ---: | --- |"
    for verdict in found:
        at_most = verdict.ratio.at_most
        bound, mark = ("", "") if at_most is None else (f"{at_most:g}", _mark(verdict))
        yield f"| {verdict.ratio.name} | {shown(verdict.value)} | {bound} | {mark} |"


def _mark(verdict: Verdict) -> str:
    return "holds" if verdict.holds else "**does not hold**"
