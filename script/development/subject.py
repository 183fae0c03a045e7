"""Read from an integration's files what a development run needs to know."""

import ast
from collections.abc import Collection, Iterator
import re
from typing import Final

from script.integration.integration import Integration
from script.overlay import zeroconf_matchers
from script.scaffold import MODEL

_STEP: Final = "async_step_"
# Nothing real is found under these names (RFC 2606).
_EXAMPLE: Final = re.compile(
    r"https?://(?:[\w-]+\.)*(?:example\.(?:com|net|org)|[\w-]+\.(?:example|test|invalid))(?![\w.-])"
)


def default_domain(domains: Collection[str]) -> str | None:
    """Return the domain to work on where none is named: the model, or the only one there."""
    if MODEL in domains:
        return MODEL
    return next(iter(domains)) if len(domains) == 1 else None


def service_type(integration: Integration) -> str | None:
    """Return the first type of zeroconf services that it discovers, such as "_my-device._tcp.local."."""
    types = (kind for kind, _ in zeroconf_matchers(integration.manifest))
    return next(types, None)


def steps(integration: Integration) -> set[str]:
    """Return the steps of its flows, such as "user"."""
    return {
        node.name.removeprefix(_STEP)
        for module in integration.parts("config_flow")
        for node in module.functions
        if node.name.startswith(_STEP)
    }


def platforms(integration: Integration) -> list[str]:
    """Return what kinds of entities it has, such as "sensor"."""
    return sorted({module.part for module in integration.platforms()})


def foreign_libraries(integration: Integration) -> list[str]:
    """Return what it requires, if none of that is made here."""
    if any(library.folder for library in integration.libraries):
        return []
    return [library.requirement for library in integration.libraries]


def without_device(integration: Integration) -> str:
    """Return what to do where nothing is simulated that it could talk to."""
    what = ", ".join(foreign_libraries(integration)) or "a real cloud"
    return (
        f"{integration.domain} talks through {what}, for which nothing is simulated here, so only its forms can be "
        'seen; name your own device with --device HOST, or a server in its place with --device "COMMAND"'
    )


def example_clouds(integration: Integration) -> list[str]:
    """Return the addresses that its code or its library talks to although they are only examples."""
    return sorted(
        {
            found[0]
            for tree in _trees(integration)
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
            if (found := _EXAMPLE.match(node.value))
        }
    )


def talks_websocket(integration: Integration) -> bool:
    """Return whether its code or its library opens a WebSocket, as aiohttp names that."""
    return any(
        isinstance(node, ast.Attribute) and node.attr == "ws_connect"
        for tree in _trees(integration)
        for node in ast.walk(tree)
    )


def is_authorized(integration: Integration) -> bool:
    """Return whether users authorize it with OAuth2, instead of typing something."""
    return "application_credentials" in integration.manifest.get("dependencies", ())


def _trees(integration: Integration) -> Iterator[ast.Module]:
    yield from (module.tree for module in integration.modules)
    for library in integration.libraries:
        yield from (tree for _, tree in library.trees)
