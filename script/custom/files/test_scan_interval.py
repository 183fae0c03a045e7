"""Test the polling interval, which users may set."""

from datetime import timedelta

import pytest

from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import CONF_SCAN_INTERVAL
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType, InvalidData

from tests.common import MockConfigEntry


@pytest.mark.parametrize("seconds", [9, 301])
async def test_refused(
    hass: HomeAssistant, init_integration: MockConfigEntry, seconds: int
) -> None:
    """Test that an interval out of range is refused, and another one accepted then."""
    before = init_integration.runtime_data.update_interval
    result = await hass.config_entries.options.async_init(init_integration.entry_id)
    with pytest.raises(InvalidData) as refused:
        await hass.config_entries.options.async_configure(
            result["flow_id"], {CONF_SCAN_INTERVAL: seconds}
        )
    assert CONF_SCAN_INTERVAL in refused.value.schema_errors
    assert init_integration.runtime_data.update_interval == before

    result = await hass.config_entries.options.async_configure(
        result["flow_id"], {CONF_SCAN_INTERVAL: 60}
    )
    await hass.async_block_till_done()
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert init_integration.options[CONF_SCAN_INTERVAL] == 60


@pytest.mark.parametrize("seconds", [10, 300])
async def test_followed(
    hass: HomeAssistant, init_integration: MockConfigEntry, seconds: int
) -> None:
    """Test that the coordinator polls as the user wants it, and the form shows that."""
    result = await hass.config_entries.options.async_init(init_integration.entry_id)
    result = await hass.config_entries.options.async_configure(
        result["flow_id"], {CONF_SCAN_INTERVAL: seconds}
    )
    await hass.async_block_till_done()
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert init_integration.options[CONF_SCAN_INTERVAL] == seconds
    assert init_integration.state is ConfigEntryState.LOADED
    interval = timedelta(seconds=seconds)
    assert init_integration.runtime_data.update_interval == interval

    result = await hass.config_entries.options.async_init(init_integration.entry_id)
    schema = result["data_schema"]
    assert schema is not None
    assert schema({})[CONF_SCAN_INTERVAL] == seconds


async def test_default(hass: HomeAssistant, init_integration: MockConfigEntry) -> None:
    """Test that the form shows the interval that holds until the user sets one."""
    result = await hass.config_entries.options.async_init(init_integration.entry_id)
    schema = result["data_schema"]
    assert schema is not None
    seconds = schema({})[CONF_SCAN_INTERVAL]
    assert init_integration.runtime_data.update_interval == timedelta(seconds=seconds)
