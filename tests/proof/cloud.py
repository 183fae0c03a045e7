"""The integration of the simulated cloud in a Home Assistant."""

from time import time
from typing import Final

from homeassistant.components.my_cloud import coordinator
from homeassistant.components.my_cloud.const import DOMAIN
from homeassistant.config_entries import SOURCE_REAUTH, ConfigEntryState
from homeassistant.const import CONF_EMAIL, CONF_TOKEN
from homeassistant.core import HomeAssistant
from script.simulator.cloud.server import Simulator

from .home import switched, until

from tests.common import MockConfigEntry

# Whether the integration is polled no more, as in one of the forms of the model
PUSHES: Final = not hasattr(coordinator, "SCAN_INTERVAL")


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


async def poll(hass: HomeAssistant, cloud: Simulator, entry: MockConfigEntry) -> None:
    """Ask the cloud now, or connect again to one that pushes."""
    if not PUSHES:
        await entry.runtime_data.async_refresh()
    elif entry.state is not ConfigEntryState.LOADED or reauth_flows(hass, entry):
        # It does not try again by itself.
        await hass.config_entries.async_reload(entry.entry_id)
    else:
        await _connect_again(hass, cloud, entry)
    await hass.async_block_till_done()


async def _connect_again(
    hass: HomeAssistant, cloud: Simulator, entry: MockConfigEntry
) -> None:
    """Drop the connection, and wait until there is another one, or until there is none again and again."""
    pushed = entry.runtime_data
    await cloud.drop()
    errors = [pushed.last_exception]

    def is_settled() -> bool:
        if pushed.last_exception is not errors[-1]:
            errors.append(pushed.last_exception)
        is_pushed = pushed.last_update_success and cloud.connected > 0
        # That the one before is lost is an error, too.
        return is_pushed or len(errors) > 3 or bool(reauth_flows(hass, entry))

    await until(is_settled)


async def act(hass: HomeAssistant, cloud: Simulator, entry: MockConfigEntry) -> str:
    """Return what comes of switching the plug off, once it is known whether the cloud pushes."""
    if PUSHES:
        await poll(hass, cloud, entry)
    return await switched(hass, DOMAIN)


def reauth_flows(hass: HomeAssistant, entry: MockConfigEntry) -> list[str]:
    """Return the flows that ask to sign in again."""
    flows = entry.async_get_active_flows(hass, {SOURCE_REAUTH})
    return [flow["flow_id"] for flow in flows]


def secrets(cloud: Simulator) -> set[str]:
    """Return the password, and every token that was given out."""
    return {cloud.secret, *cloud.given}
