"""Rules for entities of a coordinator."""

import ast
from collections.abc import Iterator
from typing import Final

from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.modules import Definition, Module
from script.integration.names import COORDINATOR, COORDINATOR_ENTITIES
from script.integration.syntax import (
    Function,
    assigned,
    attributes,
    called,
    is_none,
    is_self,
    last_name,
    methods,
)
from script.integration.types import method_of
from script.rules.examples import examples
from script.rules.logs import LEVELS
from script.rules.rule import Severity, rule
from script.rules.sources import plugin

from .classes import family, is_true

_PARENTS: Final = {name.rpartition(".")[2] for name in COORDINATOR_ENTITIES} | {"super"}
# How far methods are followed
_DEPTH: Final = 3

# What an entity takes its availability from
_DATA: Final = "data"
_OTHER: Final = "other"
_UPDATE: Final = "update"


def _overridden(
    integration: Integration, name: str
) -> Iterator[tuple[Module, ast.ClassDef, Function]]:
    """Yield a method of every coordinator entity that has its own."""
    for module in integration.modules:
        for class_ in module.classes:
            if (method := methods(class_).get(name)) and module.derives(
                class_, *COORDINATOR_ENTITIES
            ):
                yield module, class_, method


@rule(
    code="home-assistant-coordinator-entity-available",
    title="Entities are unavailable when their coordinator fails",
    severity=Severity.REFUSED,
    source=plugin("coordinator_entity_available"),
    why="The coordinator keeps the data of the last update, which tells nothing of whether the device answers.",
    mend="Return `super().available and ...`",
    good=examples(
        """
        class ExampleSensor(CoordinatorEntity, SensorEntity):
            @property
            def available(self) -> bool:
                return super().available and self.coordinator.data.is_on
        """,
        """
        class ExampleSensor(CoordinatorEntity, SensorEntity):
            @property
            def available(self) -> bool:
                return self.answers and self.coordinator.data.is_on

            @property
            def answers(self) -> bool:
                return self.coordinator.last_update_success
        """,
        """
        class ExampleSensor(CoordinatorEntity, SensorEntity):
            @property
            def available(self) -> bool:
                return self.client.is_connected and self.coordinator.data is not None
        """,
        """
        class ExampleCoordinator(DataUpdateCoordinator[None]):
            def __init__(self, hass: HomeAssistant, entry: ConfigEntry) -> None:
                super().__init__(hass, _LOGGER, config_entry=entry, name=DOMAIN)


        class ExampleSensor(CoordinatorEntity[ExampleCoordinator], SensorEntity):
            @property
            def available(self) -> bool:
                return self.coordinator.data.is_on
        """,
        file="sensor.py",
    ),
    bad=examples(
        """
        class ExampleSensor(CoordinatorEntity, SensorEntity):
            @property
            def available(self) -> bool:  # !
                return self.coordinator.data.is_on
        """,
        """
        class ExampleSensor(CoordinatorEntity, SensorEntity):
            @property
            def room(self) -> Room | None:
                return self.coordinator.data.rooms.get(self.room_id)

            @property
            def available(self) -> bool:  # !
                return self.room is not None
        """,
        file="sensor.py",
    ),
)
def available(integration: Integration) -> Iterator[Finding]:
    """Report entities that stay available when their coordinator fails."""
    for module, class_, method in _overridden(integration, "available"):
        entity = Definition(f"{module.name}.{class_.name}", module, class_)
        coordinator = _coordinator(module, class_)
        sources = _sources(integration, (entity, coordinator), module, method, _DEPTH)
        if {*sources} == {_DATA} and not (coordinator and _is_push(coordinator)):
            yield module.found(
                method,
                f"{class_.name} stays available with old data when an update fails",
            )


def _sources(
    integration: Integration,
    owners: tuple[Definition, Definition | None],
    module: Module,
    method: Function,
    depth: int,
) -> Iterator[str]:
    """Yield what a method takes its result from, followed through others of the entity and its coordinator."""
    owner, coordinator = owners

    def member(of: Definition | None, name: str) -> Iterator[str]:
        found = method_of(of, name) if of and depth else None
        if of and found and found[0] in integration.modules:
            home, _, function = found
            if function is not method:
                yield from _sources(
                    integration, (of, coordinator), home, function, depth - 1
                )
        else:
            yield _OTHER

    for node in ast.walk(method):
        match node:
            case ast.Attribute(attr="last_update_success"):
                yield _UPDATE
            case ast.Attribute(attr="available", value=value) if (
                last_name(value) in _PARENTS
            ):
                yield _UPDATE
            case ast.Attribute(value=ast.Name(id="self"), attr="data") if (
                owner == coordinator
            ):
                yield _DATA
            case ast.Attribute(value=ast.Name(id="self"), attr="coordinator"):
                match module.parents[node]:
                    case ast.Attribute(attr="data"):
                        yield _DATA
                    case ast.Attribute(attr=name):
                        yield from member(coordinator, name)
                    case _:
                        yield _OTHER
            case ast.Attribute(value=ast.Name(id="self"), attr=name) if method_of(
                owner, name
            ) or _decides(module, node):
                yield from member(owner, name)


