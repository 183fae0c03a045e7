"""The table of all rules."""

from typing import Final

from script import rules

from .collected import rules_below
from .rule import Rule

RULES: Final[tuple[Rule, ...]] = rules_below(rules)


def named(code: str) -> Rule | None:
    """Return the rule with a code."""
    return next((each for each in RULES if each.code == code), None)
