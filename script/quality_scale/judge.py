"""Hold what an integration says of itself against the evidence."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from script.integration.finding import Finding
from script.integration.keys import line_of
from script.rules.scale.validators import VALIDATORS

from .contribution import Contribution, Fact, gap
from .proof import unproven
from .reasons import denied, reason
from .rule import Rule, Tier
from .rules import RULES

# Nobody reads more of them.
_MOST_PLACES: Final = 5
# The reasons for exemptions of these are of the world, so that code alone does not refute them.
_REASONED: Final = frozenset(
    {
        "action-exceptions",
        "common-modules",
        "docs-installation-parameters",
        "docs-supported-devices",
        "docs-supported-functions",
        "dynamic-devices",
        "entity-category",
        "entity-device-class",
        "entity-event-setup",
        "entity-translations",
        "entity-unique-id",
        "has-entity-name",
        "parallel-updates",
        "reauthentication-flow",
        "stale-devices",
        "test-before-configure",
        "test-before-setup",
        "unique-config-entry",
    }
)


@dataclass(frozen=True)
class Verdict:
    """What comes out for a rule.

    Attributes:
        status: As quality_scale.yaml has it: "done", "todo" or "exempt".
        gaps: What speaks against it; for "todo", what is left to do.
        advice: What may speak against it, and does not in integrations that core accepted.
        pending: Why the tests that it rests on prove nothing, or "".
        evidence: Places that prove that what it is about is there, some of many.
        reason: Why it is exempt, where the code shows that it is.
    """

    rule: Rule
    status: str
    gaps: tuple[Finding, ...]
    advice: tuple[Finding, ...] = ()
    pending: str = ""
    evidence: tuple[Fact, ...] = ()
    reason: str = ""

    @property
    def reached(self) -> bool:
        """Return whether the rule keeps no one from its tier."""
        if self.gaps:
            return False
        return self.status == "exempt" or (
            self.status == "done" and bool(self.evidence)
        )


def judge(contribution: Contribution) -> list[Verdict]:
    """Return the verdict on each rule, in the order of the tiers."""
    return [verdict(contribution, rule) for rule in RULES]


def errors(verdicts: list[Verdict]) -> list[Finding]:
    """Return what is not as the integration says."""
    return sorted(
        finding
        for verdict in verdicts
        if verdict.status != "todo"
        for finding in verdict.gaps
    )


def advised(verdicts: list[Verdict]) -> list[Finding]:
    """Return what may not be as the integration says."""
    return sorted(
        finding
        for verdict in verdicts
        if verdict.status != "todo"
        for finding in verdict.advice
    )


def tier(verdicts: list[Verdict]) -> Tier | None:
    """Return the highest tier of which every rule is reached, and those below it."""
    open_ = {verdict.rule.tier for verdict in verdicts if not verdict.reached}
    return max(
        (each for each in Tier if each < min(open_, default=Tier.PLATINUM + 1)),
        default=None,
    )


def verdict(contribution: Contribution, rule: Rule) -> Verdict:
    """Return the verdict on a rule."""
    match status := contribution.rules.get(rule.name, ""):
        case "done" | "todo":
            return _weighed(contribution, rule, status)
        case "exempt":
            untrue = _untrue(contribution, rule)
            return Verdict(
                rule, status, *_parted(untrue), reason=reason(contribution, rule)
            )
    return Verdict(
        rule,
        status,
        (
            Finding(
                path=contribution.scale,
                line=line_of(contribution.scale, "rules", rule.name),
                check=rule.name,
                message=f"the status is {status or 'missing'}",
                mend="Write done, todo, or exempt with a comment",
            ),
        ),
    )


def _weighed(contribution: Contribution, rule: Rule, status: str) -> Verdict:
    """Return the verdict on a rule that is done or to do."""
    evidence = tuple(islice(dict.fromkeys(rule.evidence(contribution)), _MOST_PLACES))
    reason_ = reason(contribution, rule)
    gaps = _gaps(contribution, rule)
    if not evidence and (reason_ or not gaps):
        gaps = [_nothing(contribution, rule, reason_)]
    elif comment := denied(contribution, rule):
        gaps.append(
            Finding(
                path=contribution.scale,
                line=line_of(contribution.scale, "rules", rule.name),
                check=rule.name,
                message="done, and its comment says that there is nothing to do",
                mend=f"Say exempt: {comment}",
            )
        )
    return Verdict(
        rule,
        status,
        *_parted(_named(rule, gaps)),
        pending=_pending(contribution, rule),
        evidence=evidence,
        reason=reason_,
    )


def _parted(
    findings: tuple[Finding, ...],
) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """Return the findings to mend, and those that are advice."""
    return (
        tuple(each for each in findings if not each.advice),
        tuple(each for each in findings if each.advice),
    )


def _nothing(contribution: Contribution, rule: Rule, reason_: str) -> Finding:
    """Return that there is nothing of what a rule is about."""
    if reason_:
        mend = f"Add it, or say exempt: {reason_}"
    elif any(rule.against(contribution)):
        mend = "Add it"
    else:
        mend = "Add it, or say exempt with the reason"
    # The code of a device that has nothing of the kind looks no other.
    return gap(contribution.path, f"nothing shows that {rule.title}", mend, advice=True)


def _untrue(contribution: Contribution, rule: Rule) -> tuple[Finding, ...]:
    """Return what makes an exemption untrue, of which one place is enough."""
    return tuple(
        Finding(
            path=each.path,
            line=each.line,
            check=rule.name,
            message=f"exempt, but {each.what}",
            mend="Say todo, or done once it holds",
            advice=rule.name in _REASONED,
        )
        for each in sorted(set(rule.against(contribution)))[:1]
    )


def _gaps(contribution: Contribution, rule: Rule) -> list[Finding]:
    found = [
        # What the rule says of itself is more precise.
        *(list(rule.done(contribution)) or _hassfest(contribution, rule)),
        *unproven(contribution, rule.proofs(contribution)),
    ]
    record = contribution.last_run
    if rule.run and not isinstance(record, str):
        found += rule.run(contribution, record)
    return found


def _hassfest(contribution: Contribution, rule: Rule) -> Iterator[Finding]:
    """Yield what hassfest would report of the rule."""
    if validate := VALIDATORS.get(rule.name):
        rules = contribution.rules
        done = frozenset(
            {rule.name} | {each for each in rules if rules[each] == "done"}
        )
        for path, line, message, mend in validate(contribution, done):
            yield Finding(
                path=path, line=line, check=rule.name, message=message, mend=mend
            )


def _pending(contribution: Contribution, rule: Rule) -> str:
    record = contribution.last_run
    rests_on_tests = rule.run or any(rule.proofs(contribution))
    return record if rests_on_tests and isinstance(record, str) else ""


def _named(rule: Rule, findings: list[Finding]) -> tuple[Finding, ...]:
    """Return findings under the name of the rule, each once."""
    return tuple(sorted({replace(each, check=rule.name) for each in findings}))
