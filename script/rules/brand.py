"""Rule for the place of images."""

from collections.abc import Iterator

from script.integration.finding import Finding
from script.integration.integration import Integration

from .examples import Example
from .rule import Severity, rule
from .sources import documentation


@rule(
    code="brand",
    title="Images are not kept in core",
    severity=Severity.REFUSED,
    source=documentation("brand images"),
    why="Home Assistant loads the images of core's integrations from the repository home-assistant/brands.",
    mend="Move them to the repository home-assistant/brands",
    good=(
        Example({"/companion/brands/core_integrations/example/icon.svg": "<svg/>"}),
        Example({"icons.json": "{}"}),
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
        yield Finding(
            path=path, check="", message="images are not kept in core", mend=""
        )
