"""Test what runs where the model was removed."""

from pathlib import Path

import pytest

from script.scaffold import MODEL
from script.scaffold.models import MODELS

from tests import conftest
from tests.model import left_out


@pytest.fixture
def tests_folder(tmp_path: Path) -> Path:
    """Return a folder of tests, some of which name the model."""
    for name, content in {
        "components/acme/test_init.py": f"# As {MODEL}",
        "browser/test_flows.py": "",
        "proof/test_faults.py": f"from homeassistant.components.{MODEL} import const",
        "script/judge/conftest.py": f"DOMAIN = '{MODEL}'",
        "script/judge/test_judge.py": f"# On {MODEL}",
        "script/judge/test_client.py": f"from {MODEL}_client import Status",
        "script/other/test_other.py": "from my_hub_client import State",
        "script/test_overlay.py": "",
        "script/test_texts.py": f"from homeassistant.components.{MODEL}.const import DOMAIN",
        "conftest.py": f"MODEL = '{MODEL}'",
    }.items():
        path = tmp_path / "tests" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    return tmp_path / "tests"


def test_all_with_the_model(tests_folder: Path) -> None:
    """Test that nothing is left out where the model is."""
    for model in MODELS:
        (tests_folder.parent / "homeassistant/components" / model.domain).mkdir(
            parents=True, exist_ok=True
        )
    assert left_out(tests_folder) == []


def test_left_out_without_the_model(tests_folder: Path) -> None:
    """Test that what imports the model is left out, and nothing that stands beside it."""
    for domain in {model.domain for model in MODELS} - {MODEL}:
        (tests_folder.parent / "homeassistant/components" / domain).mkdir(parents=True)
    assert left_out(tests_folder) == [
        "proof/test_faults.py",
        "script/judge/test_client.py",
        "script/test_texts.py",
    ]


def test_left_out_without_another_model(tests_folder: Path) -> None:
    """Test that what imports one of the models is left out where that one was removed."""
    (tests_folder.parent / "homeassistant/components" / MODEL).mkdir(parents=True)
    assert left_out(tests_folder) == ["script/other/test_other.py"]


def test_header(monkeypatch: pytest.MonkeyPatch) -> None:
    """Test that pytest says what is left out, and nothing where nothing is."""
    monkeypatch.setattr(conftest, "collect_ignore", ["script/a", "script/b.py"])
    header = "\n".join(conftest.pytest_report_header())
    assert header.endswith("left out, as they import it: script/a, script/b.py")

    monkeypatch.setattr(conftest, "collect_ignore", [])
    assert conftest.pytest_report_header() == []
