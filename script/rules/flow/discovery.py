"""Rules for the flows that discovery starts."""

import ast
from collections.abc import Iterator
from typing import Final

from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.syntax import argument, called, last_name, methods
from script.rules.examples import examples
from script.rules.rule import Severity, rule
from script.rules.sources import guide
from script.rules.vocabulary import DISCOVERY_STEPS

from .flows import SHOWN, config_flows

# The user has installed what the Supervisor finds.
_FOUND: Final = DISCOVERY_STEPS - {"async_step_hassio"}


@rule(
    code="review-guide/discovery-without-confirmation",
    title="What is discovered is added when the user says so",
    severity=Severity.ASKED,
    source=guide("config flow"),
    why="Otherwise devices of guests and neighbours would appear by themselves.",
    mend="Show a form first, in a step such as async_step_discovery_confirm",
    good=examples(
        """
        class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
            async def async_step_zeroconf(self, discovery_info):
                return await self.async_step_discovery_confirm()

            async def async_step_discovery_confirm(self, user_input=None):
                if user_input is not None:
                    return self.async_create_entry(title="Example", data={})
                return self.async_show_form(step_id="discovery_confirm")
        """,
        """
        class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
            async def async_step_user(self, user_input=None):
                return self.async_create_entry(title="Example", data={})
        """,
        file="config_flow.py",
    ),
    bad=examples(
        """
        class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
            async def async_step_zeroconf(self, discovery_info):  # !
                return self.async_create_entry(title=discovery_info.name, data={})
        """,
        """
        class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
            async def async_step_dhcp(self, discovery_info):  # !
                return self._create(discovery_info.ip)

            def _create(self, host):
                return self.async_create_entry(title="Example", data={CONF_HOST: host})
        """,
        file="config_flow.py",
    ),
)
def unconfirmed_discovery(integration: Integration) -> Iterator[Finding]:
    """Report discovery that adds an entry without asking."""
    for flow in config_flows(integration):
        for name in sorted(_FOUND & methods(flow.class_).keys()):
            reached = flow.reached(name)
            names = {call for each in reached.values() for call in called(each)}
            if "async_create_entry" in names and not names & SHOWN:
                yield flow.found(
                    reached[name], f"{name} adds an entry that nobody asked for"
                )


@rule(
    code="review-guide/raise-on-progress",
    title="A user's flow goes on where the same device was discovered",
    severity=Severity.ADVICE,
    source=guide("config flow"),
    why="A pending discovery of the same device would end the flow that a user has begun.",
    mend="Pass raise_on_progress=False: the user takes precedence",
    good=examples(
        """
        class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
            async def async_step_zeroconf(self, discovery_info):
                await self.async_set_unique_id(discovery_info.properties["serial"])
                return await self.async_step_discovery_confirm()

            async def async_step_user(self, user_input=None):
                await self.async_set_unique_id(info.serial, raise_on_progress=False)
        """,
        """
        class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
            async def async_step_user(self, user_input=None):
                await self.async_set_unique_id(info.serial)
        """,
        """
        class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
            async def async_step_bluetooth(self, discovery_info):
                await self.async_set_unique_id(discovery_info.address)
                return await self.async_step_confirm()

            async def async_step_confirm(self, user_input=None):
                await self.async_set_unique_id(self.serial)

            async def async_step_user(self, user_input=None):
                return await self.async_step_confirm()
        """,
        file="config_flow.py",
    ),
    bad=examples(
        """
        class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
            async def async_step_zeroconf(self, discovery_info):
                await self.async_set_unique_id(discovery_info.properties["serial"])

            async def async_step_user(self, user_input=None):
                await self.async_set_unique_id(info.serial)  # !
        """,
        """
        class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
            async def async_step_bluetooth(self, discovery_info):
                await self.async_set_unique_id(discovery_info.address)

            async def async_step_user(self, user_input=None):
                return await self._async_add(user_input["address"])

            async def _async_add(self, address):
                await self.async_set_unique_id(address)  # !
        """,
        file="config_flow.py",
    ),
)
def discovery_first(integration: Integration) -> Iterator[Finding]:
    """Report flows of the user that end because the same thing has been discovered."""
    for flow in config_flows(integration):
        discovers = {
            name
            for name in DISCOVERY_STEPS & methods(flow.class_).keys()
            if "async_set_unique_id" in called(methods(flow.class_)[name])
        }
        if not discovers:
            continue
        # The steps that a discovery goes on with belong to its own flow.
        discovered = {
            name
            for name in flow.reached(*discovers)
            if name.startswith("async_step_") and name != "async_step_user"
        }
        for name, function in flow.reached("async_step_user").items():
            if name in discovered:
                continue
            for call in ast.walk(function):
                if (
                    isinstance(call, ast.Call)
                    and last_name(call.func) == "async_set_unique_id"
                    and argument(call, 1, "raise_on_progress") is None
                ):
                    yield flow.found(
                        call,
                        "A pending discovery of the same device ends the user's flow",
                    )
