"""Name the result of a config flow as core does."""

import ast
from collections.abc import Iterator
from typing import Final

from script.integration.modules import Module

from .change import Change
from .codemod import Codemod, kept, pairs
from .editing import replaced
from .subject import Subject

_OLD: Final = "homeassistant.data_entry_flow.FlowResult"
_NEW: Final = "ConfigFlowResult"
_FLOW: Final = "homeassistant.config_entries.ConfigEntryBaseFlow"
_IMPORT: Final = f"from homeassistant.config_entries import {_NEW}"


@Codemod(
    name="flow-types",
    title="Name the result of config flows ConfigFlowResult",
    changes=pairs(
        (
            """
            from homeassistant.config_entries import ConfigFlow
            from homeassistant.data_entry_flow import FlowResult


            class ExampleFlow(ConfigFlow, domain=DOMAIN):
                async def async_step_user(self, user_input: Any = None) -> FlowResult:
                    return self.async_abort(reason="not_supported")
            """,
            """
            from homeassistant.config_entries import ConfigFlow, ConfigFlowResult


            class ExampleFlow(ConfigFlow, domain=DOMAIN):
                async def async_step_user(self, user_input: Any = None) -> ConfigFlowResult:
                    return self.async_abort(reason="not_supported")
            """,
        ),
        (
            """
            from homeassistant import data_entry_flow
            from homeassistant.config_entries import OptionsFlow


            class ExampleOptionsFlow(OptionsFlow):
                async def async_step_init(self, user_input: Any = None) -> data_entry_flow.FlowResult:
                    return self.async_abort(reason="not_supported")
            """,
            """
            from homeassistant.config_entries import ConfigFlowResult, OptionsFlow


            class ExampleOptionsFlow(OptionsFlow):
                async def async_step_init(self, user_input: Any = None) -> ConfigFlowResult:
                    return self.async_abort(reason="not_supported")
            """,
        ),
        (
            """
            from homeassistant.config_entries import ConfigFlow
            from homeassistant.data_entry_flow import FlowResult


            class ExampleFlow(ConfigFlow, domain=DOMAIN):
                last: FlowResult | None = None
            """,
            """
            from homeassistant.config_entries import ConfigFlow, ConfigFlowResult


            class ExampleFlow(ConfigFlow, domain=DOMAIN):
                last: ConfigFlowResult | None = None
            """,
        ),
        file="config_flow.py",
    ),
    keeps=kept(
        """
        from homeassistant.config_entries import ConfigFlow, ConfigFlowResult


        class ExampleFlow(ConfigFlow, domain=DOMAIN):
            async def async_step_user(self, user_input: Any = None) -> ConfigFlowResult:
                return self.async_abort(reason="not_supported")
        """,
        """
        from homeassistant.components.repairs import RepairsFlow
        from homeassistant.data_entry_flow import FlowResult


        class ExampleRepair(RepairsFlow):
            async def async_step_init(self, user_input: Any = None) -> FlowResult:
                return self.async_create_entry(data={})
        """,
        "class FlowResult: ...\n\n\ndef last() -> FlowResult:\n    return FlowResult()",
        file="config_flow.py",
    ),
)
def flow_types(subject: Subject) -> Iterator[Change]:
    """Yield types of results in modules whose flows are all of config entries."""
    for module in subject.modules:
        if not _has_only_config_flows(module):
            continue
        for node in module.nodes:
            if (
                isinstance(node, ast.Name | ast.Attribute)
                and (definition := module.definition(node))
                and definition.name == _OLD
            ):
                yield replaced(subject, module, node, _NEW, imports=[_IMPORT])


def _has_only_config_flows(module: Module) -> bool:
    flows = [
        class_
        for class_ in module.classes
        if module.derives(class_, "homeassistant.data_entry_flow.FlowHandler")
    ]
    return bool(flows) and all(module.derives(class_, _FLOW) for class_ in flows)
