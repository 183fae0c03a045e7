"""Hold what an integration says of itself against the evidence."""

from script.integration.finding import Finding
from script.integration.integration import Integration
from script.rules.scale.table import RULES
from script.rules.scale.tier_rule import Tier, Verdict


def judge(integration: Integration) -> list[Verdict]:
    """Return the verdict on each rule, in the order of the tiers."""
    return [rule.verdict(integration) for rule in RULES]


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
