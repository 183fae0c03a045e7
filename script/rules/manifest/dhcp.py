"""Rules for the DHCP matchers of the manifest."""

from collections.abc import Iterator
import re
from typing import Any, Final

import probatio

from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.keys import found_at
from script.rules.examples import examples
from script.rules.rule import Severity, View, rule
from script.rules.schema import Violation, lowercase, uppercase
from script.rules.sources import hassfest, installed

from .matchers import declared, matchers

_SEPARATED: Final = re.compile(r"[0-9A-F]{2}[:.-]", re.IGNORECASE)


def _wildcard(value: Any) -> Any:
    if "*" not in str(value):
        raise Violation(
            "has no wildcard", 'Match a part of the address and end with "*"'
        )
    return value


_SCHEMA: Final = probatio.Schema(
    [
        {
            probatio.Optional("hostname"): lowercase,
            probatio.Optional("macaddress"): probatio.All(uppercase, _wildcard),
            probatio.Optional("registered_devices"): bool,
        }
    ]
)


@rule(
    code="dhcp",
    title="DHCP matchers are written as they are compared",
    severity=Severity.REFUSED,
    view=View.HASSFEST,
    source=hassfest("manifest"),
    why="Hostnames are compared in lowercase and addresses in uppercase, so that a matcher in other letters never matches.",
    mend="Write the matcher as core compares it",
    good=examples(
        {"dhcp": [{"hostname": "example-*", "macaddress": "AABBCC*"}]},
        {"dhcp": [{"registered_devices": True}]},
        file="manifest.json",
    ),
    bad=examples(
        {"dhcp": [{"macaddress": "aabbcc*"}]},
        {"dhcp": [{"macaddress": "AABBCC112233"}]},
        {"dhcp": [{"hostname": "Example-*"}]},
        {"dhcp": [{"ip": "10.*"}]},
        {"config_flow": False, "dhcp": [{"hostname": "example-*"}]},
        file="manifest.json",
    ),
)
def dhcp(integration: Integration) -> Iterator[Finding]:
    """Report matchers of another form, or without a flow."""
    yield from matchers(integration, "dhcp", _SCHEMA)


@rule(
    code="review-guide/dhcp-address",
    title="A DHCP matcher has the address without separators",
    severity=Severity.ASKED,
    source=installed("components.dhcp"),
    why="Addresses are compared as twelve hexadecimal digits, so that one with colons never matches.",
    mend="Write the digits alone, as AABBCC*",
    good=examples(
        {"dhcp": [{"macaddress": "AABBCC*"}]},
        {"dhcp": [{"hostname": "example-a:b*"}]},
        file="manifest.json",
    ),
    bad=examples(
        {"dhcp": [{"macaddress": "AA:BB:CC*"}]},
        {"dhcp": [{"hostname": "example-*"}, {"macaddress": "AA-BB-CC*"}]},
        file="manifest.json",
    ),
)
def dhcp_address(integration: Integration) -> Iterator[Finding]:
    """Report addresses that no device has."""
    for index, matcher in declared(integration, "dhcp"):
        match matcher:
            case {"macaddress": str() as address} if _SEPARATED.search(address):
                yield found_at(
                    integration.path / "manifest.json",
                    ["dhcp", index, "macaddress"],
                    f"{address!r} has separators, which no address that it is compared with has",
                )
