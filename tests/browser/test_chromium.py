"""Tests of where Chromium is found, and what becomes of the journeys where it is not."""

from pathlib import Path
from unittest.mock import MagicMock, create_autospec

from playwright.async_api import Playwright
import pytest

from .chromium import DEMANDED, find, launch


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """Return where Playwright keeps a Chromium of its own."""
    return tmp_path / "chrome"


@pytest.fixture
def playwright(own: Path, monkeypatch: pytest.MonkeyPatch) -> MagicMock:
    """Return Playwright on a machine without any Chromium."""
    monkeypatch.setenv("PATH", str(own.parent / "bin"))
    playwright: MagicMock = create_autospec(Playwright, instance=True)
    playwright.chromium.executable_path = str(own)
    return playwright


def test_find(playwright: MagicMock, own: Path) -> None:
    """The system's Chromium is taken before Playwright's own."""
    assert find(playwright) is None
    own.touch()
    assert find(playwright) == str(own)
    system = own.parent / "bin" / "chromium"
    system.parent.mkdir()
    system.touch(mode=0o755)
    assert find(playwright) == str(system)


@pytest.mark.parametrize(
    ("demanded", "outcome"),
    [
        pytest.param("", pytest.skip.Exception, id="not-run"),
        pytest.param("1", pytest.fail.Exception, id="failed"),
    ],
)
async def test_missing(
    playwright: MagicMock,
    monkeypatch: pytest.MonkeyPatch,
    demanded: str,
    outcome: type[BaseException],
) -> None:
    """Without Chromium the journeys are not run, or fail where they are demanded."""
    monkeypatch.setenv(DEMANDED, demanded)
    with pytest.raises(outcome, match="apt-get install chromium"):
        await launch(playwright)
