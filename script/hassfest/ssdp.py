"""Check the SSDP matchers of the manifest."""

from collections.abc import Iterator
from typing import Any, Final

import probatio

from script.integration.core import Core
from script.integration.finding import Finding
from script.integration.integration import Integration

from .discovery import matchers
from .schema import Violation


def _narrowed(matcher: Any) -> Any:
    if not matcher:
        raise Violation("matches every device", "Name what the device says of itself")
    return matcher


_SCHEMA: Final = probatio.Schema([probatio.All({str: object}, _narrowed)])


def check(integration: Integration, core: Core) -> Iterator[Finding]:
    """Yield what is wrong with the matchers."""
    yield from matchers(integration, "ssdp", _SCHEMA)
