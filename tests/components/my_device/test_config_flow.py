"""Test the My Device config flow."""

from collections.abc import Awaitable, Callable
from ipaddress import ip_address
from typing import Any
from unittest.mock import AsyncMock, MagicMock, call

from my_device_client import (
    MyDeviceAuthenticationError,
    MyDeviceConnectionError,
    MyDeviceResponseError,
    MyDeviceTimeoutError,
)
import pytest

from homeassistant.components.my_device.const import CONF_ALLOW_CONTROL, DOMAIN
from homeassistant.config_entries import (
    SOURCE_USER,
    SOURCE_ZEROCONF,
    ConfigEntryState,
    ConfigFlowResult,
)
from homeassistant.const import CONF_API_TOKEN, CONF_HOST
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.helpers.selector import TextSelectorType
from homeassistant.helpers.service_info.zeroconf import ZeroconfServiceInfo

from tests.common import MockConfigEntry, get_schema_suggested_value

USER_INPUT = {CONF_HOST: "192.0.2.10", CONF_API_TOKEN: "typed-token"}

ERRORS = [
    pytest.param(
        MyDeviceAuthenticationError("Refused"), "invalid_auth", id="authentication"
    ),
    pytest.param(
        MyDeviceConnectionError("Unreachable"), "cannot_connect", id="connection"
    ),
    pytest.param(MyDeviceTimeoutError("Too slow"), "cannot_connect", id="timeout"),
    pytest.param(MyDeviceResponseError("Garbled"), "cannot_connect", id="response"),
    pytest.param(ValueError("A bug"), "unknown", id="unknown"),
]

METHODS = ["check_connection", "status"]

type StartFlow = Callable[[MockConfigEntry, HomeAssistant], Awaitable[ConfigFlowResult]]

UPDATE_FLOWS = [
    pytest.param(
        MockConfigEntry.start_reauth_flow,
        "reauth_confirm",
        {CONF_API_TOKEN: "new-token"},
        "reauth_successful",
        id="reauth",
    ),
    pytest.param(
        MockConfigEntry.start_reconfigure_flow,
        "reconfigure",
        {CONF_HOST: "192.0.2.99", CONF_API_TOKEN: "new-token"},
        "reconfigure_successful",
        id="reconfigure",
    ),
]


def discovery_info(address: str = "192.0.2.20", port: int = 80) -> ZeroconfServiceInfo:
    """Return what the device announces."""
    return ZeroconfServiceInfo(
        hostname="my-device.local.",
        ip_address=ip_address(address),
        ip_addresses=[ip_address(address)],
        name="Kitchen meter._my-device._tcp.local.",
        port=port,
        properties={"name": "Kitchen meter", "user_id": "user-1"},
        type="_my-device._tcp.local.",
    )


def suggested_values(result: ConfigFlowResult) -> dict[str, Any]:
    """Return what the fields of a form are filled with."""
    schema = result["data_schema"]
    assert schema is not None
    return {
        str(key): value
        for key in schema.schema
        if (value := get_schema_suggested_value(schema.schema, key)) is not None
    }


def assert_token_is_masked(result: ConfigFlowResult) -> None:
    """Assert that nobody reads the token over the user's shoulder."""
    schema = result["data_schema"]
    assert schema is not None
    assert schema.schema[CONF_API_TOKEN].config["type"] == TextSelectorType.PASSWORD


def assert_tried(
    hass: HomeAssistant, mock_client_class: MagicMock, host: str, api_token: str
) -> None:
    """Assert what the device was last asked with."""
    assert mock_client_class.call_args == call(
        host, api_token, session=async_get_clientsession(hass)
    )


@pytest.mark.usefixtures("mock_client")
async def test_user_flow(
    hass: HomeAssistant, mock_client_class: MagicMock, mock_setup_entry: AsyncMock
) -> None:
    """Test adding a device by hand."""
    result = await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": SOURCE_USER}
    )
    assert result["type"] is FlowResultType.FORM
    assert result["step_id"] == "user"
    assert result["errors"] == {}
    assert suggested_values(result) == {}
    assert_token_is_masked(result)

    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], USER_INPUT
    )
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["title"] == "Kitchen meter"
    assert result["data"] == USER_INPUT
    assert result["options"] == {}
    assert result["result"].unique_id == "user-1"
    assert_tried(hass, mock_client_class, "192.0.2.10", "typed-token")
    assert len(mock_setup_entry.mock_calls) == 1


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(("exception", "error"), ERRORS)
async def test_user_flow_errors(
    hass: HomeAssistant,
    mock_client: AsyncMock,
    mock_setup_entry: AsyncMock,
    method: str,
    exception: Exception,
    error: str,
) -> None:
    """Test that an error is shown, keeps the host, and can be recovered from."""
    result = await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": SOURCE_USER}
    )
    getattr(mock_client, method).side_effect = exception
    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], USER_INPUT
    )
    assert result["type"] is FlowResultType.FORM
    assert result["step_id"] == "user"
    assert result["errors"] == {"base": error}
    assert suggested_values(result) == {CONF_HOST: "192.0.2.10"}
    assert not hass.config_entries.async_entries(DOMAIN)

    getattr(mock_client, method).side_effect = None
    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], USER_INPUT
    )
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["data"] == USER_INPUT
    assert result["result"].unique_id == "user-1"
    assert len(mock_setup_entry.mock_calls) == 1


