"""Rules for entity descriptions."""

import ast
from collections.abc import Iterator

from script.integration.core import core
from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.names import ENTITY_DESCRIPTION
from script.integration.syntax import attributes, keyword, last_name, text
from script.rules.examples import examples
from script.rules.rule import Severity, rule
from script.rules.sources import guide, plugin

from .classes import family, is_true
from .traits import described


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
            made = module.definition(call.func) if call.keywords else None
            if (
                made is None
                or made.module is None
                or not isinstance(made.node, ast.ClassDef)
            ):
                continue
            classes = tuple(family(made.module, made.node))
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
                        f"{each.arg}={default.value} is the default of {made.node.name}",
                    )


@rule(
    code="review-guide/frozen-description",
    title="Descriptions are frozen",
    severity=Severity.ASKED,
    source=guide("entities"),
    why="Entities share their description, and one that changes it would change it for all.",
    mend="Write `@dataclass(frozen=True, kw_only=True)`",
    good=examples(
        """
        @dataclass(frozen=True, kw_only=True)
        class ExampleSensorEntityDescription(SensorEntityDescription):
            value_fn: Callable[[float], float]
        """,
        """
        @dataclass
        class ExampleData:
            client: ExampleClient
        """,
        file="sensor.py",
    ),
    bad=examples(
        """
        @dataclass
        class ExampleSensorEntityDescription(SensorEntityDescription):  # !
            value_fn: Callable[[float], float]
        """,
        """
        @dataclass(kw_only=True)
        class ExampleSwitchEntityDescription(SwitchEntityDescription):  # !
            is_on_fn: Callable[[float], bool]
        """,
        file="sensor.py",
    ),
)
def frozen_description(integration: Integration) -> Iterator[Finding]:
    """Report descriptions that can be changed."""
    for module in integration.modules:
        for class_ in module.classes:
            for each in class_.decorator_list:
                frozen = keyword(each, "frozen") if isinstance(each, ast.Call) else None
                if (
                    last_name(each) == "dataclass"
                    and not is_true(frozen)
                    and module.derives(class_, ENTITY_DESCRIPTION)
                ):
                    yield module.found(class_, f"{class_.name} can be changed")


@rule(
    code="review-guide/enum-member",
    title="Device classes, state classes and categories are members of their enums",
    severity=Severity.ASKED,
    source=guide("entities"),
    why="A type checker knows the members, and a mistyped one is an error.",
    mend="Use the member of the enum",
    good=examples(
        """
        POWER = SensorEntityDescription(
            key="power",
            device_class=SensorDeviceClass.POWER,
            entity_category=EntityCategory.DIAGNOSTIC,
        )
        """,
        """
        class ExampleSensor(SensorEntity):
            def __init__(self, device_class: SensorDeviceClass) -> None:
                self._attr_device_class = device_class
        """,
        file="sensor.py",
    ),
    bad=examples(
        """
        POWER = SensorEntityDescription(
            key="power",
            device_class="power",  # !
            entity_category="diagnostic",  # !
        )
        """,
        """
        class ExampleSensor(SensorEntity):
            _attr_state_class = "measurement"  # !
        """,
        file="sensor.py",
    ),
)
def enum_member(integration: Integration) -> Iterator[Finding]:
    """Report members of enums that are written as strings."""
    for kind in described(integration, *core().platforms):
        for name in ("device_class", "entity_category", "state_class"):
            value = kind.values.get(name)
            if value and text(value.node) is not None:
                yield kind.found(name, f'{name} is the string "{value.text}"')


@rule(
    code="review-guide/value-by-key",
    title="A value that may be missing is unknown, and no error",
    severity=Severity.ADVICE,
    source=guide("entities"),
    why="A key that an answer lacks raises when the state is written, and the entity keeps its last state.",
    mend="Use .get() where the key may be missing, or attributes of an object that the library has checked",
    good=examples(
        """
        POWER = ExampleSensorEntityDescription(key="power", value_fn=lambda data: data.power)
        """,
        """
        POWER = ExampleSensorEntityDescription(
            key="power", value_fn=lambda data: data.get("power")
        )
        """,
        """
        FIRST = ExampleSensorEntityDescription(
            key="first",
            value_fn=lambda data: data["phases"] if "phases" in data else None,
        )
        """,
        file="sensor.py",
    ),
    bad=examples(
        """
        @dataclass(frozen=True, kw_only=True)
        class ExampleSensorEntityDescription(SensorEntityDescription):
            value_fn: Callable[[dict[str, Any]], StateType]


        POWER = ExampleSensorEntityDescription(
            key="power",
            value_fn=lambda data: data["power"],  # !
        )
        """,
        """
        @dataclass(frozen=True, kw_only=True)
        class ExampleSensorEntityDescription(SensorEntityDescription):
            value: Callable[[ExampleData], StateType]


        POWER = ExampleSensorEntityDescription(
            key="power",
            value=lambda data: data.readings["power"] * 1000,  # !
        )
        """,
        file="sensor.py",
    ),
)
def value_by_key(integration: Integration) -> Iterator[Finding]:
    """Report keys that the function of a value takes for granted."""
    for kind in described(integration, *core().platforms):
        for value in kind.values.values():
            if not isinstance(value.node, ast.Lambda):
                continue
            nodes = [*ast.walk(value.node.body)]
            # It has looked before.
            if any(isinstance(each, ast.Compare | ast.IfExp) for each in nodes):
                continue
            for node in nodes:
                match node:
                    case ast.Subscript(value=owner, slice=key) if (
                        kind.module.value(key) is not None
                    ):
                        yield kind.module.found(
                            node, f"{ast.unparse(owner)} may lack {ast.unparse(key)}"
                        )
