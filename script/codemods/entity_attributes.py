"""Write in entities what never changes as attributes, and nothing that they inherit anyway."""

import ast
from collections.abc import Iterator
from itertools import takewhile
from typing import Final

from script.integration.syntax import attributes, body, is_self
from script.rules.entities.attributes import constant_property, inherited
from script.rules.entities.base_classes import redundant_init

from .change import Change
from .codemod import Codemod, kept, pairs
from .editing import before, behind, broken, change, replacing, without
from .subject import Subject

_ATTRIBUTE: Final = "_attr_"
# The decorators of a property that overrides one
_PROPERTY: Final = 2


@Codemod(
    name="constant-properties",
    title="Set what never changes of an entity as an attribute",
    changes=pairs(
        (
            """
            class ExampleSensor(SensorEntity):
                @property
                def native_unit_of_measurement(self) -> str:
                    return UnitOfPower.WATT
            """,
            """
            class ExampleSensor(SensorEntity):
                _attr_native_unit_of_measurement = UnitOfPower.WATT
            """,
        ),
        (
            """
            class ExampleSensor(SensorEntity):
                '''A sensor.'''

                @property
                def icon(self) -> str:
                    '''Return the icon.'''
                    return "mdi:power"

                def update(self) -> None:
                    print(self)
            """,
            """
            class ExampleSensor(SensorEntity):
                '''A sensor.'''

                _attr_icon = "mdi:power"

                def update(self) -> None:
                    print(self)
            """,
        ),
        (
            """
            class ExampleSensor(SensorEntity):
                _attr_name = "Power"

                def update(self) -> None:
                    print(self)

                @property
                def should_poll(self) -> bool:
                    return False
            """,
            """
            class ExampleSensor(SensorEntity):
                _attr_name = "Power"
                _attr_should_poll = False

                def update(self) -> None:
                    print(self)
            """,
        ),
        file="sensor.py",
    ),
    keeps=kept(
        """
        class ExampleSensor(CoordinatorEntity, SensorEntity):
            @property
            def available(self) -> bool:
                return True
        """,
        """
        class ExampleSensor(SensorEntity):
            @property
            def icon(self) -> str:
                # Nobody has drawn another one.
                return "mdi:power"
        """,
        """
        class ExampleSensor(SensorEntity):
            def __init__(self) -> None:
                self._attr_icon = "mdi:flash"

            @property
            def icon(self) -> str:
                return "mdi:power"
        """,
        file="sensor.py",
    ),
)
def constant_properties(subject: Subject) -> Iterator[Change]:
    """Yield the properties that return a constant, of whose attribute nothing in the integration makes another."""
    for module, method in broken(subject, constant_property, ast.FunctionDef):
        source, class_ = subject.source(module), module.class_around(method)
        name = f"{_ATTRIBUTE}{method.name}"
        [*_, result] = body(method)
        if class_ is None or not isinstance(result, ast.Return) or not result.value:
            continue
        is_more = len(method.decorator_list) > _PROPERTY or "#" in source.code(method)
        if is_more or name in attributes(class_) or _is_set(subject, name):
            continue
        line = f"{name} = {source.code(result.value)}"
        lead = [*takewhile(_is_leading, class_.body)]
        if lead:
            blank = "\n" if isinstance(lead[-1], ast.Expr) else ""
            edits = [
                behind(source, lead[-1], f"{blank}{line}"),
                without(source, [method]),
            ]
        elif class_.body[0] is method:
            edits = [replacing(source, method, line)]
        else:
            edits = [
                before(source, class_.body[0], f"{line}\n"),
                without(source, [method]),
            ]
        yield change(subject, module, method, *edits)


def _is_leading(statement: ast.stmt) -> bool:
    """Return whether a statement is one that classes begin with: a docstring, or an attribute."""
    return isinstance(statement, ast.Expr | ast.Assign | ast.AnnAssign)


def _is_set(subject: Subject, name: str) -> bool:
    return any(
        isinstance(node, ast.Attribute)
        and is_self(node, name)
        and isinstance(node.ctx, ast.Store)
        for module in subject.modules
        for node in module.nodes
    )


