"""Test the My Hub config flow."""

from dataclasses import replace
from ipaddress import ip_address
import logging
from typing import Any
from unittest.mock import AsyncMock, MagicMock

from my_hub_client import (
    MyHubAuthenticationError,
    MyHubConnectionError,
    MyHubInvalidHostError,
)
import pytest

from homeassistant.components.my_hub.const import DOMAIN
from homeassistant.config_entries import (
    SOURCE_DHCP,
    SOURCE_USER,
    SOURCE_ZEROCONF,
    ConfigFlowResult,
)
from homeassistant.const import CONF_HOST, CONF_PASSWORD
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.helpers.service_info.dhcp import DhcpServiceInfo
from homeassistant.helpers.service_info.zeroconf import ZeroconfServiceInfo

from tests.common import MockConfigEntry, get_schema_suggested_value

MAC = "02:00:00:00:00:01"
OTHER_MAC = "02:00:00:00:00:02"
DHCP_DISCOVERY = DhcpServiceInfo(
    ip="192.0.2.20", hostname="my-hub-attic", macaddress="020000000001"
)
USER_INPUT = {CONF_HOST: "192.0.2.10", CONF_PASSWORD: "typed-password"}


def suggested_values(result: ConfigFlowResult) -> dict[str, Any]:
    """Return what the fields of a form are filled with."""
    schema = result["data_schema"]
    assert schema is not None
    return {
        str(key): value
        for key in schema.schema
        if (value := get_schema_suggested_value(schema.schema, key)) is not None
    }


def discovery_info(
    address: str = "192.0.2.20", port: int = 80, mac: str = MAC
) -> ZeroconfServiceInfo:
    """Return what the hub announces."""
    return ZeroconfServiceInfo(
        hostname="my-hub.local.",
        ip_address=ip_address(address),
        ip_addresses=[ip_address(address)],
        name="Attic._my-hub._tcp.local.",
        port=port,
        properties={"name": "Attic", "mac": mac},
        type="_my-hub._tcp.local.",
    )


@pytest.mark.usefixtures("mock_client")
async def test_user_flow(
    hass: HomeAssistant, mock_client_class: MagicMock, mock_setup_entry: AsyncMock
) -> None:
    """Test adding a hub by hand."""
    result = await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": SOURCE_USER}
    )
    assert result["type"] is FlowResultType.FORM
    assert result["step_id"] == "user"
    assert result["errors"] == {}
    assert suggested_values(result) == {}

    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], USER_INPUT
    )
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["title"] == "Attic"
    assert result["data"] == USER_INPUT
    assert result["result"].unique_id == MAC
    mock_client_class.assert_called_once_with(
        "192.0.2.10", "typed-password", session=async_get_clientsession(hass)
    )
    assert len(mock_setup_entry.mock_calls) == 1


@pytest.mark.parametrize(
    ("exception", "errors"),
    [
        (MyHubAuthenticationError("Refused"), {"base": "invalid_auth"}),
        (MyHubConnectionError("Unreachable"), {"base": "cannot_connect"}),
        (MyHubInvalidHostError("No address"), {CONF_HOST: "invalid_host"}),
        (ValueError("A bug"), {"base": "unknown"}),
    ],
)
async def test_user_flow_errors(
    hass: HomeAssistant,
    mock_client: MagicMock,
    mock_setup_entry: AsyncMock,
    exception: Exception,
    errors: dict[str, str],
) -> None:
    """Test that an error is shown, keeps the host, and can be recovered from."""
    result = await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": SOURCE_USER}
    )
    mock_client.connect.side_effect = exception
    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], USER_INPUT
    )
    assert result["type"] is FlowResultType.FORM
    assert result["step_id"] == "user"
    assert result["errors"] == errors
    assert suggested_values(result) == {CONF_HOST: "192.0.2.10"}
    assert not hass.config_entries.async_entries(DOMAIN)

    mock_client.connect.side_effect = None
    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], USER_INPUT
    )
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["data"] == USER_INPUT
    assert result["result"].unique_id == MAC
    assert len(mock_setup_entry.mock_calls) == 1


@pytest.mark.usefixtures("mock_setup_entry")
async def test_unexpected_exception_is_logged(
    hass: HomeAssistant, mock_client: MagicMock, caplog: pytest.LogCaptureFixture
) -> None:
    """Test that an unexpected exception leaves its traceback in the log."""
    result = await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": SOURCE_USER}
    )
    mock_client.connect.side_effect = ValueError("A bug")
    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], USER_INPUT
    )
    assert result["errors"] == {"base": "unknown"}
    assert (
        "homeassistant.components.my_hub.config_flow",
        logging.ERROR,
        "Unexpected exception",
    ) in caplog.record_tuples
    assert "ValueError: A bug" in caplog.text

    mock_client.connect.side_effect = None
    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], USER_INPUT
    )
    assert result["type"] is FlowResultType.CREATE_ENTRY


