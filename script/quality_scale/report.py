"""Print the verdicts on the rules."""

from collections.abc import Iterator
from typing import Any

from script.integration.blanks import MARK, Blank, blanks, told
from script.integration.contribution import Contribution
from script.integration.fact import Fact
from script.integration.finding import Finding
from script.rules.scale.tier_rule import Tier, Verdict

from .judge import advised, errors, tier


def table(contribution: Contribution, verdicts: list[Verdict]) -> Iterator[str]:
    """Yield the lines for people to read."""
    reached = tier(verdicts)
    yield (
        f"{contribution.domain}: {reached.name.lower() if reached else 'no tier'} reached, "
        f"{contribution.manifest.get('quality_scale', 'none')} in the manifest"
    )
    if not contribution.scale.exists():
        yield "No quality_scale.yaml, so all counts as todo; --write writes one"
    width = max(len(verdict.rule.code) for verdict in verdicts)
    for each in Tier:
        yield ""
        yield each.name.capitalize()
        for verdict in verdicts:
            if verdict.rule.tier is each:
                yield f"  {_mark(verdict)} {verdict.rule.code:{width}}  {verdict.status:6}  {_evidence(contribution, verdict)}"
    if after := next((each for each in Tier if each > (reached or 0)), None):
        yield ""
        yield f"Before {after.name.lower()}:"
        for verdict in verdicts:
            if verdict.rule.tier <= after and not verdict.reached:
                yield f"  {verdict.rule.code}: {left(verdict)} ({verdict.rule.page})"
    if pending := [
        verdict for verdict in verdicts if verdict.status == "done" and verdict.pending
    ]:
        yield ""
        yield (
            f"Not proven for {len(pending)} rules ({pending[0].pending}): "
            + ", ".join(verdict.rule.code for verdict in pending)
        )
    for verdict in verdicts:
        if hint := _hint(contribution, verdict):
            yield f"Hint: {verdict.rule.code} is todo, {hint}"
    for finding in errors(verdicts):
        yield str(finding)
    if unwritten := [*told(blanks(contribution))]:
        yield ""
        yield from unwritten
    if advice := advised(verdicts):
        yield ""
        yield "Advice, which reviewers may or may not give:"
        yield from map(str, advice)


def as_data(contribution: Contribution, verdicts: list[Verdict]) -> dict[str, Any]:
    """Return the verdicts for a machine to read."""
    reached = tier(verdicts)
    return {
        "domain": contribution.domain,
        "reached": reached.name.lower() if reached else None,
        "rules": {
            verdict.rule.code: {
                "tier": verdict.rule.tier.name.lower(),
                "status": verdict.status,
                "evidence": verdict.rule.title,
                "evidence_places": [
                    {"path": str(each.path), "line": each.line, "what": each.what}
                    for each in verdict.evidence
                ],
                "pending": verdict.pending,
                "blanks": [str(each) for each in verdict.blanks],
                "page": verdict.rule.page,
                "gaps": [_told(each) for each in verdict.gaps],
                "advice": [_told(each) for each in verdict.advice],
            }
            for verdict in verdicts
        },
    }


def _told(finding: Finding) -> dict[str, Any]:
    """Return a finding without its rule."""
    return {
        "path": str(finding.path),
        "line": finding.line,
        "message": finding.message,
        "mend": finding.mend,
    }


def _mark(verdict: Verdict) -> str:
    match verdict:
        case Verdict(status="todo"):
            return "·"
        case Verdict(gaps=[_, *_]):
            return "✘"
        case Verdict(status="done", blanks=[_, *_]):
            return MARK
        case Verdict(status="exempt"):
            return "-"
        case Verdict(pending="", advice=()):
            return "✔"
    return "?"


def _evidence(contribution: Contribution, verdict: Verdict) -> str:
    title = verdict.rule.title
    match verdict:
        case Verdict(gaps=[first, *_]) | Verdict(advice=[first, *_]):
            return first.message
        case Verdict(status="exempt"):
            return "nothing here speaks against it"
        case Verdict(blanks=[first, *_]):
            return f"{_counted(verdict)}: {_place(contribution, first)}"
        case Verdict(status="done", pending=str() as pending) if pending:
            return f"{title} ({pending})"
    return f"{title}: {_place(contribution, verdict.evidence[0])}"


def _place(contribution: Contribution, fact: Fact | Blank) -> str:
    """Return a place as short as it can be found by."""
    if fact.path.is_relative_to(contribution.path):
        path = str(fact.path.relative_to(contribution.path))
    else:
        path = "/".join(fact.path.parts[-2:])
    return f"{path}:{fact.line}" if fact.line else path


def _hint(contribution: Contribution, verdict: Verdict) -> str:
    """Return what could be said of a rule in place of "todo", or ""."""
    if verdict.status != "todo":
        return ""
    if verdict.reason:
        return f"and nothing of it is here; say exempt: {verdict.reason}"
    if verdict.gaps or verdict.advice or verdict.pending or verdict.blanks:
        return ""
    place = _place(contribution, verdict.evidence[0])
    return f"but {verdict.rule.title}: {place}; say done"


def left(verdict: Verdict) -> str:
    """Return what is left to do before a rule is met."""
    if verdict.reason:
        return f"say exempt: {verdict.reason}"
    if open_ := (*verdict.gaps, *verdict.advice):
        return open_[0].message
    return _counted(verdict) if verdict.blanks else "say done, the evidence holds"


def _counted(verdict: Verdict) -> str:
    """Return how much of a rule only its author can write."""
    return f"yours to write ({len(verdict.blanks)})"
