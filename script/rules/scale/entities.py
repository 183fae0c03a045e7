"""Rules for entities: their identity, their names, and how many are asked at once."""

from collections.abc import Iterator

from script.integration.fact import Fact, fact
from script.integration.integration import Integration
from script.integration.syntax import assigned, last_name
from script.rules.entities import naming, platforms as modules, registry_ids
from script.rules.entities.kinds import entities, sets
from script.rules.examples import examples

from .tier_rule import Tier, TierRule, found_by

entity_unique_id = TierRule(
    tier=Tier.BRONZE,
    code="entity-unique-id",
    title="every entity class sets a unique id",
    why="Only what has one can be renamed, moved to an area or disabled by the user.",
    mend="Set _attr_unique_id from what stays with the device",
    check=found_by(registry_ids.missing, registry_ids.static),
    evidence=sets("unique_id", "a unique id is set"),
    against=entities,
    is_reasoned=True,
    good=examples(
        """
        class ExampleSensor(SensorEntity):
            def __init__(self, serial: str) -> None:
                self._attr_unique_id = f"{serial}_power"  # ✔
        """,
        """
        class ExampleSensor(SensorEntity):
            @property
            def unique_id(self) -> str:  # ✔
                return self.client.serial
        """,
        file="sensor.py",
    ),
    bad=examples(
        """
        class ExampleSensor(SensorEntity):  # !
            def __init__(self, serial: str) -> None:
                self._serial = serial
        """,
        """
        class ExampleSensor(SensorEntity):
            _attr_unique_id = "power"
        """,
        file="sensor.py",
    ),
)

has_entity_name = TierRule(
    tier=Tier.BRONZE,
    code="has-entity-name",
    title="every entity class sets has_entity_name",
    why="Home Assistant then puts the device's name before the entity's, which says only what it is of the device.",
    mend="Set _attr_has_entity_name = True",
    check=found_by(naming.has_entity_name),
    evidence=sets("has_entity_name", "has_entity_name is set"),
    against=entities,
    is_reasoned=True,
    good=examples(
        """
        class ExampleSensor(SensorEntity):
            _attr_has_entity_name = True  # ✔
        """,
        """
        class ExampleSensor(SensorEntity):
            def __init__(self) -> None:
                self._attr_has_entity_name = True  # ✔
        """,
        file="sensor.py",
    ),
    bad=examples(
        """
        class ExampleSensor(SensorEntity):
            _attr_has_entity_name = False
        """,
        """
        class ExampleSensor(SensorEntity):
            _attr_name = "Example power"
        """,
        file="sensor.py",
    ),
)


def _limits(integration: Integration) -> Iterator[Fact]:
    """Yield where platforms limit how many requests run at once."""
    for module in integration.platforms():
        for statement in module.tree.body:
            if any(
                last_name(target) == "PARALLEL_UPDATES"
                for target, _ in assigned(statement)
            ):
                yield fact(module, "PARALLEL_UPDATES is set", statement)


def platform_setups(integration: Integration) -> Iterator[Fact]:
    """Yield the platforms."""
    for module in integration.platforms():
        for function in module.functions:
            if function.name in ("async_setup_entry", "async_setup_platform"):
                yield fact(module, f"there is a {module.part} platform", function)


parallel_updates = TierRule(
    tier=Tier.SILVER,
    code="parallel-updates",
    title="every platform sets PARALLEL_UPDATES",
    why="A device may bear one request at a time only, and nobody but the integration knows.",
    mend="Set PARALLEL_UPDATES in each platform: 0 where a coordinator fetches and nothing is sent",
    check=found_by(modules.parallel_updates),
    evidence=_limits,
    against=platform_setups,
    is_reasoned=True,
    good=examples(
        "PARALLEL_UPDATES = 0  # ✔",
        """
        PARALLEL_UPDATES = 1  # ✔

        async def async_setup_entry(hass, entry, async_add_entities): ...
        """,
        file="switch.py",
    ),
    bad=examples(
        "async def async_setup_entry(hass, entry, async_add_entities): ...",
        "PARALLEL = 1",
        file="switch.py",
    ),
)
