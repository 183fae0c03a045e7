"""Check triggers.yaml, and that its triggers have texts and icons."""

from collections.abc import Iterator
from functools import cache
import re

from script.integration.core import Core
from script.integration.finding import Finding
from script.integration.integration import Integration

from .described import NAME, Kind, aimed, check_described
from .exemptions import excused


def check(integration: Integration, core: Core) -> Iterator[Finding]:
    """Yield what is wrong with the triggers."""
    yield from check_described(
        integration, _kind(core), excused("undescribed_triggers"), frozenset()
    )


@cache
def _kind(core: Core) -> Kind:
    return Kind(
        "triggers",
        "trigger",
        "**/trigger.py",
        re.compile(r"async_attach_trigger|async_get_triggers"),
        NAME,
        aimed(core),
    )
