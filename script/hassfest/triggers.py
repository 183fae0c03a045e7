"""Check triggers.yaml, and that its triggers have texts and icons."""

from collections.abc import Iterator
from functools import cache
import re

import probatio

from script.finding import Finding
from script.integration import Integration

from .core import Core
from .described import (
    NAME,
    Kind,
    check_described,
    contexts,
    descriptions,
    field,
    target,
)
from .exceptions import excused
from .schema import underscore_slug


def check(integration: Integration, core: Core) -> Iterator[Finding]:
    """Yield what is wrong with the triggers."""
    yield from check_described(
        integration, _kind(core), excused("undescribed_triggers"), frozenset()
    )


@cache
def _kind(core: Core) -> Kind:
    fields = {str: field(core) | {probatio.Optional("context"): {str: str}}}
    schema = probatio.Schema(
        {
            probatio.Optional("target"): target(core),
            probatio.Optional("fields"): fields,
        }
    )
    return Kind(
        "triggers",
        "trigger",
        "**/trigger.py",
        re.compile(r"async_attach_trigger|async_get_triggers"),
        NAME,
        descriptions(underscore_slug, probatio.All(schema, contexts)),
    )
