"""Test mistakes that users make in the form, over real HTTP."""

import pytest

from homeassistant.components.my_device.const import DOMAIN
from homeassistant.config_entries import SOURCE_USER, ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from script.simulator.device.server import Simulator

from .integration import submit, tracebacks


@pytest.mark.parametrize(
    ("host", "api_token", "error"),
    [
        pytest.param("http://{host}", "{token}", "invalid_host", id="scheme"),
        pytest.param("{host}/api", "{token}", "invalid_host", id="path"),
        pytest.param("user@{host}", "{token}", "invalid_host", id="user info"),
        pytest.param("my device", "{token}", "invalid_host", id="spaces"),
        pytest.param("", "{token}", "invalid_host", id="empty host"),
        pytest.param("?#%", "{token}", "invalid_host", id="nonsense"),
        pytest.param("127.0.0.1:99999", "{token}", "invalid_host", id="no such port"),
        pytest.param("127.0.0.1:1", "{token}", "cannot_connect", id="closed port"),
        pytest.param("[::1]:1", "{token}", "cannot_connect", id="IPv6 with port"),
        pytest.param("::1", "{token}", "cannot_connect", id="IPv6"),
        pytest.param("[::1", "{token}", "invalid_host", id="half an IPv6"),
        pytest.param("{host}", "wrong", "invalid_auth", id="wrong token"),
        pytest.param("{host}", "", "invalid_auth", id="empty token"),
        pytest.param("{host}", "a\r\nb: c", "invalid_auth", id="token with line break"),
        pytest.param("{host}", "tökén", "invalid_auth", id="token with umlauts"),
    ],
)
async def test_mistake(
    hass: HomeAssistant,
    caplog: pytest.LogCaptureFixture,
    simulator: Simulator,
    host: str,
    api_token: str,
    error: str,
) -> None:
    """Each ends in an error of the form that can be mended there."""
    names = {"host": simulator.host, "token": simulator.device.secret}
    result = await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": SOURCE_USER}
    )
    result = await submit(
        hass,
        result["flow_id"],
        host=host.format(**names),
        api_token=api_token.format(**names),
    )
    assert result["type"] is FlowResultType.FORM
    field = "host" if error == "invalid_host" else "base"
    assert result["errors"] == {field: error}
    assert not tracebacks(caplog)

    result = await submit(
        hass,
        result["flow_id"],
        host=simulator.host,
        api_token=simulator.device.secret,
    )
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["result"].unique_id == simulator.device.user_id


async def test_blanks_around_the_host(
    hass: HomeAssistant, simulator: Simulator
) -> None:
    """What comes with a copied address does no harm, later neither."""
    result = await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": SOURCE_USER}
    )
    result = await submit(
        hass,
        result["flow_id"],
        host=f" \t{simulator.host} ",
        api_token=simulator.device.secret,
    )
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["result"].state is ConfigEntryState.LOADED
