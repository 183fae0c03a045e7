"""Tests that try a tool on the model integration, which may have been removed."""

from pathlib import Path
import re
from typing import Final

import pytest

from script import COMPONENTS
from script.scaffold import MODEL

_IMPORT: Final = re.compile(
    rf"^from (?:homeassistant\.components\.{MODEL}|{MODEL}_client)\b", re.MULTILINE
)


def needs_model() -> None:
    """Skip the module, fixture or test that calls this where the model was removed."""
    if not (COMPONENTS / MODEL).is_dir():
        pytest.skip(
            f"{MODEL}, on which this is tried, was removed", allow_module_level=True
        )


def left_out(tests: Path) -> list[str]:
    """Return the modules that cannot be imported without the model, as paths in the folder of the tests."""
    if (tests.parent / "homeassistant" / "components" / MODEL).is_dir():
        return []
    return [
        str(path.relative_to(tests))
        for path in sorted(tests.glob("*/**/test_*.py"))
        if path.relative_to(tests).parts[0] != "components"
        and _IMPORT.search(path.read_text())
    ]
