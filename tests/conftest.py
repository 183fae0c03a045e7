"""Stand-in for core's tests/conftest.py, most of which the helpers' plugin already is."""

from pathlib import Path

import pytest
from pytest_homeassistant_custom_component.plugins import (
    aiohttp_client,
    aiohttp_client_cls,
    requests_mock_fixture,
    snapshot,
)

from script.overlay import discover, mount
from script.scaffold import MODEL
from script.translations.develop import develop_each

from tests.model import left_out

# Other plugins have fixtures of these names. Here, as in core, they win whichever plugin loads last.
__all__ = ["aiohttp_client", "aiohttp_client_cls", "requests_mock_fixture", "snapshot"]

COMPONENT_TESTS = Path(__file__).parent / "components"

collect_ignore = left_out(Path(__file__).parent)

# Before the conftest of an integration imports it.
mount()
discover()


# Why the strings of an integration, by its domain, cannot be compiled.
_troubles: dict[str, str] = {}


def pytest_configure() -> None:
    """Compile the strings, which Home Assistant only reads compiled."""
    _troubles.update(develop_each())


def pytest_report_header() -> list[str]:
    """Say what does not run."""
    header = list(_troubles.values())
    if collect_ignore:
        header.append(
            f"{MODEL} is not here; left out, as they import it: {', '.join(collect_ignore)}"
        )
    return header


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run no test of an integration without its strings."""
    for item in items:
        for domain, trouble in _troubles.items():
            if item.path.is_relative_to(COMPONENT_TESTS / domain):
                raise pytest.UsageError(trouble)
