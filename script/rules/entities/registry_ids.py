"""Rules for the unique ids of entities."""

import ast
from collections.abc import Iterator
import re
from typing import Final

from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.modules import Module
from script.integration.syntax import (
    assigned,
    attributes,
    inner,
    is_none,
    is_self,
    methods,
    text,
)
from script.rules.examples import claiming, examples
from script.rules.rule import Severity, rule
from script.rules.sources import plugin

from .classes import entity_classes, family, final_entities, platforms

_RULE: Final = "entity-unique-id"
_LEAVE_OUT: Final = (
    "Leave it out of a new integration; where users have the entities, migrate their ids, "
    "or say that it is known by a comment for pylint"
)


@rule(
    code="home-assistant-missing-entity-unique-id",
    title="Every entity has a unique id",
    severity=Severity.REFUSED,
    source=plugin("quality_scale/entity_unique_id"),
    why="Without one the user can neither rename an entity nor put it into an area.",
    mend="Set self._attr_unique_id on every path of __init__",
    good=claiming(
        _RULE,
        """
        class ExampleSensor(SensorEntity):
            def __init__(self, serial: str, channel: int | None) -> None:
                if channel is None:
                    self._attr_unique_id = serial
                else:
                    self._attr_unique_id = f"{serial}_{channel}"
        """,
        """
        class ExampleSensor(SensorEntity):
            @property
            def unique_id(self) -> str:
                return self.client.serial
        """,
        file="sensor.py",
    ),
    bad=claiming(
        _RULE,
        """
        class ExampleSensor(SensorEntity):  # !
            def __init__(self, name: str) -> None:
                self._attr_name = name
        """,
        """
        class ExampleSensor(SensorEntity):  # !
            def __init__(self, serial: str | None) -> None:
                if serial:
                    self._attr_unique_id = serial
        """,
        file="sensor.py",
    ),
)
def missing(integration: Integration) -> Iterator[Finding]:
    """Report entities that may have no unique id."""
    for module, class_ in _claimed(integration):
        own = attributes(class_).get("_attr_unique_id")
        if not _is_static(integration, class_) and (
            is_none(own)
            or not any(
                _sets_unique_id(each)
                for owner, each in family(module, class_)
                if owner.part or owner.name.startswith("homeassistant.components")
            )
        ):
            yield module.found(
                class_, f"{_RULE} is done, and {class_.name} does not always have one"
            )


@rule(
    code="home-assistant-entity-unique-id-static",
    title="A unique id differs between the entries",
    severity=Severity.REFUSED,
    source=plugin("quality_scale/entity_unique_id"),
    why="The entities of a second entry are refused, as their ids are taken.",
    mend="Make it of something that differs, such as the serial number",
    good=(
        *claiming(
            _RULE,
            """
            class ExampleSensor(SensorEntity):
                def __init__(self, serial: str) -> None:
                    self._attr_unique_id = f"{serial}_power"
            """,
            file="sensor.py",
        ),
        *examples(
            """
            class ExampleSensor(SensorEntity):
                _attr_unique_id = "power"
            """,
            file="sensor.py",
        ),
    ),
    bad=claiming(
        _RULE,
        """
        class ExampleSensor(SensorEntity):
            _attr_unique_id = "power"  # !
        """,
        """
        class ExampleSensor(SensorEntity):
            _attr_name = None
            _attr_unique_id: str = "example_sensor"  # !
        """,
        file="sensor.py",
    ),
)
def static(integration: Integration) -> Iterator[Finding]:
    """Report entities that share their unique id with those of another entry."""
    for module, class_ in _claimed(integration):
        if _is_static(integration, class_):
            yield module.found(
                attributes(class_)["_attr_unique_id"],
                f"Every {class_.name} has the same unique id, also that of a second config entry",
            )


def _claimed(integration: Integration) -> Iterator[tuple[Module, ast.ClassDef]]:
    """Yield the entities of an integration that says to give them unique ids."""
    if integration.done(_RULE):
        for module in platforms(integration):
            for class_ in final_entities(module):
                yield module, class_


def _is_static(integration: Integration, class_: ast.ClassDef) -> bool:
    own = attributes(class_).get("_attr_unique_id")
    return text(own) is not None and not integration.manifest.get("single_config_entry")


def _sets_unique_id(class_: ast.ClassDef) -> bool:
    """Return whether a class on its own gives every instance a unique id."""
    own = attributes(class_).get("_attr_unique_id")
    return (
        (own is not None and not is_none(own))
        or "unique_id" in methods(class_)
        or any(_always_sets(method.body) for method in methods(class_).values())
    )


