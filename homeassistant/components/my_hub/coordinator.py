"""Coordinator for the My Hub integration."""

from collections.abc import Callable, Iterable
import logging
from typing import override

from my_hub_client import MyHubAuthenticationError, MyHubClient, MyHubError, State

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import CONF_HOST, CONF_PASSWORD
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import ConfigEntryAuthFailed
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.helpers.update_coordinator import DataUpdateCoordinator, UpdateFailed

from .const import DOMAIN

_LOGGER = logging.getLogger(__name__)

type MyHubConfigEntry = ConfigEntry[MyHubCoordinator]


class MyHubCoordinator(DataUpdateCoordinator[State]):
    """Coordinator of what the hub pushes."""

    config_entry: MyHubConfigEntry
    hub: dr.DeviceEntry

    def __init__(self, hass: HomeAssistant, config_entry: MyHubConfigEntry) -> None:
        """Initialize the coordinator."""
        super().__init__(hass, _LOGGER, config_entry=config_entry, name=DOMAIN)
        self.client = MyHubClient(
            config_entry.data[CONF_HOST],
            config_entry.data[CONF_PASSWORD],
            session=async_get_clientsession(hass),
            mac=config_entry.unique_id,
        )
        self.on_paired: list[Callable[[Iterable[str]], None]] = []

    @override
    async def _async_setup(self) -> None:
        """Connect to the hub, register it before its devices, and listen."""
        try:
            self.data = await self.client.connect()
        except MyHubAuthenticationError as err:
            raise ConfigEntryAuthFailed(
                translation_domain=DOMAIN, translation_key="authentication_error"
            ) from err
        except MyHubError as err:
            raise self._update_failed(err) from err
        hub = self.data.hub
        self.hub = dr.async_get(self.hass).async_get_or_create(
            config_entry_id=self.config_entry.entry_id,
            connections={(dr.CONNECTION_NETWORK_MAC, hub.mac)},
            identifiers={(DOMAIN, hub.mac)},
            manufacturer="My Company",
            model=hub.model,
            name=hub.name,
            sw_version=hub.firmware,
        )
        self._remove_stale_devices(self.data)
        self.config_entry.async_create_background_task(
            self.hass, self.client.run(self._handle_state, self._handle_error), DOMAIN
        )

    @override
    async def _async_update_data(self) -> State:
        """Return what the hub pushed last."""
        if not self.last_update_success and self.last_exception:
            raise self.last_exception
        return self.data

    @callback
    def _handle_state(self, state: State) -> None:
        """Handle a change, or a new connection."""
        known = self.data.devices
        if state.devices.keys() != known.keys():
            self._remove_stale_devices(state)
        if not self.last_update_success:
            _LOGGER.info("Connected to the hub again")
        self.async_set_updated_data(state)
        if paired := [each for each in state.devices if each not in known]:
            for add in self.on_paired:
                add(paired)

    @callback
    def _handle_error(self, err: MyHubError) -> None:
        """Handle the loss of the connection."""
        if isinstance(err, MyHubAuthenticationError):
            self.config_entry.async_start_reauth(self.hass)
        self.async_set_update_error(self._update_failed(err))

    @staticmethod
    def _update_failed(err: MyHubError) -> UpdateFailed:
        return UpdateFailed(
            translation_domain=DOMAIN,
            translation_key="communication_error",
            translation_placeholders={"error": str(err)},
        )

    @callback
    def _remove_stale_devices(self, state: State) -> None:
        """Remove the devices that the hub does not have any more."""
        registry = dr.async_get(self.hass)
        mac = state.hub.mac
        current = {(DOMAIN, mac), *((DOMAIN, f"{mac}_{id_}") for id_ in state.devices)}
        entry_id = self.config_entry.entry_id
        for device in dr.async_entries_for_config_entry(registry, entry_id):
            if device.identifiers.isdisjoint(current):
                registry.async_remove_device(device.id)
