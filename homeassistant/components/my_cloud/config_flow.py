"""Config flow for the My Cloud integration."""

from collections.abc import Mapping
from dataclasses import asdict
import logging
from typing import Any, override

from my_cloud_client import (
    MyCloudAuthenticationError,
    MyCloudClient,
    MyCloudError,
    MyCloudRateLimitError,
)
import probatio

from homeassistant.config_entries import ConfigFlow, ConfigFlowResult
from homeassistant.const import CONF_EMAIL, CONF_PASSWORD, CONF_TOKEN
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.helpers.selector import (
    TextSelector,
    TextSelectorConfig,
    TextSelectorType,
)

from .const import DOMAIN

_LOGGER = logging.getLogger(__name__)

PASSWORD_SELECTOR = TextSelector(
    TextSelectorConfig(type=TextSelectorType.PASSWORD, autocomplete="current-password")
)

ACCOUNT_SCHEMA = probatio.Schema(
    {
        probatio.Required(CONF_EMAIL): TextSelector(
            TextSelectorConfig(type=TextSelectorType.EMAIL, autocomplete="username")
        ),
        probatio.Required(probatio.Secret(CONF_PASSWORD)): PASSWORD_SELECTOR,
    }
)
PASSWORD_SCHEMA = probatio.Schema(
    {probatio.Required(probatio.Secret(CONF_PASSWORD)): PASSWORD_SELECTOR}
)


class MyCloudConfigFlow(ConfigFlow, domain=DOMAIN):
    """Handle a config flow for My Cloud."""

    _data: dict[str, Any]

    async def _async_log_in(self, email: str, password: str) -> dict[str, str]:
        """Log in, set the entry's data and unique ID, and return errors for the form."""
        client = MyCloudClient(session=async_get_clientsession(self.hass))
        try:
            tokens = await client.login(email, password)
            account = await client.account()
        except MyCloudAuthenticationError:
            return {"base": "invalid_auth"}
        except MyCloudRateLimitError:
            return {"base": "rate_limited"}
        except MyCloudError:
            return {"base": "cannot_connect"}
        except Exception:
            _LOGGER.exception("Unexpected exception")
            return {"base": "unknown"}
        # The password is not kept: tokens suffice, and their owner can revoke them.
        self._data = {CONF_EMAIL: email, CONF_TOKEN: asdict(tokens)}
        await self.async_set_unique_id(account.id)
        return {}

    @override
    async def async_step_user(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Handle a flow initialized by the user."""
        errors: dict[str, str] = {}
        if user_input is not None:
            email = user_input[CONF_EMAIL]
            errors = await self._async_log_in(email, user_input[CONF_PASSWORD])
            if not errors:
                self._abort_if_unique_id_configured()
                return self.async_create_entry(title=email, data=self._data)
        return self.async_show_form(
            step_id="user",
            data_schema=self.add_suggested_values_to_schema(
                ACCOUNT_SCHEMA,
                {CONF_EMAIL: user_input[CONF_EMAIL]} if user_input else None,
            ),
            errors=errors,
        )

    async def async_step_reauth(
        self, entry_data: Mapping[str, Any]
    ) -> ConfigFlowResult:
        """Handle refused tokens."""
        return await self.async_step_reauth_confirm()

    async def async_step_reauth_confirm(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for the password."""
        errors: dict[str, str] = {}
        entry = self._get_reauth_entry()
        email = entry.data[CONF_EMAIL]
        if user_input is not None:
            errors = await self._async_log_in(email, user_input[CONF_PASSWORD])
            if not errors:
                self._abort_if_unique_id_mismatch(reason="wrong_account")
                return self.async_update_reload_and_abort(
                    entry, data_updates=self._data
                )
        return self.async_show_form(
            step_id="reauth_confirm",
            data_schema=PASSWORD_SCHEMA,
            errors=errors,
            description_placeholders={"email": email},
        )

    async def async_step_reconfigure(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Handle a new email or password of the account."""
        errors: dict[str, str] = {}
        entry = self._get_reconfigure_entry()
        if user_input is not None:
            errors = await self._async_log_in(
                user_input[CONF_EMAIL], user_input[CONF_PASSWORD]
            )
            if not errors:
                self._abort_if_unique_id_mismatch(reason="wrong_account")
                return self.async_update_reload_and_abort(
                    entry, data_updates=self._data
                )
        return self.async_show_form(
            step_id="reconfigure",
            data_schema=self.add_suggested_values_to_schema(
                ACCOUNT_SCHEMA, {CONF_EMAIL: (user_input or entry.data)[CONF_EMAIL]}
            ),
            errors=errors,
        )
