"""Stand-in for core's tests.components.diagnostics."""

from pytest_homeassistant_custom_component.components.diagnostics import (
    get_diagnostics_for_config_entry,
    get_diagnostics_for_device,
)

__all__ = ["get_diagnostics_for_config_entry", "get_diagnostics_for_device"]
