"""Rule for the Bluetooth matchers of the manifest."""

from collections.abc import Iterator
from typing import Final

import probatio

from script.integration.finding import Finding
from script.integration.integration import Integration
from script.rules.examples import examples
from script.rules.rule import Severity, View, rule
from script.rules.schema import lowercase
from script.rules.sources import hassfest

from .matchers import matchers

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


@rule(
    code="bluetooth",
    title="Bluetooth matchers are written as they are compared",
    severity=Severity.REFUSED,
    view=View.HASSFEST,
    source=hassfest("manifest"),
    why="UUIDs are compared in lowercase and manufacturers as numbers, so that a matcher of another form never matches.",
    mend="Write the matcher as core compares it",
    good=examples(
        {"bluetooth": [{"local_name": "Example*", "connectable": False}]},
        {"bluetooth": [{"manufacturer_id": 76, "manufacturer_data_start": [6]}]},
        file="manifest.json",
    ),
    bad=examples(
        {"bluetooth": [{"service_uuid": "0000FE00-0000-1000-8000-00805F9B34FB"}]},
        {"bluetooth": [{"manufacturer_id": "76"}]},
        {"bluetooth": [{"name": "Example*"}]},
        file="manifest.json",
    ),
)
def bluetooth(integration: Integration) -> Iterator[Finding]:
    """Report matchers of another form, or without a flow."""
    yield from matchers(integration, "bluetooth", _SCHEMA)
