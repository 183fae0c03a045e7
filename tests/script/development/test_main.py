"""Test what a development run does before Home Assistant starts."""

import json
from pathlib import Path

import pytest

from script.development import DevelopmentError
from script.development.__main__ import compile_translations
from script.integration.integration import Integration


@pytest.fixture
def components(tmp_path: Path) -> Path:
    """Return a folder with an integration, and another with strings that cannot be read."""
    for domain, strings in (("probe", b'{"title": "Probe"}'), ("broken", b"\xff")):
        (tmp_path / domain).mkdir()
        (tmp_path / domain / "strings.json").write_bytes(strings)
    return tmp_path


def test_strings_of_another(
    components: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Strings of another integration that cannot be read are named, and stop nothing."""
    compile_translations(Integration(components / "probe"), components)
    compiled = components / "probe" / "translations" / "en.json"
    assert json.loads(compiled.read_text()) == {"title": "Probe"}
    assert "broken/strings.json: cannot be read" in capsys.readouterr().err


def test_own_strings(components: Path) -> None:
    """Strings of the integration to work on have to be there."""
    with pytest.raises(DevelopmentError, match="broken/strings.json: cannot be read"):
        compile_translations(Integration(components / "broken"), components)