@pytest.mark.usefixtures("mock_setup_entry")
async def test_unknown_error_is_logged(
    hass: HomeAssistant, mock_client: AsyncMock, caplog: pytest.LogCaptureFixture
) -> None:
    """Test that an error nobody expected leaves its traceback in the log."""
    result = await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": SOURCE_USER}
    )
    mock_client.check_connection.side_effect = ValueError("A bug")
    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], USER_INPUT
    )
    assert result["errors"] == {"base": "unknown"}
    assert "Unexpected exception" in caplog.text
    assert "ValueError: A bug" in caplog.text

    mock_client.check_connection.side_effect = None
    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], USER_INPUT
    )
    assert result["type"] is FlowResultType.CREATE_ENTRY


@pytest.mark.usefixtures("mock_client")
async def test_user_flow_already_configured(
    hass: HomeAssistant, mock_config_entry: MockConfigEntry
) -> None:
    """Test that a device is added once, whatever its address."""
    mock_config_entry.add_to_hass(hass)
    result = await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": SOURCE_USER}
    )
    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], {**USER_INPUT, CONF_HOST: "192.0.2.99"}
    )
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "already_configured"
    assert mock_config_entry.data[CONF_HOST] == "192.0.2.10"


@pytest.mark.usefixtures("mock_client", "mock_setup_entry")
async def test_user_flow_during_discovery(hass: HomeAssistant) -> None:
    """Test that a pending discovery does not block the user."""
    await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": SOURCE_ZEROCONF}, data=discovery_info()
    )
    assert len(hass.config_entries.flow.async_progress_by_handler(DOMAIN)) == 1

    result = await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": SOURCE_USER}
    )
    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], USER_INPUT
    )
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["result"].unique_id == "user-1"
    assert not hass.config_entries.flow.async_progress_by_handler(DOMAIN)


@pytest.mark.usefixtures("mock_client")
@pytest.mark.parametrize(
    ("address", "port", "host"),
    [
        pytest.param("192.0.2.20", 80, "192.0.2.20", id="default port"),
        pytest.param("192.0.2.20", 8080, "192.0.2.20:8080", id="other port"),
        pytest.param("2001:db8::20", 8080, "[2001:db8::20]:8080", id="IPv6"),
    ],
)
async def test_zeroconf_flow(
    hass: HomeAssistant,
    mock_client_class: MagicMock,
    mock_setup_entry: AsyncMock,
    address: str,
    port: int,
    host: str,
) -> None:
    """Test adding a discovered device."""
    result = await hass.config_entries.flow.async_init(
        DOMAIN,
        context={"source": SOURCE_ZEROCONF},
        data=discovery_info(address, port),
    )
    assert result["type"] is FlowResultType.FORM
    assert result["step_id"] == "discovery_confirm"
    assert result["errors"] == {}
    assert_token_is_masked(result)
    assert result["description_placeholders"] == {"host": host, "name": "Kitchen meter"}
    progress = hass.config_entries.flow.async_progress_by_handler(DOMAIN)
    assert progress[0]["context"]["title_placeholders"] == {"name": "Kitchen meter"}

    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], {CONF_API_TOKEN: "typed-token"}
    )
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["title"] == "Kitchen meter"
    assert result["data"] == {CONF_HOST: host, CONF_API_TOKEN: "typed-token"}
    assert_tried(hass, mock_client_class, host, "typed-token")
    assert result["result"].unique_id == "user-1"
    assert len(mock_setup_entry.mock_calls) == 1


@pytest.mark.usefixtures("mock_setup_entry")
@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(("exception", "error"), ERRORS)
async def test_zeroconf_flow_errors(
    hass: HomeAssistant,
    mock_client: AsyncMock,
    method: str,
    exception: Exception,
    error: str,
) -> None:
    """Test that an error in a discovery is shown and can be recovered from."""
    result = await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": SOURCE_ZEROCONF}, data=discovery_info()
    )
    getattr(mock_client, method).side_effect = exception
    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], {CONF_API_TOKEN: "typed-token"}
    )
    assert result["type"] is FlowResultType.FORM
    assert result["step_id"] == "discovery_confirm"
    assert result["errors"] == {"base": error}
    assert suggested_values(result) == {}

    getattr(mock_client, method).side_effect = None
    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], {CONF_API_TOKEN: "typed-token"}
    )
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["result"].unique_id == "user-1"


