"""Rules for what Home Assistant refuses from core's integrations, and lets custom components do."""

import ast
from collections.abc import Iterator

from script.integration.core import installed_package
from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.modules import Definition, Module
from script.integration.refusals import Refusal, refusals, refused_names, renamed
from script.integration.syntax import FUNCTIONS, assigned, decorators, dotted
from script.integration.types import class_around, class_of, method_of

from .examples import Example, examples
from .rule import Severity, rule
from .sources import installed


@rule(
    code="review-guide/refused-usage",
    title="Nothing is used that Home Assistant refuses from core's integrations",
    severity=Severity.REFUSED,
    source=installed("helpers.frame"),
    why="It raises where an integration of core does it, while a custom component gets a warning at most.",
    mend="Do it as core's integrations do now",
    good=(
        *examples(
            """
            class ExampleCoordinator(DataUpdateCoordinator[None]):
                def __init__(self, hass: HomeAssistant, entry: ConfigEntry) -> None:
                    super().__init__(hass, _LOGGER, config_entry=entry, name=DOMAIN)
            """,
            """
            class ExampleCoordinator(DataUpdateCoordinator[None]):
                def __init__(self, hass: HomeAssistant, **passed: Any) -> None:
                    super().__init__(hass, _LOGGER, **passed)
            """,
            file="coordinator.py",
        ),
        *examples(
            """
            def find(hass: HomeAssistant, client: ExampleClient) -> Any:
                registry = dr.async_get(hass)
                client.async_get_device("relay")
                return registry.async_get("relay")
            """
        ),
    ),
    bad=(
        *examples(
            """
            class ExampleCoordinator(DataUpdateCoordinator[None]):
                def __init__(self, hass: HomeAssistant) -> None:
                    super().__init__(hass, _LOGGER, name=DOMAIN)  # !
            """,
            file="coordinator.py",
        ),
        *examples(
            """
            async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
                coordinator = DataUpdateCoordinator(hass, _LOGGER, name=DOMAIN)  # !
                registry = dr.async_get(hass)
                registry.async_get_device({(DOMAIN, "relay")})  # !
            """
        ),
        Example(
            {
                "config_flow.py": "from homeassistant.config_entries import OptionsFlowWithConfigEntry\n\n\n"
                "class ExampleFlow(ConfigFlow, domain=DOMAIN):\n"
                "    async def async_step_zeroconf(self, discovery_info: Any) -> Any:\n"
                "        self._set_confirm_only()  # !\n\n\n"
                "class ExampleOptionsFlow(OptionsFlowWithConfigEntry): ...  # !\n"
            }
        ),
    ),
)
def refused_usage(integration: Integration) -> Iterator[Finding]:
    """Report what raises as soon as an integration of core does it."""
    for module in integration.modules:
        for class_ in module.classes:
            for each in _inherited(module, class_):
                yield _refused(module, class_, each.what)
        for call in module.calls:
            for each in _called(module, call):
                if each.applies(call):
                    yield _refused(module, call, each.what)
        for node in module.nodes:
            if isinstance(node, ast.Attribute):
                for each in _read(module, node):
                    yield _refused(module, node, each.what)


def _refused(module: Module, node: ast.AST, what: str) -> Finding:
    used = ast.unparse(getattr(node, "func", node)).partition("\n")[0]
    return module.found(
        node,
        f"Home Assistant refuses this from core's integrations: {what.rstrip('.') or used}",
    )


def _inherited(module: Module, class_: ast.ClassDef) -> Iterator[Refusal]:
    """Yield what is refused of deriving from the bases of a class."""
    for base in class_.bases:
        definition = module.definition(base)
        if definition and (found := method_of(definition, "__init__")):
            yield from (each for each in refusals(*found) if each.is_always)


