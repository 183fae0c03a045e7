"""Check the USB matchers of the manifest."""

from collections.abc import Iterator
from typing import Final

import probatio

from script.integration.core import Core
from script.integration.finding import Finding
from script.integration.integration import Integration

from .discovery import matchers
from .schema import lowercase, uppercase

_SCHEMA: Final = probatio.Schema(
    [
        {
            probatio.Optional("description"): lowercase,
            probatio.Optional("known_devices"): [str],
            probatio.Optional("manufacturer"): lowercase,
            probatio.Optional("pid"): uppercase,
            probatio.Optional("serial_number"): lowercase,
            probatio.Optional("vid"): uppercase,
        }
    ]
)


def check(integration: Integration, core: Core) -> Iterator[Finding]:
    """Yield what is wrong with the matchers."""
    yield from matchers(integration, "usb", _SCHEMA)
