"""Rules for coordinators, and for what their entities show when an update fails."""

import ast
from collections.abc import Iterator

from script.integration.fact import Fact, fact, gap
from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.modules import Module
from script.integration.names import COORDINATOR_ENTITIES, ENTITY
from script.integration.syntax import last_name, methods
from script.rules import logs
from script.rules.entities import coordinator_entities
from script.rules.entities.kinds import own_family, sets
from script.rules.examples import Example, example, examples
from script.rules.judge import judge

from .proof import Proof, proof
from .tier_rule import Tier, TierRule

_COORDINATOR = "class ExampleCoordinator(DataUpdateCoordinator[None]): ...{}\n"
_TEST = {
    "tests/test_sensor.py": 'def test_gone(hass):\n    assert hass.states.get("sensor.example").state == STATE_UNAVAILABLE\n'
}


def common(integration: Integration) -> Iterator[Fact]:
    """Yield the coordinators and base entities that stand where everybody looks for them."""
    for module, class_ in integration.coordinators:
        if module.part == "coordinator":
            yield fact(module, f"{class_.name} is the coordinator", class_)
    for module in integration.parts("entity"):
        for class_ in module.classes:
            if module.derives(class_, ENTITY):
                yield fact(module, f"{class_.name} is a base entity", class_)


def shared(integration: Integration) -> Iterator[Fact]:
    """Yield what several modules share."""
    for module, class_ in (*integration.coordinators, *base_entities(integration)):
        yield fact(module, f"{class_.name} is shared", class_)


@TierRule(
    tier=Tier.BRONZE,
    code="common-modules",
    title="coordinator.py and entity.py hold what is shared",
    why="Whoever knows one integration finds the way in all others.",
    mend="Move the coordinator to coordinator.py, and the base entity to entity.py",
    evidence=common,
    against=shared,
    is_reasoned=True,
    good=(
        example(_COORDINATOR.format("  # ✔"), "coordinator.py"),
        Example(
            {
                "entity.py": "class ExampleEntity(Entity): ...  # ✔\n",
                "sensor.py": "from .entity import ExampleEntity\n\nclass ExampleSensor(ExampleEntity): ...\n",
                "switch.py": "from .entity import ExampleEntity\n\nclass ExampleSwitch(ExampleEntity): ...\n",
            }
        ),
    ),
    bad=(
        example(_COORDINATOR.format("  # !")),
        Example(
            {
                "base.py": "class ExampleEntity(Entity): ...  # !\n",
                "sensor.py": "from .base import ExampleEntity\n\nclass ExampleSensor(ExampleEntity): ...\n",
                "switch.py": "from .base import ExampleEntity\n\nclass ExampleSwitch(ExampleEntity): ...\n",
            }
        ),
    ),
)
def common_modules(integration: Integration) -> Iterator[Finding]:
    """Report coordinators and base entities where nobody looks for them."""
    for module, class_ in integration.coordinators:
        if module.part != "coordinator":
            yield gap(
                module,
                f"the coordinator {class_.name} is here",
                "Move it to coordinator.py",
                class_,
            )
    for module, class_ in base_entities(integration):
        if module.part != "entity":
            yield gap(
                module,
                f"the base entity {class_.name} is here",
                "Move it to entity.py",
                class_,
            )


def base_entities(integration: Integration) -> Iterator[tuple[Module, ast.ClassDef]]:
    """Yield the classes that entities of several platforms derive from."""
    users: dict[ast.ClassDef, tuple[Module, set[str]]] = {}
    for module, class_ in integration.entities:
        for ancestor in module.ancestors(class_):
            if ancestor.module in integration.modules and isinstance(
                ancestor.node, ast.ClassDef
            ):
                assert ancestor.module is not None
                users.setdefault(ancestor.node, (ancestor.module, set()))[1].add(
                    module.part
                )
    for class_, (module, parts) in users.items():
        if len(parts) > 1:
            yield module, class_


def unavailable(integration: Integration) -> Iterator[Fact]:
    """Yield the entities that become unavailable."""
    for module, class_ in integration.entities:
        if module.derives(class_, *COORDINATOR_ENTITIES):
            yield fact(module, f"{class_.name} follows its coordinator", class_)
    yield from sets("available", "it is said when an entity is unavailable")(
        integration
    )


def coordinators(integration: Integration) -> Iterator[Fact]:
    """Yield the coordinators that entities follow."""
    for module, class_ in integration.coordinators if integration.entities else ():
        if "_async_update_data" in methods(class_):
            yield fact(module, f"{class_.name} fetches data", class_)


