"""Rule for what entities subscribe to."""

import ast
from collections.abc import Iterator
import re
from typing import Final

from script.integration.fact import Fact, fact, gap
from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.modules import Module
from script.integration.names import COORDINATOR_ENTITIES
from script.integration.syntax import called, last_name, methods
from script.rules.entities.kinds import own_family
from script.rules.examples import examples

from .tier_rule import Tier, TierRule

SUBSCRIBES: Final = re.compile(
    r"^(async_)?(subscribe|track_|listen(_once)?$)|dispatcher_connect$|^_?(async_)?(add|register|set|on)_(?!done_).*(listener|callback|handler)s?$|^(add|register)_(listener|callback)$"
)


_WHEN_ADDED: Final = {"async_added_to_hass", "async_internal_added_to_hass"}


def subscriptions(
    integration: Integration,
) -> Iterator[tuple[Module, ast.ClassDef, ast.Call]]:
    """Yield what entities subscribe to."""
    family = {
        each: module
        for home, class_ in integration.entities
        for module, each in own_family(home, class_)
        if module in integration.modules
    }
    for class_, module in family.items():
        for call in ast.walk(class_):
            if isinstance(call, ast.Call) and SUBSCRIBES.search(last_name(call.func)):
                yield module, class_, call


def subscribed(integration: Integration) -> Iterator[Fact]:
    """Yield what entities subscribe to."""
    for module, class_, call in subscriptions(integration):
        yield fact(
            module, f"{class_.name} subscribes with {last_name(call.func)}", call
        )


def set_up_when_added(integration: Integration) -> Iterator[Fact]:
    """Yield what entities subscribe to, and what else they do when they are added."""
    yield from subscribed(integration)
    for home, class_ in integration.entities:
        if home.derives(class_, *COORDINATOR_ENTITIES):
            yield fact(home, f"{class_.name} follows its coordinator", class_)
        for module, each in own_family(home, class_):
            for name in _WHEN_ADDED & methods(each).keys():
                if module in integration.modules:
                    yield fact(module, f"{each.name} has {name}", methods(each)[name])


@TierRule(
    tier=Tier.BRONZE,
    code="entity-event-setup",
    title="subscriptions begin when added and end when removed",
    why="An entity that is disabled or removed must not be called, and one that is not added yet has no state to write.",
    mend="Subscribe in async_added_to_hass, within self.async_on_remove(...)",
    evidence=set_up_when_added,
    against=subscribed,
    exempt="Entities do not subscribe to events.",
    is_reasoned=True,
    good=examples(
        """
        class ExampleSensor(SensorEntity):
            async def async_added_to_hass(self) -> None:
                self.async_on_remove(self.client.add_listener(self._changed))  # ✔
        """,
        # A method that is called when it is added
        """
        class ExampleSensor(SensorEntity):
            async def async_added_to_hass(self) -> None:
                self._subscribe()

            def _subscribe(self) -> None:
                self.async_on_remove(self.client.add_listener(self._changed))  # ✔
        """,
        file="sensor.py",
    ),
    bad=examples(
        """
        class ExampleSensor(SensorEntity):
            def __init__(self, client: ExampleClient) -> None:
                self.async_on_remove(client.add_listener(self._changed))  # !
        """,
        """
        class ExampleSensor(SensorEntity):
            async def async_added_to_hass(self) -> None:
                self.client.add_listener(self._changed)  # !
        """,
        file="sensor.py",
    ),
)
def entity_event_setup(integration: Integration) -> Iterator[Finding]:
    """Report entities that subscribe too early, or for ever."""
    for module, class_, call in subscriptions(integration):
        function = module.function_around(call)
        early = _called_by(integration, module, class_, {"__init__"})
        if function and function.name in early:
            yield gap(
                module,
                f"{class_.name} subscribes before it is added",
                "Subscribe in async_added_to_hass",
                call,
            )
        elif not _unsubscribes(integration, module, class_):
            yield gap(
                module,
                f"{class_.name} never unsubscribes",
                "Wrap it in self.async_on_remove(...)",
                call,
                # What is subscribed to may end by itself.
                advice=True,
            )


def _called_by(
    integration: Integration, module: Module, class_: ast.ClassDef, names: set[str]
) -> set[str]:
    """Return methods of an entity or a base class of its own, and those that they call."""
    return names | {
        name
        for home, each in own_family(module, class_)
        if home in integration.modules
        for calling in names & methods(each).keys()
        for name in called(methods(each)[calling])
    }


def _unsubscribes(
    integration: Integration, module: Module, class_: ast.ClassDef
) -> bool:
    family = [
        each for home, each in own_family(module, class_) if home in integration.modules
    ]
    return any(
        "async_on_remove" in called(each)
        or "async_will_remove_from_hass" in methods(each)
        for each in family
    )
