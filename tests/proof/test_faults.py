"""Every fault of the device on every surface of the integration, over real HTTP.

The table says what comes of each. In it, "waits" is a try put off for as long as the device asks
with Retry-After, and "wrong_device" is the error that tells of it. Two surfaces need no device, and
hold whatever is wrong with it: zeroconf, where an announcement ends in a form, and the options,
which are saved.

tests/script/scaffold has the same run on each other kind of authentication.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable
import logging
from typing import Any

from aiohttp import web
from aiohttp.client_proto import ResponseHandler
from my_device_client.client import BODY_LIMIT
import pytest

from homeassistant.components.my_device.const import CONF_ALLOW_CONTROL, DOMAIN
from homeassistant.components.switch import DOMAIN as SWITCH_DOMAIN, SERVICE_TURN_OFF
from homeassistant.config_entries import (
    SOURCE_USER,
    ConfigEntry,
    ConfigEntryState,
    ConfigFlowResult,
)
from homeassistant.const import (
    ATTR_ENTITY_ID,
    CONF_HOST,
    STATE_OFF,
    STATE_ON,
    STATE_UNAVAILABLE,
)
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import device_registry as dr
from script.simulator.device.auth import unique_id
from script.simulator.device.faults import FAULTS
from script.simulator.device.server import Simulator
from script.simulator.device.state import Device

from .home import parse
from .integration import (
    AUTH,
    SWITCH,
    added,
    announce,
    credentials,
    let_time_pass,
    loaded,
    next_try,
    reauth_flow,
    settled,
    shown,
    submit,
    tracebacks,
)

TABLE = """
               setup         poll          action        user            discovery_confirm  reauth_confirm  reconfigure     zeroconf  options
refuse         retry         unavailable   failed        cannot_connect  cannot_connect     cannot_connect  cannot_connect  form      saved
reboot         retry         unavailable   failed        cannot_connect  cannot_connect     cannot_connect  cannot_connect  form      saved
reset          retry         unavailable   failed        cannot_connect  cannot_connect     cannot_connect  cannot_connect  form      saved
stall          retry         unavailable   failed        cannot_connect  cannot_connect     cannot_connect  cannot_connect  form      saved
drip           retry         unavailable   failed        cannot_connect  cannot_connect     cannot_connect  cannot_connect  form      saved
unauthorized   reauth        reauth        reauth        invalid_auth    invalid_auth       invalid_auth    invalid_auth    form      saved
forbidden      retry         unavailable   failed        cannot_connect  cannot_connect     cannot_connect  cannot_connect  form      saved
rate_limited   waits         waits         failed        cannot_connect  cannot_connect     cannot_connect  cannot_connect  form      saved
server_error   retry         unavailable   failed        cannot_connect  cannot_connect     cannot_connect  cannot_connect  form      saved
html           retry         unavailable   failed        cannot_connect  cannot_connect     cannot_connect  cannot_connect  form      saved
truncated      retry         unavailable   failed        cannot_connect  cannot_connect     cannot_connect  cannot_connect  form      saved
wrong_types    retry         unavailable   failed        cannot_connect  cannot_connect     cannot_connect  cannot_connect  form      saved
null           retry         unavailable   failed        cannot_connect  cannot_connect     cannot_connect  cannot_connect  form      saved
not_a_number   retry         unavailable   failed        cannot_connect  cannot_connect     cannot_connect  cannot_connect  form      saved
huge           retry         unavailable   failed        cannot_connect  cannot_connect     cannot_connect  cannot_connect  form      saved
other_account  wrong_device  wrong_device  wrong_device  created         created            wrong_account   wrong_account   form      saved
other_serial   loaded        fresh         done          created         created            updated         updated         form      saved
other_device   wrong_device  wrong_device  wrong_device  created         created            wrong_account   wrong_account   form      saved
"""
# Where it differs for a device without accounts, whose identity is its serial number
TABLE_WITHOUT_ACCOUNTS = """
               setup         poll          action        user            discovery_confirm  reconfigure     zeroconf  options
