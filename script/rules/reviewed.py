"""The table of the rules that a review has, apart so that the command imports none of the quality scale."""

from typing import Final

from script import rules

from .collected import rules_below
from .rule import Rule, View

_RULES: Final = rules_below(rules, without="scale")


def rules_of(*views: View) -> tuple[Rule, ...]:
    """Return the rules that a review judges by."""
    return tuple(each for each in _RULES if each.view in views)
