"""A rule of the quality scale: what is missing of it, what proves it, and what speaks against an exemption."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import IntEnum
from itertools import islice
import re
from typing import Final, override

from script.integration.blanks import Blank, blanks_in
from script.integration.fact import Evidence, Fact, gap
from script.integration.files import read_yaml
from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.keys import at, line_of
from script.integration.last_run import LastRun
from script.rules.rule import Check, Rule, Severity, View
from script.rules.sources import quality_scale

from .proof import Proof, unproven
from .validators import VALIDATORS

# Nobody reads more of them.
_MOST_PLACES: Final = 5
_DENIES: Final = re.compile(r"\b(no|none|not|nothing)\b|n't\b", re.IGNORECASE)


class Tier(IntEnum):
    """A tier of the scale."""

    BRONZE = 1
    SILVER = 2
    GOLD = 3
    PLATINUM = 4


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
        blanks: What its author still has to write of it, on the page.
    """

    rule: TierRule
    status: str
    gaps: tuple[Finding, ...]
    advice: tuple[Finding, ...] = ()
    pending: str = ""
    evidence: tuple[Fact, ...] = ()
    reason: str = ""
    blanks: tuple[Blank, ...] = ()

    @property
    def reached(self) -> bool:
        """Return whether the rule keeps no one from its tier."""
        if self.gaps or self.blanks:
            return False
        return self.status == "exempt" or (
            self.status == "done" and bool(self.evidence)
        )


