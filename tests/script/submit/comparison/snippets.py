"""Integrations as snippets, and what is said of a step of one."""

from collections.abc import Mapping
import json
from textwrap import dedent, indent

from script.submit.unchanged import differences

FOLDER = "homeassistant/components/charger/"
TESTS = "tests/components/charger/"

IMPORT_OF_ISSUES = "import homeassistant.helpers.issue_registry as ir\n"
FLOW = '''
"""Config flow."""

from homeassistant.config_entries import ConfigFlow, ConfigFlowResult, {imports}


class ChargerConfigFlow(ConfigFlow, domain="charger"):
    """Handle a config flow."""

    async def async_step_user(self, user_input=None) -> ConfigFlowResult:
        """Ask for the host."""
{user}
'''
REAUTH = '''
    async def async_step_reauth(self, entry_data) -> ConfigFlowResult:
        """Ask for the password."""
        return await self.async_step_{next}()
'''
OPTIONS = '''
    @staticmethod
    def async_get_options_flow(config_entry) -> OptionsFlow:
        """Return the options flow."""
        return ChargerOptionsFlow()


class ChargerOptionsFlow(OptionsFlow):
    """Handle the options."""
'''
SETUP = '''
"""The integration."""

import logging

_LOGGER = logging.getLogger(__name__)
CONF_VERBOSE = "verbose"


async def async_setup_entry(hass, entry):
    """Set up an entry."""
{body}
'''


type Files = dict[str, bytes]


def files(folder: str = FOLDER, /, **modules: str) -> Files:
    """Return modules as files of the integration."""
    return {
        f"{folder}{name}.py": dedent(text).lstrip().encode()
        for name, text in modules.items()
    }


def manifest(**keys: object) -> Files:
    """Return a manifest."""
    return {
        f"{FOLDER}manifest.json": json.dumps({"domain": "charger", **keys}).encode()
    }


def flow(user: str, more: str = "", imports: str = "SOURCE_REAUTH") -> Files:
    """Return a config flow with a body of its first step, and more methods."""
    body = indent(dedent(user).strip(), " " * 8)
    return files(config_flow=FLOW.format(user=body, imports=imports) + more)


def setup(body: str) -> str:
    """Return an integration that does something to set up an entry."""
    return SETUP.format(body=indent(dedent(body).strip(), " " * 4))


def said(step: Mapping[str, bytes], finished: Mapping[str, bytes]) -> list[str]:
    """Return what is different."""
    return [difference.what for difference in differences(step, finished)]
