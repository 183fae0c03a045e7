"""Rules for the names of entities."""

import ast
from collections.abc import Iterator

from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.modules import Module
from script.integration.syntax import assigned, attributes, is_self, methods
from script.rules.examples import Example, claiming
from script.rules.rule import Severity, rule
from script.rules.sources import plugin

from .classes import family, final_entities, is_true, platforms


@rule(
    code="home-assistant-missing-has-entity-name",
    title="Entities are named after their device",
    severity=Severity.REFUSED,
    source=plugin("quality_scale/has_entity_name"),
    why="Home Assistant puts the name of the device before that of the entity, so that a renamed device renames all.",
    mend="Set `_attr_has_entity_name = True` in the class or its base",
    good=(
        *claiming(
            "has-entity-name",
            """
            class ExampleSensor(SensorEntity):
                _attr_has_entity_name = True
            """,
            """
            @dataclass(frozen=True, kw_only=True)
            class ExampleSensorEntityDescription(SensorEntityDescription):
                has_entity_name: bool = True


            class ExampleSensor(SensorEntity):
                entity_description: ExampleSensorEntityDescription
            """,
            file="sensor.py",
        ),
        Example(
            {
                "quality_scale.yaml": "rules:\n  has-entity-name: done\n",
                "entity.py": "class ExampleEntity(Entity):\n    _attr_has_entity_name = True\n",
                "sensor.py": "from .entity import ExampleEntity\n\n\nclass ExampleSensor(ExampleEntity, SensorEntity): ...\n",
            }
        ),
    ),
    bad=claiming(
        "has-entity-name",
        """
        class ExampleSensor(SensorEntity):  # !
            _attr_name = "Power"
        """,
        """
        class ExampleSensor(SensorEntity):  # !
            def __init__(self, name: str | None) -> None:
                if name is None:
                    self._attr_has_entity_name = True
        """,
        file="sensor.py",
    ),
)
def has_entity_name(integration: Integration) -> Iterator[Finding]:
    """Report entities that are not named after their device."""
    if not integration.done("has-entity-name"):
        return
    for module in platforms(integration):
        for class_ in final_entities(module):
            if not any(_sets_it(owner, each) for owner, each in family(module, class_)):
                yield module.found(
                    class_,
                    f"has-entity-name is done, and {class_.name} does not always set it",
                )


def _sets_it(module: Module, class_: ast.ClassDef) -> bool:
    """Return whether a class on its own says that its names follow the device's."""
    if is_true(attributes(class_).get("_attr_has_entity_name")):
        return True
    for method in methods(class_).values():
        for statement in method.body:
            if not isinstance(
                statement,
                ast.Expr | ast.Assign | ast.AnnAssign | ast.AugAssign | ast.Pass,
            ):
                break
            if any(
                is_self(target, "_attr_has_entity_name") and is_true(value)
                for target, value in assigned(statement)
            ):
                return True
    for statement in class_.body:
        match statement:
            case ast.AnnAssign(
                target=ast.Name(id="entity_description"), annotation=annotation
            ):
                described = module.definition(annotation)
                if (
                    described
                    and described.module
                    and isinstance(described.node, ast.ClassDef)
                ):
                    return any(
                        is_true(attributes(each).get("has_entity_name"))
                        for _, each in family(described.module, described.node)
                    )
    return False
