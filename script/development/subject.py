"""Read from an integration's files what a development run needs to know."""

from collections.abc import Collection
from typing import Final

from script.integration.integration import Integration
from script.overlay import zeroconf_matchers
from script.scaffold import MODEL

_STEP: Final = "async_step_"


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
