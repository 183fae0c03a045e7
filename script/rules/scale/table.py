"""The rules of the quality scale, in the order of the tiers."""

from typing import Final

from script.rules import scale
from script.rules.collected import rules_below

from .tier_rule import TierRule

# In a tier they stand as in core's files, a longer name before one that it begins with.
RULES: Final[tuple[TierRule, ...]] = tuple(
    sorted(
        (each for each in rules_below(scale) if isinstance(each, TierRule)),
        key=lambda each: (each.tier, f"{each.code}~"),
    )
)

# The comments of exemptions that the code shows, of those that the finished integration gives, and of those that hold
# once their feature is left out
EXEMPT: Final = {each.code: each.exempt for each in RULES if each.exempt}
GIVEN: Final = {each.code: each.given for each in RULES if each.given}
LEFT_OUT: Final = {each.code: each.left_out for each in RULES if each.left_out}
