"""Fixtures that core's tests have and the test helpers lack."""

from collections.abc import Generator
from pathlib import Path
from unittest.mock import PropertyMock, patch

import pytest
from pytest_homeassistant_custom_component import common
from pytest_homeassistant_custom_component.plugins import (
    aiohttp_client,
    aiohttp_client_cls,
)
from pytest_homeassistant_custom_component.syrupy import HomeAssistantSnapshotExtension
from syrupy.assertion import SnapshotAssertion
from syrupy.filters import props

from homeassistant.helpers.entity import Entity

# Other plugins have fixtures of these names. Here, as in core, they win whichever plugin loads last.
__all__ = ["aiohttp_client", "aiohttp_client_cls"]

FIXTURES = Path(__file__).parent / "tests" / "fixtures"
_path_of_others = common.get_fixture_path


def get_fixture_path(filename: str, integration: str | None = None) -> Path:
    """Return where a fixture is, which beside tests of one integration is no folder of a domain."""
    inner = filename if integration else filename.partition("/")[2] or filename
    own = FIXTURES / inner
    return own if own.exists() else _path_of_others(filename, integration)


# Before tests import it, and for all that load fixtures
common.get_fixture_path = get_fixture_path


@pytest.fixture(autouse=True)
def auto_enable_custom_integrations(enable_custom_integrations: None) -> None:
    """Let Home Assistant load the custom component."""


@pytest.fixture(name="snapshot")
def snapshot_of_any_release(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    """Return snapshots without what Home Assistant says only since 2026.11."""
    return snapshot.with_defaults(
        extension_class=HomeAssistantSnapshotExtension, exclude=props("compat_name")
    )


@pytest.fixture
def entity_registry_enabled_by_default() -> Generator[None]:
    """Enable the entities that are off by default."""
    enabled = PropertyMock(return_value=True)
    with patch.object(Entity, "entity_registry_enabled_default", enabled):
        yield
