"""Diagnostics for the My Hub integration."""

from dataclasses import asdict
from typing import Any

from homeassistant.components.diagnostics import async_redact_data
from homeassistant.const import CONF_HOST, CONF_PASSWORD
from homeassistant.core import HomeAssistant

from .coordinator import MyHubConfigEntry

TO_REDACT = {
    CONF_HOST,
    CONF_PASSWORD,
    "discovery_keys",
    "mac",
    "name",
    "title",
    "unique_id",
}


async def async_get_config_entry_diagnostics(
    hass: HomeAssistant, entry: MyHubConfigEntry
) -> dict[str, Any]:
    """Return diagnostics for a config entry."""
    state = entry.runtime_data.data
    return async_redact_data(
        {
            "entry": entry.as_dict(),
            "hub": asdict(state.hub),
            "devices": [asdict(device) for device in state.devices.values()],
        },
        TO_REDACT,
    )