@dataclass(frozen=True, kw_only=True)
class TierRule(Rule):
    """A rule of a tier, whose check reports what keeps it from being done.

    Attributes:
        evidence: Yields the places that prove that it is there; without any it is not done.
        against: Yields what makes an exemption untrue.
        exempt: The comment of an exemption that holds where nothing in the code speaks against it.
        given: The comment of one that holds in a step of a finished integration, whose entities all have what they should.
        left_out: The comment of one that holds once the owner of the integration has left the feature out.
        besides: Yields what else the code has to show of an exemption, where the absence of a thing says too little.
        is_reasoned: Whether reasons for exemptions are of the world, so that code alone does not refute them.
        proofs: Yields the tests that it rests on.
        run: Reports what the record of a test run lacks.
    """

    tier: Tier
    evidence: Evidence
    against: Evidence
    exempt: str = ""
    given: str = ""
    left_out: str = ""
    besides: Evidence | None = None
    is_reasoned: bool = False
    proofs: Callable[[Integration], Iterable[Proof]] = field(default=lambda _: ())
    run: Callable[[Integration, LastRun], Iterator[Finding]] | None = None
    view: View = View.QUALITY_SCALE
    severity: Severity = Severity.ASKED
    source: str = field(init=False)

    def __post_init__(self) -> None:
        """Name the source, which follows from the code."""
        object.__setattr__(self, "source", quality_scale(self.code))

    @property
    def page(self) -> str:
        """Return where the developer documentation explains it."""
        return f"https://developers.home-assistant.io/docs/core/integration-quality-scale/rules/{self.code}"

    @override
    def findings(self, integration: Integration) -> Iterator[Finding]:
        """Yield what speaks against the status of the rule."""
        verdict = self.verdict(integration)
        yield from (*verdict.gaps, *verdict.advice)

    def verdict(self, integration: Integration) -> Verdict:
        """Return the verdict on the status of the rule."""
        match status := integration.rules.get(self.code, ""):
            case "done" | "todo":
                return self._weighed(integration, status)
            case "exempt":
                return self._verdict(
                    status,
                    self._untrue(integration),
                    reason=self.reason(integration),
                )
        misstated = self._misstated(
            integration,
            f"the status is {status or 'missing'}",
            "Write done, todo, or exempt with a comment",
        )
        return self._verdict(status, [misstated])

    def reason(self, integration: Integration) -> str:
        """Return why the rule is exempt, or "" where the code does not show that it is."""
        if (
            not self.exempt
            or any(self.evidence(integration))
            or any(self.against(integration))
            or (self.besides and not any(self.besides(integration)))
        ):
            return ""
        return self.exempt

    def _weighed(self, integration: Integration, status: str) -> Verdict:
        """Return the verdict on a rule that is done or to do."""
        facts = dict.fromkeys(self.evidence(integration))
        evidence = tuple(islice(facts, _MOST_PLACES))
        reason = self.reason(integration)
        gaps = {*self._gaps(integration)}
        if not evidence and (reason or not gaps):
            gaps = {self._nothing(integration, reason)}
        elif self._is_denied(integration):
            gaps.add(
                self._misstated(
                    integration,
                    "done, and its comment says that there is nothing to do",
                    f"Say exempt: {self.exempt}",
                )
            )
        return replace(
            self._verdict(status, gaps, self._pending(integration), evidence, reason),
            blanks=tuple(_blanks(integration, facts)),
        )

    def _verdict(
        self,
        status: str,
        found: Iterable[Finding],
        pending: str = "",
        evidence: tuple[Fact, ...] = (),
        reason: str = "",
    ) -> Verdict:
        """Return a verdict with what is found under the code of the rule, what is to mend apart from advice."""
        named = sorted(replace(each, check=self.code) for each in found)
        gaps = tuple(each for each in named if not each.advice)
        advice = tuple(each for each in named if each.advice)
        return Verdict(self, status, gaps, advice, pending, evidence, reason)

    def _gaps(self, integration: Integration) -> Iterator[Finding]:
        """Yield what is missing, with what hassfest would say where that is nothing."""
        found = [*super().findings(integration)]
        if not found and (validate := VALIDATORS.get(self.code)):
            rules = integration.rules
            done = {each for each in rules if rules[each] == "done"}
            for path, line, message, mend in validate(
                integration, frozenset({self.code, *done})
            ):
                yield gap(path, message, mend, line=line)
        yield from found
        yield from unproven(integration, self.proofs(integration))
        if self.run and not isinstance(record := integration.last_run, str):
            yield from self.run(integration, record)

    def _pending(self, integration: Integration) -> str:
        record = integration.last_run
        rests_on_tests = self.run or any(self.proofs(integration))
        return record if rests_on_tests and isinstance(record, str) else ""

    def _is_denied(self, integration: Integration) -> bool:
        """Return whether by comment and code there is nothing of what is said to be done."""
        comment = at(read_yaml(integration.scale), "rules", self.code, "comment")
        return bool(
            self.exempt
            and integration.rules.get(self.code) == "done"
            and _DENIES.search(str(comment or ""))
            and not any(self.against(integration))
        )

    def _nothing(self, integration: Integration, reason: str) -> Finding:
        """Return that there is nothing of what the rule is about."""
        if reason:
            mend = f"Add it, or say exempt: {reason}"
        elif any(self.against(integration)):
            mend = "Add it"
        else:
            mend = "Add it, or say exempt with the reason"
        # The code of a device that has nothing of the kind looks no other.
        message = f"nothing shows that {self.title}"
        return gap(integration.path, message, mend, advice=True)

    def _untrue(self, integration: Integration) -> Iterator[Finding]:
        """Yield what makes an exemption untrue, of which one place is enough."""
        for each in sorted(set(self.against(integration)))[:1]:
            yield gap(
                each.path,
                f"exempt, but {each.what}",
                "Say todo, or done once it holds",
                line=each.line,
                advice=self.is_reasoned,
            )

    def _misstated(self, integration: Integration, message: str, mend: str) -> Finding:
        """Return what is wrong with the status itself."""
        line = line_of(integration.scale, "rules", self.code)
        return gap(integration.scale, message, mend, line=line)


def _blanks(integration: Integration, evidence: Iterable[Fact]) -> Iterator[Blank]:
    """Yield the blanks in the parts of the page that are evidence."""
    page = integration.page
    starts = page.parts
    for blank in blanks_in(page.path):
        own = bisect_right(starts, blank.line)
        if any(
            each.path == page.path and bisect_right(starts, each.line) == own
            for each in evidence
        ):
            yield blank


def never(integration: Integration) -> Iterator[Fact]:
    """Yield that a rule has no exceptions."""
    yield Fact(integration.scale, 0, "the rule has no exceptions")


def found_by(*rules: Rule) -> Check:
    """Return the check that other rules make together."""

    def check(integration: Integration) -> Iterator[Finding]:
        for each in rules:
            yield from each.findings(integration)

    return check
