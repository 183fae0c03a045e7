"""Tests that try a tool on the model integrations, which may have been removed."""

from pathlib import Path
import re
from typing import Final

import pytest

from script import COMPONENTS
from script.scaffold import MODEL
from script.scaffold.models import MODELS

_IMPORT: Final = r"^from (?:homeassistant\.components\.{model}|{model}_client)\b"


def needs_model() -> None:
    """Skip the module, fixture or test that calls this where the model was removed."""
    if not (COMPONENTS / MODEL).is_dir():
        pytest.skip(
            f"{MODEL}, on which this is tried, was removed", allow_module_level=True
        )


def needs_every_model() -> None:
    """Skip the module, fixture or test that calls this where any of the models was removed."""
    for model in MODELS:
        if not (COMPONENTS / model.domain).is_dir():
            pytest.skip(f"{model.domain} was removed", allow_module_level=True)


def left_out(tests: Path) -> list[str]:
    """Return the modules that cannot be imported without a model, as paths in the folder of the tests."""
    components = tests.parent / "homeassistant" / "components"
    gone = [each.domain for each in MODELS if not (components / each.domain).is_dir()]
    imports = [re.compile(_IMPORT.format(model=model), re.MULTILINE) for model in gone]
    return [
        str(path.relative_to(tests))
        for path in sorted(tests.glob("*/**/test_*.py"))
        if path.relative_to(tests).parts[0] != "components"
        and any(each.search(path.read_text()) for each in imports)
    ]
