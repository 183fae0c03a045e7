"""Coordinator for the My Cloud integration."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import timedelta
import logging
from typing import override

from my_cloud_client import (
    Device,
    MyCloudAuthenticationError,
    MyCloudClient,
    MyCloudError,
    Tokens,
)

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import CONF_TOKEN
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import ConfigEntryAuthFailed, HomeAssistantError
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.helpers.update_coordinator import DataUpdateCoordinator, UpdateFailed

from .const import DOMAIN

_LOGGER = logging.getLogger(__name__)

# An account has 60 requests an hour, and half of them are left for actions and the app.
SCAN_INTERVAL = timedelta(minutes=2)

type MyCloudConfigEntry = ConfigEntry[MyCloudCoordinator]


class MyCloudCoordinator(DataUpdateCoordinator[Mapping[str, Device]]):
    """Coordinator of the account's devices."""

    config_entry: MyCloudConfigEntry

    def __init__(self, hass: HomeAssistant, config_entry: MyCloudConfigEntry) -> None:
        """Initialize the coordinator."""
        super().__init__(
            hass,
            _LOGGER,
            config_entry=config_entry,
            name=DOMAIN,
            update_interval=SCAN_INTERVAL,
            always_update=False,
        )
        self._client = MyCloudClient(
            session=async_get_clientsession(hass),
            tokens=Tokens(**config_entry.data[CONF_TOKEN]),
            on_refresh=self._store_tokens,
        )

    @callback
    def _store_tokens(self, tokens: Tokens) -> None:
        """Store tokens for the next start."""
        self.hass.config_entries.async_update_entry(
            self.config_entry,
            data={**self.config_entry.data, CONF_TOKEN: asdict(tokens)},
        )

    @override
    async def _async_update_data(self) -> Mapping[str, Device]:
        """Fetch the devices of the account."""
        try:
            devices = await self._client.devices()
        except MyCloudAuthenticationError as err:
            raise ConfigEntryAuthFailed(
                translation_domain=DOMAIN, translation_key="authentication_error"
            ) from err
        except MyCloudError as err:
            raise UpdateFailed(
                translation_domain=DOMAIN,
                translation_key="communication_error",
                translation_placeholders={"error": str(err)},
                retry_after=err.retry_after,
            ) from err
        self._remove_stale_devices(devices)
        return devices

    @callback
    def _remove_stale_devices(self, devices: Mapping[str, Device]) -> None:
        """Remove the devices that the account does not have any more."""
        registry = dr.async_get(self.hass)
        entry = self.config_entry
        current = {(DOMAIN, f"{entry.unique_id}_{device_id}") for device_id in devices}
        for device in dr.async_entries_for_config_entry(registry, entry.entry_id):
            if device.identifiers.isdisjoint(current):
                registry.async_remove_device(device.id)

    async def async_set_switch(self, device_id: str, on: bool) -> None:
        """Switch a device, and take what it changed."""
        try:
            device = await self._client.set_switch(device_id, on)
        except MyCloudAuthenticationError as err:
            self.config_entry.async_start_reauth(self.hass)
            raise HomeAssistantError(
                translation_domain=DOMAIN, translation_key="authentication_error"
            ) from err
        except MyCloudError as err:
            raise HomeAssistantError(
                translation_domain=DOMAIN,
                translation_key="communication_error",
                translation_placeholders={"error": str(err)},
            ) from err
        self.async_set_updated_data({**self.data, device_id: device})
