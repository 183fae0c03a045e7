"""Tests for the command."""

from collections.abc import Callable
import json
from pathlib import Path

import pytest

from script import COMPONENTS
from script.hassfest.__main__ import main

from tests.edits import edit
from tests.model import needs_model

type Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Return a function that runs the command and returns exit code, output and errors."""

    def run_with(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["hassfest", *map(str, arguments)])
        try:
            code = main()
        except SystemExit as err:
            code = int(str(err.code))
        return code, *capsys.readouterr()

    return run_with


def _disown(my_device: Path) -> None:
    """Leave an integration without an owner that GitHub knows."""
    edit(my_device / "manifest.json", ("@my-company", "my-company"))


def test_clean(run: Run) -> None:
    """Everything here is checked by default, and is clean."""
    needs_model()
    number = len([*COMPONENTS.glob("*/manifest.json")])
    code, said, errors = run()
    assert (code, errors) == (0, "")
    assert said.startswith(f"{number} integration")
    assert said.endswith(" 24 checks, 0 findings\n")


def test_findings(run: Run, my_device: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A finding is a line with its place as seen from here, and the exit code tells of it."""
    icons = my_device / "icons.json"
    edit(icons, ("mdi:", ""))
    monkeypatch.chdir(my_device.parent)
    code, output, errors = run(
        "--integration-path", "my_device", "--action", "validate"
    )
    assert (code, errors) == (1, "")
    assert output.splitlines()[0].startswith(
        "my_device/icons.json:5: [icons] entity.switch.relay.default: "
    )
    assert output.splitlines()[-1] == "1 integration, 24 checks, 2 findings"


def test_json(run: Run, my_device: Path) -> None:
    """Findings can be had for a machine."""
    _disown(my_device)
    code, output, _ = run("--integration-path", my_device, "--json")
    assert code == 1
    assert json.loads(output) == [
        {
            "advice": False,
            "also": [],
            "check": "codeowners",
            "line": 5,
            "mend": 'Write the handle after "@"',
            "message": "codeowners: 'my-company' is no GitHub handle",
            "path": str(my_device / "manifest.json"),
        }
    ]


def test_plugins(run: Run, my_device: Path) -> None:
    """Only the checks that are named run, in all integrations that are named."""
    _disown(my_device)
    other = my_device.rename(my_device.with_name("other"))
    assert run(
        "-p",
        "requirements,icons",
        "--integration-path",
        other,
        "--integration-path",
        other,
    ) == (0, "2 integrations, 2 checks, 0 findings\n", "")


def test_domain(run: Run) -> None:
    """An integration of the installed Home Assistant is found by its domain."""
    assert run("acaia") == (0, "1 integration, 24 checks, 0 findings\n", "")


def test_path(run: Run, my_device: Path) -> None:
    """An integration is found in a folder, and beside those of core's option."""
    _disown(my_device)
    assert run(f"{my_device}")[0] == 1
    assert run(f"{my_device}", "--skip-plugins", "codeowners,icons") == (
        0,
        "1 integration, 22 checks, 0 findings\n",
        "",
    )
    _, output, _ = run(f"{my_device}", "--integration-path", my_device)
    assert output.splitlines()[-1] == "2 integrations, 24 checks, 2 findings"


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        pytest.param(
            "manifest.json", b'{"domain": }', "manifest.json: not JSON: ", id="JSON"
        ),
        pytest.param(
            "manifest.json", b"[]", "manifest.json: not a JSON object", id="no object"
        ),
        pytest.param(
            "manifest.json",
            b'{"name": "\xff"}',
            "manifest.json: cannot be read as UTF-8 text: ",
            id="not UTF-8",
        ),
        pytest.param("strings.json", b"{", "strings.json: not JSON: ", id="strings"),
        pytest.param(
            "icons.json",
            b"\xff",
            "icons.json: cannot be read as UTF-8 text: ",
            id="icons",
        ),
        pytest.param("other.json", b"{1}", "other.json: not JSON: ", id="any JSON"),
        pytest.param(
            "quality_scale.yaml",
            b"rules: [",
            "quality_scale.yaml: not YAML: ",
            id="YAML",
        ),
        pytest.param(
            "services.yaml", b"a: b: c", "services.yaml: not YAML: ", id="services"
        ),
        pytest.param("__init__.py", b"def", "__init__.py:1: not Python: ", id="Python"),
        pytest.param(
            "sensor.py",
            b"\xff",
            "sensor.py: cannot be read as UTF-8 text: ",
            id="Python not UTF-8",
        ),
    ],
)
def test_unreadable(
    run: Run, my_device: Path, name: str, content: bytes, message: str
) -> None:
    """A file that cannot be read is one line, which names it."""
    (my_device / name).write_bytes(content)
    code, output, errors = run("--integration-path", my_device)
    assert (code, output, errors.count("\n")) == (2, "", 1)
    assert errors.startswith(str(my_device))
    assert message in errors


def test_unreadable_beside_findings(
    run: Run, my_device: Path, components: Path
) -> None:
    """An integration that cannot be read does not hide what is found in another."""
    _disown(my_device)
    (components / "empty").mkdir()
    code, output, errors = run(
        "--integration-path", my_device, "--integration-path", components / "empty"
    )
    assert code == 2
    assert output.count("[codeowners]") == 1
    assert (
        errors
        == f"{components / 'empty'}: no manifest.json here, so no integration; name the folder of one\n"
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(
            ["--integration-path", "nowhere"], "nowhere: no such folder", id="folder"
        ),
        pytest.param(
            ["--core-path", "nowhere"], "nowhere: no such folder", id="checkout"
        ),
        pytest.param(["nowhere"], "nowhere: no such folder", id="domain"),
        pytest.param(["-p", "manifest,magic"], "magic: no such check", id="check"),
        pytest.param(
            ["--action", "generate"], "invalid choice: 'generate'", id="action"
        ),
    ],
)
def test_bad_arguments(run: Run, arguments: list[str], message: str) -> None:
    """A wrong argument is one line."""
    code, output, errors = run(*arguments)
    assert (code, output, errors.count("\n")) == (2, "", 1)
    assert message in errors


def test_no_checkout(run: Run, tmp_path: Path) -> None:
    """A folder that is no checkout is one line."""
    assert run("--core-path", tmp_path) == (
        2,
        "",
        f"{tmp_path}: no checkout of core with script/hassfest; name the folder of one\n",
    )
