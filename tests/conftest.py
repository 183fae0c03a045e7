"""Stand-in for core's tests/conftest.py, most of which the helpers' plugin already is."""

from pathlib import Path

import pytest
from pytest_homeassistant_custom_component.plugins import (
    aiohttp_client,
    aiohttp_client_cls,
    requests_mock_fixture,
    snapshot,
)

from script.integration.files import UnreadableError
from script.overlay import mount
from script.scaffold import MODEL
from script.translations.develop import develop

from tests.model import left_out

# Other plugins have fixtures of these names. Here, as in core, they win whichever plugin loads last.
__all__ = ["aiohttp_client", "aiohttp_client_cls", "requests_mock_fixture", "snapshot"]

collect_ignore = left_out(Path(__file__).parent)

# Before the conftest of an integration imports it.
mount()


def pytest_configure() -> None:
    """Compile the strings, which Home Assistant only reads compiled."""
    try:
        develop()
    except UnreadableError as err:
        raise pytest.UsageError(str(err)) from err


def pytest_report_header() -> str | None:
    """Say what does not run."""
    if not collect_ignore:
        return None
    return (
        f"{MODEL} is not here; left out, as they import it: {', '.join(collect_ignore)}"
    )
