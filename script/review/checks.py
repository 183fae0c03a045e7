"""Run the checks of a review."""

from collections.abc import Callable, Iterable
from typing import Final

from script.integration.finding import Finding
from script.integration.integration import Integration
from script.rules.disabled import is_disabled
from script.rules.judge import judge
from script.rules.rule import View
from script.rules.table import rules_of

from . import (
    coordinator,
    entities,
    exceptions,
    first_pr,
    flow_strings,
    forms,
    imports,
    placement,
    setup,
    steps,
    style,
    testing,
    testing_flows,
)

type Check = Callable[[Integration], Iterable[Finding]]

CHECKS: Final[tuple[Check, ...]] = (
    *imports.CHECKS,
    *style.CHECKS,
    *setup.CHECKS,
    *coordinator.CHECKS,
    *entities.CHECKS,
    *placement.CHECKS,
    *exceptions.CHECKS,
    *steps.CHECKS,
    *forms.CHECKS,
    *flow_strings.CHECKS,
    *testing.CHECKS,
    *testing_flows.CHECKS,
)

FIRST_PR: Final[tuple[Check, ...]] = first_pr.CHECKS


def review(integration: Integration, *, is_first: bool = False) -> list[Finding]:
    """Return what there is to say of an integration, in the order of its files."""
    views = (View.REVIEW, View.FIRST_PR) if is_first else (View.REVIEW,)
    checks = (*CHECKS, *FIRST_PR) if is_first else CHECKS
    # These have not yet moved to the table of rules.
    found = {finding for check in checks for finding in check(integration)}
    return sorted(
        (
            *judge(integration, rules_of(*views)),
            *(finding for finding in found if not is_disabled(finding)),
        )
    )
