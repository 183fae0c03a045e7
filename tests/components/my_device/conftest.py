"""Fixtures for the My Device tests."""

from collections.abc import Generator
from unittest.mock import AsyncMock, MagicMock, patch

from my_device_client import Readings, Status
import pytest

from homeassistant.components.my_device import PLATFORMS
from homeassistant.components.my_device.const import DOMAIN
from homeassistant.const import CONF_API_TOKEN, CONF_HOST, Platform
from homeassistant.core import HomeAssistant

from . import setup_integration

from tests.common import MockConfigEntry


@pytest.fixture
def mock_setup_entry() -> Generator[AsyncMock]:
    """Mock setting up a config entry."""
    with patch(
        "homeassistant.components.my_device.async_setup_entry", return_value=None
    ) as mock_setup_entry:
        yield mock_setup_entry


@pytest.fixture
def mock_client_class() -> Generator[MagicMock]:
    """Mock the class of the client."""
    with (
        patch(
            "homeassistant.components.my_device.coordinator.MyDeviceClient",
            autospec=True,
        ) as mock_class,
        patch(
            "homeassistant.components.my_device.config_flow.MyDeviceClient",
            new=mock_class,
        ),
    ):
        yield mock_class


@pytest.fixture
def mock_client(mock_client_class: MagicMock) -> AsyncMock:
    """Mock the client of a device that answers."""
    client: AsyncMock = mock_client_class.return_value
    client.check_connection.return_value = "user-1"
    client.status.return_value = Status(
        serial="SN-0001",
        name="Kitchen meter",
        model="Meter One",
        firmware="1.2.3",
        mac="02:00:00:00:00:01",
        readings=Readings(
            temperature=21.5, power=42.0, energy=1234.567, signal_strength=-61
        ),
        relay=True,
    )
    return client


@pytest.fixture
def mock_config_entry() -> MockConfigEntry:
    """Return a config entry of the mocked device."""
    return MockConfigEntry(
        domain=DOMAIN,
        title="Kitchen meter",
        data={CONF_HOST: "192.0.2.10", CONF_API_TOKEN: "stored-token"},
        entry_id="01K0000000000000000000MYDE",
        unique_id="user-1",
    )


@pytest.fixture
def platforms() -> list[Platform]:
    """Return the platforms to set up."""
    return PLATFORMS


@pytest.fixture
async def init_integration(
    hass: HomeAssistant,
    mock_client: AsyncMock,
    mock_config_entry: MockConfigEntry,
    platforms: list[Platform],
) -> MockConfigEntry:
    """Set up the integration with the mocked device."""
    with patch("homeassistant.components.my_device.PLATFORMS", platforms):
        await setup_integration(hass, mock_config_entry)
    return mock_config_entry
