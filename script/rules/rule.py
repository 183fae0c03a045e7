"""A rule: what it asks for and why, the check that finds what breaks it, and its examples."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Self

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
    """One thing that core asks of an integration, and a decorator of the check that finds what breaks it.

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
    check: Check = field(default=lambda _: ())
    good: tuple[Example, ...]
    bad: tuple[Example, ...]
    view: View = View.REVIEW
    about: str = ""

    def __call__(self, check: Check) -> Self:
        """Return the rule with its check."""
        return replace(self, check=check)

    def findings(self, integration: Integration) -> Iterator[Finding]:
        """Yield what breaks the rule in an integration, under its code."""
        for finding in self.check(integration):
            yield replace(
                finding,
                check=self.code,
                mend=finding.mend or self.mend,
                advice=finding.advice or self.severity is Severity.ADVICE,
            )


# As it reads above a check
rule = Rule