def unavailable_proofs(integration: Integration) -> Iterator[Proof]:
    """Yield the tests of a device that is gone."""
    yield proof(
        "sees an entity become unavailable", one_of=("STATE_UNAVAILABLE", "unavailable")
    )


@TierRule(
    tier=Tier.SILVER,
    code="entity-unavailable",
    title="every entity class follows its coordinator, or sets available",
    why="A value that is no longer true must not look as if it were.",
    mend="Derive it from CoordinatorEntity, or set _attr_available",
    evidence=unavailable,
    against=coordinators,
    proofs=unavailable_proofs,
    good=(
        Example(
            {
                "sensor.py": "class ExampleSensor(CoordinatorEntity, SensorEntity): ...  # ✔\n",
                **_TEST,
            }
        ),
        Example(
            {
                "sensor.py": """\
class ExampleSensor(SensorEntity):
    async def async_update(self) -> None:
        self._attr_available = await self.client.is_there()  # ✔
""",
                **_TEST,
            }
        ),
    ),
    bad=(
        Example(
            {
                "sensor.py": """\
class ExampleSensor(SensorEntity):  # !
    async def async_update(self) -> None:
        self._available = await self.client.is_there()


class ExampleBattery(CoordinatorEntity, SensorEntity): ...
""",
                **_TEST,
            }
        ),
        # No test sees one.
        example(
            "class ExampleSensor(CoordinatorEntity, SensorEntity): ...", "sensor.py"
        ),
    ),
)
def entity_unavailable(integration: Integration) -> Iterator[Finding]:
    """Report entities that show old data as if it was new."""
    yield from coordinator_entities.available.findings(integration)
    for module, class_ in integration.entities:
        if not module.derives(class_, *COORDINATOR_ENTITIES) and not any(
            "available" in methods(each) or "_attr_available" in _attributes_set(each)
            for _, each in own_family(module, class_)
        ):
            yield gap(
                module,
                f"{class_.name} is never unavailable",
                "Derive it from CoordinatorEntity, or set _attr_available",
                class_,
                # Such as a setting that Home Assistant keeps itself.
                advice=True,
            )


def loss(integration: Integration) -> Iterator[Fact]:
    """Yield where a loss of the device is logged, or told to the coordinator."""
    for module in integration.modules:
        if module.part == "config_flow":
            continue
        for node in module.nodes:
            match node:
                case ast.Raise(exc=ast.expr() as error) if (
                    last_name(error) == "UpdateFailed"
                ):
                    yield fact(module, "UpdateFailed is raised", node)
                case ast.Call() if _is_logged(node):
                    yield fact(module, "a loss is logged", node)


@TierRule(
    tier=Tier.SILVER,
    code="log-when-unavailable",
    title="UpdateFailed is raised, and logged once by the coordinator",
    why="A device that is off for a week must not fill the log.",
    mend="Raise UpdateFailed in the coordinator, which logs it once",
    evidence=loss,
    against=coordinators,
    good=examples(
        """
        class ExampleCoordinator(DataUpdateCoordinator[None]):
            async def _async_update_data(self) -> None:
                try:
                    await self.client.update()
                except ExampleError as err:
                    raise UpdateFailed from err  # ✔
        """,
        """
        class ExampleSensor(SensorEntity):
            async def async_update(self) -> None:
                if not await self.client.update() and self.available:
                    _LOGGER.info("The device is gone")  # ✔
                    self._attr_available = False
        """,
        file="coordinator.py",
    ),
    bad=examples(
        """
        class ExampleCoordinator(DataUpdateCoordinator[None]):
            async def _async_update_data(self) -> None:
                try:
                    await self.client.update()
                except ExampleError as err:
                    _LOGGER.warning("The device is gone")  # !
                    raise UpdateFailed from err
        """,
        """
        class ExampleCoordinator(DataUpdateCoordinator[None]):
            async def _async_update_data(self) -> None:
                await self.client.update()
        """,
        file="coordinator.py",
    ),
)
def log_when_unavailable(integration: Integration) -> Iterator[Finding]:
    """Report loss of a device that is logged with every poll, besides the coordinator."""
    yield from judge(integration, [logs.log_and_raise])


def _is_logged(call: ast.Call) -> bool:
    """Return whether a call logs something that users see by default."""
    match call.func:
        case ast.Attribute(
            value=ast.Name(id="_LOGGER" | "LOGGER"),
            attr="error" | "exception" | "info" | "warning",
        ):
            return True
    return False


def _attributes_set(class_: ast.ClassDef) -> set[str]:
    """Return the names that a class assigns, to itself or its instances."""
    return {
        last_name(node)
        for node in ast.walk(class_)
        if isinstance(node, ast.Name | ast.Attribute)
        and isinstance(node.ctx, ast.Store)
    }