unauthorized   retry         unavailable   failed        cannot_connect  cannot_connect     cannot_connect  form      saved
other_account  loaded        fresh         done          created         created            updated         form      saved
other_serial   wrong_device  wrong_device  wrong_device  created         created            wrong_device    form      saved
other_device   wrong_device  wrong_device  wrong_device  created         created            wrong_device    form      saved
"""

STORED_SECRET = "stored-secret"
SECRETS = (Device.secret, STORED_SECRET)

type Steps = AsyncGenerator[str]


def outcome_of(result: ConfigFlowResult) -> str:
    """Return in one word what came of a step, which shows no secret."""
    assert not any(secret in shown(result) for secret in SECRETS)
    match result["type"]:
        case FlowResultType.FORM:
            return (result["errors"] or {"base": "form"})["base"]
        case FlowResultType.CREATE_ENTRY:
            return "created"
        case FlowResultType.ABORT if result["reason"].endswith("_successful"):
            return "updated"
    return result["reason"]


def outcome_of_try(hass: HomeAssistant, error: str | None, otherwise: str) -> str:
    """Return in one word what Home Assistant does about a device that did not answer well.

    Args:
        hass: Home Assistant.
        error: The translation key of the error.
        otherwise: Stands for an error of the communication.
    """
    if reauth_flow(hass):
        assert not next_try(hass)
        return "reauth"
    handle = next_try(hass)
    assert handle
    if error == "wrong_device":
        return error
    assert error in {"communication_error", "rate_limited"}
    return "waits" if handle.when() - hass.loop.time() > 59 else otherwise


def devices(hass: HomeAssistant, entry: ConfigEntry) -> list[str | None]:
    """Return the serial numbers of an entry's devices."""
    registry = dr.async_get(hass)
    return [
        device.serial_number
        for device in dr.async_entries_for_config_entry(registry, entry.entry_id)
    ]


async def recovered(hass: HomeAssistant, simulator: Simulator) -> None:
    """Do what Home Assistant asks for or waits for, and see that all is well."""
    if flow_id := reauth_flow(hass):
        result = await submit(hass, flow_id, **credentials(simulator.device))
        assert outcome_of(result) == "updated"
    elif next_try(hass):
        await let_time_pass(hass)
    (entry,) = hass.config_entries.async_entries(DOMAIN)
    assert entry.state is ConfigEntryState.LOADED
    assert entry.runtime_data.last_update_success
    assert len(devices(hass, entry)) == 1


# Each surface yields when it is ready for the fault, yields what came of it, and then sees that
# all is well again. Its return is the end of the fault.


async def setup(hass: HomeAssistant, simulator: Simulator) -> Steps:
    """Set up an entry."""
    entry = added(hass, simulator)
    yield "ready"
    await hass.config_entries.async_setup(entry.entry_id)
    await settled(hass)
    if entry.state is ConfigEntryState.LOADED:
        yield "loaded"
    else:
        yield outcome_of_try(hass, entry.error_reason_translation_key, "retry")
    await recovered(hass, simulator)


async def poll(hass: HomeAssistant, simulator: Simulator) -> Steps:
    """Poll a device whose relay was switched meanwhile."""
    entry = await loaded(hass, simulator)
    simulator.device.relay = False
    yield "ready"
    await let_time_pass(hass)
    state = hass.states.get(SWITCH)
    assert state
    if state.state == STATE_UNAVAILABLE:
        error = entry.runtime_data.last_exception
        assert isinstance(error, HomeAssistantError)
        yield outcome_of_try(hass, error.translation_key, "unavailable")
    else:
        assert state.state == STATE_OFF
        yield "fresh"
    await recovered(hass, simulator)
    state = hass.states.get(SWITCH)
    assert state
    assert state.state == STATE_OFF


