"""Check that an integration with a config flow says what it is."""

from collections.abc import Iterator

from script.integration.core import Core
from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.keys import line_of

from .exemptions import excused


def check(integration: Integration, core: Core) -> Iterator[Finding]:
    """Yield the config flow of an integration without a type."""
    manifest = integration.manifest
    if (
        manifest.get("config_flow")
        and "integration_type" not in manifest
        and integration.domain not in excused("untyped")
    ):
        path = integration.path / "manifest.json"
        yield Finding(
            path=path,
            line=line_of(path, "config_flow"),
            check="integration_type",
            message="integration_type: required with a config flow but missing",
            mend="Say whether it is a device, hub, service or helper",
        )
