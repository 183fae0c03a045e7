"""Run the checks of a review."""

from collections.abc import Callable, Iterable
from typing import Final

from script.integration.finding import Finding
from script.integration.integration import Integration
from script.rules.disabled import is_disabled
from script.rules.judge import judge
from script.rules.rule import View
from script.rules.table import rules_of

from . import entities

type Check = Callable[[Integration], Iterable[Finding]]

CHECKS: Final[tuple[Check, ...]] = (*entities.CHECKS,)


def review(integration: Integration, *, is_first: bool = False) -> list[Finding]:
    """Return what there is to say of an integration, in the order of its files."""
    views = (View.REVIEW, View.FIRST_PR) if is_first else (View.REVIEW,)
    # These have not yet moved to the table of rules.
    found = {finding for check in CHECKS for finding in check(integration)}
    return sorted(
        (
            *judge(integration, rules_of(*views)),
            *(finding for finding in found if not is_disabled(finding)),
        )
    )