@pytest.mark.usefixtures("mock_client")
async def test_user_flow_already_configured(
    hass: HomeAssistant, mock_config_entry: MockConfigEntry
) -> None:
    """Test that a hub is added once, whatever its address."""
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
    assert result["result"].unique_id == MAC
    assert not hass.config_entries.flow.async_progress_by_handler(DOMAIN)


@pytest.mark.usefixtures("mock_client")
@pytest.mark.parametrize(
    ("address", "port", "host"),
    [
        ("192.0.2.20", 80, "192.0.2.20"),
        ("192.0.2.20", 8080, "192.0.2.20:8080"),
        ("2001:db8::20", 8080, "[2001:db8::20]:8080"),
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
    """Test adding a discovered hub."""
    result = await hass.config_entries.flow.async_init(
        DOMAIN,
        context={"source": SOURCE_ZEROCONF},
        data=discovery_info(address, port),
    )
    assert result["type"] is FlowResultType.FORM
    assert result["step_id"] == "discovery_confirm"
    assert result["errors"] == {}
    assert result["description_placeholders"] == {"host": host, "name": "Attic"}
    progress = hass.config_entries.flow.async_progress_by_handler(DOMAIN)
    assert progress[0]["context"]["title_placeholders"] == {"name": "Attic"}

    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], {CONF_PASSWORD: "typed-password"}
    )
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["title"] == "Attic"
    assert result["data"] == {CONF_HOST: host, CONF_PASSWORD: "typed-password"}
    assert result["result"].unique_id == MAC
    mock_client_class.assert_called_once_with(
        host, "typed-password", session=async_get_clientsession(hass)
    )
    assert len(mock_setup_entry.mock_calls) == 1


@pytest.mark.usefixtures("mock_setup_entry")
@pytest.mark.parametrize(
    ("exception", "error"),
    [
        (MyHubAuthenticationError("Refused"), "invalid_auth"),
        (MyHubConnectionError("Unreachable"), "cannot_connect"),
        (ValueError("A bug"), "unknown"),
    ],
)
async def test_zeroconf_flow_errors(
    hass: HomeAssistant, mock_client: MagicMock, exception: Exception, error: str
) -> None:
    """Test that an error in a discovery is shown and can be recovered from."""
    result = await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": SOURCE_ZEROCONF}, data=discovery_info()
    )
    mock_client.connect.side_effect = exception
    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], {CONF_PASSWORD: "typed-password"}
    )
    assert result["type"] is FlowResultType.FORM
    assert result["step_id"] == "discovery_confirm"
    assert result["errors"] == {"base": error}
    assert suggested_values(result) == {}

    mock_client.connect.side_effect = None
    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], {CONF_PASSWORD: "typed-password"}
    )
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["result"].unique_id == MAC


async def test_zeroconf_flow_updates_host(
    hass: HomeAssistant, mock_config_entry: MockConfigEntry
) -> None:
    """Test that a known hub that moved is followed to its new address."""
    mock_config_entry.add_to_hass(hass)
    result = await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": SOURCE_ZEROCONF}, data=discovery_info()
    )
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "already_configured"
    assert mock_config_entry.data == {
        CONF_HOST: "192.0.2.20",
        CONF_PASSWORD: "stored-password",
    }


@pytest.mark.usefixtures("mock_client")
async def test_zeroconf_flow_already_configured(
    hass: HomeAssistant, mock_config_entry: MockConfigEntry
) -> None:
    """Test that the hub that answers counts, not the one announced."""
    mock_config_entry.add_to_hass(hass)
    result = await hass.config_entries.flow.async_init(
        DOMAIN,
        context={"source": SOURCE_ZEROCONF},
        data=discovery_info(mac=OTHER_MAC),
    )
    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], {CONF_PASSWORD: "typed-password"}
    )
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "already_configured"


@pytest.mark.usefixtures("mock_client", "mock_setup_entry")
async def test_dhcp_flow(hass: HomeAssistant) -> None:
    """Test adding a hub that asked for an address."""
    result = await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": SOURCE_DHCP}, data=DHCP_DISCOVERY
    )
    assert result["type"] is FlowResultType.FORM
    assert result["step_id"] == "discovery_confirm"
    assert result["description_placeholders"] == {
        "host": "192.0.2.20",
        "name": "my-hub-attic",
    }

    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], {CONF_PASSWORD: "typed-password"}
    )
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["title"] == "Attic"
    assert result["data"] == {
        CONF_HOST: "192.0.2.20",
        CONF_PASSWORD: "typed-password",
    }
    assert result["result"].unique_id == MAC


