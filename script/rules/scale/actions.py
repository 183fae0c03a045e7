"""Rule for actions, which are there before any entry is set up."""

import ast
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from script.integration.fact import Fact, fact, fact_in
from script.integration.integration import Integration
from script.integration.modules import Module
from script.integration.syntax import last_name
from script.rules import actions as judged
from script.rules.examples import Example, examples

from .tier_rule import Tier, TierRule, found_by

EXEMPT: Final = "The integration does not register any custom actions."
REGISTER: Final = judged.REGISTER | {
    "async_register_batched_entity_service",
    "async_register_entity_service",
}


def registrations(integration: Integration) -> Iterator[tuple[Module, ast.Call]]:
    """Yield the calls that register an action, those of entities too."""
    for module in integration.modules:
        for call in _registering(module.calls):
            yield module, call


# Modules of several states of an integration share their calls.
@lru_cache(maxsize=2048)
def _registering(calls: tuple[ast.Call, ...]) -> tuple[ast.Call, ...]:
    return tuple(
        call
        for call in calls
        if judged.registers(call) or last_name(call.func) in REGISTER
    )


def registered(integration: Integration) -> Iterator[Fact]:
    """Yield the calls that register an action."""
    for module, call in registrations(integration):
        yield fact(module, "an action is registered", call)


def of_integration(integration: Integration) -> Iterator[Fact]:
    """Yield the calls that register an action which is not one of entities."""
    for module, call in registrations(integration):
        if not last_name(call.func).endswith("entity_service"):
            yield fact(module, "an action is registered", call)


def offered(integration: Integration) -> Iterator[Fact]:
    """Yield the actions, registered or described."""
    yield from registered(integration)
    path = integration.path / "services.yaml"
    for name in integration.described("services"):
        yield fact_in(path, f"{name} is described", name)


action_setup = TierRule(
    tier=Tier.BRONZE,
    code="action-setup",
    title="actions are registered in async_setup",
    why="An automation with an action that is not there cannot be checked, and no entry may be loaded when it is written.",
    mend="Register it in async_setup, and look up the entry when it is called",
    check=found_by(judged.registered_for_entry),
    evidence=registered,
    against=of_integration,
    exempt=EXEMPT,
    good=examples(
        """
        async def async_setup(hass: HomeAssistant, config: ConfigType) -> bool:
            hass.services.async_register(DOMAIN, "water", async_water)  # ✔
            return True
        """,
        """
        async def async_setup(hass: HomeAssistant, config: ConfigType) -> bool:
            async_setup_services(hass)
            return True


        def async_setup_services(hass: HomeAssistant) -> None:
            async_register_admin_service(hass, DOMAIN, "water", async_water)  # ✔
        """,
    ),
    bad=(
        *examples(
            """
            async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
                hass.services.async_register(DOMAIN, "water", async_water)  # !
            """
        ),
        Example({"services.yaml": "water:\n"}),
        # It is said to be exempt.
        Example(
            {
                "__init__.py": """\
async def async_setup(hass: HomeAssistant, config: ConfigType) -> bool:
    hass.services.async_register(DOMAIN, "water", async_water)  # !
    return True
""",
                "quality_scale.yaml": {},
            }
        ),
    ),
)
