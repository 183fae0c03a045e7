"""Answer points by what is found of them."""

from collections.abc import Iterable, Iterator
from itertools import islice

from script.integration.fact import Fact
from script.integration.finding import Finding
from script.rules.scale.tier_rule import Verdict

from .point import Answer, Case, Mark, Point, Request, verdicts

# Nobody looks at more places than these.
_MOST: int = 3


def answers(case: Case, points: Iterable[Point]) -> list[Answer]:
    """Return the answer to each point."""
    return [answer(case, point) for point in points]


def answer(case: Case, point: Point) -> Answer:
    """Return the answer to a point: held only where something shows it, absent only where nothing is there."""
    if apart := _apart(case, point):
        return Answer(point, Mark.ABSENT, apart)
    weighed = [verdicts(case.contribution)[name] for name in point.scale]
    if weighed and all(absent := [_absent(case, each) for each in weighed]):
        return Answer(point, Mark.ABSENT, absent[0])
    found = [
        *_reviewed(case, point),
        *(each for verdict in weighed for each in _weighed(case, verdict)),
        *(point.look(case.contribution) if point.look else ()),
    ]
    facts = [each for each in found if isinstance(each, Fact)]
    findings = [each for each in found if isinstance(each, Finding)]
    if broken := [each for each in findings if not each.advice]:
        return Answer(point, Mark.BROKEN, found=_first(broken))
    if point.about and not any(point.about(case.contribution)):
        return Answer(point, Mark.ABSENT, point.without)
    if findings or point.is_human or not facts:
        return Answer(point, Mark.HUMAN, found=_first(findings or facts))
    return Answer(point, Mark.HELD, found=_first(facts))


def _first[T: Fact | Finding](found: Iterable[T]) -> tuple[T, ...]:
    return tuple(islice(dict.fromkeys(found), _MOST))


def _apart(case: Case, point: Point) -> str:
    """Return why a point is about another pull request than this, or ""."""
    if point.of is None:
        return ""
    if case.is_first:
        adds = Request.INTEGRATION
        return "" if point.of is adds else f"The pull request {adds}"
    if point.of is Request.INTEGRATION:
        return (
            "Judged as a whole, and not as the pull request that adds it (--first-pr)"
        )
    if point.of is not Request.FEATURE and case.is_new:
        return f"Home Assistant has no {case.contribution.domain} yet, so no pull request {point.of} of it"
    return ""


def _reviewed(case: Case, point: Point) -> Iterator[Finding]:
    """Yield what review finds of a point."""
    codes = {*point.rules}
    return (each for each in case.reviewed if codes & {each.check, *each.also})


def _absent(case: Case, verdict: Verdict) -> str:
    """Return why a rule of the quality scale does not apply, or ""."""
    if verdict.reason:
        return verdict.reason
    if verdict.status == "exempt" or verdict.evidence:
        return ""
    if any(verdict.rule.against(case.contribution)):
        return ""
    return f"Nothing is there of {verdict.rule.code}"


def _weighed(case: Case, verdict: Verdict) -> Iterator[Fact | Finding]:
    """Yield what shows the verdict on a rule of the quality scale."""
    yield from (*verdict.gaps, *verdict.advice)
    yield from verdict.evidence
    doubt = verdict.pending
    if verdict.status == "exempt" and not verdict.reason:
        doubt = f"{verdict.rule.code} is said to be exempt"
    if doubt and not verdict.gaps:
        place = next(iter(verdict.evidence), None)
        yield Finding(
            path=place.path if place else case.contribution.scale,
            line=place.line if place else 0,
            check=verdict.rule.code,
            message=doubt,
            mend="",
            advice=True,
        )
