"""Stand-in for core's tests/conftest.py, most of which the helpers' plugin already is."""

import pytest
from pytest_homeassistant_custom_component.plugins import (
    aiohttp_client,
    aiohttp_client_cls,
    requests_mock_fixture,
    snapshot,
)

from script.overlay import mount
from script.translations.develop import TranslationsError, develop

# Other plugins have fixtures of these names. Here, as in core, they win whichever plugin loads last.
__all__ = ["aiohttp_client", "aiohttp_client_cls", "requests_mock_fixture", "snapshot"]

# Before the conftest of an integration imports it.
mount()


def pytest_configure() -> None:
    """Compile the strings, which Home Assistant only reads compiled."""
    try:
        develop()
    except TranslationsError as err:
        raise pytest.UsageError(str(err)) from err
