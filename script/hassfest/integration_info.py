"""Check that an entity platform is one that core lists."""

from collections.abc import Iterator

from script.integration.core import Core
from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.keys import line_of

from .exemptions import excused


def check(integration: Integration, core: Core) -> Iterator[Finding]:
    """Yield an entity integration that is no platform."""
    if integration.manifest.get(
        "integration_type"
    ) == "entity" and integration.domain not in core.platforms | excused(
        "entity_without_platform"
    ):
        path = integration.path / "manifest.json"
        yield Finding(
            path=path,
            line=line_of(path, "integration_type"),
            check="integration_info",
            message=f"integration_type: {integration.domain} is no entity platform",
            mend="Use the type of what it integrates: device, hub, service or helper",
        )
