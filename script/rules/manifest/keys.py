"""Rules for keys of the manifest that say nothing, or something of another integration."""

from collections.abc import Iterator
from typing import Final

from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.keys import found_at
from script.rules.examples import DOMAIN, examples
from script.rules.rule import Severity, rule
from script.rules.sources import documentation

_PAGES: Final = "https://www.home-assistant.io/integrations/"
# The one has to be there, and the other says that nothing is required.
_MAY_BE_EMPTY: Final = {"codeowners", "requirements"}


@rule(
    code="review-guide/empty-manifest-key",
    title="A manifest has no empty keys",
    severity=Severity.ASKED,
    source=documentation("integration manifest"),
    why="What the scaffold leaves empty says no more than what is not there.",
    mend="Remove it",
    good=examples(
        {"codeowners": [], "requirements": []},
        {"dependencies": ["http"]},
        file="manifest.json",
    ),
    bad=examples(
        {"dependencies": []},
        {"homekit": {}, "ssdp": [], "zeroconf": []},
        file="manifest.json",
    ),
)
def empty_key(integration: Integration) -> Iterator[Finding]:
    """Report keys with nothing in them."""
    for key, value in integration.manifest.items():
        if value in ([], {}, "") and key not in _MAY_BE_EMPTY:
            yield found_at(integration.path / "manifest.json", [key], "empty")


@rule(
    code="review-guide/foreign-documentation",
    title="The documentation is the integration's own page",
    severity=Severity.ASKED,
    source=documentation("integration manifest: documentation"),
    why="Home Assistant opens the page from the integration, and a copied address is that of another.",
    mend=f"Write {_PAGES} and the domain",
    good=examples(
        {"documentation": f"{_PAGES}{DOMAIN}"},
        {"documentation": f"{_PAGES}{DOMAIN}/"},
        file="manifest.json",
    ),
    bad=examples(
        {"documentation": f"{_PAGES}hue"},
        {"documentation": f"{_PAGES}example_device"},
        file="manifest.json",
    ),
)
def foreign_documentation(integration: Integration) -> Iterator[Finding]:
    """Report the page of anything else."""
    address = str(integration.manifest.get("documentation"))
    if (
        address.startswith(_PAGES)
        and address.removeprefix(_PAGES).strip("/") != integration.domain
    ):
        yield found_at(
            integration.path / "manifest.json",
            ["documentation"],
            f"{address} is not the page of {integration.domain}",
            f"Write {_PAGES}{integration.domain}",
        )
