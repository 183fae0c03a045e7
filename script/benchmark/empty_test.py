"""Tests that do nothing, to measure what any test with Home Assistant costs."""

import pytest

from homeassistant.core import HomeAssistant


@pytest.mark.parametrize("number", range(51))
async def test_empty(hass: HomeAssistant, number: int) -> None:
    """Do nothing."""
