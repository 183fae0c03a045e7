"""Rule for the type of integrations with a config flow."""

from collections.abc import Iterator

from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.keys import found_at
from script.rules.examples import examples
from script.rules.exemptions import excused
from script.rules.rule import Severity, View, rule
from script.rules.sources import hassfest


@rule(
    code="integration_type",
    title="An integration with a config flow says what it is",
    severity=Severity.REFUSED,
    view=View.HASSFEST,
    source=hassfest("integration_type"),
    why="The frontend shows devices, services and helpers in different places.",
    mend="Say whether it is a device, hub, service or helper",
    good=examples(
        {"integration_type": "service"},
        {"config_flow": None, "integration_type": None},
        file="manifest.json",
    ),
    bad=examples(
        {"integration_type": None},
        {"integration_type": None, "single_config_entry": True},
        file="manifest.json",
    ),
)
def integration_type(integration: Integration) -> Iterator[Finding]:
    """Report the config flow of an integration without a type."""
    manifest = integration.manifest
    if (
        manifest.get("config_flow")
        and "integration_type" not in manifest
        and integration.domain not in excused("untyped")
    ):
        yield found_at(
            integration.path / "manifest.json",
            ["config_flow"],
            "required with a config flow but missing",
            name="integration_type",
        )
