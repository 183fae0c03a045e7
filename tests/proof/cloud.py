"""The integration of the simulated cloud in a Home Assistant."""

from time import time

from homeassistant.components.my_cloud.const import DOMAIN
from homeassistant.config_entries import SOURCE_REAUTH
from homeassistant.const import CONF_EMAIL, CONF_TOKEN
from homeassistant.core import HomeAssistant
from script.simulator.cloud.server import Simulator

from tests.common import MockConfigEntry


def signed_in(hass: HomeAssistant, cloud: Simulator) -> MockConfigEntry:
    """Return an entry of the account, with tokens that are good, before its setup."""
    granted = cloud.cloud.tokens.grant(cloud.cloud.expires_in)
    entry = MockConfigEntry(
        domain=DOMAIN,
        data={
            CONF_EMAIL: cloud.username,
            CONF_TOKEN: {
                "access_token": granted["access_token"],
                "refresh_token": granted["refresh_token"],
                "expires_at": int(time()) + cloud.cloud.expires_in,
            },
        },
        unique_id=cloud.unique_id,
    )
    entry.add_to_hass(hass)
    return entry


async def added(hass: HomeAssistant, cloud: Simulator) -> MockConfigEntry:
    """Return an entry of the account, after its setup."""
    entry = signed_in(hass, cloud)
    await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    return entry


async def poll(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    """Ask the cloud now."""
    await entry.runtime_data.async_refresh()
    await hass.async_block_till_done()


def reauth_flows(hass: HomeAssistant, entry: MockConfigEntry) -> list[str]:
    """Return the flows that ask to sign in again."""
    flows = entry.async_get_active_flows(hass, {SOURCE_REAUTH})
    return [flow["flow_id"] for flow in flows]


def secrets(cloud: Simulator) -> set[str]:
    """Return the password, and every token that was given out."""
    return {cloud.secret, *cloud.given}
