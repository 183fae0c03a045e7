"""A copy of the model integration, with all that is contributed beside it."""

from collections.abc import Callable
import json
from pathlib import Path
import re
import shutil

import pytest

from script import ROOT

from tests.model import needs_model

COPIED = (
    "companion/brands/core_integrations/my_device",
    "companion/home-assistant.io/source/_integrations",
    "companion/library/my-device-client",
    "homeassistant/components/my_device",
    "tests/components/my_device",
)

type WriteRecord = Callable[..., None]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Return a tree shaped like this repository, with the model integration in it."""
    needs_model()
    for folder in COPIED:
        shutil.copytree(
            ROOT / folder,
            tmp_path / folder,
            ignore=shutil.ignore_patterns(
                "__pycache__", "translations", ".venv", "dist", "*.ambr"
            ),
        )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


@pytest.fixture
def write_record(tree: Path) -> WriteRecord:
    """Return what writes the record of a run in which all went well, but for what it is told."""

    def write(failed: str = "", untested: dict[str, int] | None = None) -> None:
        cases = "".join(
            f'<testcase classname="tests.components.my_device.{path.stem}" name="{name}[first]">'
            + "<failure/>" * (failed != "" and name.startswith(failed))
            + "</testcase>"
            for path in (tree / "tests/components/my_device").glob("test_*.py")
            for name in re.findall(r"def (test_\w+)", path.read_text())
        )
        coverage = {
            str(path.relative_to(tree)): {
                "summary": {
                    "covered_lines": 100 - (untested or {}).get(path.name, 0),
                    "num_statements": 100,
                }
            }
            for path in (tree / "homeassistant/components/my_device").glob("*.py")
        }
        cache = tree / ".cache"
        cache.mkdir()
        (cache / "test-results.xml").write_text(
            f"<testsuites><testsuite>{cases}</testsuite></testsuites>"
        )
        (cache / "coverage.json").write_text(json.dumps({"files": coverage}))

    return write
