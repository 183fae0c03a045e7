"""Fixtures for the My Cloud tests."""

from collections.abc import Generator
from unittest.mock import AsyncMock, MagicMock, patch

from my_cloud_client import Account, Device, Tokens
import pytest

from homeassistant.components.my_cloud.const import DOMAIN
from homeassistant.const import CONF_EMAIL, CONF_TOKEN
from homeassistant.core import HomeAssistant

from . import setup_integration

from tests.common import MockConfigEntry


@pytest.fixture
def mock_setup_entry() -> Generator[AsyncMock]:
    """Mock setting up a config entry."""
    with patch(
        "homeassistant.components.my_cloud.async_setup_entry", return_value=None
    ) as mock_setup_entry:
        yield mock_setup_entry


@pytest.fixture
def mock_client_class() -> Generator[MagicMock]:
    """Mock the class of the client."""
    with (
        patch(
            "homeassistant.components.my_cloud.coordinator.MyCloudClient",
            autospec=True,
        ) as mock_client_class,
        patch(
            "homeassistant.components.my_cloud.config_flow.MyCloudClient",
            new=mock_client_class,
        ),
    ):
        yield mock_client_class


@pytest.fixture
def mock_client(mock_client_class: MagicMock) -> MagicMock:
    """Mock the client of a cloud that answers."""
    client: MagicMock = mock_client_class.return_value
    client.login.return_value = Tokens(
        access_token="new-access", refresh_token="new-refresh", expires_at=1800003600
    )
    client.account.return_value = Account(id="account-1")
    client.devices.return_value = {
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
    }
    return client


@pytest.fixture
def mock_config_entry() -> MockConfigEntry:
    """Return a config entry of the mocked account."""
    return MockConfigEntry(
        domain=DOMAIN,
        title="Renamed account",
        data={
            CONF_EMAIL: "alex@example.com",
            CONF_TOKEN: {
                "access_token": "stored-access",
                "refresh_token": "stored-refresh",
                "expires_at": 1800000000,
            },
        },
        entry_id="01K0000000000000000000MYCL",
        unique_id="account-1",
    )


@pytest.fixture
async def init_integration(
    hass: HomeAssistant, mock_client: MagicMock, mock_config_entry: MockConfigEntry
) -> MockConfigEntry:
    """Set up the integration with the mocked account."""
    await setup_integration(hass, mock_config_entry)
    return mock_config_entry