@pytest.mark.usefixtures("mock_setup_entry")
async def test_dhcp_flow_refused(hass: HomeAssistant, mock_client: MagicMock) -> None:
    """Test that a refused password is shown and can be corrected."""
    mock_client.connect.side_effect = MyHubAuthenticationError("Refused")
    result = await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": SOURCE_DHCP}, data=DHCP_DISCOVERY
    )
    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], {CONF_PASSWORD: "typed-password"}
    )
    assert result["type"] is FlowResultType.FORM
    assert result["step_id"] == "discovery_confirm"
    assert result["errors"] == {"base": "invalid_auth"}

    mock_client.connect.side_effect = None
    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], {CONF_PASSWORD: "typed-password"}
    )
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["result"].unique_id == MAC


@pytest.mark.parametrize(
    ("host", "new_host"),
    [
        ("192.0.2.10", "192.0.2.20"),
        ("192.0.2.10:8080", "192.0.2.20:8080"),
        ("192.0.2.20:8080", "192.0.2.20:8080"),
    ],
)
async def test_dhcp_flow_updates_host(
    hass: HomeAssistant,
    mock_config_entry: MockConfigEntry,
    host: str,
    new_host: str,
) -> None:
    """Test that a known hub that got another address is followed to it, and keeps its port."""
    mock_config_entry.add_to_hass(hass)
    hass.config_entries.async_update_entry(
        mock_config_entry, data={**mock_config_entry.data, CONF_HOST: host}
    )
    result = await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": SOURCE_DHCP}, data=DHCP_DISCOVERY
    )
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "already_configured"
    assert mock_config_entry.data[CONF_HOST] == new_host


@pytest.mark.usefixtures("mock_client")
async def test_reauth_flow(
    hass: HomeAssistant,
    mock_client_class: MagicMock,
    mock_config_entry: MockConfigEntry,
    mock_setup_entry: AsyncMock,
) -> None:
    """Test replacing a refused password."""
    mock_config_entry.add_to_hass(hass)
    result = await mock_config_entry.start_reauth_flow(hass)
    assert result["type"] is FlowResultType.FORM
    assert result["step_id"] == "reauth_confirm"
    assert result["errors"] == {}
    assert suggested_values(result) == {}

    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], {CONF_PASSWORD: "new-password"}
    )
    await hass.async_block_till_done()
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "reauth_successful"
    assert mock_config_entry.data == {
        CONF_HOST: "192.0.2.10",
        CONF_PASSWORD: "new-password",
    }
    assert mock_config_entry.unique_id == MAC
    mock_client_class.assert_called_once_with(
        "192.0.2.10", "new-password", session=async_get_clientsession(hass)
    )
    assert len(mock_setup_entry.mock_calls) == 1


@pytest.mark.parametrize(
    ("exception", "error"),
    [
        (MyHubAuthenticationError("Refused"), "invalid_auth"),
        (MyHubConnectionError("Unreachable"), "cannot_connect"),
        (ValueError("A bug"), "unknown"),
    ],
)
async def test_reauth_flow_errors(
    hass: HomeAssistant,
    mock_client: MagicMock,
    mock_config_entry: MockConfigEntry,
    mock_setup_entry: AsyncMock,
    exception: Exception,
    error: str,
) -> None:
    """Test that an error leaves the entry as it was and can be recovered from."""
    mock_config_entry.add_to_hass(hass)
    result = await mock_config_entry.start_reauth_flow(hass)
    mock_client.connect.side_effect = exception
    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], {CONF_PASSWORD: "new-password"}
    )
    await hass.async_block_till_done()
    assert result["type"] is FlowResultType.FORM
    assert result["step_id"] == "reauth_confirm"
    assert result["errors"] == {"base": error}
    assert suggested_values(result) == {}
    assert mock_config_entry.data[CONF_PASSWORD] == "stored-password"
    assert not mock_setup_entry.mock_calls

    mock_client.connect.side_effect = None
    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], {CONF_PASSWORD: "new-password"}
    )
    await hass.async_block_till_done()
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "reauth_successful"
    assert mock_config_entry.data[CONF_PASSWORD] == "new-password"


