"""Fixtures for the tests of the check of an integration."""

from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest

from script import COMPONENTS

from tests.model import needs_model


@pytest.fixture
def components(tmp_path: Path) -> Path:
    """Return a folder for integrations, in a tree like core's."""
    folder = tmp_path / "homeassistant" / "components"
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def my_device(components: Path) -> Path:
    """Return a copy of My Device as it is submitted."""
    needs_model()
    ignored = ignore_patterns("__pycache__", "translations")
    return Path(
        copytree(COMPONENTS / "my_device", components / "my_device", ignore=ignored)
    )
