"""Check the MQTT topics of the manifest."""

from collections.abc import Iterator
from typing import Final

import probatio

from script.integration.core import Core
from script.integration.finding import Finding
from script.integration.integration import Integration

from .discovery import matchers

_SCHEMA: Final = probatio.Schema([str])


def check(integration: Integration, core: Core) -> Iterator[Finding]:
    """Yield what is wrong with the topics."""
    yield from matchers(integration, "mqtt", _SCHEMA)