def _called(module: Module, call: ast.Call) -> tuple[Refusal, ...]:
    """Return what is refused of the function that a call is of."""
    match call.func:
        case ast.Attribute(value=ast.Call(func=ast.Name(id="super")), attr=name):
            around = class_around(module, call)
            found = method_of(around, name, inherited=True) if around else None
            return refusals(*found) if found else ()
        case ast.Attribute(value=owner, attr=name) if name in _names():
            class_ = class_of(module, owner)
            if class_ and (found := method_of(class_, name)):
                return refusals(*found)
    definition = module.definition(call.func)
    match definition:
        case Definition(module=Module() as home, node=ast.ClassDef()):
            found = method_of(definition, "__init__")
            return refusals(*found) if found else ()
        case Definition(
            module=Module() as home,
            node=(ast.FunctionDef() | ast.AsyncFunctionDef()) as function,
        ):
            return refusals(home, None, function)
    return ()


def _names() -> frozenset[str]:
    return refused_names(installed_package())


def _read(module: Module, node: ast.Attribute) -> Iterator[Refusal]:
    """Yield what is refused of reading a property."""
    if (
        node.attr in _names()
        and isinstance(node.ctx, ast.Load)
        and (class_ := class_of(module, node.value))
    ):
        found = method_of(class_, node.attr)
        if found and {"property", "cached_property"} & decorators(found[2]):
            yield from (each for each in refusals(*found) if each.is_always)


@rule(
    code="review-guide/renamed-member",
    title="Entities have the members that core's platforms have now",
    severity=Severity.REFUSED,
    source=installed("helpers.deprecation"),
    why="The old name raises where an integration of core has it, while a custom component gets a warning.",
    mend="Use the new name",
    good=examples(
        """
        from homeassistant.components.climate import ClimateEntity

        class ExampleClimate(ClimateEntity):
            _attr_native_temperature_unit = UnitOfTemperature.CELSIUS
        """,
        """
        from homeassistant.components.climate import ClimateEntity

        class ExampleClimate(ClimateEntity):
            @property
            def native_current_temperature(self) -> float:
                return self.status.current_temperature
        """,
        file="climate.py",
    ),
    bad=examples(
        """
        from homeassistant.components.climate import ClimateEntity

        class ExampleClimate(ClimateEntity):
            _attr_temperature_unit = UnitOfTemperature.CELSIUS  # !
        """,
        """
        from homeassistant.components.climate import ClimateEntity

        class ExampleClimate(ClimateEntity):
            def __init__(self) -> None:
                self._attr_current_temperature = 20.5  # !

            @property
            def target_temperature(self) -> float:  # !
                return 21.5
        """,
        file="climate.py",
    ),
)
def renamed_member(integration: Integration) -> Iterator[Finding]:
    """Report members of entities whose old names core's integrations may no longer use."""
    for module in integration.modules:
        for class_ in module.classes:
            for node, name, replacement in old_members(module, class_):
                yield module.found(
                    node,
                    f"Home Assistant refuses {name} from core's integrations",
                    f"Name it {replacement}",
                )


def old_members(
    module: Module, class_: ast.ClassDef
) -> Iterator[tuple[ast.AST, str, str]]:
    """Yield what a class has of an old name, with that and the new one."""
    old = {
        name: replacement
        for ancestor in module.ancestors(class_)
        if ancestor.module and isinstance(ancestor.node, ast.ClassDef)
        for name, replacement in renamed(ancestor.module, ancestor.node).items()
    }
    for node, name in _members(class_) if old else ():
        if name in old:
            yield node, name, old[name]


def _members(class_: ast.ClassDef) -> Iterator[tuple[ast.AST, str]]:
    """Yield what a class defines or uses of itself, with its name."""
    for statement in class_.body:
        if isinstance(statement, FUNCTIONS):
            yield statement, statement.name
        for target, _ in assigned(statement):
            yield target, dotted(target)
    for node in ast.walk(class_):
        if isinstance(node, ast.Attribute) and dotted(node.value) == "self":
            yield node, node.attr
