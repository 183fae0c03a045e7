"""A point of the review guide, what decides it, and the answer to it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property, lru_cache

from script.integration.contribution import Contribution
from script.integration.core import core
from script.integration.fact import Fact
from script.integration.finding import Finding
from script.integration.integration import Integration
from script.quality_scale.judge import judge as judge_scale
from script.rules.judge import judge
from script.rules.reviewed import rules_of
from script.rules.rule import View
from script.rules.scale.tier_rule import Verdict

# Shows that what a point is about is there.
type Sign = Callable[[Contribution], Iterator[Fact]]
# Facts show that a point holds, findings that it is broken, and advice that a human has to look there.
type Look = Callable[[Contribution], Iterator[Fact | Finding]]


class Mark(StrEnum):
    """The answer to a point, as in the box before it."""

    HELD = "x"
    BROKEN = "!"
    ABSENT = "-"
    HUMAN = " "


class Request(StrEnum):
    """A type of pull request that parts of the guide are about."""

    INTEGRATION = "adds an integration"
    FEATURE = "adds a feature"
    BUGFIX = "mends a bug"
    QUALITY = "improves the code"
    DEPENDENCY = "updates a dependency"


@dataclass(frozen=True)
class Point:
    """A point of the guide.

    Attributes:
        section: Its number in the guide.
        text: What it asks for, in other words than core's.
        look: Looks for what shows it, holds it or breaks it.
        rules: The codes of review's rules that break it.
        scale: The rules of the quality scale that decide it.
        about: Yields what it is about, which may not be there.
        without: Why it does not apply where that is not there.
        of: The type of pull request that it is about, where the integration by itself does not answer it.
        is_human: Whether a human has to judge it where nothing breaks it.
    """

    section: str
    text: str
    look: Look | None = None
    rules: tuple[str, ...] = field(default=(), kw_only=True)
    scale: tuple[str, ...] = field(default=(), kw_only=True)
    about: Sign | None = field(default=None, kw_only=True)
    without: str = field(default="", kw_only=True)
    of: Request | None = field(default=None, kw_only=True)
    is_human: bool = field(default=False, kw_only=True)


@dataclass(frozen=True)
class Answer:
    """The answer to a point.

    Attributes:
        why: Where nothing is found, why it does not apply, or what is left to look at.
        found: What shows the answer.
    """

    point: Point
    mark: Mark
    why: str = ""
    found: tuple[Fact | Finding, ...] = ()


@dataclass(frozen=True, eq=False)
class Case:
    """An integration to answer the guide for.

    Attributes:
        is_first: Whether it stands in the pull request that adds it, and not by itself.
    """

    contribution: Contribution
    is_first: bool = False

    @property
    def is_new(self) -> bool:
        """Return whether core has no such integration."""
        return self.contribution.domain not in core().domains

    @cached_property
    def reviewed(self) -> list[Finding]:
        """Return what review has to say."""
        integration = Integration(self.contribution.path)
        views = (View.REVIEW, View.FIRST_PR) if self.is_first else (View.REVIEW,)
        return judge(integration, rules_of(*views))


# Several points ask for those of the same integration.
@lru_cache(maxsize=2)
def verdicts(contribution: Contribution) -> dict[str, Verdict]:
    """Return the verdict on each rule of the quality scale."""
    return {each.rule.code: each for each in judge_scale(contribution)}
