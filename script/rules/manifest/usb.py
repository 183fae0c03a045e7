"""Rule for the USB matchers of the manifest."""

from collections.abc import Iterator
from typing import Final

import probatio

from script.integration.finding import Finding
from script.integration.integration import Integration
from script.rules.examples import examples
from script.rules.rule import Severity, View, rule
from script.rules.schema import lowercase, uppercase
from script.rules.sources import hassfest

from .matchers import matchers

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


@rule(
    code="usb",
    title="USB matchers are written as they are compared",
    severity=Severity.REFUSED,
    view=View.HASSFEST,
    source=hassfest("manifest"),
    why="Numbers are compared in uppercase and texts in lowercase, so that a matcher in other letters never matches.",
    mend="Write the matcher as core compares it",
    good=examples(
        {"usb": [{"vid": "10C4", "pid": "EA60", "description": "*example*"}]},
        {"usb": [{"vid": "10C4", "known_devices": ["Example Stick"]}]},
        file="manifest.json",
    ),
    bad=examples(
        {"usb": [{"vid": "10c4"}]},
        {"usb": [{"description": "*Example*"}]},
        {"usb": [{"name": "example"}]},
        file="manifest.json",
    ),
)
def usb(integration: Integration) -> Iterator[Finding]:
    """Report matchers of another form, or without a flow."""
    yield from matchers(integration, "usb", _SCHEMA)
