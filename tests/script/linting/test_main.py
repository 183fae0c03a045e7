"""Test judging one integration by its command line."""

from pathlib import Path

import pytest

from script import COMPONENTS, ROOT
from script.gates import Gate
from script.integration.integration import Integration
from script.linting import __main__ as module, reading
from script.linting.tools import Tool, folders, tools

from tests.model import needs_model


def answering(path: Path, name: str, text: str) -> Tool:
    """Return a tool that prints a text for each of its own judges to be read."""
    file = path / name
    file.write_text(text)
    return Tool(Gate(name, ("tests.script.linting.answer", str(file))), reading.own)


def finding(path: Path, line: int, code: str, *, advice: bool = False) -> str:
    """Return a finding as the judges print it."""
    return (
        f'[{{"path": "{path}", "line": {line}, "check": "{code}", "message": "{code} here",'
        f' "mend": "Mend it", "also": [], "advice": {str(advice).lower()}}}]'
    )


def judged(monkeypatch: pytest.MonkeyPatch, *answers: Tool) -> int:
    """Return the exit code where these are the tools."""
    monkeypatch.setattr(module, "tools", lambda _: answers)
    return module.main(["my_device"])


def test_tools() -> None:
    """Test that each tool judges the integration, and only its own."""
    needs_model()
    integration = Integration(COMPONENTS / "my_device")
    own = [path.relative_to(ROOT).as_posix() for path in folders(integration)]
    assert own == [
        "homeassistant/components/my_device",
        "tests/components/my_device",
        "companion/library/my-device-client",
        "companion/home-assistant.io/source/_integrations/my_device.markdown",
        "companion/brands/core_integrations/my_device",
    ]
    every = tools(integration)
    assert len({tool.gate.name for tool in every}) == len(every) == 11
    for tool in every:
        assert any("my_device" in each for each in tool.gate.arguments), tool.gate.name


def test_own_rows_once(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Test that each thing is told once, and others' not at all."""
    needs_model()
    own, other = COMPONENTS / "my_device/sensor.py", ROOT / "tests/common.py"
    code = judged(
        monkeypatch,
        answering(tmp_path, "one", finding(own, 3, "a")),
        answering(tmp_path, "two", finding(own, 3, "a")),
        answering(tmp_path, "others", finding(other, 3, "a")),
        answering(tmp_path, "advice", finding(own, 4, "b", advice=True)),
    )
    assert code == 1
    output = capsys.readouterr()
    assert output.out.splitlines() == [
        "homeassistant/components/my_device/sensor.py:3: [a] a here. Mend it",
        "",
        "Advice, which reviewers may or may not give:",
        "homeassistant/components/my_device/sensor.py:4: [b] b here. Mend it",
        "1 to mend",
    ]
    assert output.err == ""


def test_clean(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Test an integration that nobody has anything to say of."""
    needs_model()
    assert judged(monkeypatch, answering(tmp_path, "one", "[]")) == 0
    assert capsys.readouterr().out == "my_device: all clean.\n"


def test_tool_that_fails(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Test that tools which could not do their work are never taken for content ones."""
    needs_model()
    answers = [answering(tmp_path, name, "no JSON") for name in ("one", "two")]
    assert judged(monkeypatch, *answers) == 2
    output = capsys.readouterr()
    assert (output.out, output.err) == ("", "one, two: no JSON\n")


@pytest.mark.parametrize("name", ["nope", "../components", "./script/linting", "a b"])
def test_no_integration(capsys: pytest.CaptureFixture[str], name: str) -> None:
    """Test that what is no integration here is named in one line."""
    assert module.main([name]) == 2
    output = capsys.readouterr()
    assert output.out == ""
    assert output.err.count("\n") == 1
    assert output.err.startswith("script/lint: ")
