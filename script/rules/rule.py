"""A rule: what it asks for and why, the check that finds what breaks it, and its examples."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from script.integration.finding import Finding
from script.integration.integration import Integration

from .examples import Example

type Check = Callable[[Integration], Iterable[Finding]]


class Severity(StrEnum):
    """What comes of breaking a rule in a pull request for core."""

    # Its CI, bots or policies do not let it pass.
    REFUSED = "core refuses"
    # Next to no accepted integration breaks it.
    ASKED = "reviewers ask"
    # Accepted integrations break it often, so that it makes no command fail.
    ADVICE = "advice"


class View(StrEnum):
    """The command that judges by a rule."""

    HASSFEST = "hassfest"
    REVIEW = "review"
    FIRST_PR = "review --first-pr"
    QUALITY_SCALE = "quality_scale"


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One thing that core asks of an integration.

    Attributes:
        code: The name that core has for it, where core has one.
        title: What is asked, in a few words.
        severity: What comes of breaking it.
        source: Where core asks for it: an address, a check of core's pylint plugin or a module of its hassfest.
        why: The reason, in a sentence or two.
        mend: What to do about it, where a finding says nothing more precise.
        check: Yields a finding for each place that breaks it, made by `Module.found` or without code.
        good: Examples that follow it, two at least.
        bad: Examples that break it, two at least.
        view: The command that judges by it.
        about: What it speaks of, where other rules speak of the same; at one place that is told once.
    """

    code: str
    title: str
    severity: Severity
    source: str
    why: str
    mend: str
    check: Check
    good: tuple[Example, ...]
    bad: tuple[Example, ...]
    view: View = View.REVIEW
    about: str = ""

    def findings(self, integration: Integration) -> Iterator[Finding]:
        """Yield what breaks the rule in an integration, under its code."""
        for finding in self.check(integration):
            yield replace(
                finding,
                check=self.code,
                mend=finding.mend or self.mend,
                advice=self.severity is Severity.ADVICE,
            )


def rule(
    *,
    code: str,
    title: str,
    severity: Severity,
    source: str,
    why: str,
    mend: str,
    good: tuple[Example, ...],
    bad: tuple[Example, ...],
    view: View = View.REVIEW,
    about: str = "",
) -> Callable[[Check], Rule]:
    """Make a rule of the check below."""

    def made(check: Check) -> Rule:
        return Rule(
            code=code,
            title=title,
            severity=severity,
            source=source,
            why=why,
            mend=mend,
            check=check,
            good=good,
            bad=bad,
            view=view,
            about=about,
        )

    return made
