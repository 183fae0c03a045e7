"""Stand-in for core's tests/components/conftest.py."""

from collections.abc import Generator
import logging
from unittest.mock import PropertyMock, patch

import pytest

from homeassistant.helpers import frame
from homeassistant.helpers.entity import Entity

from tests.translation_check.check import find_problems
from tests.translation_check.recorder import recording


@pytest.fixture
def entity_registry_enabled_by_default() -> Generator[None]:
    """Enable the entities that are off by default."""
    enabled = PropertyMock(return_value=True)
    with patch.object(Entity, "entity_registry_enabled_default", enabled):
        yield


@pytest.fixture
def ignore_missing_translations() -> str | list[str]:
    """Return keys ("component.<domain>.<category>.…") that may be missing.

    A test overrides it to name some.
    """
    return []


@pytest.fixture(autouse=True)
def check_translations(
    ignore_missing_translations: str | list[str], request: pytest.FixtureRequest
) -> Generator[None]:
    """Fail a test that showed something without its string.

    What it did about an error or a result does not matter, as this looks when it is over.
    """
    ignored = ignore_missing_translations
    folders = request.path.parts[::-1]
    with recording(folders[folders.index("components") - 1]) as shown:
        yield
    if problems := find_problems(
        shown, [ignored] if isinstance(ignored, str) else ignored
    ):
        pytest.fail("\n".join(problems), pytrace=False)


@pytest.fixture(autouse=True)
def check_reports(caplog: pytest.LogCaptureFixture) -> Generator[None]:
    """Fail a test in which core found fault with the code of an integration."""
    yield
    reports = [
        record.getMessage()
        for when in ("setup", "call")
        for record in caplog.get_records(when)
        if record.levelno >= logging.WARNING
        and (record.name == frame.__name__ or "deprecated" in record.getMessage())
    ]
    if reports:
        pytest.fail("\n".join(reports), pytrace=False)
