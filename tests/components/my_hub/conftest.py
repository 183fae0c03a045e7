"""Fixtures for the My Hub tests."""

from collections.abc import Generator
from unittest.mock import AsyncMock, MagicMock, patch

from my_hub_client import Device, Hub, State
import pytest

from homeassistant.components.my_hub.const import DOMAIN
from homeassistant.const import CONF_HOST, CONF_PASSWORD
from homeassistant.core import HomeAssistant

from . import setup_integration

from tests.common import MockConfigEntry


@pytest.fixture
def mock_setup_entry() -> Generator[AsyncMock]:
    """Mock setting up a config entry."""
    with patch(
        "homeassistant.components.my_hub.async_setup_entry", return_value=None
    ) as mock_setup_entry:
        yield mock_setup_entry


@pytest.fixture
def mock_client_class() -> Generator[MagicMock]:
    """Mock the class of the client."""
    with (
        patch(
            "homeassistant.components.my_hub.coordinator.MyHubClient",
            autospec=True,
        ) as mock_client_class,
        patch(
            "homeassistant.components.my_hub.config_flow.MyHubClient",
            new=mock_client_class,
        ),
    ):
        yield mock_client_class


@pytest.fixture
def mock_client(mock_client_class: MagicMock) -> MagicMock:
    """Mock the client of a hub that answers."""
    client: MagicMock = mock_client_class.return_value
    client.connect.return_value = State(
        hub=Hub(
            mac="02:00:00:00:00:01", name="Attic", model="Hub One", firmware="2.0.1"
        ),
        devices={
            "plug-1": Device(
                id="plug-1",
                name="Coffee machine",
                model="Plug",
                firmware="1.1.0",
                is_reachable=True,
                power=3.5,
                is_on=True,
            ),
            "climate-1": Device(
                id="climate-1",
                name="Bathroom",
                model="Climate sensor",
                firmware="1.0.3",
                is_reachable=True,
                temperature=21.5,
                humidity=48,
                battery=80,
            ),
        },
    )
    return client


@pytest.fixture
def mock_config_entry() -> MockConfigEntry:
    """Return a config entry of the mocked hub."""
    return MockConfigEntry(
        domain=DOMAIN,
        title="Renamed hub",
        data={CONF_HOST: "192.0.2.10", CONF_PASSWORD: "stored-password"},
        entry_id="01K0000000000000000000MYDE",
        unique_id="02:00:00:00:00:01",
    )


@pytest.fixture
async def init_integration(
    hass: HomeAssistant, mock_client: MagicMock, mock_config_entry: MockConfigEntry
) -> MockConfigEntry:
    """Set up the integration with the mocked hub."""
    await setup_integration(hass, mock_config_entry)
    return mock_config_entry