async def test_zeroconf_flow_updates_host(
    hass: HomeAssistant, mock_config_entry: MockConfigEntry
) -> None:
    """Test that a known device that moved is followed to its new address."""
    mock_config_entry.add_to_hass(hass)
    result = await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": SOURCE_ZEROCONF}, data=discovery_info()
    )
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "already_configured"
    assert mock_config_entry.data == {
        CONF_HOST: "192.0.2.20",
        CONF_API_TOKEN: "stored-token",
    }


@pytest.mark.usefixtures("mock_client")
async def test_zeroconf_flow_of_known_account(
    hass: HomeAssistant, mock_config_entry: MockConfigEntry
) -> None:
    """Test that the account that answers counts, not the one announced."""
    mock_config_entry.add_to_hass(hass)
    announced = discovery_info()
    announced.properties["user_id"] = "user-2"
    result = await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": SOURCE_ZEROCONF}, data=announced
    )
    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], {CONF_API_TOKEN: "typed-token"}
    )
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "already_configured"


@pytest.mark.usefixtures("mock_client")
@pytest.mark.parametrize(
    ("start_flow", "step_id", "user_input", "reason"), UPDATE_FLOWS
)
async def test_update_flows(
    hass: HomeAssistant,
    mock_client_class: MagicMock,
    mock_config_entry: MockConfigEntry,
    mock_setup_entry: AsyncMock,
    start_flow: StartFlow,
    step_id: str,
    user_input: dict[str, str],
    reason: str,
) -> None:
    """Test changing the connection of an entry."""
    mock_config_entry.add_to_hass(hass)
    result = await start_flow(mock_config_entry, hass)
    assert result["type"] is FlowResultType.FORM
    assert result["step_id"] == step_id
    assert result["errors"] == {}
    assert_token_is_masked(result)

    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], user_input
    )
    await hass.async_block_till_done()
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == reason
    data = {CONF_HOST: "192.0.2.10", CONF_API_TOKEN: "stored-token", **user_input}
    assert mock_config_entry.data == data
    assert_tried(hass, mock_client_class, data[CONF_HOST], data[CONF_API_TOKEN])
    assert mock_config_entry.title == "Kitchen meter"
    assert mock_config_entry.unique_id == "user-1"
    assert mock_config_entry.state is ConfigEntryState.LOADED
    assert len(mock_setup_entry.mock_calls) == 1


@pytest.mark.parametrize(
    ("start_flow", "step_id", "user_input", "reason"), UPDATE_FLOWS
)
@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(("exception", "error"), ERRORS)
async def test_update_flows_errors(
    hass: HomeAssistant,
    mock_client: AsyncMock,
    mock_config_entry: MockConfigEntry,
    mock_setup_entry: AsyncMock,
    start_flow: StartFlow,
    step_id: str,
    user_input: dict[str, str],
    reason: str,
    method: str,
    exception: Exception,
    error: str,
) -> None:
    """Test that an error leaves the entry as it was and can be recovered from."""
    mock_config_entry.add_to_hass(hass)
    data = dict(mock_config_entry.data)

    result = await start_flow(mock_config_entry, hass)
    getattr(mock_client, method).side_effect = exception
    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], user_input
    )
    await hass.async_block_till_done()
    assert result["type"] is FlowResultType.FORM
    assert result["step_id"] == step_id
    assert result["errors"] == {"base": error}
    assert mock_config_entry.data == data
    assert not mock_setup_entry.mock_calls

    getattr(mock_client, method).side_effect = None
    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], user_input
    )
    await hass.async_block_till_done()
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == reason
    assert mock_config_entry.data == {**data, **user_input}
    assert len(mock_setup_entry.mock_calls) == 1


@pytest.mark.parametrize(
    ("start_flow", "step_id", "user_input", "reason"), UPDATE_FLOWS
)
async def test_update_flows_wrong_account(
    hass: HomeAssistant,
    mock_client: AsyncMock,
    mock_config_entry: MockConfigEntry,
    mock_setup_entry: AsyncMock,
    start_flow: StartFlow,
    step_id: str,
    user_input: dict[str, str],
    reason: str,
) -> None:
    """Test that an entry never passes to another account."""
    mock_config_entry.add_to_hass(hass)
    data = dict(mock_config_entry.data)

    result = await start_flow(mock_config_entry, hass)
    assert result["step_id"] == step_id
    mock_client.check_connection.return_value = "user-2"
    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], user_input
    )
    await hass.async_block_till_done()
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "wrong_account"
    assert mock_config_entry.data == data
    assert mock_config_entry.unique_id == "user-1"
    assert not mock_setup_entry.mock_calls


