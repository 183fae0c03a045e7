"""Rules for the registries that tests look at."""

import ast
from collections.abc import Iterator
import re

from script.integration.finding import Finding
from script.integration.integration import Integration
from script.rules.examples import examples
from script.rules.rule import Severity, rule
from script.rules.sources import plugin

from .functions import decorator


@rule(
    code="home-assistant-tests-registry-fixtures",
    title="Tests take registries from their fixtures",
    severity=Severity.REFUSED,
    source=plugin("tests/registry_fixtures"),
    why="The fixture is there for it, and typed.",
    mend="Take the fixture as a parameter",
    good=examples(
        """
        async def test_entity(entity_registry: er.EntityRegistry) -> None:
            assert entity_registry.async_get("sensor.example")
        """,
        """
        async def assert_device(hass: HomeAssistant, device_id: str) -> None:
            assert dr.async_get(hass).async_get(device_id)
        """,
        file="tests/test_init.py",
    ),
    bad=examples(
        """
        async def test_entity(hass: HomeAssistant) -> None:
            entity_registry = er.async_get(hass)  # !
            assert entity_registry.async_get("sensor.example")
        """,
        """
        async def test_device(hass: HomeAssistant) -> None:
            assert dr.async_get(hass).devices  # !
        """,
        file="tests/test_init.py",
    ),
)
def fetched(integration: Integration) -> Iterator[Finding]:
    """Report registries that are fetched although there is a fixture."""
    for module in integration.tests:
        if module.path.name == "conftest.py":
            continue
        for call in module.calls:
            match call.func:
                case ast.Attribute(value=ast.Name() as owner, attr="async_get"):
                    definition = module.definition(owner)
                case _:
                    continue
            function = module.function_around(call)
            if (
                definition
                and function
                and (function.name.startswith("test_") or decorator(function))
                and re.fullmatch(
                    r"homeassistant\.helpers\.\w+_registry", definition.name
                )
            ):
                yield module.found(
                    call,
                    f"{ast.unparse(call.func)} is called, and there is a fixture for it",
                    f"Take {definition.name.rpartition('.')[2]} as a parameter",
                )
