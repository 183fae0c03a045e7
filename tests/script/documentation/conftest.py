"""A copy of the model and its page."""

from pathlib import Path
import shutil

import pytest

from script import COMPONENTS, ROOT
from script.integration.tree import Places
from script.scaffold import MODEL


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Return a tree shaped like this repository, with the model and its page in it."""
    if not (COMPONENTS / MODEL).is_dir():
        pytest.skip("Without the model there is nothing to break")
    places = Places(MODEL)
    shutil.copytree(
        ROOT / places.integration,
        tmp_path / places.integration,
        ignore=shutil.ignore_patterns("__pycache__", "translations"),
    )
    page = tmp_path / places.page
    page.parent.mkdir(parents=True)
    shutil.copy(ROOT / places.page, page)
    shutil.copytree(ROOT / places.pictures, tmp_path / places.pictures)
    return tmp_path
