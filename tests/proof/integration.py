"""Do with the integration what a user or the time would."""

import asyncio
from ipaddress import ip_address
import logging
from typing import Final

import pytest

from homeassistant.components.my_device.config_flow import USER_SCHEMA
from homeassistant.components.my_device.const import DOMAIN
from homeassistant.config_entries import (
    SOURCE_REAUTH,
    SOURCE_ZEROCONF,
    ConfigEntryState,
    ConfigFlowResult,
)
from homeassistant.const import CONF_HOST
from homeassistant.core import HassJob, HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers.discovery_flow import DiscoveryKey
from homeassistant.helpers.service_info.zeroconf import ZeroconfServiceInfo
from homeassistant.util.async_ import get_scheduled_timer_handles
from script.simulator.device.__main__ import SERVICE_TYPE
from script.simulator.device.auth import identity, unique_id
from script.simulator.device.server import Simulator
from script.simulator.device.state import Device

from tests.common import MockConfigEntry

SENSOR = "sensor.workshop_power"
SWITCH = "switch.workshop_relay"

# The fields that ask for credentials, by the kind of authentication.
_CREDENTIALS: Final = {
    "token": ("api_token",),
    "username_password": ("username", "password"),
    "none": (),
}
# The model's own, or that of what script/scaffold makes of it.
AUTH: Final = next(
    auth
    for auth, fields in _CREDENTIALS.items()
    if {str(key) for key in USER_SCHEMA.schema} == {CONF_HOST, *fields}
)

# What the coordinator and a setup that failed leave for later.
_TIMERS = (f"{DOMAIN} refresh interval", "_async_setup_again")


def credentials(device: Device, secret: str | None = None) -> dict[str, str]:
    """Return what a form that asks for credentials is answered with."""
    secret = device.secret if secret is None else secret
    return {
        field: device.username if field == "username" else secret
        for field in _CREDENTIALS[AUTH]
    }


def added(hass: HomeAssistant, simulator: Simulator, **data: str) -> MockConfigEntry:
    """Return an entry of the simulated device, not set up, with some of its data replaced."""
    entry = MockConfigEntry(
        domain=DOMAIN,
        data={
            CONF_HOST: simulator.host,
            **credentials(simulator.device),
            **data,
        },
        unique_id=unique_id(simulator.device),
    )
    entry.add_to_hass(hass)
    return entry


async def loaded(hass: HomeAssistant, simulator: Simulator) -> MockConfigEntry:
    """Return an entry of the simulated device that is set up."""
    entry = added(hass, simulator)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await settled(hass)
    assert entry.state is ConfigEntryState.LOADED
    return entry


async def settled(hass: HomeAssistant) -> None:
    """Wait until nothing runs any more."""
    await hass.async_block_till_done(wait_background_tasks=True)


async def announce(hass: HomeAssistant, simulator: Simulator) -> ConfigFlowResult:
    """Let Home Assistant hear the device's announcement."""
    device, address = simulator.device, ip_address(simulator.api.address)
    info = ZeroconfServiceInfo(
        ip_address=address,
        ip_addresses=[address],
        port=simulator.api.port,
        hostname=f"{device.serial}.local.",
        type=SERVICE_TYPE,
        name=f"{device.serial}.{SERVICE_TYPE}",
        properties={**identity(device), "name": device.name},
    )
    key = DiscoveryKey(domain="zeroconf", key=(info.type, info.name), version=1)
    return await hass.config_entries.flow.async_init(
        DOMAIN,
        context={"source": SOURCE_ZEROCONF, "discovery_key": key},
        data=info,
    )


def next_try(hass: HomeAssistant) -> asyncio.TimerHandle | None:
    """Return what will poll the device or set the entry up again, if anything will."""
    for handle in get_scheduled_timer_handles(hass.loop):
        for job in handle._args or ():  # noqa: SLF001
            if isinstance(job, HassJob) and not handle.cancelled():
                if any(timer in f"{job.name} {job.target}" for timer in _TIMERS):
                    return handle
    return None


async def let_time_pass(hass: HomeAssistant) -> None:
    """Let the time of the next try come, and that of nothing else."""
    handle = next_try(hass)
    assert handle
    ring(handle)
    await settled(hass)


def ring(handle: asyncio.TimerHandle) -> None:
    """Do now what a timer would do later."""
    if not handle.cancelled():
        handle._run()  # noqa: SLF001
        handle.cancel()


def reauth_flow(hass: HomeAssistant) -> str | None:
    """Return the flow that asks for a new token, if there is one."""
    for flow in hass.config_entries.flow.async_progress_by_handler(DOMAIN):
        if flow["context"]["source"] == SOURCE_REAUTH:
            return flow["flow_id"]
    return None


async def submit(
    hass: HomeAssistant, flow_id: str, **user_input: str
) -> ConfigFlowResult:
    """Submit a form of a config flow."""
    result = await hass.config_entries.flow.async_configure(flow_id, user_input)
    await settled(hass)
    return result


def shown(result: ConfigFlowResult) -> str:
    """Return all that a step shows, what its fields are filled with included."""
    if result["type"] is not FlowResultType.FORM:
        return str({**result, "data": None, "result": None})
    schema = result["data_schema"]
    fields = [
        (key, key.description, key.default() if callable(key.default) else None)
        for key in (schema.schema if schema else ())
    ]
    return str({**result, "data_schema": fields})


def tracebacks(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Return what a user who does not debug finds in the log with a traceback."""
    return [
        record.getMessage()
        for record in caplog.records
        if record.levelno > logging.DEBUG
        and (record.exc_info or "Traceback" in record.getMessage())
    ]
