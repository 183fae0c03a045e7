"""Check that the config flow is where the manifest says, and knows what it has already set up."""

from collections.abc import Iterator
import re
from typing import Final

from script.integration.core import Core
from script.integration.files import read_text
from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.keys import line_of

from .exemptions import excused

_DISCOVERED: Final = re.compile(
    r"async_step_(bluetooth|dhcp|discovery|hassio|homekit|mqtt|ssdp|usb|zeroconf)"
)
_UNIQUE: Final = re.compile(
    r"self\.async_set_unique_id|self\._async_handle_discovery_without_unique_id|register_discovery_flow|AbstractOAuth2FlowHandler"
)


def check(integration: Integration, core: Core) -> Iterator[Finding]:
    """Yield what is wrong with the config flow."""
    if not integration.manifest.get("config_flow"):
        return
    manifest = integration.path / "manifest.json"
    path = integration.path / "config_flow.py"
    if (flow := read_text(path)) is None:
        yield Finding(
            path=manifest,
            line=line_of(manifest, "config_flow"),
            check="config_flow",
            message="config_flow: there is no config_flow.py",
            mend="Write the flow there, or remove the key",
        )
    elif (
        (step := _DISCOVERED.search(flow))
        and not _UNIQUE.search(flow)
        and integration.domain not in excused("no_unique_id")
    ):
        yield Finding(
            path=path,
            line=flow.count("\n", 0, step.start()) + 1,
            check="config_flow",
            message=f"{step[0]}: a discovered device is offered again and again without a unique ID",
            mend="Call self.async_set_unique_id in it",
        )
