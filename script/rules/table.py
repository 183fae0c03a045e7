"""The table of all rules."""

from collections.abc import Iterable
from typing import Final

from script import rules

from .collected import rules_below
from .rule import Rule, View

RULES: Final[tuple[Rule, ...]] = rules_below(rules)


def rules_of(*views: View) -> tuple[Rule, ...]:
    """Return the rules that commands judge by."""
    return tuple(each for each in RULES if each.view in views)


def named(code: str, rules: Iterable[Rule] = RULES) -> Rule | None:
    """Return the rule with a code."""
    return next((each for each in rules if each.code == code), None)
