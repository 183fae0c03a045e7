"""Stand-in for core's tests.common: the same helpers, with the fixtures of this repository."""

from pathlib import Path
from typing import Any

from pytest_homeassistant_custom_component import common

_TESTS = Path(__file__).parent


def __getattr__(name: str) -> Any:
    """Return any helper that core's tests import from here."""
    return getattr(common, name)


def get_fixture_path(filename: str, integration: str | None = None) -> Path:
    """Return the path of a fixture: "x.json" of an integration, or "<integration>/x.json"."""
    if integration is None and "/" in filename:
        integration, filename = filename.split("/", 1)
    if integration is None:
        return _TESTS / "fixtures" / filename
    return _TESTS / "components" / integration / "fixtures" / filename


# Every load_*_fixture goes through it. The helpers' own looks beside the file that calls, which is
# not where core keeps fixtures, and is unknown once the call has moved to an executor.
common.get_fixture_path = get_fixture_path
