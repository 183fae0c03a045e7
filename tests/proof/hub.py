"""The integration of the simulated hub in a Home Assistant."""

from ipaddress import ip_address
from typing import Final

from homeassistant.components.my_hub.const import DOMAIN
from homeassistant.config_entries import SOURCE_ZEROCONF, ConfigFlowResult
from homeassistant.const import CONF_HOST, CONF_PASSWORD
from homeassistant.core import HomeAssistant
from homeassistant.helpers.service_info.zeroconf import ZeroconfServiceInfo
from script.simulator.hub.server import Simulator

from tests.common import MockConfigEntry

SERVICE_TYPE: Final = "_my-hub._tcp.local."


async def added(hass: HomeAssistant, hub: Simulator) -> MockConfigEntry:
    """Return an entry of the hub, after its setup."""
    entry = MockConfigEntry(
        domain=DOMAIN,
        data={CONF_HOST: hub.host, CONF_PASSWORD: hub.secret},
        unique_id=hub.unique_id,
    )
    entry.add_to_hass(hass)
    await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    return entry


async def announce(hass: HomeAssistant, hub: Simulator) -> ConfigFlowResult:
    """Let Home Assistant hear the hub's announcement."""
    address = ip_address(hub.api.address)
    info = ZeroconfServiceInfo(
        ip_address=address,
        ip_addresses=[address],
        port=hub.api.port,
        hostname=f"{hub.service_name}.local.",
        type=SERVICE_TYPE,
        name=f"{hub.service_name}.{SERVICE_TYPE}",
        properties=dict(hub.service_properties),
    )
    return await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": SOURCE_ZEROCONF}, data=info
    )
