"""Tests for the translations command."""

import json
from pathlib import Path
import subprocess
import sys
from typing import Any

import pytest

from script import ROOT
from script.integration.core import installed_package
from script.integration.files import UnreadableError
from script.translations.__main__ import main
from script.translations.develop import TranslationsError, develop, develop_each


def write_strings(components: Path, domain: str, strings: Any) -> Path:
    """Write an integration's strings.json and return its path."""
    path = components / domain / "strings.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(strings))
    return path


def compiled(components: Path, domain: str) -> Any:
    """Return what an integration's en.json holds."""
    return json.loads((components / domain / "translations" / "en.json").read_text())


def test_develop(tmp_path: Path) -> None:
    """References lead to core, to other integrations, and first to this repository."""
    write_strings(
        tmp_path,
        "probe",
        {
            "config": {
                "error": {
                    "core": "[%key:common::config_flow::error::cannot_connect%]",
                    "here": "[%key:component::other::config::error::x%]",
                    "own": "[%key:component::probe::title%]",
                    "there": "[%key:component::sensor::title%]",
                }
            },
            "title": "Größe",
        },
    )
    write_strings(tmp_path, "other", {"config": {"error": {"x": "Other"}}})
    # One that is installed too.
    write_strings(tmp_path, "sensor", {"title": "Our sensor"})

    changed = develop(components=tmp_path)

    assert changed == [
        tmp_path / domain / "translations" / "en.json"
        for domain in ("other", "probe", "sensor")
    ]
    assert compiled(tmp_path, "probe") == {
        "config": {
            "error": {
                "core": "Failed to connect",
                "here": "Other",
                "own": "Größe",
                "there": "Our sensor",
            }
        },
        "title": "Größe",
    }


def test_develop_only_what_changed(tmp_path: Path) -> None:
    """Files that are as they should be are not written."""
    write_strings(tmp_path, "probe", {"title": "Probe"})
    write_strings(tmp_path, "other", {"title": "Other"})
    assert len(develop(components=tmp_path)) == 2
    assert develop(components=tmp_path) == []

    write_strings(tmp_path, "probe", {"title": "Another"})
    write_strings(tmp_path, "other", {"title": "Another"})
    assert develop(["probe"], tmp_path) == [
        tmp_path / "probe" / "translations" / "en.json"
    ]
    assert compiled(tmp_path, "probe") == {"title": "Another"}
    assert compiled(tmp_path, "other") == {"title": "Other"}


@pytest.mark.parametrize("domain", ["peblar", "wled"])
def test_develop_as_core(tmp_path: Path, domain: str) -> None:
    """The strings of core's integrations compile to what core ships."""
    shipped = installed_package() / "components" / domain
    write_strings(tmp_path, domain, json.loads((shipped / "strings.json").read_text()))
    develop([domain], tmp_path)
    assert compiled(tmp_path, domain) == json.loads(
        (shipped / "translations" / "en.json").read_text()
    )


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param(
            '{"a": {"b": "[%key:common::nothing%]"}}',
            "a::b: [%key:common::nothing%] names no string",
            id="common",
        ),
        pytest.param(
            '{"a": {"b": "[%key:component::no_such_one::title%]"}}',
            "a::b: [%key:component::no_such_one::title%] names no string",
            id="component",
        ),
        pytest.param(
            '{"a": {"b": "[%key:common::config_flow%]"}}',
            "a::b: [%key:common::config_flow%] names no string",
            id="group",
        ),
        pytest.param(
            '{"a": {"b": "[%key:common::config_flow::error::unknown::x%]"}}',
            "a::b: [%key:common::config_flow::error::unknown::x%] names no string",
            id="below a string",
        ),
        pytest.param(
            '{"a": "[%key:component::probe::a%]"}',
            "a: [%key:component::probe::a%] refers to itself",
            id="circular",
        ),
        pytest.param(
            '{"a": "[%key:a%]"}', "a: [%key:a%] names no string", id="no root"
        ),
        pytest.param(
            '{"a": {"b": 1}}', "a::b: neither a string nor a group", id="number"
        ),
        pytest.param('{"a": ', "not JSON: ", id="not JSON"),
        pytest.param('["a"]', "not a JSON object", id="not an object"),
    ],
)
def test_develop_error(tmp_path: Path, content: str, message: str) -> None:
    """An error names file, key and reference, and nothing at all is written."""
    write_strings(tmp_path, "good", {"title": "Good"})
    path = write_strings(tmp_path, "probe", {})
    path.write_text(content)
    with pytest.raises(UnreadableError) as raised:
        develop(components=tmp_path)
    assert str(raised.value).startswith(f"{path}: {message}")
    assert list(tmp_path.glob("*/translations")) == []


def test_develop_each(tmp_path: Path) -> None:
    """Strings that cannot be compiled keep no others from being compiled, also not those that refer to them."""
    write_strings(tmp_path, "good", {"title": "Good"})
    write_strings(tmp_path, "lent", {"title": "[%key:component::probe::title%]"})
    (path := write_strings(tmp_path, "probe", {})).write_bytes(b"\xff")
    troubles = develop_each(tmp_path)
    assert troubles.keys() == {"lent", "probe"}
    assert troubles["probe"].startswith(f"{path}: cannot be read as UTF-8 text")
    assert "names no string" in troubles["lent"]
    assert compiled(tmp_path, "good") == {"title": "Good"}


def test_develop_unwritable(tmp_path: Path) -> None:
    """A file that cannot be written is named."""
    path = write_strings(tmp_path, "probe", {"title": "Good"})
    (path.parent / "translations").write_text("In the way")
    with pytest.raises(TranslationsError, match="cannot be written: "):
        develop(components=tmp_path)


def test_command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command needs no arguments, and finds the session's strings compiled."""
    monkeypatch.setattr(sys, "argv", ["translations", "develop"])
    assert main() == 0
    assert capsys.readouterr().out == "Translations are up to date\n"


def test_command_error(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """An unknown domain is one clear line and exit code 2."""
    monkeypatch.setattr(
        sys, "argv", ["translations", "develop", "--integration", "no_such_one"]
    )
    assert main() == 2
    error = capsys.readouterr().err
    assert "homeassistant/components/no_such_one/strings.json: no such file" in error
    assert error.count("\n") == 1


def test_does_not_import_home_assistant() -> None:
    """The command finds Home Assistant without waiting for it."""
    code = (
        "import sys; from script.translations.develop import develop; develop();"
        "sys.exit('homeassistant' in sys.modules)"
    )
    assert (
        subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode
        == 0
    )