def _decides(module: Module, node: ast.Attribute) -> bool:
    """Return whether the value of an attribute is a condition, and not only looked up or passed on."""
    top: ast.AST = node
    while isinstance(
        above := module.parents[top], ast.Attribute | ast.Subscript | ast.Call
    ) and top is getattr(above, "func", getattr(above, "value", None)):
        top = above
    # What a description calls sees only what it is given.
    if isinstance(top, ast.Call) and node.attr == "entity_description":
        return False
    return (
        node.attr == "_attr_available"
        or isinstance(above, ast.BoolOp | ast.Return | ast.UnaryOp)
        or (isinstance(above, ast.If | ast.IfExp) and above.test is top)
    )


def _coordinator(module: Module, class_: ast.ClassDef) -> Definition | None:
    """Return the class of the coordinator that an entity is annotated with."""
    for owner, each in family(module, class_):
        for base in each.bases:
            if isinstance(base, ast.Subscript):
                found = owner.definition(base.slice)
                if (
                    found
                    and found.module
                    and isinstance(found.node, ast.ClassDef)
                    and found.module.derives(found.node, COORDINATOR)
                ):
                    return found
    return None


def _is_push(coordinator: Definition) -> bool:
    """Return whether a coordinator never polls, so that no update of it fails."""
    assert coordinator.module
    assert isinstance(coordinator.node, ast.ClassDef)
    calls_parent = False
    for module, each in family(coordinator.module, coordinator.node):
        if f"{module.name}.{each.name}" == COORDINATOR:
            break
        for node in ast.walk(each):
            if any(is_self(target, "update_interval") for target, _ in assigned(node)):
                return False
            if (
                isinstance(node, ast.Call)
                and ast.unparse(node.func) == "super().__init__"
            ):
                calls_parent = True
                passed = {given.arg: given.value for given in node.keywords}
                # What is passed on in a mapping may hold an interval.
                if None in passed or not is_none(
                    passed.get("update_interval", ast.Constant(None))
                ):
                    return False
    return calls_parent


@rule(
    code="home-assistant-coordinator-entity-async-update",
    title="Entities of a coordinator do not fetch by themselves",
    severity=Severity.REFUSED,
    source=plugin("coordinator_entity_async_update"),
    why="An update that the user asks for would go past the coordinator, and past all that it does about errors.",
    mend="Fetch in the coordinator",
    good=examples(
        """
        class ExampleSensor(CoordinatorEntity, SensorEntity):
            async def async_update(self) -> None:
                _LOGGER.debug("Update of %s", self.entity_id)
                await self.coordinator.async_request_refresh()
        """,
        """
        class ExampleSensor(CoordinatorEntity, SensorEntity):
            _attr_should_poll = True

            async def async_update(self) -> None:
                self._attr_native_value = await self.client.read()
        """,
        file="sensor.py",
    ),
    bad=examples(
        """
        class ExampleSensor(CoordinatorEntity, SensorEntity):
            async def async_update(self) -> None:  # !
                self._attr_native_value = await self.client.read()
        """,
        """
        class ExampleEntity(CoordinatorEntity): ...


        class ExampleSensor(ExampleEntity, SensorEntity):
            async def async_update(self) -> None:  # !
                await self.coordinator.client.fetch()
        """,
        file="sensor.py",
    ),
)
def async_update(integration: Integration) -> Iterator[Finding]:
    """Report entities that fetch by themselves what their coordinator fetches."""
    for module, class_, update in _overridden(integration, "async_update"):
        calls_parent = any(
            isinstance(node, ast.Attribute)
            and node.attr == "async_update"
            and last_name(node.value) in _PARENTS
            for node in ast.walk(update)
        )
        leaves_it = not called(update) - LEVELS or "async_request_refresh" in called(
            update
        )
        polls = any(
            owner.name.startswith(f"homeassistant.components.{integration.domain}")
            and (
                "should_poll" in methods(each)
                or is_true(attributes(each).get("_attr_should_poll"))
            )
            for owner, each in family(module, class_)
        )
        if not (calls_parent or leaves_it or polls):
            yield module.found(
                update,
                f"{class_.name} fetches past its coordinator when an update is asked for",
            )
