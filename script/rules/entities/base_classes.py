"""Rules for what entities inherit, and call of it."""

import ast
from collections.abc import Iterator

from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.syntax import Function, body, last_name, methods, parameters
from script.rules.examples import examples
from script.rules.rule import Severity, rule
from script.rules.sources import plugin, threads

from .classes import entity_classes, family


@rule(
    code="home-assistant-missing-super-call",
    title="What overrides a method calls it where it does something",
    severity=Severity.REFUSED,
    source=plugin("super_call"),
    why="A coordinator entity that does not never hears of an update.",
    mend="Begin with `await super().async_added_to_hass()`",
    good=examples(
        """
        class ExampleSensor(CoordinatorEntity, SensorEntity):
            async def async_added_to_hass(self) -> None:
                await super().async_added_to_hass()
                self.async_on_remove(self.client.listen(self.update))
        """,
        """
        class ExampleSensor(SensorEntity):
            async def async_added_to_hass(self) -> None:
                self.async_on_remove(self.client.listen(self.update))
        """,
        file="sensor.py",
    ),
    bad=examples(
        """
        class ExampleSensor(CoordinatorEntity, SensorEntity):
            async def async_added_to_hass(self) -> None:  # !
                self.async_on_remove(self.client.listen(self.update))
        """,
        """
        class ExampleBase(Entity):
            async def async_added_to_hass(self) -> None:
                self.async_on_remove(self.client.listen(self.update))


        class ExampleSensor(ExampleBase, SensorEntity):
            async def async_added_to_hass(self) -> None:  # !
                self.client.wake()
        """,
        file="sensor.py",
    ),
)
def missing_super_call(integration: Integration) -> Iterator[Finding]:
    """Report methods that keep their base class from doing its part."""
    for module in integration.modules:
        for class_ in module.classes:
            method = methods(class_).get("async_added_to_hass")
            if method is None or any(
                _calls_super(statement, method.name) for statement in method.body
            ):
                continue
            inherited = [
                base
                for ancestor in module.ancestors(class_)
                if isinstance(ancestor.node, ast.ClassDef)
                and (base := methods(ancestor.node).get(method.name))
            ]
            if any(
                body(each) and not isinstance(body(each)[0], ast.Pass)
                for each in inherited
            ):
                yield module.found(
                    method,
                    f"{class_.name}.{method.name} does not call that of its base class, which does something",
                )


def _calls_super(statement: ast.stmt, name: str) -> bool:
    """Return whether a statement is the call of the base class's method."""
    match statement:
        case ast.Expr(value=value) | ast.Return(value=value):
            call = value.value if isinstance(value, ast.Await) else value
            return (
                isinstance(call, ast.Call)
                and isinstance(call.func, ast.Attribute)
                and call.func.attr == name
                and last_name(call.func.value) == "super"
            )
    return False


@rule(
    code="home-assistant-invalid-inheritance",
    title="Sensors and numbers restore their unit with their state",
    severity=Severity.REFUSED,
    source=plugin("inheritance"),
    why="The restored state is in the unit that the user chose, which may not be the native one.",
    mend="Derive from RestoreSensor or RestoreNumber",
    good=(
        *examples("class ExampleSensor(RestoreSensor): ...", file="sensor.py"),
        *examples(
            "class ExampleNumber(RestoreEntity, RestoreNumber): ...", file="number.py"
        ),
        *examples(
            "class ExampleSwitch(RestoreEntity, SwitchEntity): ...", file="switch.py"
        ),
    ),
    bad=(
        *examples(
            "class ExampleSensor(RestoreEntity, SensorEntity): ...  # !",
            file="sensor.py",
        ),
        *examples(
            "class ExampleNumber(NumberEntity, RestoreEntity): ...  # !",
            file="number.py",
        ),
    ),
)
def invalid_inheritance(integration: Integration) -> Iterator[Finding]:
    """Report restored sensors and numbers that do not restore their unit."""
    for module in integration.parts("sensor", "number"):
        kind = module.part.capitalize()
        for class_ in module.classes:
            names = {each.name.rpartition(".")[2] for each in module.ancestors(class_)}
            if {
                "RestoreEntity",
                f"{kind}Entity",
            } <= names and f"Restore{kind}" not in names:
                yield module.found(
                    class_,
                    f"{class_.name} restores a state without its unit",
                    f"Derive from Restore{kind}",
                )


