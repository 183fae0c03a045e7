"""A small integration with every kind of feature, as the tests of features take it apart."""

import json

from script.integration.tree import Places, Tree

DOMAIN = "pump"
PLACES = Places(DOMAIN)

_INIT = '''\
"""The Pump integration."""

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant

from .services import async_setup_services

PLATFORMS = [Platform.SENSOR, Platform.SWITCH]


async def async_setup(hass: HomeAssistant, config: dict) -> bool:
    """Set up the actions."""
    async_setup_services(hass)
    return True


async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> bool:
    """Set up a pump."""
    await hass.config_entries.async_forward_entry_setups(entry, PLATFORMS)
    return True
'''
_FLOW = '''\
"""Config flow of the Pump integration."""

from homeassistant.config_entries import ConfigFlow, OptionsFlow
from homeassistant.helpers.service_info.dhcp import DhcpServiceInfo

from .const import DOMAIN


class PumpConfigFlow(ConfigFlow, domain=DOMAIN):
    """Handle a config flow."""

    @staticmethod
    def async_get_options_flow(config_entry):
        """Return the options flow."""
        return PumpOptionsFlow()

    async def async_step_user(self, user_input=None):
        """Add a pump."""
        if user_input is not None:
            self._abort_if_unique_id_configured()
            return self.async_create_entry(title="Pump", data=user_input)
        return self.async_show_form(step_id="user")

    async def async_step_dhcp(self, discovery_info: DhcpServiceInfo):
        """Add a pump that was found."""
        return await self.async_step_dhcp_confirm()

    async def async_step_dhcp_confirm(self, user_input=None):
        """Ask whether to add it."""
        if user_input is not None:
            return self.async_create_entry(title="Pump", data={})
        return self.async_show_form(step_id="dhcp_confirm")

    async def async_step_reauth(self, entry_data):
        """Ask for another token."""
        return await self.async_step_reauth_confirm()

    async def async_step_reauth_confirm(self, user_input=None):
        """Take the other token."""
        if user_input is not None:
            self._abort_if_unique_id_mismatch(reason="wrong_account")
            return self.async_update_reload_and_abort(
                self._get_reauth_entry(), data_updates=user_input
            )
        return self.async_show_form(step_id="reauth_confirm")


class PumpOptionsFlow(OptionsFlow):
    """Handle the options."""

    async def async_step_init(self, user_input=None):
        """Change the options."""
        if user_input is not None:
            return self.async_create_entry(data=user_input)
        return self.async_show_form(step_id="init")
'''
_PLATFORM = '''\
"""The {platform} platform."""

from homeassistant.components.{platform} import {entity}


async def async_setup_entry(hass, entry, async_add_entities):
    """Set up the entities."""
    async_add_entities([Pump{entity}()])


class Pump{entity}({entity}):
    """An entity of the pump."""

    _attr_translation_key = "{key}"
'''
_SERVICES = '''\
"""Actions of the Pump integration."""

from homeassistant.core import HomeAssistant

from .const import DOMAIN


def async_setup_services(hass: HomeAssistant) -> None:
    """Register the actions."""
    hass.services.async_register(DOMAIN, "flush", print)
'''
_DIAGNOSTICS = '''\
"""Diagnostics of the Pump integration."""


async def async_get_config_entry_diagnostics(hass, entry):
    """Return what helps to find a fault."""
    return {}
'''
_STRINGS = {
    "config": {
        "abort": {
            "already_configured": "It is there.",
            "reauth_successful": "Done.",
            "wrong_account": "Another account.",
        },
        "flow_title": "{name}",
        "step": {
            "dhcp_confirm": {"description": "Add it?"},
            "reauth_confirm": {"data": {"token": "Token"}},
            "user": {"data": {"host": "Host"}},
        },
    },
    "entity": {
        "sensor": {"flow": {"name": "Flow"}},
        "switch": {"motor": {"name": "Motor"}},
    },
    "options": {"step": {"init": {"data": {"quiet": "Quiet"}}}},
    "services": {"flush": {"name": "Flush"}},
}
_ICONS = {
    "entity": {"switch": {"motor": {"default": "mdi:engine"}}},
    "services": {"flush": {"service": "mdi:water"}},
}
_MANIFEST = {
    "domain": DOMAIN,
    "name": "Pump",
    "config_flow": True,
    "dhcp": [{"hostname": "pump*"}],
    "iot_class": "local_push",
    "quality_scale": "gold",
}
_SCALE = """\
rules:
  # Bronze
  action-setup: done
  config-flow: done

  # Silver
  action-exceptions:
    status: exempt
    comment: It never fails.
  reauthentication-flow: done

  # Gold
  diagnostics: done
  discovery: done # by DHCP

  # Platinum
  strict-typing: todo
"""


def pump() -> Tree:
    """Return the files of the integration."""
    files = {
        "__init__.py": _INIT,
        "config_flow.py": _FLOW,
        "const.py": '"""Constants."""\n\nDOMAIN = "pump"\n',
        "diagnostics.py": _DIAGNOSTICS,
        "icons.json": json.dumps(_ICONS, indent=2),
        "manifest.json": json.dumps(_MANIFEST, indent=2),
        "quality_scale.yaml": _SCALE,
        "sensor.py": _PLATFORM.format(
            platform="sensor", entity="SensorEntity", key="flow"
        ),
        "services.py": _SERVICES,
        "services.yaml": "flush:\n",
        "strings.json": json.dumps(_STRINGS, indent=2),
        "switch.py": _PLATFORM.format(
            platform="switch", entity="SwitchEntity", key="motor"
        ),
    }
    return {
        f"{PLACES.integration}{name}": text.encode() for name, text in files.items()
    }


def with_files(**files: str | None) -> Tree:
    """Return the files with others, "__" in a name being a dot; None for one that is not there."""
    tree = dict(pump())
    for name, text in files.items():
        path = PLACES.integration + ".".join(name.rsplit("__", 1))
        tree.pop(path, None)
        if text is not None:
            tree[path] = text.encode()
    return tree
