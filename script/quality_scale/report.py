"""Print the verdicts on the rules."""

from collections.abc import Iterator
from typing import Any

from .contribution import Contribution
from .judge import Verdict, errors, tier
from .rules import Tier


def table(contribution: Contribution, verdicts: list[Verdict]) -> Iterator[str]:
    """Yield the lines for people to read."""
    reached = tier(verdicts)
    yield (
        f"{contribution.domain}: {reached.name.lower() if reached else 'no tier'} reached, "
        f"{contribution.manifest.get('quality_scale', 'none')} in the manifest"
    )
    width = max(len(verdict.rule.name) for verdict in verdicts)
    for each in Tier:
        yield ""
        yield each.name.capitalize()
        for verdict in verdicts:
            if verdict.rule.tier is each:
                yield f"  {_mark(verdict)} {verdict.rule.name:{width}}  {verdict.status:6}  {_evidence(verdict)}"
    if after := next((each for each in Tier if each > (reached or 0)), None):
        yield ""
        yield f"Before {after.name.lower()}:"
        for verdict in verdicts:
            if verdict.rule.tier <= after and not verdict.reached:
                yield f"  {verdict.rule.name}: {_left(verdict)} ({verdict.rule.page})"
    if pending := [
        verdict for verdict in verdicts if verdict.status == "done" and verdict.pending
    ]:
        yield ""
        yield (
            f"Not proven for {len(pending)} rules ({pending[0].pending}): "
            + ", ".join(verdict.rule.name for verdict in pending)
        )
    for verdict in verdicts:
        if verdict.status == "todo" and not verdict.gaps and not verdict.pending:
            yield f"Hint: {verdict.rule.name} is todo, but {verdict.rule.evidence}; say done"
    for finding in errors(verdicts):
        yield str(finding)


def as_data(contribution: Contribution, verdicts: list[Verdict]) -> dict[str, Any]:
    """Return the verdicts for a machine to read."""
    reached = tier(verdicts)
    return {
        "domain": contribution.domain,
        "reached": reached.name.lower() if reached else None,
        "rules": {
            verdict.rule.name: {
                "tier": verdict.rule.tier.name.lower(),
                "status": verdict.status,
                "evidence": verdict.rule.evidence,
                "pending": verdict.pending,
                "page": verdict.rule.page,
                "gaps": [
                    {
                        "path": str(each.path),
                        "line": each.line,
                        "message": each.message,
                        "mend": each.mend,
                    }
                    for each in verdict.gaps
                ],
            }
            for verdict in verdicts
        },
    }


def _mark(verdict: Verdict) -> str:
    match verdict:
        case Verdict(status="todo"):
            return "·"
        case Verdict(gaps=[_, *_]):
            return "✘"
        case Verdict(status="exempt"):
            return "-"
        case Verdict(pending=""):
            return "✔"
    return "?"


def _evidence(verdict: Verdict) -> str:
    match verdict:
        case Verdict(gaps=[first, *_]):
            return first.message
        case Verdict(status="exempt"):
            return "nothing here speaks against it"
        case Verdict(status="done", pending=str() as pending) if pending:
            return f"{verdict.rule.evidence} ({pending})"
    return verdict.rule.evidence


def _left(verdict: Verdict) -> str:
    return verdict.gaps[0].message if verdict.gaps else "say done, the evidence holds"
