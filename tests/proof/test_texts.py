"""Test what core leaves optional and a user of the model integration expects."""

import pytest

from homeassistant.components.my_device.const import DOMAIN
from homeassistant.core import HomeAssistant
from homeassistant.helpers.icon import async_get_icons
from homeassistant.helpers.translation import async_get_translations


@pytest.mark.parametrize(
    "key",
    [
        "flow_title",
        "step.reauth_confirm.description",
        "step.reauth_confirm.title",
        "step.reconfigure.description",
        "step.user.description",
    ],
)
async def test_forms_say_what_they_are_for(hass: HomeAssistant, key: str) -> None:
    """Test the texts that a form may lack."""
    translations = await async_get_translations(hass, "en", "config", {DOMAIN})
    assert f"component.{DOMAIN}.config.{key}" in translations


async def test_icons(hass: HomeAssistant) -> None:
    """Test that the icon shows the state of the relay."""
    icons = await async_get_icons(hass, "entity", {DOMAIN})
    relay = icons[DOMAIN]["switch"]["relay"]
    assert relay["default"] == "mdi:electric-switch"
    assert relay["state"] == {"on": "mdi:electric-switch-closed"}
