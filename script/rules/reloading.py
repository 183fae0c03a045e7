"""Rules for what reloads a config entry."""

from collections.abc import Iterator
from typing import Final

from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.syntax import FUNCTIONS, called, last_name

from .examples import Example, examples
from .rule import Severity, rule
from .sources import installed

_RELOADS: Final = {"async_reload", "async_schedule_reload"}
_FLOWS_RELOAD: Final = {"OptionsFlowWithReload", "async_update_reload_and_abort"}
# Flows, and calls of flows, that change the entry
_CHANGE: Final = _FLOWS_RELOAD | {
    "OptionsFlow",
    "async_update_and_abort",
    "async_update_entry",
}

_LISTENER: Final = """async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
    entry.async_on_unload(entry.add_update_listener(_reload))  # !


async def _reload(hass: HomeAssistant, entry: ConfigEntry) -> None:
    await hass.config_entries.async_reload(entry.entry_id)
"""


@rule(
    code="review-guide/reload-listener",
    title="Flows reload the entry, and no listener",
    severity=Severity.ASKED,
    source=installed("config_entries"),
    why="With both the entry is reloaded twice; from 2026.12 on, a flow that reloads fails where there is a listener.",
    mend="Use OptionsFlowWithReload and async_update_reload_and_abort, without a listener",
    good=(
        *examples(
            """
            async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
                entry.async_on_unload(entry.add_update_listener(_apply))

            async def _apply(hass: HomeAssistant, entry: ConfigEntry) -> None:
                entry.runtime_data.interval = entry.options["interval"]
            """
        ),
        Example(
            {
                "__init__.py": _LISTENER.replace("  # !", ""),
                "config_flow.py": "class MeterFlow(ConfigSubentryFlow): ...\n",
            }
        ),
    ),
    bad=(
        Example({"__init__.py": _LISTENER}),
        Example(
            {
                "__init__.py": _LISTENER,
                "flow_handler/meter.py": "class MeterFlow(ConfigSubentryFlow): ...\n\n"
                "class ExampleOptionsFlow(OptionsFlowWithReload): ...\n",
            }
        ),
    ),
)
def reload_listener(integration: Integration) -> Iterator[Finding]:
    """Report listeners that reload the entry although a flow does, or could."""
    if (mend := _mend(integration)) is None:
        return
    for module in integration.modules:
        for call in module.calls:
            if last_name(call.func) != "add_update_listener" or not call.args:
                continue
            listener = module.definition(call.args[0])
            if (
                listener
                and isinstance(listener.node, FUNCTIONS)
                and called(listener.node) & _RELOADS
            ):
                yield module.found(
                    call,
                    "A listener reloads the entry, and a flow that reloads it as well fails from 2026.12 on",
                    mend,
                )


def _mend(integration: Integration) -> str | None:
    """Return what to do about a listener, or None where it is needed and nothing else reloads."""
    bases = {
        last_name(base)
        for module in integration.modules
        for class_ in module.classes
        for base in class_.bases
    }
    calls = {
        last_name(call.func) for module in integration.modules for call in module.calls
    }
    if "ConfigSubentryFlow" in bases:
        # A new subentry reloads by a listener only.
        if not _FLOWS_RELOAD & (calls | bases):
            return None
        return "Keep it for the subentries, and let the flows not reload: OptionsFlow and async_update_and_abort"
    if "SchemaConfigFlowHandler" in bases:
        return "Set `options_flow_reloads = True` in the flow, without a listener"
    if "SchemaOptionsFlowHandler" in calls:
        return "Use SchemaOptionsFlowHandlerWithReload, without a listener"
    if not _CHANGE & (calls | bases):
        return "Remove the listener: no flow changes the entry"
    return ""
