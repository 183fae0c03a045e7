"""Judge what coordinators do about errors."""

from pathlib import Path

import pytest

from script.integration.integration import Integration
from script.rules.coordinators import auth_error

COORDINATOR = """\
from authentic_pump import AuthenticPumpAuthError, AuthenticPumpError
from homeassistant.helpers.update_coordinator import DataUpdateCoordinator, UpdateFailed


class PumpCoordinator(DataUpdateCoordinator[None]):
    async def _async_update_data(self) -> None:
        try:
            await self.client.read()
        except {error} as err:
            raise UpdateFailed from err
"""


@pytest.mark.parametrize(
    ("error", "lines"), [("AuthenticPumpError", []), ("AuthenticPumpAuthError", [10])]
)
def test_domain_in_the_name_of_an_error(
    tmp_path: Path, error: str, lines: list[int]
) -> None:
    """Test that an error is not about credentials for the domain in its name."""
    folder = tmp_path / "authentic_pump"
    folder.mkdir()
    (folder / "manifest.json").write_text('{"domain": "authentic_pump"}')
    (folder / "coordinator.py").write_text(COORDINATOR.replace("{error}", error))
    assert [each.line for each in auth_error.findings(Integration(folder))] == lines
