"""Rules for what a flow says although nobody needs it."""

import ast
from collections.abc import Iterator
from typing import Final

from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.modules import Module
from script.integration.syntax import (
    Function,
    attributes,
    body,
    defaults,
    is_none,
    is_self,
    last_name,
    methods,
    parameters,
)
from script.rules.examples import examples
from script.rules.rule import Severity, rule
from script.rules.sources import plugin, threads

from .flows import Flow, flow_modules, flows

_FLOWS: Final = {
    f"homeassistant.config_entries.{name}"
    for name in ("ConfigFlow", "ConfigSubentryFlow", "OptionsFlow")
}
# Whose empty mappings are what Home Assistant takes for nothing
_EMPTY: Final = {"options"}


@rule(
    code="home-assistant-config-flow-connection-class",
    title="A config flow has no connection class",
    severity=Severity.REFUSED,
    source=plugin("config_flow/no_connection_class"),
    why="Home Assistant takes it from iot_class in the manifest, and CONNECTION_CLASS means nothing.",
    mend="Remove it, and set iot_class in the manifest",
    good=examples(
        """
        class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
            VERSION = 1
        """,
        """
        CONNECTION_CLASS = "tcp"


        class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
            MINOR_VERSION = 2
        """,
        file="config_flow.py",
    ),
    bad=examples(
        """
        class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
            CONNECTION_CLASS = "local_polling"  # !
        """,
        """
        class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
            VERSION = 1
            CONNECTION_CLASS = CONN_CLASS_CLOUD_POLL  # !
        """,
        file="config_flow.py",
    ),
)
def connection_class(integration: Integration) -> Iterator[Finding]:
    """Report an attribute that Home Assistant no longer knows."""
    for module in flow_modules(integration):
        for class_ in module.classes:
            if (value := attributes(class_).get("CONNECTION_CLASS")) is not None:
                yield module.found(value, "CONNECTION_CLASS has no meaning any more")


@rule(
    code="review-guide/default-argument-in-flow",
    title="Calls of a flow leave out what is the default",
    severity=Severity.ASKED,
    source=threads(156599),
    why="Who reads it looks for the reason why it is said.",
    mend="Leave it out",
    good=examples(
        """
        class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
            async def async_step_user(self, user_input=None):
                return self.async_create_entry(
                    title="Example", data={}, options={"interval": user_input["interval"]}
                )
        """,
        """
        class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
            async def async_step_user(self, user_input=None):
                await self.async_set_unique_id(serial, raise_on_progress=False)
                return self.async_create_entry(title="Example", data={})
        """,
        file="config_flow.py",
    ),
    bad=examples(
        """
        class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
            async def async_step_user(self, user_input=None):
                return self.async_create_entry(title="Example", data=user_input, options={})  # !
        """,
        """
        class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
            async def async_step_user(self, user_input=None):
                await self.async_set_unique_id(serial, raise_on_progress=True)  # !
        """,
        file="config_flow.py",
    ),
)
def default_argument(integration: Integration) -> Iterator[Finding]:
    """Report arguments that are what Home Assistant takes without them."""
    for flow in flows(integration):
        for module, call in flow.calls:
            name = last_name(call.func)
            if not is_self(call.func, name):
                continue
            known = _defaults(flow, name)
            for given in call.keywords:
                default = known.get(given.arg or "")
                if default is not None and _is_same(given, default):
                    yield module.found(
                        call,
                        f"{name} gets {given.arg}={ast.unparse(given.value)}, which is the default",
                    )


def _defaults(flow: Flow, name: str) -> dict[str, ast.expr]:
    """Return the defaults of a method of Home Assistant's flows, by its parameters."""
    if name in flow.methods:
        return {}
    for ancestor in flow.module.ancestors(flow.class_):
        if (
            isinstance(ancestor.node, ast.ClassDef)
            and (method := methods(ancestor.node).get(name)) is not None
        ):
            return defaults(method)
    return {}


def _is_same(given: ast.keyword, default: ast.expr) -> bool:
    """Return whether what is given is a default that is written down, or as empty."""
    if is_none(default) and given.arg in _EMPTY:
        return isinstance(given.value, ast.Dict) and not given.value.keys
    return isinstance(default, ast.Constant) and ast.dump(default) == ast.dump(
        given.value
    )


@rule(
    code="review-guide/unused-parameter-in-flow",
    title="Functions of a flow take only what they use",
    severity=Severity.ASKED,
    source=threads(155099),
    why="It is copied from another integration, and says that more goes on than does.",
    mend="Remove the parameter, and what calls pass for it",
    good=examples(
        """
        async def validate_input(hass: HomeAssistant, host: str) -> str:
            return await ExampleClient(async_get_clientsession(hass), host).name()
        """,
        """
        async def validate_options(handler, user_input):
            return user_input


        OPTIONS_FLOW = {"init": SchemaFlowFormStep(SCHEMA, validate_user_input=validate_options)}
        """,
        file="config_flow.py",
    ),
    bad=examples(
        """
        async def validate_input(hass: HomeAssistant, host: str) -> str:  # !
            return await ExampleClient(host).name()
        """,
        """
        class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
            async def _async_validate(self, data, errors):  # !
                return await ExampleClient(data[CONF_HOST]).name()
        """,
        file="config_flow.py",
    ),
)
def unused_parameter(integration: Integration) -> Iterator[Finding]:
    """Report parameters that functions of the flow's module do not use."""
    for module in flow_modules(integration):
        passed = _passed(module)
        for function in module.functions:
            if (
                function.name in passed
                or function.decorator_list
                or _is_overriding(module, function)
                or _is_stub(function)
            ):
                continue
            used = {
                node.id for node in ast.walk(function) if isinstance(node, ast.Name)
            }
            for each in parameters(function):
                if each.arg not in used | {"self", "cls"} and not each.arg.startswith(
                    "_"
                ):
                    yield module.found(
                        function,
                        f"{function.name} takes {each.arg} and does not use it",
                    )


def _passed(module: Module) -> set[str]:
    """Return the functions that are passed on, so that another decides what they take."""
    called = {id(call.func) for call in module.calls}
    return {
        last_name(node)
        for node in module.nodes
        if isinstance(node, ast.Name | ast.Attribute) and id(node) not in called
    }


def _is_overriding(module: Module, function: Function) -> bool:
    """Return whether a base class, or who calls it by its name, decides what a function takes."""
    class_ = module.parents.get(function)
    if not isinstance(class_, ast.ClassDef):
        return not isinstance(class_, ast.Module)
    ancestors = module.ancestors(class_)
    return (
        function.name.startswith(("async_step_", "async_get_", "__"))
        or not any(each.name in _FLOWS for each in ancestors)
        or any(
            isinstance(each.node, ast.ClassDef) and function.name in methods(each.node)
            for each in ancestors
        )
    )


def _is_stub(function: Function) -> bool:
    """Return whether a function only says that another does the work."""
    return all(
        isinstance(statement, ast.Raise | ast.Pass)
        or (
            isinstance(statement, ast.Expr)
            and isinstance(statement.value, ast.Constant)
        )
        for statement in body(function)
    )
