"""Rule for the SSDP matchers of the manifest."""

from collections.abc import Iterator
from typing import Any, Final

import probatio

from script.integration.finding import Finding
from script.integration.integration import Integration
from script.rules.examples import examples
from script.rules.rule import Severity, View, rule
from script.rules.schema import Violation
from script.rules.sources import hassfest

from .matchers import matchers


def _narrowed(matcher: Any) -> Any:
    if not matcher:
        raise Violation("matches every device", "Name what the device says of itself")
    return matcher


_SCHEMA: Final = probatio.Schema([probatio.All({str: object}, _narrowed)])


@rule(
    code="ssdp",
    title="SSDP matchers name what the device says of itself",
    severity=Severity.REFUSED,
    view=View.HASSFEST,
    source=hassfest("manifest"),
    why="A matcher without a word matches every device on the network.",
    mend="Name what the device says of itself",
    good=examples(
        {"ssdp": [{"manufacturer": "Example"}]},
        {"ssdp": [{"st": "urn:example-com:device:Bridge:1"}]},
        file="manifest.json",
    ),
    bad=examples(
        {"ssdp": [{}]},
        {"ssdp": ["urn:example-com:device:Bridge:1"]},
        file="manifest.json",
    ),
)
def ssdp(integration: Integration) -> Iterator[Finding]:
    """Report matchers of another form, or without a flow."""
    yield from matchers(integration, "ssdp", _SCHEMA)
