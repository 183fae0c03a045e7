"""Rules for the attributes and properties of entities."""

import ast
from collections.abc import Iterator
from typing import Final

from script.integration.core import core
from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.modules import Module
from script.integration.syntax import (
    assigned,
    attributes,
    body,
    decorators,
    is_self,
    methods,
)
from script.rules.examples import examples
from script.rules.rule import Severity, rule
from script.rules.sources import guide

from .classes import entity_classes, family

_GUIDE: Final = guide("entities")
_ATTRIBUTE: Final = "_attr_"


@rule(
    code="review-guide/constant-property",
    title="What never changes of an entity is an attribute",
    severity=Severity.ADVICE,
    source=_GUIDE,
    why="One line says it, and the reader looks for no reason why it is a function.",
    mend="Set the attribute in the class",
    good=examples(
        """
        class ExampleSensor(SensorEntity):
            _attr_native_unit_of_measurement = UnitOfPower.WATT
        """,
        # CoordinatorEntity takes no notice of the attribute.
        """
        class ExampleSensor(CoordinatorEntity, SensorEntity):
            @property
            def available(self) -> bool:
                return True
        """,
        file="sensor.py",
    ),
    bad=examples(
        """
        class ExampleSensor(SensorEntity):
            @property
            def native_unit_of_measurement(self) -> str:  # !
                return UnitOfPower.WATT
        """,
        """
        class ExampleSensor(SensorEntity):
            @property
            def icon(self) -> str:  # !
                return "mdi:power"
        """,
        file="sensor.py",
    ),
)
def constant_property(integration: Integration) -> Iterator[Finding]:
    """Report properties that return a constant, of which Home Assistant knows the attribute."""
    if integration.domain in core().platforms:
        return
    for module in integration.modules:
        for class_ in entity_classes(module):
            for name, method in methods(class_).items():
                match body(method):
                    case [ast.Return(value=ast.expr() as value)] if (
                        decorators(method) & {"cached_property", "property"}
                        and _is_constant(module, value)
                        and _reads_attribute(module, class_, name)
                    ):
                        yield module.found(
                            method,
                            f"{class_.name}.{name} is always {ast.unparse(value)}",
                            f"Set {_ATTRIBUTE}{name} in the class",
                        )


def _is_constant(module: Module, value: ast.expr) -> bool:
    if isinstance(value, ast.Name | ast.Attribute):
        found = module.definition(value)
        return found is not None and isinstance(found.node, ast.Constant)
    return isinstance(value, ast.Constant)


def _reads_attribute(module: Module, class_: ast.ClassDef, name: str) -> bool:
    """Return whether the property that a class overrides reads an attribute."""
    for _, base in tuple(family(module, class_))[1:]:
        if (method := methods(base).get(name)) is not None:
            return any(
                is_self(node, f"{_ATTRIBUTE}{name}") for node in ast.walk(method)
            )
    return False


@rule(
    code="review-guide/inherited-attribute",
    title="A class does not set what it inherits",
    severity=Severity.ADVICE,
    source=_GUIDE,
    why="Who reads it looks for the reason why this class would be another without.",
    mend="Leave it out",
    good=examples(
        """
        class ExampleSensor(SensorEntity):
            _attr_should_poll = False
            _attr_native_value: float | None = None
        """,
        """
        class ExampleEntity(Entity):
            _attr_has_entity_name = True
            _attr_name = None


        class ExampleSensor(ExampleEntity, SensorEntity):
            _attr_name = "Power"
        """,
        file="sensor.py",
    ),
    bad=examples(
        """
        class ExampleSensor(CoordinatorEntity, SensorEntity):
            _attr_should_poll = False  # !
        """,
        """
        class ExampleEntity(Entity):
            _attr_has_entity_name = True


        class ExampleSensor(ExampleEntity, SensorEntity):
            _attr_has_entity_name = True  # !
        """,
        file="sensor.py",
    ),
)
def inherited(integration: Integration) -> Iterator[Finding]:
    """Report attributes that the nearest class that sets them sets alike."""
    for module in integration.modules:
        for class_ in entity_classes(module):
            bases = _bases(module, class_)
            for name, value in attributes(class_).items():
                if not name.startswith(_ATTRIBUTE) or not isinstance(
                    value, ast.Constant
                ):
                    continue
                home, given = next(
                    (
                        (home, found)
                        for home, base in bases
                        if (found := _inherited(base, name)) is not None
                    ),
                    (None, None),
                )
                if (
                    given is not None
                    and ast.dump(value) == ast.dump(given)
                    # That Home Assistant has no value yet is said for the reader.
                    and (value.value is not None or home in integration.modules)
                ):
                    yield module.found(
                        value, f"{class_.name} inherits {name} = {ast.unparse(value)}"
                    )


def _bases(module: Module, class_: ast.ClassDef) -> list[tuple[Module, ast.ClassDef]]:
    """Return what a class derives from in the order of Python, what several bases share after all of them."""
    found = [
        each
        for base in class_.bases
        if (definition := module.definition(base))
        and definition.module
        and isinstance(definition.node, ast.ClassDef)
        for each in family(definition.module, definition.node)
    ]
    return [*dict.fromkeys(reversed(found))][::-1]


def _inherited(base: ast.ClassDef, name: str) -> ast.expr | None:
    """Return what a class on its own gives for an attribute, or by the property that stands for it."""
    if (value := attributes(base).get(name)) is not None:
        return value
    property_ = methods(base).get(name.removeprefix(_ATTRIBUTE))
    # What reads the attribute is no other value.
    match body(property_) if property_ else None:
        case [ast.Return(value=ast.Constant() as constant)]:
            return constant
    return None


@rule(
    code="review-guide/own-hass",
    title="Home Assistant gives itself to its entities",
    severity=Severity.ADVICE,
    source=_GUIDE,
    why="It sets `self.hass` before async_added_to_hass, and takes it away when the entity is removed.",
    mend="Leave it out, and do what needs it in async_added_to_hass",
    good=examples(
        """
        class ExampleSensor(SensorEntity):
            async def async_added_to_hass(self) -> None:
                self.async_on_remove(listen(self.hass, self.update))
        """,
        """
        class ExampleClient:
            def __init__(self, hass: HomeAssistant) -> None:
                self.hass = hass
        """,
        file="sensor.py",
    ),
    bad=examples(
        """
        class ExampleSensor(SensorEntity):
            def __init__(self, hass: HomeAssistant, serial: str) -> None:
                self.hass = hass  # !
                self._attr_unique_id = serial
        """,
        """
        class ExampleEntity(Entity):
            def __init__(self, hass: HomeAssistant) -> None:
                self.hass: HomeAssistant = hass  # !
        """,
        file="sensor.py",
    ),
)
def own_hass(integration: Integration) -> Iterator[Finding]:
    """Report entities that set what Home Assistant sets."""
    for module in integration.modules:
        for class_ in entity_classes(module):
            for node in ast.walk(class_):
                for target, _ in assigned(node):
                    if is_self(target, "hass"):
                        yield module.found(target, f"{class_.name} sets self.hass")
