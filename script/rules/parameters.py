"""Rules for the parameters of an integration's own functions."""

import ast
from collections.abc import Iterator

from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.modules import Module
from script.integration.syntax import Function, body, last_name, parameters

from .examples import Example, examples
from .rule import Severity, rule
from .setup import own_functions
from .sources import threads


def _uses(function: Function, name: str) -> list[ast.Name]:
    """Return where a function uses a name."""
    return [
        node
        for statement in function.body
        for node in ast.walk(statement)
        if isinstance(node, ast.Name) and node.id == name
    ]


@rule(
    code="review-guide/entry-for-domain",
    title="The domain is DOMAIN, and not taken from an entry",
    severity=Severity.ASKED,
    source=threads(179491),
    why="The domain of an entry is that of its integration; a parameter for it alone is one too many.",
    mend="Use DOMAIN, and remove the parameter",
    good=examples(
        """
        class ExampleEntity(Entity):
            def __init__(self, entry: ConfigEntry) -> None:
                self._attr_unique_id = entry.entry_id
                self._attr_device_info = DeviceInfo(identifiers={(entry.domain, entry.entry_id)})
        """,
        """
        class ExampleEntity(Entity):
            def __init__(self, serial: str) -> None:
                self._attr_device_info = DeviceInfo(identifiers={(DOMAIN, serial)})
        """,
        file="entity.py",
    ),
    bad=examples(
        """
        class ExampleEntity(Entity):
            def __init__(self, entry: ConfigEntry, serial: str) -> None:  # !
                self._attr_device_info = DeviceInfo(identifiers={(entry.domain, serial)})
        """,
        """
        def device(entry: ExampleConfigEntry, serial: str) -> DeviceInfo:  # !
            return DeviceInfo(identifiers={(entry.domain, serial)})
        """,
        file="entity.py",
    ),
)
def entry_for_domain(integration: Integration) -> Iterator[Finding]:
    """Report parameters that are an entry and used for nothing but its domain."""
    for module in integration.modules:
        for function in module.functions:
            for parameter in parameters(function):
                if not last_name(parameter.annotation).endswith("ConfigEntry"):
                    continue
                uses = [module.parents[each] for each in _uses(function, parameter.arg)]
                if uses and all(
                    isinstance(each, ast.Attribute) and each.attr == "domain"
                    for each in uses
                ):
                    yield module.found(
                        parameter,
                        f"{function.name} takes {parameter.arg} for nothing but its domain",
                    )


@rule(
    code="ARG001",
    title="The functions of a flow use their parameters",
    severity=Severity.ASKED,
    source=threads(155099),
    why="A parameter that nothing uses was copied from elsewhere, and lets readers look for its meaning.",
    mend="Remove it, also where the function is called",
    good=(
        *examples(
            """
            async def validate(hass: HomeAssistant, host: str) -> str:
                return await ExampleClient(host, async_get_clientsession(hass)).connect()
            """,
            """
            async def options_schema(handler: Any) -> Any:
                return SCHEMA

            FLOW = {"init": Step(options_schema)}
            """,
            file="config_flow.py",
        ),
    ),
    bad=(
        *examples(
            """
            async def validate(hass: HomeAssistant, host: str) -> str:  # !
                return await ExampleClient(host).connect()
            """,
            file="config_flow.py",
        ),
        Example(
            {
                "config_flow/validation.py": "async def validate(host: str, flow: ConfigFlow) -> str:  # !\n"
                "    return await ExampleClient(host).connect()\n"
            }
        ),
    ),
)
def unused_parameter(integration: Integration) -> Iterator[Finding]:
    """Report parameters of functions beside a flow that nothing uses."""
    for module in integration.parts("config_flow"):
        for function in own_functions(module).values():
            if _is_passed(integration, function.name) or not _does_something(function):
                continue
            for parameter in parameters(function):
                if not parameter.arg.startswith("_") and not _uses(
                    function, parameter.arg
                ):
                    yield module.found(
                        parameter, f"{function.name} does not use {parameter.arg}"
                    )


def _is_passed(integration: Integration, name: str) -> bool:
    """Return whether a function is passed to what decides on its parameters."""
    return any(
        isinstance(node, ast.Name | ast.Attribute)
        and last_name(node) == name
        and not _is_called(module, node)
        for module in integration.modules
        for node in module.nodes
    )


def _is_called(module: Module, node: ast.AST) -> bool:
    parent = module.parents[node]
    return isinstance(parent, ast.Call) and parent.func is node


def _does_something(function: Function) -> bool:
    """Return whether a function is more than a name for others to fill."""
    return not function.decorator_list and not all(
        isinstance(each, ast.Pass | ast.Raise)
        or (isinstance(each, ast.Expr) and isinstance(each.value, ast.Constant))
        for each in body(function)
    )
