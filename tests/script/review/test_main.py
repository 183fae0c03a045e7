"""Test the review's command line."""

import json
from pathlib import Path
import shutil

import pytest

from script.review.__main__ import main

from tests.model import needs_model


def test_nothing_to_mend(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Test that an integration without tests, and without findings, is fine."""
    (copy / "config_flow.py").write_text("")
    (copy / "quality_scale.yaml").unlink()
    (copy.parents[2] / "tests").rename(copy.parents[2] / "other")
    assert main([str(copy)]) == 0
    assert capsys.readouterr().out == "Nothing to mend\n"


def test_findings(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Test that each finding is one line, with place, name, reason and remedy."""
    (copy / "const.py").write_text('_LOGGER.debug("Done.")\n')
    assert main([str(copy)]) == 1
    output = capsys.readouterr()
    lines = output.out.splitlines()
    assert (
        f"{copy / 'const.py'}:1: [home-assistant-logger-period] A log message ends"
        in output.out
    )
    assert lines[-1] == f"{len(lines) - 1} to mend"
    assert output.err == ""


def test_json(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Test the findings for a machine."""
    (copy / "const.py").write_text('_LOGGER.debug("Done.")\n')
    assert main([str(copy), "--json"]) == 1
    finding = next(
        each
        for each in json.loads(capsys.readouterr().out)
        if each["check"] == "home-assistant-logger-period"
    )
    assert finding.keys() == {
        *("path", "line", "check", "message", "mend"),
        *("also", "advice"),
    }
    assert (finding["path"], finding["line"]) == (str(copy / "const.py"), 1)


def test_first_pr(capsys: pytest.CaptureFixture[str]) -> None:
    """Test that a domain is looked up here, and judged as a first PR on request."""
    needs_model()
    assert main(["my_device", "--first-pr"]) == 1
    assert "[review-guide/one-platform]" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("file", "content", "message"),
    [
        pytest.param("manifest.json", b"{", "not JSON", id="broken JSON"),
        pytest.param("manifest.json", b"[]", "not a JSON object", id="no object"),
        pytest.param("strings.json", b"{", "not JSON", id="broken strings"),
        pytest.param("quality_scale.yaml", b"a: [", "not YAML", id="broken YAML"),
        pytest.param("sensor.py", b"def", ":1: not Python", id="broken Python"),
        pytest.param("sensor.py", b"# \xff", "cannot be read as UTF-8", id="not UTF-8"),
    ],
)
def test_unreadable(
    copy: Path,
    capsys: pytest.CaptureFixture[str],
    file: str,
    content: bytes,
    message: str,
) -> None:
    """Test that a file that cannot be read is named in one line."""
    (copy / file).write_bytes(content)
    assert main([str(copy)]) == 2
    output = capsys.readouterr()
    assert output.out == ""
    assert output.err.count("\n") == 1
    assert str(copy / file) in output.err
    assert message in output.err


@pytest.mark.parametrize(
    ("file", "content"),
    [
        pytest.param("manifest.json", b"{", id="manifest"),
        pytest.param("strings.json", b"\xff", id="strings"),
        pytest.param("sensor.py", b"def", id="module"),
    ],
)
def test_unreadable_beside(
    copy: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    file: str,
    content: bytes,
) -> None:
    """Test that a file of one integration hides nothing of another."""
    shutil.copytree(copy, copy.with_name("other"))
    (copy.with_name("other") / file).write_bytes(content)
    (copy / "const.py").write_text('_LOGGER.debug("Done.")\n')
    monkeypatch.setattr("script.integration.integration.COMPONENTS", copy.parent)
    assert main([]) == 2
    output = capsys.readouterr()
    assert "[home-assistant-logger-period]" in output.out
    assert output.err.count("\n") == 1
    assert f"other/{file}" in output.err


@pytest.mark.parametrize(
    ("name", "message"),
    [
        pytest.param("no_such_domain", "no such folder", id="domain"),
        pytest.param("./no/such/folder", "no such folder", id="folder"),
        pytest.param("./script", "no manifest.json", id="no integration"),
    ],
)
def test_no_integration(
    capsys: pytest.CaptureFixture[str], name: str, message: str
) -> None:
    """Test that what is no integration is named in one line."""
    assert main([name]) == 2
    output = capsys.readouterr()
    assert output.out == ""
    assert output.err.count("\n") == 1
    assert message in output.err


@pytest.mark.parametrize(
    "content",
    [
        pytest.param({"config": []}, id="config"),
        pytest.param(
            {"config": {"abort": "x", "step": []}, "exceptions": []}, id="deeper"
        ),
        pytest.param({"exceptions": {"communication_error": []}}, id="exceptions"),
    ],
)
def test_odd_strings(copy: Path, content: dict[str, object]) -> None:
    """Test that strings of another shape, of which hassfest tells, are no reason to fail."""
    (copy / "strings.json").write_text(json.dumps(content))
    assert main([str(copy)]) == 1
