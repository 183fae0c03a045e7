"""Check the Bluetooth matchers of the manifest."""

from collections.abc import Iterator
from typing import Final

import probatio

from script.integration.core import Core
from script.integration.finding import Finding
from script.integration.integration import Integration

from .discovery import matchers
from .schema import lowercase

_SCHEMA: Final = probatio.Schema(
    [
        {
            probatio.Optional("connectable"): bool,
            probatio.Optional("local_name"): str,
            probatio.Optional("manufacturer_data_start"): [int],
            probatio.Optional("manufacturer_id"): int,
            probatio.Optional("service_data_uuid"): lowercase,
            probatio.Optional("service_uuid"): lowercase,
        }
    ]
)


def check(integration: Integration, core: Core) -> Iterator[Finding]:
    """Yield what is wrong with the matchers."""
    yield from matchers(integration, "bluetooth", _SCHEMA)
