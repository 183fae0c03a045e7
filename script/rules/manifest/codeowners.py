"""Rule for the owners of the manifest."""

from collections.abc import Iterator

from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.keys import found_at, strings_at
from script.rules.examples import examples
from script.rules.rule import Severity, View, rule
from script.rules.sources import hassfest


@rule(
    code="codeowners",
    title="Owners are GitHub handles",
    severity=Severity.REFUSED,
    view=View.HASSFEST,
    source=hassfest("codeowners"),
    why="GitHub asks them to review what changes in the integration.",
    mend='Write the handle after "@"',
    good=examples(
        {"codeowners": ["@example", "@example-org/developers"]},
        {"codeowners": []},
        file="manifest.json",
    ),
    bad=examples(
        {"codeowners": ["example"]},
        {"codeowners": ["@example", "Jane Doe"]},
        file="manifest.json",
    ),
)
def codeowners(integration: Integration) -> Iterator[Finding]:
    """Report owners that are no GitHub handles."""
    for index, owner in enumerate(strings_at(integration.manifest, "codeowners")):
        if not owner.startswith("@"):
            yield found_at(
                integration.path / "manifest.json",
                ["codeowners", index],
                f"{owner!r} is no GitHub handle",
                name="codeowners",
            )
