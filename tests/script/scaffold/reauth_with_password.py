"""What reauthentication of a device with a username and a password has to do.

This is run among the tests of an integration that was made, with its fixtures.
"""

from importlib import import_module
from unittest.mock import AsyncMock, MagicMock

import pytest

from homeassistant.const import CONF_HOST, CONF_PASSWORD, CONF_USERNAME
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType

from tests.common import MockConfigEntry

TYPED = {CONF_USERNAME: "somebody", CONF_PASSWORD: "something"}


def error(domain: str, kind: str) -> Exception:
    """Return an error of the library that was made for a domain."""
    library = import_module(f"{domain}_client")
    name = next(name for name in library.__all__ if name.endswith(f"{kind}Error"))
    result: Exception = getattr(library, name)("No")
    return result


@pytest.mark.parametrize(
    ("kind", "shown"),
    [
        pytest.param("Connection", "cannot_connect", id="unreachable"),
        pytest.param("Authentication", "invalid_auth", id="refused"),
    ],
)
async def test_reauth(
    hass: HomeAssistant,
    mock_client: AsyncMock,
    mock_client_class: MagicMock,
    mock_config_entry: MockConfigEntry,
    mock_setup_entry: AsyncMock,
    kind: str,
    shown: str,
) -> None:
    """Test that both fields are asked for, errors told apart, and the entry updated."""
    mock_config_entry.add_to_hass(hass)
    host = mock_config_entry.data[CONF_HOST]
    flow = await mock_config_entry.start_reauth_flow(hass)
    assert flow["step_id"] == "reauth_confirm"
    assert flow["data_schema"] is not None
    assert set(flow["data_schema"].schema) == {CONF_USERNAME, CONF_PASSWORD}

    mock_client.check_connection.side_effect = error(mock_config_entry.domain, kind)
    flow = await hass.config_entries.flow.async_configure(flow["flow_id"], TYPED)
    assert flow["type"] is FlowResultType.FORM
    assert flow["errors"] == {"base": shown}

    mock_client.check_connection.side_effect = None
    flow = await hass.config_entries.flow.async_configure(flow["flow_id"], TYPED)
    await hass.async_block_till_done()
    assert flow["type"] is FlowResultType.ABORT
    assert flow["reason"] == "reauth_successful"
    assert mock_config_entry.data == {CONF_HOST: host, **TYPED}
    assert mock_client_class.call_args.args == (host, "somebody", "something")
    assert len(mock_setup_entry.mock_calls) == 1
