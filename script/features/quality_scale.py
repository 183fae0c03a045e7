"""What quality_scale.yaml says, changed without touching the rest of its text."""

from collections.abc import Mapping
import re
from typing import Final

_RULE: Final = re.compile(
    r"^  (?P<name>[a-z-]+):(?: (?P<status>\w+)|(?:\n    .*)+)$", re.MULTILINE
)
_TIER: Final = re.compile(r"^  # (?P<tier>Bronze|Silver|Gold|Platinum)$", re.MULTILINE)


def with_statuses(text: str, reasons: Mapping[str, str | None]) -> str:
    """Return the file with rules exempt for a reason, or to do for want of one."""

    def changed(rule: re.Match[str]) -> str:
        name = rule["name"]
        # What is exempt as it stands does not wait for a feature.
        if name not in reasons or "status: exempt" in rule[0]:
            return rule[0]
        if (reason := reasons[name]) is None:
            return f"  {name}: todo"
        return f"  {name}:\n    status: exempt\n    comment: {reason}"

    return _RULE.sub(changed, text)


def tier_of(text: str, claimed: str | None = None) -> str | None:
    """Return the highest tier of which, as of those below, no rule is to do.

    An integration that claims less than it could stays at what it claims.
    """
    reached = None
    _, *sections = _TIER.split(text)
    for tier, rules in zip(sections[::2], sections[1::2], strict=True):
        if re.search(r": todo$", rules, re.MULTILINE):
            break
        reached = tier.lower()
        if reached == claimed:
            break
    return reached
