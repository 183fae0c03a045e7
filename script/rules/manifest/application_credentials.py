"""Rule for the dependency that the module application_credentials.py needs."""

from collections.abc import Iterator

from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.keys import found_at, strings_at
from script.rules.examples import Example
from script.rules.rule import Severity, View, rule
from script.rules.sources import hassfest

_MODULE = '"""Application credentials of the Example integration."""\n'


@rule(
    code="application_credentials",
    title="Application credentials have their integration as a dependency",
    severity=Severity.REFUSED,
    view=View.HASSFEST,
    source=hassfest("application_credentials"),
    why="It is the integration that asks the user for them, before the flow starts.",
    mend="Add application_credentials",
    good=(
        Example(
            {
                "application_credentials.py": _MODULE,
                "manifest.json": {"dependencies": ["application_credentials"]},
            }
        ),
        Example({"manifest.json": {"dependencies": ["http"]}}),
    ),
    bad=(
        Example({"application_credentials.py": _MODULE}),
        Example(
            {
                "application_credentials.py": _MODULE,
                "manifest.json": {"dependencies": ["http"]},
            }
        ),
    ),
)
def application_credentials(integration: Integration) -> Iterator[Finding]:
    """Report a module whose integration is no dependency."""
    if (
        integration.path / "application_credentials.py"
    ).is_file() and "application_credentials" not in strings_at(
        integration.manifest, "dependencies"
    ):
        yield found_at(
            integration.path / "manifest.json",
            ["dependencies"],
            "application_credentials.py is there, but not the dependency",
        )
