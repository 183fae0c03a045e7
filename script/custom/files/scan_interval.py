"""Polling interval of a custom component, which users may set."""

from datetime import timedelta
from typing import Any, Final

import probatio

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import CONF_SCAN_INTERVAL, UnitOfTime
from homeassistant.helpers.selector import (
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
)

SECONDS: Final = probatio.All(
    NumberSelector(
        NumberSelectorConfig(
            min=10,
            max=300,
            mode=NumberSelectorMode.BOX,
            unit_of_measurement=UnitOfTime.SECONDS,
        )
    ),
    probatio.Coerce(int),
)


def scan_interval(entry: ConfigEntry[Any], default: timedelta) -> timedelta:
    """Return what the user chose, or the default."""
    return timedelta(seconds=entry.options.get(CONF_SCAN_INTERVAL, default.seconds))


def with_scan_interval(
    schema: probatio.Schema, entry: ConfigEntry[Any], default: timedelta
) -> probatio.Schema:
    """Return the schema of a form that asks for the interval too."""
    seconds = scan_interval(entry, default).seconds
    return schema.extend(
        {probatio.Optional(CONF_SCAN_INTERVAL, default=seconds): SECONDS}
    )
