"""Check the LoRaWAN vendors of the manifest."""

from collections.abc import Iterator
from typing import Any, Final

import probatio

from script.integration.core import Core
from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.keys import line_of, strings_at

from .discovery import matchers
from .schema import Violation


def _vendor(value: Any) -> Any:
    match value:
        case [str(), int() | str()]:
            return value
    raise Violation(
        "not a pair of network server and vendor", 'Write it like ["chirpstack", 744]'
    )


_SCHEMA: Final = probatio.Schema([_vendor])


def check(integration: Integration, core: Core) -> Iterator[Finding]:
    """Yield what is wrong with the vendors, and with what their discovery needs."""
    yield from matchers(integration, "lorawan", _SCHEMA)
    if "lorawan" in integration.manifest and "lorawan" not in strings_at(
        integration.manifest, "dependencies"
    ):
        path = integration.path / "manifest.json"
        yield Finding(
            path=path,
            line=line_of(path, "lorawan"),
            check="lorawan",
            message="lorawan: needs the lorawan integration",
            mend="Add lorawan to dependencies",
        )
