"""Rule for how the manifest says that data comes."""

import ast
from collections.abc import Iterator
import re
from typing import Final

from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.keys import found_at, strings_at
from script.integration.modules import Module
from script.integration.syntax import is_none, keyword, last_name
from script.rules.examples import Content, Example
from script.rules.rule import Severity, rule
from script.rules.sources import documentation

_COORDINATOR: Final = """\
class ExampleCoordinator(DataUpdateCoordinator):
    def __init__(self, hass, entry, client):
        super().__init__(hass, LOGGER, name=DOMAIN, {interval})
        {first}
"""
# Calls and keywords by which data arrives that nobody has asked for
_PUSH: Final = re.compile(
    r"callback|dispatcher|listen|set_update|stream|subscri|update_listeners|webhook|websocket|^on_",
    re.IGNORECASE,
)
# These pass on what was polled, or changed by the user.
_OWN: Final = {"add_update_listener", "async_add_listener"}


def _example(kind: str, interval: str, first: str = "self.client = client") -> Example:
    """Return an example of a coordinator."""
    files: dict[str, Content] = {
        "manifest.json": {"iot_class": kind},
        "coordinator.py": _COORDINATOR.format(interval=interval, first=first),
    }
    return Example(files)


@rule(
    code="review-guide/iot-class",
    title="An integration that polls does not say that its device pushes",
    severity=Severity.ASKED,
    source=documentation("integration manifest: IoT class"),
    why="Users choose devices by how fast and by which way a change arrives.",
    mend="Say local_polling or cloud_polling",
    good=(
        _example("local_polling", "update_interval=timedelta(seconds=30)"),
        _example("local_push", "update_interval=None"),
        _example(
            "local_push",
            "update_interval=timedelta(hours=1)",
            "client.subscribe(self.async_set_updated_data)",
        ),
        Example(
            {
                "manifest.json": {"iot_class": "cloud_push"},
                "coordinator.py": _COORDINATOR.format(
                    interval="update_interval=timedelta(minutes=5)", first="pass"
                ).replace("Coordinator)", "Coordinator[None])"),
            }
        ),
    ),
    bad=(
        _example("local_push", "update_interval=timedelta(seconds=30)"),
        _example("cloud_push", "update_interval=UPDATE_INTERVAL"),
    ),
)
def iot_class(integration: Integration) -> Iterator[Finding]:
    """Report a class of pushing where all data is polled."""
    iot = str(integration.manifest.get("iot_class"))
    where, _, how = iot.partition("_")
    connectivity = strings_at(integration.manifest, "connectivity")
    if connectivity and "cloud" not in connectivity:
        where = "local"
    if how != "push" or not any(_polls(module) for module in integration.modules):
        return
    if not any(_is_pushed(module) for module in integration.modules):
        yield found_at(
            integration.path / "manifest.json",
            ["iot_class"],
            f"{iot}, but a coordinator polls and nothing receives what is pushed",
            f"Say {where}_polling",
        )


def _polls(module: Module) -> bool:
    """Return whether a coordinator of data has an interval."""
    for call in module.calls:
        class_ = module.class_around(call)
        # It sends, and gets no data.
        if class_ and any(
            isinstance(base, ast.Subscript) and is_none(base.slice)
            for base in class_.bases
        ):
            continue
        interval = keyword(call, "update_interval")
        if interval is not None and not (
            isinstance(interval, ast.Constant) and interval.value is None
        ):
            return True
    return False


def _is_pushed(module: Module) -> bool:
    """Return whether something is called by which data arrives that nobody has asked for."""
    return any(
        _PUSH.search(name)
        for call in module.calls
        for name in (last_name(call.func), *(each.arg or "" for each in call.keywords))
        if name not in _OWN
    )