@pytest.mark.usefixtures("mock_client", "mock_setup_entry")
@pytest.mark.parametrize(
    "typed",
    [pytest.param({}, id="missing"), pytest.param({CONF_API_TOKEN: ""}, id="empty")],
)
async def test_reconfigure_keeps_token(
    hass: HomeAssistant,
    mock_client_class: MagicMock,
    mock_config_entry: MockConfigEntry,
    typed: dict[str, str],
) -> None:
    """Test that the stored token stays when the field is left empty."""
    mock_config_entry.add_to_hass(hass)
    result = await mock_config_entry.start_reconfigure_flow(hass)
    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], {CONF_HOST: "192.0.2.99", **typed}
    )
    await hass.async_block_till_done()
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "reconfigure_successful"
    assert_tried(hass, mock_client_class, "192.0.2.99", "stored-token")
    assert mock_config_entry.data == {
        CONF_HOST: "192.0.2.99",
        CONF_API_TOKEN: "stored-token",
    }


@pytest.mark.usefixtures("mock_setup_entry")
async def test_reconfigure_form(
    hass: HomeAssistant, mock_client: AsyncMock, mock_config_entry: MockConfigEntry
) -> None:
    """Test that the form holds the host, stored or typed, and no secret."""
    mock_config_entry.add_to_hass(hass)
    result = await mock_config_entry.start_reconfigure_flow(hass)
    assert suggested_values(result) == {CONF_HOST: "192.0.2.10"}

    mock_client.check_connection.side_effect = MyDeviceConnectionError("Unreachable")
    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], {CONF_HOST: "192.0.2.99", CONF_API_TOKEN: "typed-token"}
    )
    assert result["errors"] == {"base": "cannot_connect"}
    assert suggested_values(result) == {CONF_HOST: "192.0.2.99"}

    mock_client.check_connection.side_effect = None
    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], {CONF_HOST: "192.0.2.99"}
    )
    await hass.async_block_till_done()
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "reconfigure_successful"


@pytest.mark.usefixtures("mock_setup_entry")
async def test_reauth_form(
    hass: HomeAssistant, mock_client: AsyncMock, mock_config_entry: MockConfigEntry
) -> None:
    """Test that the form never holds a token, and tries no other than the typed one."""
    mock_config_entry.add_to_hass(hass)
    result = await mock_config_entry.start_reauth_flow(hass)
    assert suggested_values(result) == {}

    mock_client.check_connection.side_effect = MyDeviceAuthenticationError("Refused")
    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], {CONF_API_TOKEN: ""}
    )
    assert result["errors"] == {"base": "invalid_auth"}
    assert suggested_values(result) == {}

    mock_client.check_connection.side_effect = None
    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], {CONF_API_TOKEN: "new-token"}
    )
    await hass.async_block_till_done()
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "reauth_successful"
    assert mock_config_entry.data == {
        CONF_HOST: "192.0.2.10",
        CONF_API_TOKEN: "new-token",
    }


async def test_options_flow(
    hass: HomeAssistant, init_integration: MockConfigEntry
) -> None:
    """Test that the switch goes when control is not allowed, and comes back."""
    assert hass.states.get("switch.kitchen_meter_relay")

    result = await hass.config_entries.options.async_init(init_integration.entry_id)
    assert result["type"] is FlowResultType.FORM
    assert result["step_id"] == "init"
    schema = result["data_schema"]
    assert schema is not None
    assert schema({}) == {CONF_ALLOW_CONTROL: True}

    result = await hass.config_entries.options.async_configure(
        result["flow_id"], {CONF_ALLOW_CONTROL: False}
    )
    await hass.async_block_till_done()
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert init_integration.options == {CONF_ALLOW_CONTROL: False}
    assert init_integration.state is ConfigEntryState.LOADED
    assert hass.states.get("switch.kitchen_meter_relay") is None
    assert hass.states.get("sensor.kitchen_meter_power")

    result = await hass.config_entries.options.async_init(init_integration.entry_id)
    assert suggested_values(result) == {CONF_ALLOW_CONTROL: False}

    result = await hass.config_entries.options.async_configure(
        result["flow_id"], {CONF_ALLOW_CONTROL: True}
    )
    await hass.async_block_till_done()
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert hass.states.get("switch.kitchen_meter_relay")
