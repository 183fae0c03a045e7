"""Report matchers of the manifest, by which a discovery starts a flow."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.keys import found_at
from script.rules.schema import violations

# The matchers are one part of the manifest, by whose name core reports them.
_IN_CORE = ("manifest",)


def matchers(
    integration: Integration, protocol: str, schema: Callable[[Any], Any]
) -> Iterator[Finding]:
    """Yield what is wrong with a manifest's matchers, and that they start no flow."""
    if (listed := integration.manifest.get(protocol)) is None:
        return
    path = integration.path / "manifest.json"
    for finding in violations(schema, listed, path, protocol):
        yield replace(finding, also=_IN_CORE)
    if not integration.manifest.get("config_flow"):
        yield found_at(
            path,
            [protocol],
            "what is discovered starts a flow, and there is none",
            "Set config_flow, or remove the matchers",
        )


def declared(integration: Integration, protocol: str) -> Iterator[tuple[int, Any]]:
    """Yield a manifest's matchers, each with its place in the list."""
    found = integration.manifest.get(protocol)
    yield from enumerate(found if isinstance(found, list) else [])
