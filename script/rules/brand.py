"""Rules for the images of an integration, and for the brand that it belongs to."""

from collections.abc import Iterator
from typing import Any, Final

from script.integration.fact import gap
from script.integration.files import read_json, read_text
from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.keys import found_at, strings_at

from .examples import DOMAIN, Example
from .rule import Severity, rule
from .sources import documentation, threads


@rule(
    code="brand",
    title="Images are not kept in core",
    severity=Severity.REFUSED,
    source=documentation("brand images"),
    why="Home Assistant loads the images of core's integrations from the repository home-assistant/brands.",
    mend="Move them to the repository home-assistant/brands",
    good=(
        Example({"/companion/brands/core_integrations/example/icon.svg": "<svg/>"}),
        Example({"icons.json": {}}),
    ),
    bad=(
        Example({"brand/icon.svg": "<svg/>"}),
        Example({"brand/dark/logo.svg": "<svg/>"}),
    ),
)
def brand(integration: Integration) -> Iterator[Finding]:
    """Report the folder that only a custom integration has."""
    path = integration.path / "brand"
    if path.exists():
        yield gap(path, "images are not kept in core")


_FILE: Final = "/homeassistant/brands/example_company.json"


def _company(**keys: Any) -> Example:
    """Return an example of a brand."""
    names = {"domain": "example_company", "name": "Example Company"}
    return Example({_FILE: names | keys})


@rule(
    code="review-guide/brand-of-one",
    title="A brand brings several integrations together",
    severity=Severity.ASKED,
    source=threads(153867),
    why="The list of integrations shows it as a folder, which the user has to open for the one in it.",
    mend="Remove the file",
    good=(
        _company(integrations=[DOMAIN, "example_cloud"]),
        _company(integrations=[DOMAIN], iot_standards=["matter"]),
    ),
    bad=(
        _company(integrations=[DOMAIN]),
        Example(
            {
                _FILE: {
                    "domain": DOMAIN,
                    "name": "Example",
                    "integrations": [DOMAIN],
                }
            }
        ),
    ),
)
def brand_of_one(integration: Integration) -> Iterator[Finding]:
    """Report a brand that has this integration alone, and no devices of a standard."""
    for path in sorted((integration.components.parent / "brands").glob("*.json")):
        # One that cannot be read may be of any other.
        if integration.domain not in (read_text(path) or ""):
            continue
        content = read_json(path)
        if strings_at(content, "integrations") == [integration.domain] and not (
            strings_at(content, "iot_standards")
        ):
            yield found_at(
                path, ["integrations"], f"{integration.domain} is the only one of it"
            )