@Codemod(
    name="inherited-attributes",
    title="Leave out attributes of entities that are inherited",
    changes=pairs(
        (
            """
            class ExampleSensor(CoordinatorEntity, SensorEntity):
                _attr_name = "Power"
                _attr_should_poll = False
            """,
            """
            class ExampleSensor(CoordinatorEntity, SensorEntity):
                _attr_name = "Power"
            """,
        ),
        (
            """
            class ExampleEntity(Entity):
                _attr_has_entity_name = True


            class ExampleSensor(ExampleEntity, SensorEntity):
                _attr_has_entity_name = True
                _attr_name = "Power"
            """,
            """
            class ExampleEntity(Entity):
                _attr_has_entity_name = True


            class ExampleSensor(ExampleEntity, SensorEntity):
                _attr_name = "Power"
            """,
        ),
        (
            """
            class ExampleSensor(CoordinatorEntity, SensorEntity):
                '''A sensor.'''

                _attr_should_poll: bool = False
            """,
            """
            class ExampleSensor(CoordinatorEntity, SensorEntity):
                '''A sensor.'''
            """,
        ),
        file="sensor.py",
    ),
    keeps=kept(
        "class ExampleSensor(SensorEntity):\n    _attr_should_poll = False",
        "class ExampleSensor(SensorEntity):\n    _attr_native_value: float | None = None",
        """
        class ExampleEntity(Entity):
            _attr_has_entity_name = True
            _attr_name = None


        class ExampleSensor(ExampleEntity, SensorEntity):
            _attr_name = "Power"
        """,
        file="sensor.py",
    ),
)
def inherited_attributes(subject: Subject) -> Iterator[Change]:
    """Yield the attributes that a class sets as those that it derives from do."""
    for module, statement in broken(subject, inherited, ast.Assign, ast.AnnAssign):
        if isinstance(module.parents[statement], ast.ClassDef):
            edit = without(subject.source(module), [statement])
            yield change(subject, module, statement, edit)


@Codemod(
    name="entity-constructors",
    title="Leave out constructors of entities that only call those of their base classes",
    changes=pairs(
        (
            """
            class ExampleBase(Entity):
                def __init__(self, client: ExampleClient) -> None:
                    self.client = client


            class ExampleSensor(ExampleBase, SensorEntity):
                def __init__(self, client: ExampleClient) -> None:
                    super().__init__(client)
            """,
            """
            class ExampleBase(Entity):
                def __init__(self, client: ExampleClient) -> None:
                    self.client = client


            class ExampleSensor(ExampleBase, SensorEntity):
                pass
            """,
        ),
        (
            """
            class ExampleBase(Entity):
                def __init__(self, client: ExampleClient, channel: int) -> None:
                    self.client = client


            class ExampleSensor(ExampleBase, SensorEntity):
                '''A sensor.'''

                def __init__(self, client: ExampleClient, channel: int) -> None:
                    '''Initialize it.'''
                    super().__init__(client, channel)
            """,
            """
            class ExampleBase(Entity):
                def __init__(self, client: ExampleClient, channel: int) -> None:
                    self.client = client


            class ExampleSensor(ExampleBase, SensorEntity):
                '''A sensor.'''
            """,
        ),
        (
            """
            class ExampleBase(Entity):
                def __init__(self, client: ExampleClient) -> None:
                    self.client = client


            class ExampleSensor(ExampleBase, SensorEntity):
                _attr_name = "Power"

                def __init__(self, client: ExampleClient) -> None:
                    super().__init__(client)

                def update(self) -> None:
                    print(self)
            """,
            """
            class ExampleBase(Entity):
                def __init__(self, client: ExampleClient) -> None:
                    self.client = client


            class ExampleSensor(ExampleBase, SensorEntity):
                _attr_name = "Power"

                def update(self) -> None:
                    print(self)
            """,
        ),
        file="sensor.py",
    ),
    keeps=kept(
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


        class ExampleSensor(ExampleBase, SensorEntity):
            def __init__(self, client: ExampleClient) -> None:
                super().__init__(client, 0)
        """,
        """
        class ExampleClient(Client):
            def __init__(self, host: str) -> None:
                super().__init__(host)
        """,
        file="sensor.py",
    ),
)
def entity_constructors(subject: Subject) -> Iterator[Change]:
    """Yield the constructors that only pass on what they get."""
    for module, method in broken(subject, redundant_init, ast.FunctionDef):
        if method.name == "__init__":
            edit = without(subject.source(module), [method])
            yield change(subject, module, method, edit)
