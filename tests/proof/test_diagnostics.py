"""No diagnostics hold what is the owner's, whatever the origin of the entry."""

import json
import re

from hypothesis import HealthCheck, given, settings, strategies as st
import pytest

from homeassistant.components.my_device.const import DOMAIN
from homeassistant.components.my_device.diagnostics import (
    async_get_config_entry_diagnostics,
)
from homeassistant.config_entries import SOURCE_USER, ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers.json import ExtendedJSONEncoder
from script.simulator.device.server import Simulator
from script.simulator.device.state import Device

from .integration import AUTH, added, announce, credentials, settled, submit

pytestmark = [
    pytest.mark.usefixtures("quick_loop"),
    # Hypothesis manages its own randomness well without what it warns of.
    pytest.mark.filterwarnings("ignore:It looks like `register_random`"),
]

PRIVATE = st.from_regex(r"[A-Za-z0-9]{12,20}", fullmatch=True)
MAC = st.from_regex(r"([0-9a-f]{2}:){5}[0-9a-f]{2}", fullmatch=True)
DEVICES = st.builds(
    Device,
    auth=st.just(AUTH),
    username=PRIVATE,
    secret=PRIVATE,
    user_id=PRIVATE,
    serial=PRIVATE,
    name=PRIVATE,
    mac=MAC,
)


async def entry_from(
    hass: HomeAssistant, simulator: Simulator, origin: str
) -> ConfigEntry:
    """Return an entry of the device that is set up, of a certain origin."""
    device, flows = simulator.device, hass.config_entries.flow
    if origin == "reconfigure":
        entry = added(hass, simulator, host="127.0.0.1:1")
        result = await entry.start_reconfigure_flow(hass)
        values = {"host": simulator.host, **credentials(device)}
    elif origin == "user":
        result = await flows.async_init(DOMAIN, context={"source": SOURCE_USER})
        values = {"host": simulator.host, **credentials(device)}
    else:
        result = await announce(hass, simulator)
        values = credentials(device)
    result = await submit(hass, result["flow_id"], **values)
    assert result["type"] in {FlowResultType.CREATE_ENTRY, FlowResultType.ABORT}
    (entry,) = hass.config_entries.async_entries(DOMAIN)
    return entry


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(device=DEVICES, origin=st.sampled_from(["user", "zeroconf", "reconfigure"]))
async def test_nothing_of_the_owner(
    hass: HomeAssistant, simulator: Simulator, device: Device, origin: str
) -> None:
    """Neither credentials, addresses, identities nor names are in the diagnostics."""
    for name, value in vars(device).items():
        setattr(simulator.device, name, value)
    entry = await entry_from(hass, simulator, origin)
    assert bool(entry.discovery_keys) is (origin == "zeroconf")
    diagnostics = await async_get_config_entry_diagnostics(hass, entry)
    text = json.dumps(diagnostics, cls=ExtendedJSONEncoder)
    private = {
        simulator.host,
        *credentials(device).values(),
        device.user_id,
        device.serial,
        device.name,
        device.mac,
    }
    assert {
        value for value in private if re.search(re.escape(value), text, re.IGNORECASE)
    } == set()
    assert device.model in text

    await hass.config_entries.async_remove(entry.entry_id)
    await settled(hass)
