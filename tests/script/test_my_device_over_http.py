"""Test the integration with its real client, over real HTTP, against the simulated device."""

from collections.abc import AsyncGenerator
import logging

from my_device_client import MyDeviceClient
import pytest
from pytest_socket import socket_allow_hosts

from homeassistant.components.my_device.const import DOMAIN
from homeassistant.config_entries import SOURCE_USER, ConfigEntryState
from homeassistant.const import CONF_API_TOKEN, CONF_HOST, STATE_UNAVAILABLE
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers.entity_component import async_update_entity
from script.simulator.device import Device
from script.simulator.faults import FAULTS
from script.simulator.server import LOOPBACK, Simulator, run_simulator

from tests.common import MockConfigEntry

ENTITY_ID = "sensor.workshop_power"

# What the form says of each fault. Identity is judged by the flow's own tests.
FORM_ERRORS = {
    **dict.fromkeys(
        FAULTS.keys() - {"other_account", "other_serial"}, "cannot_connect"
    ),
    "forbidden": "invalid_auth",
    "unauthorized": "invalid_auth",
}


@pytest.fixture
async def simulator(
    monkeypatch: pytest.MonkeyPatch, socket_enabled: None
) -> AsyncGenerator[Simulator]:
    """Run the simulated device, for a client that does not wait long."""
    socket_allow_hosts([LOOPBACK, "::1"])
    defaults = {"session": None, "request_timeout": 0.2}
    monkeypatch.setattr(MyDeviceClient.__init__, "__kwdefaults__", defaults)
    async with run_simulator(Device()) as simulator:
        yield simulator


def tracebacks(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Return what a user who does not debug finds in the log with a traceback."""
    return [
        record.getMessage()
        for record in caplog.records
        if record.exc_info and record.levelno > logging.DEBUG
    ]


@pytest.mark.parametrize(
    ("host", "api_token", "error"),
    [
        pytest.param("http://{host}", "{token}", "cannot_connect", id="scheme"),
        pytest.param("{host}/api", "{token}", "cannot_connect", id="path"),
        pytest.param("user@{host}", "{token}", "cannot_connect", id="user info"),
        pytest.param("my device", "{token}", "cannot_connect", id="spaces"),
        pytest.param("", "{token}", "cannot_connect", id="empty host"),
        pytest.param("?#%", "{token}", "cannot_connect", id="nonsense"),
        pytest.param("127.0.0.1:99999", "{token}", "cannot_connect", id="no such port"),
        pytest.param("127.0.0.1:1", "{token}", "cannot_connect", id="closed port"),
        pytest.param("[::1]:1", "{token}", "cannot_connect", id="IPv6 with port"),
        pytest.param("::1", "{token}", "cannot_connect", id="IPv6"),
        pytest.param("[::1", "{token}", "cannot_connect", id="half an IPv6"),
        pytest.param("{host}", "wrong", "invalid_auth", id="wrong token"),
        pytest.param("{host}", "", "invalid_auth", id="empty token"),
        pytest.param("{host}", "a\r\nb: c", "invalid_auth", id="token with line break"),
        pytest.param("{host}", "tökén", "invalid_auth", id="token with umlauts"),
    ],
)
async def test_bad_input(
    hass: HomeAssistant,
    caplog: pytest.LogCaptureFixture,
    simulator: Simulator,
    host: str,
    api_token: str,
    error: str,
) -> None:
    """Test that whatever is typed ends in a form error that can be mended."""
    names = {"host": simulator.host, "token": simulator.device.token}
    result = await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": SOURCE_USER}
    )
    result = await hass.config_entries.flow.async_configure(
        result["flow_id"],
        {CONF_HOST: host.format(**names), CONF_API_TOKEN: api_token.format(**names)},
    )
    assert result["type"] is FlowResultType.FORM
    assert result["errors"] == {"base": error}
    assert not tracebacks(caplog)

    result = await hass.config_entries.flow.async_configure(
        result["flow_id"],
        {CONF_HOST: simulator.host, CONF_API_TOKEN: simulator.device.token},
    )
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["result"].unique_id == simulator.device.user_id


@pytest.mark.parametrize(("fault", "error"), sorted(FORM_ERRORS.items()))
async def test_faults(
    hass: HomeAssistant,
    caplog: pytest.LogCaptureFixture,
    simulator: Simulator,
    fault: str,
    error: str,
) -> None:
    """Test that no fault of the device passes for an answer, in a form or in a poll."""
    user_input = {CONF_HOST: simulator.host, CONF_API_TOKEN: simulator.device.token}
    await simulator.set_fault(fault)
    result = await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": SOURCE_USER}
    )
    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], user_input
    )
    assert result["type"] is FlowResultType.FORM
    assert result["errors"] == {"base": error}

    await simulator.set_fault(None)
    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], user_input
    )
    assert result["type"] is FlowResultType.CREATE_ENTRY
    entry = result["result"]
    await hass.async_block_till_done()
    assert entry.state is ConfigEntryState.LOADED

    await simulator.set_fault(fault)
    await async_update_entity(hass, ENTITY_ID)
    state = hass.states.get(ENTITY_ID)
    assert state is not None
    assert state.state == STATE_UNAVAILABLE
    assert not tracebacks(caplog)
    assert simulator.device.token not in caplog.text


async def test_setup_without_device(
    hass: HomeAssistant, caplog: pytest.LogCaptureFixture, simulator: Simulator
) -> None:
    """Test that a device that is away is waited for, without a traceback."""
    await simulator.set_fault("refuse")
    entry = MockConfigEntry(
        domain=DOMAIN,
        data={CONF_HOST: simulator.host, CONF_API_TOKEN: simulator.device.token},
    )
    entry.add_to_hass(hass)
    await hass.config_entries.async_setup(entry.entry_id)
    assert entry.state is ConfigEntryState.SETUP_RETRY
    assert not tracebacks(caplog)