async def action(hass: HomeAssistant, simulator: Simulator) -> Steps:
    """Switch the relay off."""

    async def turn_off() -> None:
        await hass.services.async_call(
            SWITCH_DOMAIN, SERVICE_TURN_OFF, {ATTR_ENTITY_ID: SWITCH}, blocking=True
        )
        assert not simulator.device.relay

    await loaded(hass, simulator)
    yield "ready"
    error = None
    try:
        await turn_off()
    except HomeAssistantError as err:
        error = err
    if error:
        assert error.translation_domain == DOMAIN
        assert not any(secret in str(error) for secret in SECRETS)
        assert simulator.device.relay
        state = hass.states.get(SWITCH)
        assert state
        if error.translation_key == "wrong_device":
            assert state.state == STATE_UNAVAILABLE
            yield error.translation_key
        else:
            assert state.state == STATE_ON
            yield "reauth" if reauth_flow(hass) else "failed"
    else:
        yield "done"
    await recovered(hass, simulator)
    await turn_off()
    state = hass.states.get(SWITCH)
    assert state
    assert state.state == STATE_OFF


async def flow(
    hass: HomeAssistant,
    simulator: Simulator,
    start: Callable[[], Any],
    done: str,
    **user_input: str,
) -> Steps:
    """Submit a form under a fault, and once more after it, in a new flow if that one is over."""
    result = await start()
    assert outcome_of(result) == "form"
    yield "ready"
    result = await submit(hass, result["flow_id"], **user_input)
    fault = simulator.device.fault
    yield outcome_of(result)
    if outcome_of(result) != done:
        if result["type"] is not FlowResultType.FORM:
            result = await start()
        result = await submit(hass, result["flow_id"], **user_input)
        assert outcome_of(result) == done
    (entry,) = hass.config_entries.async_entries(DOMAIN)
    assert entry.data == {CONF_HOST: simulator.host, **credentials(simulator.device)}
    if entry.unique_id != unique_id(simulator.device):
        # It is of what answered under the fault, and what answers now is another device.
        await let_time_pass(hass)
        assert entry.runtime_data.last_exception.translation_key == "wrong_device"
        await simulator.set_fault(fault)
    await recovered(hass, simulator)


def user(hass: HomeAssistant, simulator: Simulator) -> Steps:
    """Add the device by hand."""
    return flow(
        hass,
        simulator,
        lambda: hass.config_entries.flow.async_init(
            DOMAIN, context={"source": SOURCE_USER}
        ),
        "created",
        host=simulator.host,
        **credentials(simulator.device),
    )


def discovery_confirm(hass: HomeAssistant, simulator: Simulator) -> Steps:
    """Add the device that announced itself."""
    return flow(
        hass,
        simulator,
        lambda: announce(hass, simulator),
        "created",
        **credentials(simulator.device),
    )


def reauth_confirm(hass: HomeAssistant, simulator: Simulator) -> Steps:
    """Give a new token in the place of an old one."""
    entry = added(hass, simulator, **credentials(simulator.device, STORED_SECRET))
    return flow(
        hass,
        simulator,
        lambda: entry.start_reauth_flow(hass),
        "updated",
        **credentials(simulator.device),
    )


def reconfigure(hass: HomeAssistant, simulator: Simulator) -> Steps:
    """Give a new host and keep the secret."""
    entry = added(hass, simulator, host="127.0.0.1:1")
    return flow(
        hass,
        simulator,
        lambda: entry.start_reconfigure_flow(hass),
        "updated",
        host=simulator.host,
        **credentials(simulator.device, ""),
    )


async def zeroconf(hass: HomeAssistant, simulator: Simulator) -> Steps:
    """Hear the device's announcement."""
    yield "ready"
    result = await announce(hass, simulator)
    yield outcome_of(result)
    result = await submit(hass, result["flow_id"], **credentials(simulator.device))
    assert outcome_of(result) == "created"
    await recovered(hass, simulator)


