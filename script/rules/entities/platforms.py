"""Rules for the modules of platforms."""

import ast
from collections.abc import Iterator

from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.modules import Definition, Module
from script.integration.names import COORDINATOR_ENTITIES, ENTITY
from script.integration.syntax import argument, inner, keyword, last_name, methods
from script.rules.examples import claiming, examples
from script.rules.rule import Severity, rule
from script.rules.sources import plugin, threads

from .classes import family, is_true, platforms


@rule(
    code="home-assistant-missing-parallel-updates",
    title="A platform says how many updates and actions may run at once",
    severity=Severity.REFUSED,
    source=plugin("quality_scale/parallel_updates"),
    why="A device may bear one request at a time only, and nobody but the integration knows.",
    mend="Set it to 0 where a coordinator fetches and nothing is sent, else to what the device bears",
    good=(
        *claiming(
            "parallel-updates",
            "PARALLEL_UPDATES = 0",
            "from .const import PARALLEL_UPDATES",
            file="sensor.py",
        ),
        *examples("class ExampleSensor(SensorEntity): ...", file="sensor.py"),
    ),
    bad=claiming(
        "parallel-updates",
        "class ExampleSensor(SensorEntity): ...",
        "UPDATES = 1",
        file="sensor.py",
    ),
)
def parallel_updates(integration: Integration) -> Iterator[Finding]:
    """Report platforms that do not say how many updates and actions may run at once."""
    for module in platforms(integration):
        if (
            integration.done("parallel-updates")
            and "PARALLEL_UPDATES" not in module.bindings
        ):
            yield module.found(
                None,
                "parallel-updates is done, and the platform has no PARALLEL_UPDATES",
            )


@rule(
    code="review-guide/update-before-add",
    title="Entities of a coordinator are added without an update",
    severity=Severity.ASKED,
    source=threads(149182),
    why="The coordinator has fetched when it was set up, and its entities have nothing to update.",
    mend="Leave it out",
    good=examples(
        """
        class ExampleSensor(SensorEntity):
            async def async_update(self) -> None:
                self._attr_native_value = await self.client.read()


        async def async_setup_entry(hass, entry, async_add_entities):
            async_add_entities([ExampleSensor(entry.runtime_data)], update_before_add=True)
        """,
        """
        class ExampleSensor(CoordinatorEntity, SensorEntity): ...


        async def async_setup_platform(hass, config, async_add_entities, discovery_info=None):
            async_add_entities([ExampleSensor(ExampleCoordinator(hass))], True)
        """,
        file="sensor.py",
    ),
    bad=examples(
        """
        class ExampleSensor(CoordinatorEntity, SensorEntity): ...


        async def async_setup_entry(hass, entry, async_add_entities):
            async_add_entities(  # !
                [ExampleSensor(entry.runtime_data, each) for each in SENSORS],
                update_before_add=True,
            )
        """,
        """
        class ExampleSensor(CoordinatorEntity, SensorEntity): ...


        async def async_setup_entry(hass, entry, async_add_entities):
            async_add_entities((ExampleSensor(entry.runtime_data),), True)  # !
        """,
        file="sensor.py",
    ),
)
def update_before_add(integration: Integration) -> Iterator[Finding]:
    """Report updates of entities that have nothing to update."""
    for module in integration.platforms():
        for call in module.calls:
            if last_name(call.func) != "async_add_entities" or not is_true(
                argument(call, 1, "update_before_add")
            ):
                continue
            function = module.function_around(call)
            # A coordinator that a platform in YAML makes has not fetched.
            if function is None or function.name == "async_setup_platform":
                continue
            made = {*_made(module, function)}
            if made and all(
                _is_updated_by_coordinator(integration, each) for each in made
            ):
                yield module.found(
                    call,
                    "async_add_entities asks for an update that the coordinator has made",
                )


@rule(
    code="review-guide/entities-at-once",
    title="A platform adds the entities that it starts with in one call",
    severity=Severity.ASKED,
    source=threads(58851),
    why="Each call starts a task of its own, and looks all entities up again.",
    mend="Pass all entities to one call",
    good=examples(
        """
        async def async_setup_entry(hass, entry, async_add_entities) -> None:
            async_add_entities(
                ExampleSwitch(entry.runtime_data, each) for each in SWITCHES
            )
        """,
        # Each subentry has its own.
        """
        async def async_setup_entry(hass, entry, async_add_entities) -> None:
            for subentry_id, subentry in entry.subentries.items():
                async_add_entities(
                    [ExampleSwitch(subentry)], config_subentry_id=subentry_id
                )
        """,
        # What is added later
        """
        async def async_setup_entry(hass, entry, async_add_entities) -> None:
            for room in entry.runtime_data.rooms:
                room.listen(lambda device: async_add_entities([ExampleSwitch(device)]))
        """,
        file="switch.py",
    ),
    bad=examples(
        """
        async def async_setup_entry(hass, entry, async_add_entities) -> None:
            for each in SWITCHES:
                async_add_entities([ExampleSwitch(entry.runtime_data, each)])  # !
        """,
        """
        async def async_setup_entry(hass, entry, async_add_entities) -> None:
            coordinator = entry.runtime_data
            async_add_entities([ExampleSwitch(coordinator)])
            async_add_entities(ExampleLock(coordinator, each) for each in LOCKS)  # !
        """,
        file="switch.py",
    ),
)
def added_at_once(integration: Integration) -> Iterator[Finding]:
    """Report calls for some of the entities that a platform starts with."""
    for module in integration.platforms():
        setup = module.bindings.get("async_setup_entry")
        if not isinstance(setup, ast.AsyncFunctionDef):
            continue
        first: ast.stmt | None = None
        for statement in setup.body:
            if not _adds(statement):
                yield from (
                    module.found(each, "async_add_entities is called in a loop")
                    for each in inner(statement)
                    if isinstance(statement, ast.For)
                    and isinstance(each, ast.Expr)
                    and _adds(each)
                )
            elif first is None:
                first = statement
            else:
                yield module.found(
                    statement, f"{setup.name} has called async_add_entities already"
                )


def _adds(statement: ast.stmt) -> bool:
    """Return whether a statement adds entities to the entry itself."""
    match statement:
        case ast.Expr(value=ast.Call(func=ast.Name(id="async_add_entities")) as call):
            return keyword(call, "config_subentry_id") is None
    return False


def _made(module: Module, code: ast.AST) -> Iterator[Definition]:
    """Yield the classes of the entities that a piece of code makes."""
    for node in ast.walk(code):
        if isinstance(node, ast.Call):
            made = module.definition(node.func)
            if (
                made
                and made.module
                and isinstance(made.node, ast.ClassDef)
                and made.module.derives(made.node, ENTITY)
            ):
                yield made


def _is_updated_by_coordinator(integration: Integration, class_: Definition) -> bool:
    assert class_.module
    assert isinstance(class_.node, ast.ClassDef)
    return class_.module.derives(class_.node, *COORDINATOR_ENTITIES) and not any(
        "async_update" in methods(each)
        for home, each in family(class_.module, class_.node)
        if home in integration.modules
    )
