"""Coordinator for the My Device integration."""

from datetime import timedelta
import logging
from typing import Final, override

from my_device_client import (
    MyDeviceAuthenticationError,
    MyDeviceClient,
    MyDeviceError,
    Status,
)

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import CONF_API_TOKEN, CONF_HOST
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ConfigEntryAuthFailed, HomeAssistantError
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.helpers.update_coordinator import DataUpdateCoordinator, UpdateFailed

from .const import DOMAIN

_LOGGER = logging.getLogger(__name__)

# The device measures every 10 seconds, but its readings are watched over minutes.
SCAN_INTERVAL: Final = timedelta(seconds=30)

type MyDeviceConfigEntry = ConfigEntry[MyDeviceCoordinator]


class MyDeviceCoordinator(DataUpdateCoordinator[Status]):
    """Fetch the status of the device, and pass actions on to it."""

    config_entry: MyDeviceConfigEntry

    def __init__(self, hass: HomeAssistant, config_entry: MyDeviceConfigEntry) -> None:
        """Initialize the coordinator."""
        super().__init__(
            hass,
            _LOGGER,
            config_entry=config_entry,
            name=DOMAIN,
            update_interval=SCAN_INTERVAL,
        )
        self._client = MyDeviceClient(
            config_entry.data[CONF_HOST],
            config_entry.data[CONF_API_TOKEN],
            session=async_get_clientsession(hass),
        )

    @override
    async def _async_update_data(self) -> Status:
        """Fetch the status of the device."""
        try:
            return await self._client.status()
        except MyDeviceAuthenticationError as err:
            raise ConfigEntryAuthFailed(
                translation_domain=DOMAIN,
                translation_key="authentication_error",
            ) from err
        except MyDeviceError as err:
            raise UpdateFailed(
                translation_domain=DOMAIN,
                translation_key="communication_error",
                translation_placeholders={"error": str(err)},
            ) from err

    async def async_set_relay(self, on: bool) -> None:
        """Switch the relay, and fetch what it changed."""
        try:
            await self._client.set_relay(on)
        except MyDeviceAuthenticationError as err:
            self.config_entry.async_start_reauth(self.hass)
            raise HomeAssistantError(
                translation_domain=DOMAIN,
                translation_key="authentication_error",
            ) from err
        except MyDeviceError as err:
            raise HomeAssistantError(
                translation_domain=DOMAIN,
                translation_key="communication_error",
                translation_placeholders={"error": str(err)},
            ) from err
        # A requested refresh would wait, and show a quick on and off wrong meanwhile.
        await self.async_refresh()