async def options(hass: HomeAssistant, simulator: Simulator) -> Steps:
    """Do without the switch, which reloads the entry."""
    entry = await loaded(hass, simulator)
    result = await hass.config_entries.options.async_init(entry.entry_id)
    yield "ready"
    result = await hass.config_entries.options.async_configure(
        result["flow_id"], {CONF_ALLOW_CONTROL: False}
    )
    await settled(hass)
    assert entry.options == {CONF_ALLOW_CONTROL: False}
    yield "saved" if result["type"] is FlowResultType.CREATE_ENTRY else "lost"
    await recovered(hass, simulator)
    assert not hass.states.get(SWITCH)


SURFACES: dict[str, Callable[[HomeAssistant, Simulator], Steps]] = {
    surface.__name__: surface
    for surface in (
        setup,
        poll,
        action,
        user,
        discovery_confirm,
        reauth_confirm,
        reconfigure,
        zeroconf,
        options,
    )
    if AUTH != "none" or surface is not reauth_confirm
}
OUTCOMES = {
    (fault, surface): outcome
    for (fault, surface), outcome in (
        parse(TABLE) | (parse(TABLE_WITHOUT_ACCOUNTS) if AUTH == "none" else {})
    ).items()
    if surface in SURFACES
}


def test_table_is_whole() -> None:
    """Every fault meets every surface, and there are as many of both as promised."""
    assert OUTCOMES.keys() == {
        (fault, surface) for fault in FAULTS for surface in SURFACES
    }
    assert len(FAULTS) >= 18
    assert len(SURFACES) >= 8


async def mended(simulator: Simulator) -> None:
    """Clear the fault, or wait for the end of one that passes."""
    fault = simulator.device.fault
    while fault and FAULTS[fault].seconds and simulator.device.fault:
        await asyncio.sleep(0.02)
    await simulator.set_fault(None)


def stored(hass: HomeAssistant) -> dict[str, dict[str, Any]]:
    """Return what the entries hold."""
    return {
        entry.entry_id: dict(entry.data)
        for entry in hass.config_entries.async_entries(DOMAIN)
    }


@pytest.mark.parametrize(("fault", "surface"), OUTCOMES)
async def test_cell(
    hass: HomeAssistant,
    caplog: pytest.LogCaptureFixture,
    simulator: Simulator,
    fault: str,
    surface: str,
) -> None:
    """Each fault comes to what the table says, tells no secret, and is over when it ends."""
    caplog.set_level(logging.DEBUG)
    # They stand in for the storage, and log what is stored.
    caplog.set_level(logging.INFO, "pytest_homeassistant_custom_component")
    steps = SURFACES[surface](hass, simulator)
    assert await anext(steps) == "ready"
    before = stored(hass)

    await simulator.set_fault(fault)
    assert await anext(steps) == OUTCOMES[fault, surface]
    if OUTCOMES[fault, surface] not in {"created", "updated"}:
        assert stored(hass) == before

    await mended(simulator)
    assert await anext(steps, "well") == "well"

    assert not tracebacks(caplog)
    assert not any(secret in caplog.text for secret in SECRETS)


async def test_huge_body_is_not_read(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch, simulator: Simulator
) -> None:
    """A body without end is read to its limit, but for what is on its way then."""
    sent = arrived = 0
    write, data_received = web.StreamResponse.write, ResponseHandler.data_received

    async def send(response: web.StreamResponse, data: bytes) -> None:
        nonlocal sent
        await write(response, data)
        sent += len(data)

    def receive(protocol: ResponseHandler, data: bytes) -> None:
        nonlocal arrived
        arrived += len(data)
        data_received(protocol, data)

    entry = await loaded(hass, simulator)
    await simulator.set_fault("huge")
    monkeypatch.setattr(web.StreamResponse, "write", send)
    monkeypatch.setattr(ResponseHandler, "data_received", receive)
    await let_time_pass(hass)

    assert not entry.runtime_data.last_update_success
    # The loop reads 256 KiB at once, and the system holds some MiB for each of the two sockets.
    assert BODY_LIMIT < arrived <= BODY_LIMIT + 2 * 256 * 1024
    assert arrived <= sent < 32 * 1024 * 1024
