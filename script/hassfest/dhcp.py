"""Check the DHCP matchers of the manifest."""

from collections.abc import Iterator
from typing import Final

import probatio

from script.integration.core import Core
from script.integration.finding import Finding
from script.integration.integration import Integration

from .discovery import matchers
from .schema import lowercase, uppercase, wildcard

_SCHEMA: Final = probatio.Schema(
    [
        {
            probatio.Optional("hostname"): lowercase,
            probatio.Optional("macaddress"): probatio.All(uppercase, wildcard),
            probatio.Optional("registered_devices"): bool,
        }
    ]
)


def check(integration: Integration, core: Core) -> Iterator[Finding]:
    """Yield what is wrong with the matchers."""
    yield from matchers(integration, "dhcp", _SCHEMA)
