"""Test that nothing is found where core finds nothing."""

from pathlib import Path

import pytest

from script.hassfest.validate import validate
from script.integration.core import core


@pytest.mark.timeout(300)
def test_no_false_alarm() -> None:
    """All integrations of the installed Home Assistant pass: core has accepted them.

    The package has no CODEOWNERS and no .strict-typing, so nothing is compared with those.
    """
    paths = sorted(path.parent for path in core().components.glob("*/manifest.json"))
    assert len(paths) > 1500
    assert validate(paths) == ([], [])


def test_no_translations_are_judged(my_device: Path) -> None:
    """What is compiled for running it is not part of the integration."""
    compiled = my_device / "translations" / "en.json"
    compiled.parent.mkdir()
    compiled.write_text('{"a":   1}')
    assert validate([my_device]) == ([], [])
