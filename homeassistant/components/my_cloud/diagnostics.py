"""Diagnostics for the My Cloud integration."""

from dataclasses import asdict
from typing import Any

from homeassistant.components.diagnostics import async_redact_data
from homeassistant.const import CONF_EMAIL, CONF_TOKEN
from homeassistant.core import HomeAssistant

from .coordinator import MyCloudConfigEntry

TO_REDACT = {CONF_EMAIL, CONF_TOKEN, "name", "title", "unique_id"}


async def async_get_config_entry_diagnostics(
    hass: HomeAssistant, entry: MyCloudConfigEntry
) -> dict[str, Any]:
    """Return diagnostics for a config entry."""
    return async_redact_data(
        {
            "entry": entry.as_dict(),
            "devices": [asdict(device) for device in entry.runtime_data.data.values()],
        },
        TO_REDACT,
    )
