"""Rules for the types of what tests take, and for the domains that they name."""

import ast
from collections.abc import Iterator
from typing import Final

from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.syntax import argument, dotted
from script.rules.examples import examples
from script.rules.rule import Severity, rule
from script.rules.sources import guide, plugin

from .functions import FIXTURES, taken

# Functions that take a domain, with the position and the name of its parameter
_DOMAIN_TAKERS: Final = (
    ("MockConfigEntry", 99, "domain"),
    ("async_mock_service", 1, "domain"),
    ("async_setup_component", 1, "domain"),
    ("hass.config_entries.flow.async_init", 0, "handler"),
    ("hass.services.async_call", 0, "domain"),
    ("hass.services.call", 0, "domain"),
    ("hass.states.async_entity_ids", 0, "domain_filter"),
)


@rule(
    code="review-guide/untyped-test-parameter",
    title="What tests take is typed",
    severity=Severity.ASKED,
    source=guide("tests"),
    why="mypy judges a function by its types, and finds nothing in one without.",
    mend="Annotate it with what the fixture gives",
    good=examples(
        """
        async def test_state(mock_client: AsyncMock) -> None:
            assert mock_client.fetch.called
        """,
        """
        def value_of(state) -> str:
            return state.state
        """,
        file="tests/test_init.py",
    ),
    bad=examples(
        """
        async def test_state(mock_client) -> None:  # !
            assert mock_client.fetch.called
        """,
        """
        @pytest.fixture
        def entry(data) -> MockConfigEntry:  # !
            return MockConfigEntry(domain=DOMAIN, data=data)
        """,
        file="tests/test_init.py",
    ),
)
def untyped(integration: Integration) -> Iterator[Finding]:
    """Report parameters of tests and fixtures without a type."""
    for module, function, parameter in taken(integration):
        if parameter.annotation is None and parameter.arg not in FIXTURES:
            yield module.found(
                parameter, f"{parameter.arg} of {function.name} has no type"
            )


@rule(
    code="home-assistant-domain-argument",
    title="Domains that tests name are domains, not platforms",
    severity=Severity.REFUSED,
    source=plugin("domain_constant"),
    why="A member of Platform is a platform of an integration; the domain only happens to have its name.",
    mend="Import the component's DOMAIN under a name of its own, as SWITCH_DOMAIN",
    good=examples(
        """
        async def test_action(hass: HomeAssistant) -> None:
            await hass.services.async_call(SWITCH_DOMAIN, "toggle", blocking=True)
        """,
        """
        async def test_platform(hass: HomeAssistant, entry: MockConfigEntry) -> None:
            await hass.config_entries.async_forward_entry_setups(entry, [Platform.SWITCH])
        """,
        file="tests/test_switch.py",
    ),
    bad=examples(
        """
        async def test_action(hass: HomeAssistant) -> None:
            await hass.services.async_call(Platform.SWITCH, "toggle", blocking=True)  # !
        """,
        """
        async def test_none(hass: HomeAssistant) -> None:
            assert not hass.states.async_entity_ids(Platform.SWITCH)  # !
        """,
        file="tests/test_switch.py",
    ),
)
def platform_for_domain(integration: Integration) -> Iterator[Finding]:
    """Report members of Platform where a domain belongs."""
    for module in integration.tests:
        for call in module.calls:
            for function, position, name in _DOMAIN_TAKERS:
                if dotted(call.func) != function:
                    continue
                value = argument(call, position, name)
                if (
                    isinstance(value, ast.Attribute)
                    and dotted(value.value) == "Platform"
                ):
                    yield module.found(
                        value,
                        f"{dotted(value)} is passed for a domain",
                        f"Import the component's DOMAIN, as {value.attr}_DOMAIN",
                    )
