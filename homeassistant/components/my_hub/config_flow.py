"""Config flow for the My Hub integration."""

from collections.abc import Mapping
import logging
from typing import Any, override

from my_hub_client import (
    MyHubAuthenticationError,
    MyHubClient,
    MyHubError,
    MyHubInvalidHostError,
    with_ip,
)
import probatio
from yarl import URL

from homeassistant.config_entries import ConfigFlow, ConfigFlowResult
from homeassistant.const import CONF_HOST, CONF_PASSWORD
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.helpers.device_registry import format_mac
from homeassistant.helpers.service_info.dhcp import DhcpServiceInfo
from homeassistant.helpers.service_info.zeroconf import ZeroconfServiceInfo

from .const import DOMAIN

_LOGGER = logging.getLogger(__name__)

USER_SCHEMA = probatio.Schema(
    {
        probatio.Required(CONF_HOST): str,
        probatio.Required(probatio.Secret(CONF_PASSWORD)): str,
    }
)
CREDENTIALS_SCHEMA = probatio.Schema(
    {probatio.Required(probatio.Secret(CONF_PASSWORD)): str}
)
RECONFIGURE_SCHEMA = probatio.Schema(
    {
        probatio.Required(CONF_HOST): str,
        probatio.Optional(probatio.Secret(CONF_PASSWORD)): str,
    }
)


class MyHubConfigFlow(ConfigFlow, domain=DOMAIN):
    """Handle a config flow for My Hub."""

    _hub_name: str
    _discovered_host: str

    async def _async_validate(self, data: dict[str, Any]) -> dict[str, str]:
        """Validate the connection, set the unique ID, and return errors for the form."""
        session = async_get_clientsession(self.hass)
        client = MyHubClient(data[CONF_HOST], data[CONF_PASSWORD], session=session)
        try:
            state = await client.connect()
        except MyHubAuthenticationError:
            return {"base": "invalid_auth"}
        except MyHubInvalidHostError:
            return {CONF_HOST: "invalid_host"}
        except MyHubError:
            return {"base": "cannot_connect"}
        except Exception:
            _LOGGER.exception("Unexpected exception")
            return {"base": "unknown"}
        finally:
            await client.close()
        self._hub_name = state.hub.name
        # The user takes precedence over another flow that is still open.
        await self.async_set_unique_id(state.hub.mac, raise_on_progress=False)
        return {}

    @override
    async def async_step_user(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Handle a flow initialized by the user."""
        errors: dict[str, str] = {}
        if user_input is not None:
            errors = await self._async_validate(user_input)
            if not errors:
                self._abort_if_unique_id_configured()
                return self.async_create_entry(title=self._hub_name, data=user_input)
        return self.async_show_form(
            step_id="user",
            data_schema=self.add_suggested_values_to_schema(
                USER_SCHEMA, {CONF_HOST: user_input[CONF_HOST]} if user_input else None
            ),
            errors=errors,
        )

    @override
    async def async_step_zeroconf(
        self, discovery_info: ZeroconfServiceInfo
    ) -> ConfigFlowResult:
        """Handle zeroconf discovery."""
        return await self._async_step_discovered(
            URL.build(
                scheme="ws", host=discovery_info.host, port=discovery_info.port
            ).raw_authority,
            discovery_info.properties["mac"],
            discovery_info.properties["name"],
        )

    @override
    async def async_step_dhcp(
        self, discovery_info: DhcpServiceInfo
    ) -> ConfigFlowResult:
        """Handle DHCP discovery, which does not tell the port."""
        mac, host = discovery_info.macaddress, discovery_info.ip
        if entry := await self.async_set_unique_id(format_mac(mac)):
            host = with_ip(entry.data[CONF_HOST], host)
        return await self._async_step_discovered(host, mac, discovery_info.hostname)

    async def _async_step_discovered(
        self, host: str, mac: str, name: str
    ) -> ConfigFlowResult:
        """Update the host of a hub that is set up, or ask for the password of a new one."""
        self._discovered_host = host
        self._hub_name = name
        await self.async_set_unique_id(format_mac(mac))
        self._abort_if_unique_id_configured(updates={CONF_HOST: host})
        self.context["title_placeholders"] = {"name": name}
        return await self.async_step_discovery_confirm()

    async def async_step_discovery_confirm(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Confirm adding the discovered hub."""
        errors: dict[str, str] = {}
        if user_input is not None:
            data = {CONF_HOST: self._discovered_host, **user_input}
            errors = await self._async_validate(data)
            if not errors:
                self._abort_if_unique_id_configured()
                return self.async_create_entry(title=self._hub_name, data=data)
        return self.async_show_form(
            step_id="discovery_confirm",
            data_schema=CREDENTIALS_SCHEMA,
            errors=errors,
            description_placeholders={
                "host": self._discovered_host,
                "name": self._hub_name,
            },
        )

    async def async_step_reauth(
        self, entry_data: Mapping[str, Any]
    ) -> ConfigFlowResult:
        """Handle a refused password."""
        return await self.async_step_reauth_confirm()

    async def async_step_reauth_confirm(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for the new password."""
        errors: dict[str, str] = {}
        if user_input is not None:
            entry = self._get_reauth_entry()
            errors = await self._async_validate({**entry.data, **user_input})
            if not errors:
                self._abort_if_unique_id_mismatch(reason="wrong_hub")
                return self.async_update_reload_and_abort(
                    entry, data_updates=user_input
                )
        return self.async_show_form(
            step_id="reauth_confirm",
            data_schema=CREDENTIALS_SCHEMA,
            errors=errors,
        )

    async def async_step_reconfigure(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Handle reconfiguration of the connection."""
        errors: dict[str, str] = {}
        entry = self._get_reconfigure_entry()
        if user_input is not None:
            data = {
                CONF_HOST: user_input[CONF_HOST],
                # The form never holds the stored password, so an empty field keeps it.
                CONF_PASSWORD: user_input.get(CONF_PASSWORD)
                or entry.data[CONF_PASSWORD],
            }
            errors = await self._async_validate(data)
            if not errors:
                self._abort_if_unique_id_mismatch(reason="wrong_hub")
                return self.async_update_reload_and_abort(entry, data_updates=data)
        return self.async_show_form(
            step_id="reconfigure",
            data_schema=self.add_suggested_values_to_schema(
                RECONFIGURE_SCHEMA, {CONF_HOST: (user_input or entry.data)[CONF_HOST]}
            ),
            errors=errors,
        )
