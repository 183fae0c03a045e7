"""Rule for the LoRaWAN vendors of the manifest."""

from collections.abc import Iterator
from typing import Any, Final

import probatio

from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.keys import found_at, strings_at
from script.rules.examples import examples
from script.rules.rule import Severity, View, rule
from script.rules.schema import Violation
from script.rules.sources import hassfest

from .matchers import matchers


def _vendor(value: Any) -> Any:
    match value:
        case [str(), int() | str()]:
            return value
    raise Violation(
        "not a pair of network server and vendor", 'Write it like ["chirpstack", 744]'
    )


_SCHEMA: Final = probatio.Schema([_vendor])


@rule(
    code="lorawan",
    title="LoRaWAN vendors are pairs, and their integration a dependency",
    severity=Severity.REFUSED,
    view=View.HASSFEST,
    source=hassfest("lorawan"),
    why="The lorawan integration discovers a vendor by the number that its network server has for it.",
    mend="Name network server and vendor",
    good=examples(
        {"dependencies": ["lorawan"], "lorawan": [["chirpstack", 744]]},
        {"dependencies": ["lorawan"], "lorawan": [["tts", "example"]]},
        file="manifest.json",
    ),
    bad=examples(
        {"dependencies": ["lorawan"], "lorawan": ["tts"]},
        {"lorawan": [["tts", "example"]]},
        {
            "config_flow": False,
            "dependencies": ["lorawan"],
            "lorawan": [["tts", "example"]],
        },
        file="manifest.json",
    ),
)
def lorawan(integration: Integration) -> Iterator[Finding]:
    """Report vendors of another form, and those without what discovers them."""
    yield from matchers(integration, "lorawan", _SCHEMA)
    manifest = integration.manifest
    if "lorawan" in manifest and "lorawan" not in strings_at(manifest, "dependencies"):
        yield found_at(
            integration.path / "manifest.json",
            ["lorawan"],
            "needs the lorawan integration",
            "Add lorawan to dependencies",
        )
