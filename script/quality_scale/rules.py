"""The 54 rules of the quality scale, in the order of the tiers."""

from typing import Final

from .bronze import BRONZE
from .gold import GOLD
from .platinum import PLATINUM
from .rule import Rule
from .silver import SILVER

RULES: Final[tuple[Rule, ...]] = (*BRONZE, *SILVER, *GOLD, *PLATINUM)
