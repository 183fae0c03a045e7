"""Check what the matchers of all discovery protocols have in common."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.keys import line_of

from .schema import violations


def matchers(
    integration: Integration, protocol: str, schema: Callable[[Any], Any]
) -> Iterator[Finding]:
    """Yield what is wrong with a manifest's matchers, and with the flow that they start."""
    if (declared := integration.manifest.get(protocol)) is None:
        return
    path = integration.path / "manifest.json"
    yield from violations(schema, declared, path, protocol, protocol)
    for message, mend in flow_problems(integration, protocol):
        yield Finding(
            path=path,
            line=line_of(path, protocol),
            check=protocol,
            message=f"{protocol}: {message}",
            mend=mend,
        )


def flow_problems(integration: Integration, protocol: str) -> Iterable[tuple[str, str]]:
    """Return why a discovery would start no flow, each with what to do."""
    if not integration.manifest.get("config_flow"):
        yield (
            "what is discovered starts a flow, and there is none",
            "Set config_flow, or remove the matchers",
        )
