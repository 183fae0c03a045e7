"""Rules for the parameters of an integration's own functions."""

import ast
from collections.abc import Iterator
from typing import Final

from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.syntax import Function, last_name, parameters

from .examples import examples
from .rule import Severity, rule
from .sources import threads

# What classes keep their entry as
_ENTRIES: Final = {"_config_entry", "_entry", "config_entry", "entry"}


def _uses(function: Function, name: str) -> list[ast.Name]:
    """Return where a function uses a name."""
    return [
        node
        for statement in function.body
        for node in ast.walk(statement)
        if isinstance(node, ast.Name) and node.id == name
    ]


@rule(
    code="review-guide/entry-for-domain",
    title="The domain is DOMAIN, and not taken from an entry",
    severity=Severity.ASKED,
    source=threads(179491),
    why="The domain of an entry is that of its integration; a parameter for it alone is one too many.",
    mend="Use DOMAIN, and remove a parameter that nothing else is taken from",
    good=examples(
        """
        class ExampleEntity(Entity):
            def __init__(self, entry: ConfigEntry) -> None:
                self._attr_unique_id = entry.entry_id
                self._attr_device_info = DeviceInfo(identifiers={(entry.domain, entry.entry_id)})
        """,
        """
        class ExampleEntity(Entity):
            def __init__(self, serial: str) -> None:
                self._attr_device_info = DeviceInfo(identifiers={(DOMAIN, serial)})
        """,
        file="entity.py",
    ),
    bad=examples(
        """
        class ExampleEntity(Entity):
            def __init__(self, entry: ConfigEntry, serial: str) -> None:  # !
                self._attr_device_info = DeviceInfo(identifiers={(entry.domain, serial)})
        """,
        """
        def device(entry: ExampleConfigEntry, serial: str) -> DeviceInfo:  # !
            return DeviceInfo(identifiers={(entry.domain, serial)})
        """,
        """
        class ExampleEntity(CoordinatorEntity[ExampleCoordinator]):
            def __init__(self, coordinator: ExampleCoordinator) -> None:
                owner = coordinator.config_entry.domain  # !
                self._attr_device_info = DeviceInfo(identifiers={(owner, coordinator.serial)})
        """,
        file="entity.py",
    ),
)
def entry_for_domain(integration: Integration) -> Iterator[Finding]:
    """Report the domain of an entry that is reached through something else, or passed for it alone."""
    for module in integration.modules:
        # Without a flow, its entries are those of others.
        for node in module.nodes if integration.manifest.get("config_flow") else ():
            match node:
                case ast.Attribute(attr="domain", value=ast.Attribute(attr=name)) if (
                    name in _ENTRIES
                ):
                    yield module.found(node, f"{ast.unparse(node)} is DOMAIN")
        for function in module.functions:
            for parameter in parameters(function):
                if not last_name(parameter.annotation).endswith("ConfigEntry"):
                    continue
                uses = [module.parents[each] for each in _uses(function, parameter.arg)]
                if uses and all(
                    isinstance(each, ast.Attribute) and each.attr == "domain"
                    for each in uses
                ):
                    yield module.found(
                        parameter,
                        f"{function.name} takes {parameter.arg} for nothing but its domain",
                    )
