"""Rules for entity descriptions."""

import ast
from collections.abc import Iterator

from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.syntax import attributes
from script.rules.examples import examples
from script.rules.names import ENTITY_DESCRIPTION
from script.rules.rule import Severity, rule
from script.rules.sources import plugin

from .classes import family


@rule(
    code="home-assistant-entity-description-redundant-default",
    title="A description says only what is not the default",
    severity=Severity.REFUSED,
    source=plugin("entity_description_defaults"),
    why="In a long list of descriptions the reader looks for what is special about each.",
    mend="Leave it out",
    good=examples(
        """
        POWER = SensorEntityDescription(key="power", entity_registry_enabled_default=False)
        """,
        """
        @dataclass(frozen=True, kw_only=True)
        class ExampleSensorEntityDescription(SensorEntityDescription):
            entity_registry_enabled_default: bool = False


        POWER = ExampleSensorEntityDescription(key="power", entity_registry_enabled_default=True)
        """,
        file="sensor.py",
    ),
    bad=examples(
        """
        POWER = SensorEntityDescription(
            key="power",
            entity_registry_enabled_default=True,  # !
            icon=None,  # !
        )
        """,
        """
        @dataclass(frozen=True, kw_only=True)
        class ExampleSensorEntityDescription(SensorEntityDescription):
            is_total: bool = False


        POWER = ExampleSensorEntityDescription(key="power", is_total=False)  # !
        """,
        file="sensor.py",
    ),
)
def redundant_default(integration: Integration) -> Iterator[Finding]:
    """Report what a description sets to what it is anyway."""
    for module in integration.modules:
        for call in module.calls:
            described = module.definition(call.func) if call.keywords else None
            if (
                described is None
                or described.module is None
                or not isinstance(described.node, ast.ClassDef)
            ):
                continue
            classes = tuple(family(described.module, described.node))
            if not any(
                f"{owner.name}.{each.name}" == ENTITY_DESCRIPTION
                for owner, each in classes
            ):
                continue
            defaults = {
                name: value
                for _, each in reversed(classes)
                for name, value in attributes(each).items()
            }
            for each in call.keywords:
                default = defaults.get(each.arg or "")
                if (
                    isinstance(default, ast.Constant)
                    and isinstance(each.value, ast.Constant)
                    and (default.value is None or isinstance(default.value, bool))
                    and each.value.value is default.value
                ):
                    yield module.found(
                        each,
                        f"{each.arg}={default.value} is the default of {described.node.name}",
                    )