@rule(
    code="home-assistant-redundant-entity-init",
    title="A constructor does something",
    severity=Severity.REFUSED,
    source=plugin("redundant_entity_init"),
    why="One that only calls that of its base class is inherited anyway.",
    mend="Remove it",
    good=examples(
        """
        class ExampleBase(Entity):
            def __init__(self, client: ExampleClient) -> None:
                self.client = client


        class ExampleSensor(ExampleBase, SensorEntity):
            def __init__(self, client: ExampleClient, channel: int) -> None:
                super().__init__(client)
                self.channel = channel
        """,
        """
        class ExampleBase(Entity):
            def __init__(self, client: ExampleClient, channel: int) -> None:
                self.client = client
                self.channel = channel


        class ExampleSensor(ExampleBase, SensorEntity):
            def __init__(self, client: ExampleClient) -> None:
                super().__init__(client, 0)
        """,
        file="sensor.py",
    ),
    bad=examples(
        """
        class ExampleBase(Entity):
            def __init__(self, client: ExampleClient) -> None:
                self.client = client


        class ExampleSensor(ExampleBase, SensorEntity):
            def __init__(self, client: ExampleClient) -> None:  # !
                super().__init__(client)
        """,
        """
        class ExampleBase(Entity):
            def __init__(self, client: ExampleClient, channel: int) -> None:
                self.client = client


        class ExampleSensor(ExampleBase, SensorEntity):
            def __init__(self, client: ExampleClient, channel: int) -> None:  # !
                super().__init__(client, channel=channel)
        """,
        file="sensor.py",
    ),
)
def redundant_init(integration: Integration) -> Iterator[Finding]:
    """Report constructors that only pass on what they get."""
    for module in integration.modules:
        for class_ in entity_classes(module):
            init = methods(class_).get("__init__")
            if (
                init is None
                or init.decorator_list
                or class_.decorator_list
                or not _only_forwards(init)
            ):
                continue
            inherited = next(
                (
                    found
                    for _, each in tuple(family(module, class_))[1:]
                    if (found := methods(each).get("__init__"))
                ),
                None,
            )
            if (
                inherited
                and [each.arg for each in parameters(init)]
                == [each.arg for each in parameters(inherited)][: len(parameters(init))]
            ):
                yield module.found(
                    init,
                    f"The constructor of {class_.name} only calls that of its base class",
                )


def _only_forwards(init: Function) -> bool:
    """Return whether a constructor passes every parameter to its base class, and does no more."""
    if (
        init.args.defaults
        or any(init.args.kw_defaults)
        or init.args.vararg
        or init.args.kwarg
    ):
        return False
    match body(init):
        case [
            ast.Expr(
                value=ast.Call(
                    func=ast.Attribute(
                        value=ast.Call(func=ast.Name(id="super"), args=[]),
                        attr="__init__",
                    ),
                    args=args,
                    keywords=keywords,
                )
            )
        ]:
            names = [each.arg for each in parameters(init)][1:]
            passed = [each.id if isinstance(each, ast.Name) else "" for each in args]
            return (
                passed == names[: len(passed)]
                and all(
                    isinstance(each.value, ast.Name) and each.value.id == each.arg
                    for each in keywords
                )
                and sorted(each.arg or "" for each in keywords)
                == sorted(names[len(passed) :])
            )
    return False


@rule(
    code="review-guide/redundant-base",
    title="A class names no base that another base derives from",
    severity=Severity.ADVICE,
    source=threads(76766),
    why="It is inherited anyway, and a reader looks for what it adds.",
    mend="Leave it out",
    good=examples(
        """
        class ExampleEntity(CoordinatorEntity[ExampleCoordinator]): ...


        class ExampleSensor(ExampleEntity, SensorEntity): ...
        """,
        # Its methods come before those of the next.
        """
        class ExampleMixin(Entity): ...


        class ExampleSensor(SensorEntity, ExampleMixin): ...
        """,
        file="sensor.py",
    ),
    bad=examples(
        """
        class ExampleEntity(CoordinatorEntity[ExampleCoordinator], Entity): ...  # !
        """,
        """
        class ExampleEntity(SensorEntity): ...


        class ExamplePower(ExampleEntity, SensorEntity): ...  # !
        """,
        file="sensor.py",
    ),
)
def redundant_base(integration: Integration) -> Iterator[Finding]:
    """Report bases that all bases before them derive from, so that the order of methods stays without them."""
    for module in integration.modules:
        for class_ in module.classes:
            if len(class_.bases) < 2:
                continue
            bases = [module.definition(base) for base in class_.bases]
            for number, base in enumerate(bases[1:], 1):
                if (
                    base
                    and base.module
                    and all(
                        each
                        and each.module
                        and isinstance(each.node, ast.ClassDef)
                        and each.module.derives(each.node, base.name)
                        for each in bases[:number]
                    )
                ):
                    yield module.found(
                        class_,
                        f"{class_.name} derives from {base.name.rpartition('.')[2]} already",
                    )
