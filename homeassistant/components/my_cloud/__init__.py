"""The My Cloud integration."""

from homeassistant.const import Platform
from homeassistant.core import HomeAssistant

from .coordinator import MyCloudConfigEntry, MyCloudCoordinator

PLATFORMS: list[Platform] = [Platform.SENSOR, Platform.SWITCH]


async def async_setup_entry(hass: HomeAssistant, entry: MyCloudConfigEntry) -> None:
    """Set up My Cloud from a config entry."""
    coordinator = MyCloudCoordinator(hass, entry)
    await coordinator.async_config_entry_first_refresh()
    entry.runtime_data = coordinator
    await hass.config_entries.async_forward_entry_setups(entry, PLATFORMS)


async def async_unload_entry(hass: HomeAssistant, entry: MyCloudConfigEntry) -> None:
    """Unload a config entry."""
    await hass.config_entries.async_unload_platforms_or_raise(entry, PLATFORMS)