def _always_sets(block: list[ast.stmt]) -> bool:
    """Return whether every way through a block sets the unique id."""
    for statement in block:
        if any(
            is_self(target, "_attr_unique_id") and not is_none(value)
            for target, value in assigned(statement)
        ):
            return True
        match statement:
            case ast.Return() | ast.Break() | ast.Continue():
                return False
            case ast.If(body=then, orelse=otherwise):
                if otherwise and _always_sets(then) and _always_sets(otherwise):
                    return True
                if any(
                    isinstance(node, ast.Return | ast.Break | ast.Continue)
                    for node in inner(statement)
                ):
                    return False
    return False


@rule(
    code="home-assistant-entity-unique-id-redundant-domain",
    title="A unique id does not repeat the integration",
    severity=Severity.REFUSED,
    source=plugin("entity_unique_id_format"),
    why="The registry keeps the ids of each integration apart anyway.",
    mend=_LEAVE_OUT,
    good=examples(
        """
        class ExampleSensor(SensorEntity):
            def __init__(self, serial: str) -> None:
                self._attr_unique_id = f"{serial}_examples"
        """,
        """
        class ExampleSensor(SensorEntity):
            def __init__(self, serial: str) -> None:
                self._attr_device_info = DeviceInfo(identifiers={(DOMAIN, serial)})
        """,
        file="sensor.py",
    ),
    bad=examples(
        """
        class ExampleSensor(SensorEntity):
            def __init__(self, serial: str) -> None:
                self._attr_unique_id = f"{DOMAIN}_{serial}"  # !
        """,
        """
        class ExampleSensor(SensorEntity):
            @property
            def unique_id(self) -> str:
                return f"example-{self.serial}"  # !
        """,
        file="sensor.py",
    ),
)
def redundant_domain(integration: Integration) -> Iterator[Finding]:
    """Report unique ids that hold the domain of the integration."""
    for module in integration.modules:
        for class_ in entity_classes(module):
            for value in _unique_ids(class_):
                if any(
                    isinstance(node, ast.Name) and node.id == "DOMAIN"
                    for node in ast.walk(value)
                ) or _has_word(value, integration.domain):
                    yield module.found(
                        value,
                        f"The unique id of {class_.name} holds the domain of the integration",
                    )


@rule(
    code="home-assistant-entity-unique-id-redundant-platform",
    title="A unique id does not repeat the platform",
    severity=Severity.REFUSED,
    source=plugin("entity_unique_id_format"),
    why="The registry keeps the ids of each platform apart anyway.",
    mend=_LEAVE_OUT,
    good=(
        *examples(
            """
            class ExampleSensor(SensorEntity):
                def __init__(self, serial: str) -> None:
                    self._attr_unique_id = f"{serial}_sensors"
            """,
            file="sensor.py",
        ),
        *examples(
            """
            class ExampleEntity(Entity):
                def __init__(self, serial: str) -> None:
                    self._attr_unique_id = f"{serial}_sensor"
            """,
            file="entity.py",
        ),
    ),
    bad=examples(
        """
        class ExampleSensor(SensorEntity):
            def __init__(self, serial: str) -> None:
                self._attr_unique_id = f"{serial}_sensor"  # !
        """,
        """
        class ExampleSensor(SensorEntity):
            @property
            def unique_id(self) -> str:
                return "-".join([self.serial, "sensor"])  # !
        """,
        file="sensor.py",
    ),
)
def redundant_platform(integration: Integration) -> Iterator[Finding]:
    """Report unique ids that hold the name of their platform."""
    for module in integration.platforms():
        for class_ in entity_classes(module):
            for value in _unique_ids(class_):
                if _has_word(value, module.part):
                    yield module.found(
                        value,
                        f"The unique id of {class_.name} holds the name of its platform",
                    )


def _unique_ids(class_: ast.ClassDef) -> Iterator[ast.expr]:
    """Yield what a class makes its unique ids of."""
    if (own := attributes(class_).get("_attr_unique_id")) is not None:
        yield own
    for name, method in methods(class_).items():
        for node in ast.walk(method):
            if name == "unique_id" and isinstance(node, ast.Return) and node.value:
                yield node.value
            elif name != "unique_id":
                yield from (
                    value
                    for target, value in assigned(node)
                    if is_self(target, "_attr_unique_id")
                )


def _has_word(value: ast.expr, word: str) -> bool:
    """Return whether a string in an expression has a word between separators."""
    pattern = re.compile(rf"(?:^|[^a-zA-Z0-9]){re.escape(word)}(?:[^a-zA-Z0-9]|$)")
    return any(pattern.search(string) for string in _strings(value))


def _strings(value: ast.AST) -> Iterator[str]:
    """Yield the strings in an expression, those with values in them with a digit for each."""
    match value:
        case ast.JoinedStr(values=values):
            yield "".join(text(each) or "0" for each in values)
            for each in values:
                if isinstance(each, ast.FormattedValue):
                    yield from _strings(each.value)
        case ast.Constant(value=str() as string):
            yield string
        case _:
            for child in ast.iter_child_nodes(value):
                yield from _strings(child)
