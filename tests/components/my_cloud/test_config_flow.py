"""Test the My Cloud config flow."""

import logging
from typing import Any
from unittest.mock import AsyncMock, MagicMock

from my_cloud_client import (
    Account,
    MyCloudAuthenticationError,
    MyCloudConnectionError,
    MyCloudRateLimitError,
    MyCloudResponseError,
)
import pytest

from homeassistant.components.my_cloud.const import DOMAIN
from homeassistant.config_entries import SOURCE_USER, ConfigFlowResult
from homeassistant.const import CONF_EMAIL, CONF_PASSWORD, CONF_TOKEN
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.helpers.selector import TextSelectorType

from tests.common import MockConfigEntry, get_schema_suggested_value

USER_INPUT = {CONF_EMAIL: "alex@example.com", CONF_PASSWORD: "typed-password"}
NEW_TOKENS = {
    "access_token": "new-access",
    "refresh_token": "new-refresh",
    "expires_at": 1800003600,
}
ENTRY_DATA = {CONF_EMAIL: "alex@example.com", CONF_TOKEN: NEW_TOKENS}

ERRORS = pytest.mark.parametrize(
    ("method", "exception", "error"),
    [
        ("login", MyCloudAuthenticationError("Refused"), "invalid_auth"),
        ("login", MyCloudConnectionError("Unreachable"), "cannot_connect"),
        ("login", MyCloudRateLimitError("Too many requests"), "rate_limited"),
        ("login", ValueError("A bug"), "unknown"),
        ("account", MyCloudResponseError("Garbled"), "cannot_connect"),
    ],
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


async def test_user_flow(
    hass: HomeAssistant,
    mock_client: MagicMock,
    mock_client_class: MagicMock,
    mock_setup_entry: AsyncMock,
) -> None:
    """Test adding an account, whose password is not kept."""
    result = await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": SOURCE_USER}
    )
    assert result["type"] is FlowResultType.FORM
    assert result["step_id"] == "user"
    assert result["errors"] == {}
    assert suggested_values(result) == {}
    schema = result["data_schema"]
    assert schema is not None
    assert schema.schema[CONF_EMAIL].config["type"] == TextSelectorType.EMAIL
    assert schema.schema[CONF_EMAIL].config["autocomplete"] == "username"
    assert schema.schema[CONF_PASSWORD].config["type"] == TextSelectorType.PASSWORD
    assert schema.schema[CONF_PASSWORD].config["autocomplete"] == "current-password"

    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], USER_INPUT
    )
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["title"] == "alex@example.com"
    assert result["data"] == ENTRY_DATA
    assert result["result"].unique_id == "account-1"
    mock_client_class.assert_called_once_with(session=async_get_clientsession(hass))
    mock_client.login.assert_awaited_once_with("alex@example.com", "typed-password")
    assert len(mock_setup_entry.mock_calls) == 1


@ERRORS
async def test_user_flow_errors(
    hass: HomeAssistant,
    mock_client: MagicMock,
    mock_setup_entry: AsyncMock,
    method: str,
    exception: Exception,
    error: str,
) -> None:
    """Test that an error is shown, keeps the email, and can be recovered from."""
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
    assert suggested_values(result) == {CONF_EMAIL: "alex@example.com"}
    assert not hass.config_entries.async_entries(DOMAIN)

    getattr(mock_client, method).side_effect = None
    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], USER_INPUT
    )
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["data"] == ENTRY_DATA
    assert result["result"].unique_id == "account-1"
    assert len(mock_setup_entry.mock_calls) == 1


@pytest.mark.usefixtures("mock_setup_entry")
async def test_unexpected_exception_is_logged(
    hass: HomeAssistant, mock_client: MagicMock, caplog: pytest.LogCaptureFixture
) -> None:
    """Test that an unexpected exception leaves its traceback in the log."""
    result = await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": SOURCE_USER}
    )
    mock_client.login.side_effect = ValueError("A bug")
    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], USER_INPUT
    )
    assert result["errors"] == {"base": "unknown"}
    assert (
        "homeassistant.components.my_cloud.config_flow",
        logging.ERROR,
        "Unexpected exception",
    ) in caplog.record_tuples
    assert "ValueError: A bug" in caplog.text

    mock_client.login.side_effect = None
    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], USER_INPUT
    )
    assert result["type"] is FlowResultType.CREATE_ENTRY


@pytest.mark.usefixtures("mock_client")
async def test_user_flow_already_configured(
    hass: HomeAssistant, mock_config_entry: MockConfigEntry
) -> None:
    """Test that an account is added once, whatever its email."""
    mock_config_entry.add_to_hass(hass)
    data = dict(mock_config_entry.data)
    result = await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": SOURCE_USER}
    )
    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], {**USER_INPUT, CONF_EMAIL: "new@example.com"}
    )
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "already_configured"
    assert mock_config_entry.data == data


@pytest.mark.usefixtures("mock_setup_entry")
async def test_user_flow_second_account(
    hass: HomeAssistant, mock_client: MagicMock, mock_config_entry: MockConfigEntry
) -> None:
    """Test that another account can be added too."""
    mock_config_entry.add_to_hass(hass)
    mock_client.account.return_value = Account(id="account-2")
    result = await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": SOURCE_USER}
    )
    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], USER_INPUT
    )
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["result"].unique_id == "account-2"


