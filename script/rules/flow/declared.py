"""Rule for the flow that the manifest declares."""

from collections.abc import Iterator
import re
from typing import Final

from script.integration.fact import gap
from script.integration.files import read_text
from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.keys import found_at
from script.rules.examples import Example, examples
from script.rules.exemptions import excused
from script.rules.rule import Severity, View, rule
from script.rules.sources import hassfest

_DISCOVERED: Final = re.compile(
    r"async_step_(bluetooth|dhcp|discovery|hassio|homekit|mqtt|ssdp|usb|zeroconf)"
)
_UNIQUE: Final = re.compile(
    r"self\.async_set_unique_id|self\._async_handle_discovery_without_unique_id|register_discovery_flow|AbstractOAuth2FlowHandler"
)


@rule(
    code="config_flow",
    title="The flow is in config_flow.py, and knows what it has discovered before",
    severity=Severity.REFUSED,
    view=View.HASSFEST,
    source=hassfest("config_flow"),
    why="Home Assistant finds the flow there, and offers a device without a unique ID again and again.",
    mend="Call self.async_set_unique_id in it",
    good=(
        *examples(
            """
            class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
                async def async_step_zeroconf(self, discovery_info):
                    await self.async_set_unique_id(discovery_info.properties["id"])
            """,
            """
            class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
                async def async_step_user(self, user_input=None):
                    return self.async_create_entry(title="Example", data={})
            """,
            file="config_flow.py",
        ),
        Example({"manifest.json": {"config_flow": None}}),
    ),
    bad=(
        Example({"manifest.json": {"config_flow": True}}),
        *examples(
            """
            class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
                async def async_step_zeroconf(self, discovery_info):  # !
                    return await self.async_step_user()
            """,
            file="config_flow.py",
        ),
    ),
)
def config_flow(integration: Integration) -> Iterator[Finding]:
    """Report a flow that is not there, or one that does not know what it has discovered."""
    if not integration.manifest.get("config_flow"):
        return
    path = integration.path / "config_flow.py"
    if (flow := read_text(path)) is None:
        yield found_at(
            integration.path / "manifest.json",
            ["config_flow"],
            "there is no config_flow.py",
            "Write the flow there, or remove the key",
        )
    elif (
        (step := _DISCOVERED.search(flow))
        and not _UNIQUE.search(flow)
        and integration.domain not in excused("no_unique_id")
    ):
        yield gap(
            path,
            f"{step[0]}: a discovered device is offered again and again without a unique ID",
            line=flow.count("\n", 0, step.start()) + 1,
        )
