"""Check that the images are where core wants them."""

from collections.abc import Iterator

from script.integration.core import Core
from script.integration.finding import Finding
from script.integration.integration import Integration


def check(integration: Integration, core: Core) -> Iterator[Finding]:
    """Yield the folder that only a custom integration has."""
    path = integration.path / "brand"
    if path.exists():
        yield Finding(
            path=path,
            check="brand",
            message="images are not kept in core",
            mend="Move them to the repository home-assistant/brands",
        )