async def test_reauth_flow(
    hass: HomeAssistant,
    mock_client: MagicMock,
    mock_config_entry: MockConfigEntry,
    mock_setup_entry: AsyncMock,
) -> None:
    """Test that signing in again replaces the tokens only."""
    mock_config_entry.add_to_hass(hass)
    result = await mock_config_entry.start_reauth_flow(hass)
    assert result["type"] is FlowResultType.FORM
    assert result["step_id"] == "reauth_confirm"
    assert result["errors"] == {}
    assert result["description_placeholders"] is not None
    assert result["description_placeholders"]["email"] == "alex@example.com"
    assert suggested_values(result) == {}

    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], {CONF_PASSWORD: "new-password"}
    )
    await hass.async_block_till_done()
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "reauth_successful"
    assert mock_config_entry.data == ENTRY_DATA
    assert mock_config_entry.title == "Renamed account"
    assert mock_config_entry.unique_id == "account-1"
    mock_client.login.assert_awaited_once_with("alex@example.com", "new-password")
    assert len(mock_setup_entry.mock_calls) == 1


@ERRORS
async def test_reauth_flow_errors(
    hass: HomeAssistant,
    mock_client: MagicMock,
    mock_config_entry: MockConfigEntry,
    mock_setup_entry: AsyncMock,
    method: str,
    exception: Exception,
    error: str,
) -> None:
    """Test that an error leaves the entry as it was, and can be recovered from."""
    mock_config_entry.add_to_hass(hass)
    data = dict(mock_config_entry.data)
    result = await mock_config_entry.start_reauth_flow(hass)
    getattr(mock_client, method).side_effect = exception
    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], {CONF_PASSWORD: "new-password"}
    )
    await hass.async_block_till_done()
    assert result["type"] is FlowResultType.FORM
    assert result["step_id"] == "reauth_confirm"
    assert result["errors"] == {"base": error}
    assert suggested_values(result) == {}
    assert mock_config_entry.data == data
    assert not mock_setup_entry.mock_calls

    getattr(mock_client, method).side_effect = None
    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], {CONF_PASSWORD: "new-password"}
    )
    await hass.async_block_till_done()
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "reauth_successful"
    assert mock_config_entry.data == ENTRY_DATA


async def test_reauth_flow_wrong_account(
    hass: HomeAssistant,
    mock_client: MagicMock,
    mock_config_entry: MockConfigEntry,
    mock_setup_entry: AsyncMock,
) -> None:
    """Test that an entry does not pass to another account that took over the email."""
    mock_config_entry.add_to_hass(hass)
    data = dict(mock_config_entry.data)
    result = await mock_config_entry.start_reauth_flow(hass)
    mock_client.account.return_value = Account(id="account-2")
    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], {CONF_PASSWORD: "new-password"}
    )
    await hass.async_block_till_done()
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "wrong_account"
    assert mock_config_entry.data == data
    assert mock_config_entry.unique_id == "account-1"
    assert not mock_setup_entry.mock_calls


async def test_reconfigure_flow(
    hass: HomeAssistant,
    mock_client: MagicMock,
    mock_config_entry: MockConfigEntry,
    mock_setup_entry: AsyncMock,
) -> None:
    """Test signing in with the new email of the account."""
    mock_config_entry.add_to_hass(hass)
    result = await mock_config_entry.start_reconfigure_flow(hass)
    assert result["type"] is FlowResultType.FORM
    assert result["step_id"] == "reconfigure"
    assert result["errors"] == {}
    assert suggested_values(result) == {CONF_EMAIL: "alex@example.com"}

    result = await hass.config_entries.flow.async_configure(
        result["flow_id"],
        {CONF_EMAIL: "new@example.com", CONF_PASSWORD: "typed-password"},
    )
    await hass.async_block_till_done()
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "reconfigure_successful"
    assert mock_config_entry.data == {**ENTRY_DATA, CONF_EMAIL: "new@example.com"}
    assert mock_config_entry.title == "Renamed account"
    assert mock_config_entry.unique_id == "account-1"
    mock_client.login.assert_awaited_once_with("new@example.com", "typed-password")
    assert len(mock_setup_entry.mock_calls) == 1


@ERRORS
async def test_reconfigure_flow_errors(
    hass: HomeAssistant,
    mock_client: MagicMock,
    mock_config_entry: MockConfigEntry,
    mock_setup_entry: AsyncMock,
    method: str,
    exception: Exception,
    error: str,
) -> None:
    """Test that an error keeps what was typed but the password, and can be recovered from."""
    mock_config_entry.add_to_hass(hass)
    data = dict(mock_config_entry.data)
    user_input = {CONF_EMAIL: "new@example.com", CONF_PASSWORD: "typed-password"}
    result = await mock_config_entry.start_reconfigure_flow(hass)
    getattr(mock_client, method).side_effect = exception
    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], user_input
    )
    await hass.async_block_till_done()
    assert result["type"] is FlowResultType.FORM
    assert result["step_id"] == "reconfigure"
    assert result["errors"] == {"base": error}
    assert suggested_values(result) == {CONF_EMAIL: "new@example.com"}
    assert mock_config_entry.data == data
    assert not mock_setup_entry.mock_calls

    getattr(mock_client, method).side_effect = None
    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], user_input
    )
    await hass.async_block_till_done()
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "reconfigure_successful"
    assert mock_config_entry.data == {**ENTRY_DATA, CONF_EMAIL: "new@example.com"}


async def test_reconfigure_flow_wrong_account(
    hass: HomeAssistant,
    mock_client: MagicMock,
    mock_config_entry: MockConfigEntry,
    mock_setup_entry: AsyncMock,
) -> None:
    """Test that an entry does not pass to another account."""
    mock_config_entry.add_to_hass(hass)
    data = dict(mock_config_entry.data)
    result = await mock_config_entry.start_reconfigure_flow(hass)
    mock_client.account.return_value = Account(id="account-2")
    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], USER_INPUT
    )
    await hass.async_block_till_done()
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "wrong_account"
    assert mock_config_entry.data == data
    assert mock_config_entry.unique_id == "account-1"
    assert not mock_setup_entry.mock_calls
