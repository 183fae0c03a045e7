"""Rules for the flows that discovery starts."""

from collections.abc import Iterator
from typing import Final

from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.syntax import called, methods
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
