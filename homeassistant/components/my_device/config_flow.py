"""Config flow for the My Device integration."""

from collections.abc import Mapping
import logging
from typing import Any, Final, override

from my_device_client import MyDeviceAuthenticationError, MyDeviceClient, MyDeviceError
import probatio
from yarl import URL

from homeassistant.config_entries import (
    ConfigFlow,
    ConfigFlowResult,
    OptionsFlowWithReload,
)
from homeassistant.const import CONF_API_TOKEN, CONF_HOST
from homeassistant.core import callback
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.helpers.selector import (
    BooleanSelector,
    TextSelector,
    TextSelectorConfig,
    TextSelectorType,
)
from homeassistant.helpers.service_info.zeroconf import ZeroconfServiceInfo

from .const import CONF_ALLOW_CONTROL, DEFAULT_ALLOW_CONTROL, DOMAIN
from .coordinator import MyDeviceConfigEntry

_LOGGER = logging.getLogger(__name__)

HOST_SELECTOR: Final = TextSelector(TextSelectorConfig(autocomplete="off"))
API_TOKEN_SELECTOR: Final = TextSelector(
    TextSelectorConfig(type=TextSelectorType.PASSWORD, autocomplete="current-password")
)

USER_SCHEMA: Final = probatio.Schema(
    {
        probatio.Required(CONF_HOST): HOST_SELECTOR,
        probatio.Required(probatio.Secret(CONF_API_TOKEN)): API_TOKEN_SELECTOR,
    }
)
CREDENTIALS_SCHEMA: Final = probatio.Schema(
    {probatio.Required(probatio.Secret(CONF_API_TOKEN)): API_TOKEN_SELECTOR}
)
RECONFIGURE_SCHEMA: Final = probatio.Schema(
    {
        probatio.Required(CONF_HOST): HOST_SELECTOR,
        probatio.Optional(probatio.Secret(CONF_API_TOKEN)): API_TOKEN_SELECTOR,
    }
)
OPTIONS_SCHEMA: Final = probatio.Schema(
    {
        probatio.Required(
            CONF_ALLOW_CONTROL, default=DEFAULT_ALLOW_CONTROL
        ): BooleanSelector()
    }
)


def _without_secrets(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a form may show."""
    return {key: value for key, value in data.items() if key != CONF_API_TOKEN}


class MyDeviceConfigFlow(ConfigFlow, domain=DOMAIN):
    """Handle a config flow for My Device."""

    _device_name: str
    _discovered_host: str

    @staticmethod
    @callback
    @override
    def async_get_options_flow(
        config_entry: MyDeviceConfigEntry,
    ) -> MyDeviceOptionsFlow:
        """Get the options flow for this handler."""
        return MyDeviceOptionsFlow()

    async def _async_validate(self, data: Mapping[str, Any]) -> dict[str, str]:
        """Connect to the device, and make its account this flow's unique ID.

        Return the errors for the form.
        """
        client = MyDeviceClient(
            data[CONF_HOST],
            data[CONF_API_TOKEN],
            session=async_get_clientsession(self.hass),
        )
        try:
            user_id = await client.check_connection()
            status = await client.status()
        except MyDeviceAuthenticationError:
            return {"base": "invalid_auth"}
        except MyDeviceError:
            return {"base": "cannot_connect"}
        except Exception:
            _LOGGER.exception("Unexpected exception")
            return {"base": "unknown"}
        self._device_name = status.name
        # The user's flow takes precedence over a pending discovery.
        await self.async_set_unique_id(user_id, raise_on_progress=False)
        return {}

    @override
    async def async_step_user(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Handle a flow started by the user."""
        errors: dict[str, str] = {}
        if user_input is not None:
            errors = await self._async_validate(user_input)
            if not errors:
                self._abort_if_unique_id_configured()
                return self.async_create_entry(title=self._device_name, data=user_input)
        return self.async_show_form(
            step_id="user",
            data_schema=self.add_suggested_values_to_schema(
                USER_SCHEMA, _without_secrets(user_input or {})
            ),
            errors=errors,
        )

    @override
    async def async_step_zeroconf(
        self, discovery_info: ZeroconfServiceInfo
    ) -> ConfigFlowResult:
        """Handle a device that announces itself on the network."""
        self._device_name = discovery_info.properties["name"]
        self._discovered_host = URL.build(
            scheme="http", host=discovery_info.host, port=discovery_info.port
        ).raw_authority
        await self.async_set_unique_id(discovery_info.properties["user_id"])
        self._abort_if_unique_id_configured(updates={CONF_HOST: self._discovered_host})
        self.context["title_placeholders"] = {"name": self._device_name}
        return await self.async_step_discovery_confirm()

    async def async_step_discovery_confirm(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for what a discovered device does not announce."""
        errors: dict[str, str] = {}
        if user_input is not None:
            data = {CONF_HOST: self._discovered_host, **user_input}
            errors = await self._async_validate(data)
            if not errors:
                self._abort_if_unique_id_configured()
                return self.async_create_entry(title=self._device_name, data=data)
        return self.async_show_form(
            step_id="discovery_confirm",
            data_schema=CREDENTIALS_SCHEMA,
            errors=errors,
            description_placeholders={
                "host": self._discovered_host,
                "name": self._device_name,
            },
        )

    async def async_step_reauth(
        self, entry_data: Mapping[str, Any]
    ) -> ConfigFlowResult:
        """Handle a token that the device no longer accepts."""
        return await self.async_step_reauth_confirm()

    async def async_step_reauth_confirm(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for the new API token."""
        return await self._async_update_entry(
            self._get_reauth_entry(), "reauth_confirm", CREDENTIALS_SCHEMA, user_input
        )

    async def async_step_reconfigure(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Handle a change of the connection by the user."""
        # The form never holds the stored token, so an empty field means to keep it.
        if user_input is not None and not user_input.get(CONF_API_TOKEN):
            user_input = _without_secrets(user_input)
        return await self._async_update_entry(
            self._get_reconfigure_entry(), "reconfigure", RECONFIGURE_SCHEMA, user_input
        )

    async def _async_update_entry(
        self,
        entry: MyDeviceConfigEntry,
        step_id: str,
        schema: probatio.Schema,
        user_input: dict[str, Any] | None,
    ) -> ConfigFlowResult:
        """Update an entry with what the user changed, once the device accepts it."""
        errors: dict[str, str] = {}
        if user_input is not None:
            errors = await self._async_validate({**entry.data, **user_input})
            if not errors:
                self._abort_if_unique_id_mismatch(reason="wrong_account")
                return self.async_update_reload_and_abort(
                    entry, data_updates=user_input
                )
        return self.async_show_form(
            step_id=step_id,
            data_schema=self.add_suggested_values_to_schema(
                schema, _without_secrets(user_input or entry.data)
            ),
            errors=errors,
        )


class MyDeviceOptionsFlow(OptionsFlowWithReload):
    """Handle the options of My Device."""

    async def async_step_init(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Handle what the user prefers."""
        if user_input is not None:
            return self.async_create_entry(data=user_input)
        return self.async_show_form(
            step_id="init",
            data_schema=self.add_suggested_values_to_schema(
                OPTIONS_SCHEMA, self.config_entry.options
            ),
        )
