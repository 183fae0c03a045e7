"""Rules for the menus of flows."""

import ast
from collections.abc import Iterator

from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.modules import Module
from script.integration.syntax import argument, keyword, last_name, text
from script.rules.examples import examples
from script.rules.rule import Severity, rule
from script.rules.sources import plugin

from .flows import Flow, flows
from .forms import bound, schema_steps


@rule(
    code="home-assistant-config-flow-menu-missing-step",
    title="A menu offers only steps that there are",
    severity=Severity.REFUSED,
    source=plugin("config_flow/menu_options"),
    why="Whoever chooses such an option gets an error, and has to begin anew.",
    mend="Add the step, or leave the option out",
    good=examples(
        """
        class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
            async def async_step_user(self, user_input=None):
                return self.async_show_menu(step_id="user", menu_options=["cloud", "local"])

            async def async_step_cloud(self, user_input=None):
                return self.async_show_form(step_id="cloud")

            async def async_step_local(self, user_input=None):
                return self.async_show_form(step_id="local")
        """,
        """
        OPTIONS_FLOW = {
            "init": SchemaFlowMenuStep(["sensor"]),
            "sensor": SchemaFlowFormStep(SENSOR_SCHEMA),
        }


        class ExampleConfigFlow(SchemaConfigFlowHandler, domain=DOMAIN):
            config_flow = {"user": SchemaFlowFormStep(SENSOR_SCHEMA)}
            options_flow = OPTIONS_FLOW
        """,
        file="config_flow.py",
    ),
    bad=examples(
        """
        class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
            async def async_step_user(self, user_input=None):
                return self.async_show_menu(step_id="user", menu_options=["local", "cloud"])  # !

            async def async_step_local(self, user_input=None):
                return self.async_show_form(step_id="local")
        """,
        """
        OPTIONS_FLOW = {
            "init": SchemaFlowMenuStep(["sensor"]),  # !
            "sensors": SchemaFlowFormStep(SENSOR_SCHEMA),
        }


        class ExampleConfigFlow(SchemaConfigFlowHandler, domain=DOMAIN):
            config_flow = {"user": SchemaFlowFormStep(SENSOR_SCHEMA)}
            options_flow = OPTIONS_FLOW
        """,
        file="config_flow.py",
    ),
)
def menu_missing_step(integration: Integration) -> Iterator[Finding]:
    """Report menus with options that lead nowhere."""
    for flow in flows(integration):
        if flow.is_open:
            continue
        steps = _steps(flow)
        for module, menu, options in _menus(flow):
            for name in _names(module, options):
                if name not in steps:
                    yield module.found(
                        menu,
                        f"The menu offers {name}, and there is no such step",
                        f"Add async_step_{name}"
                        if flow.steps is None
                        else f"Add {name} to the steps",
                    )


def _steps(flow: Flow) -> set[str]:
    """Return the names of the steps that a flow has, also of Home Assistant."""
    classes = (
        flow.class_,
        *(each.node for each in flow.module.ancestors(flow.class_)),
    )
    return {name for _, name, _ in schema_steps(flow)} | {
        statement.name.removeprefix("async_step_")
        for class_ in classes
        if isinstance(class_, ast.ClassDef)
        for statement in class_.body
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef)
    }


def _menus(flow: Flow) -> Iterator[tuple[Module, ast.Call, ast.expr | None]]:
    """Yield the menus of a flow with their options."""
    for module, call in flow.calls:
        if last_name(call.func) == "async_show_menu":
            yield module, call, keyword(call, "menu_options")
    for module, _, call in schema_steps(flow):
        if last_name(call.func) == "SchemaFlowMenuStep":
            yield module, call, argument(call, 0, "options")


def _names(module: Module, options: ast.expr | None) -> list[str]:
    """Return the steps that a menu offers, none where they are not written down."""
    values = (
        list(bound(module, options)) if isinstance(options, ast.Name) else [options]
    )
    match values:
        case [ast.List(elts=keys) | ast.Tuple(elts=keys) | ast.Set(elts=keys)]:
            pass
        case [ast.Dict(keys=keys)]:
            pass
        case _:
            return []
    names = [text(each) for each in keys]
    known = [each for each in names if each is not None]
    return known if known == names else []
