"""Options flow of a custom component, with its polling interval."""

from datetime import timedelta
from typing import Any

import probatio

from homeassistant.config_entries import ConfigFlowResult, OptionsFlowWithReload

from .scan_interval import with_scan_interval


class ScanIntervalOptionsFlow(OptionsFlowWithReload):
    """Handle the option of the polling interval."""

    def __init__(self, default: timedelta) -> None:
        """Initialize the flow."""
        self._default = default

    async def async_step_init(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Handle what the user prefers."""
        if user_input is not None:
            return self.async_create_entry(data=user_input)
        return self.async_show_form(
            step_id="init",
            data_schema=with_scan_interval(
                probatio.Schema({}), self.config_entry, self._default
            ),
        )
