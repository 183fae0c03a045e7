"""Print and store the results of a survey."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from statistics import median

from .verdict import Demand, Objection, Verdict

_SHOWN = 200


def table(verdicts: Sequence[Verdict]) -> Iterator[str]:
    """Yield the lines of a table with the counts."""
    cut = [verdict for verdict in verdicts if verdict.steps]
    rows = [
        ("integrations", len(verdicts)),
        *(
            (
                f"… {demand}",
                sum(verdict.meets(demand) for verdict in cut),
            )
            for demand in Demand
        ),
        ("all of these", sum(verdict.is_good for verdict in cut)),
        ("steps", sum(len(verdict.steps) for verdict in cut)),
    ]
    width = max(len(name) for name, _ in rows)
    yield from (f"{name.ljust(width)}  {count:>5}" for name, count in rows)
    if cut:
        seconds = [verdict.seconds for verdict in cut]
        yield f"cut in {median(seconds):.1f} s (median), {max(seconds):.1f} s (longest)"


def failing(verdicts: Sequence[Verdict]) -> list[str]:
    """Return a line for each integration with something wrong: its first finding."""
    return [_first(verdict) for verdict in verdicts if not verdict.is_good]


def _first(verdict: Verdict) -> str:
    first, *rest = verdict.objections
    more = f" (and {len(rest)} more)" if rest else ""
    where = f" {first.step}" if first.step else ""
    return f"{verdict.domain}{where}: {first.demand}: {first.what[:_SHOWN]}{more}"


def causes(verdicts: Sequence[Verdict]) -> Iterator[str]:
    """Yield what is wrong by its kind, the most frequent first."""
    yield from _counted(
        (verdict.domain, each) for verdict in verdicts for each in verdict.objections
    )


def remarks(verdicts: Sequence[Verdict]) -> Iterator[str]:
    """Yield what is left to authors by its kind, the most frequent first."""
    yield from _counted(
        (verdict.domain, each) for verdict in verdicts for each in verdict.remarks
    )


def _counted(found: Iterable[tuple[str, Objection]]) -> Iterator[str]:
    kinds = {(domain, each.demand.value, each.cause) for domain, each in found}
    integrations = Counter((demand, cause) for _, demand, cause in kinds)
    for (demand, cause), count in integrations.most_common():
        yield f"{count:>4}  {demand}: {cause}"