async def test_reauth_flow_wrong_hub(
    hass: HomeAssistant,
    mock_client: MagicMock,
    mock_config_entry: MockConfigEntry,
    mock_setup_entry: AsyncMock,
) -> None:
    """Test that an entry does not pass to another hub by its password."""
    mock_config_entry.add_to_hass(hass)
    result = await mock_config_entry.start_reauth_flow(hass)
    state = mock_client.connect.return_value
    mock_client.connect.return_value = replace(
        state, hub=replace(state.hub, mac=OTHER_MAC)
    )
    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], {CONF_PASSWORD: "new-password"}
    )
    await hass.async_block_till_done()
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "wrong_hub"
    assert mock_config_entry.data[CONF_PASSWORD] == "stored-password"
    assert mock_config_entry.unique_id == MAC
    assert not mock_setup_entry.mock_calls


@pytest.mark.usefixtures("mock_client")
@pytest.mark.parametrize(
    ("user_input", "password"),
    [
        ({CONF_HOST: "192.0.2.99"}, "stored-password"),
        ({CONF_HOST: "192.0.2.99", CONF_PASSWORD: ""}, "stored-password"),
        ({CONF_HOST: "192.0.2.99", CONF_PASSWORD: "new-password"}, "new-password"),
    ],
)
async def test_reconfigure_flow(
    hass: HomeAssistant,
    mock_client_class: MagicMock,
    mock_config_entry: MockConfigEntry,
    mock_setup_entry: AsyncMock,
    user_input: dict[str, str],
    password: str,
) -> None:
    """Test changing the connection, with an empty field keeping the stored password."""
    mock_config_entry.add_to_hass(hass)
    result = await mock_config_entry.start_reconfigure_flow(hass)
    assert result["type"] is FlowResultType.FORM
    assert result["step_id"] == "reconfigure"
    assert result["errors"] == {}
    assert suggested_values(result) == {CONF_HOST: "192.0.2.10"}

    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], user_input
    )
    await hass.async_block_till_done()
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "reconfigure_successful"
    assert mock_config_entry.data == {
        CONF_HOST: "192.0.2.99",
        CONF_PASSWORD: password,
    }
    assert mock_config_entry.title == "Renamed hub"
    assert mock_config_entry.unique_id == MAC
    mock_client_class.assert_called_once_with(
        "192.0.2.99", password, session=async_get_clientsession(hass)
    )
    assert len(mock_setup_entry.mock_calls) == 1


@pytest.mark.parametrize(
    ("exception", "errors"),
    [
        (MyHubAuthenticationError("Refused"), {"base": "invalid_auth"}),
        (MyHubConnectionError("Unreachable"), {"base": "cannot_connect"}),
        (MyHubInvalidHostError("No address"), {CONF_HOST: "invalid_host"}),
        (ValueError("A bug"), {"base": "unknown"}),
    ],
)
async def test_reconfigure_flow_errors(
    hass: HomeAssistant,
    mock_client: MagicMock,
    mock_config_entry: MockConfigEntry,
    mock_setup_entry: AsyncMock,
    exception: Exception,
    errors: dict[str, str],
) -> None:
    """Test that an error keeps what was typed but the password, and can be recovered from."""
    mock_config_entry.add_to_hass(hass)
    user_input = {CONF_HOST: "192.0.2.99", CONF_PASSWORD: "new-password"}
    result = await mock_config_entry.start_reconfigure_flow(hass)
    mock_client.connect.side_effect = exception
    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], user_input
    )
    await hass.async_block_till_done()
    assert result["type"] is FlowResultType.FORM
    assert result["step_id"] == "reconfigure"
    assert result["errors"] == errors
    assert suggested_values(result) == {CONF_HOST: "192.0.2.99"}
    assert mock_config_entry.data[CONF_HOST] == "192.0.2.10"
    assert not mock_setup_entry.mock_calls

    mock_client.connect.side_effect = None
    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], user_input
    )
    await hass.async_block_till_done()
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "reconfigure_successful"
    assert mock_config_entry.data == user_input


async def test_reconfigure_flow_wrong_hub(
    hass: HomeAssistant,
    mock_client: MagicMock,
    mock_config_entry: MockConfigEntry,
    mock_setup_entry: AsyncMock,
) -> None:
    """Test that an entry does not pass to another hub by its host."""
    mock_config_entry.add_to_hass(hass)
    result = await mock_config_entry.start_reconfigure_flow(hass)
    state = mock_client.connect.return_value
    mock_client.connect.return_value = replace(
        state, hub=replace(state.hub, mac=OTHER_MAC)
    )
    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], {CONF_HOST: "192.0.2.99"}
    )
    await hass.async_block_till_done()
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "wrong_hub"
    assert mock_config_entry.data[CONF_HOST] == "192.0.2.10"
    assert mock_config_entry.unique_id == MAC
    assert not mock_setup_entry.mock_calls
