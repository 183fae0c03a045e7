"""Rule for integrations that are entity platforms."""

from collections.abc import Iterator

from script.integration.core import core
from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.keys import found_at
from script.rules.examples import examples
from script.rules.exemptions import excused
from script.rules.rule import Severity, View, rule
from script.rules.sources import hassfest


@rule(
    code="integration_info",
    title="Only an entity platform has the type entity",
    severity=Severity.REFUSED,
    view=View.HASSFEST,
    source=hassfest("integration_info"),
    why="Core lists its entity platforms, and no integration is another.",
    mend="Use the type of what it integrates: device, hub, service or helper",
    good=examples(
        {"integration_type": "device"},
        {"integration_type": "hub"},
        file="manifest.json",
    ),
    bad=examples(
        {"integration_type": "entity"},
        {"integration_type": "entity", "config_flow": False},
        file="manifest.json",
    ),
)
def integration_info(integration: Integration) -> Iterator[Finding]:
    """Report an entity integration that is no platform."""
    if integration.manifest.get(
        "integration_type"
    ) == "entity" and integration.domain not in core().platforms | excused(
        "entity_without_platform"
    ):
        yield found_at(
            integration.path / "manifest.json",
            ["integration_type"],
            f"{integration.domain} is no entity platform",
        )
