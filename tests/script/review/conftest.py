"""Fixtures for the tests of the review."""

from pathlib import Path
import shutil

import pytest

from script import COMPONENTS, ROOT

from tests.model import needs_model

TESTS = ROOT / "tests" / "components"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Copy the model integration and its tests, and return the folder of the integration."""
    needs_model()
    for source in (COMPONENTS, TESTS):
        shutil.copytree(
            source / "my_device",
            tmp_path / source.relative_to(ROOT) / "my_device",
            ignore=shutil.ignore_patterns("__pycache__"),
        )
    return tmp_path / COMPONENTS.relative_to(ROOT) / "my_device"
