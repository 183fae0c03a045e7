"""Check conditions.yaml, and that its conditions have texts and icons."""

from collections.abc import Iterator
from functools import cache
import re

from script.integration.core import Core
from script.integration.finding import Finding
from script.integration.integration import Integration

from .described import NAME, Kind, aimed, check_described
from .exemptions import excused


def check(integration: Integration, core: Core) -> Iterator[Finding]:
    """Yield what is wrong with the conditions."""
    yield from check_described(
        integration, _kind(core), excused("undescribed_conditions"), frozenset()
    )


@cache
def _kind(core: Core) -> Kind:
    return Kind(
        "conditions",
        "condition",
        "**/condition.py",
        re.compile(r"async_get_conditions"),
        NAME,
        aimed(core),
    )
