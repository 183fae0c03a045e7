"""Test the command: what it writes, what it refuses, and what an interrupt leaves."""

from collections.abc import Mapping
import json
from pathlib import Path
import subprocess
import sys
from unittest.mock import MagicMock

import pytest

from script.custom import __main__ as command, disk, trial
from script.custom.__main__ import main
from script.custom.export_record import NAME
from script.integration.tree import Tree
from script.scaffold import MODEL

from .conftest import COMPONENT, INTEGRATION

from tests.edits import edit

# Shown whatever is wrong with it
PROGRAM = "script/run custom: "


@pytest.fixture
def root(tree: Tree, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a tree with the model alone, which the command works on."""
    for path, content in tree.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)
    monkeypatch.setattr(command, "ROOT", tmp_path)
    monkeypatch.setattr(command, "COMPONENTS", (tmp_path / INTEGRATION).parent)
    monkeypatch.setattr(disk, "ROOT", tmp_path)
    return tmp_path


@pytest.fixture
def folder(root: Path) -> Path:
    """Return where the custom component is made."""
    return root / "build" / MODEL


def contents(path: Path) -> Mapping[Path, bytes]:
    """Return all files in a folder."""
    return {each: each.read_bytes() for each in path.rglob("*") if each.is_file()}


def test_there_and_back(
    root: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Test that a round trip changes no byte, and an edit arrives."""
    before = contents(root)
    assert main([MODEL, "--version", "2.0.0"]) == 0
    assert "scan_interval  seconds, 30 by default" in capsys.readouterr().out
    manifest = json.loads((folder / COMPONENT / "manifest.json").read_text())
    assert manifest["version"] == "2.0.0"
    assert [path.name for path in (root / "build").iterdir()] == [MODEL]

    assert main(["--adopt", str(folder)]) == 0
    assert "Nothing to change" in capsys.readouterr().out
    now = contents(root)
    assert {path: now[path] for path in before} == before

    edit(folder / COMPONENT / "switch.py", ("Open the relay", "Part the relay"))
    edit(folder / COMPONENT / "scan_interval.py", ("min=10", "min=5"))
    assert main(["--adopt", str(folder), MODEL]) == 0
    out = capsys.readouterr().out
    assert f"Changed {INTEGRATION}switch.py\n" in out
    assert f"only the custom component has it: {folder / COMPONENT}" in out
    assert "Part the relay" in (root / INTEGRATION / "switch.py").read_text()


def test_nothing_of_a_session(root: Path, folder: Path) -> None:
    """Test that no secret goes along that a Home Assistant of a development session keeps or tells."""
    secret = "access-token-of-a-session"
    for path in (
        "config/.storage/core.config_entries",
        "config/home-assistant.log",
        "build/scenario.log",
        f"{INTEGRATION}__pycache__/sensor.pyc",
        f"tests/components/{MODEL}/.pytest_cache/lastfailed",
    ):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(secret)
    assert main([MODEL]) == 0
    told = contents(folder)
    assert told
    assert not [path for path, content in told.items() if secret.encode() in content]


def test_again(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Test that a new export replaces the last, what is beside it stays, and edits are not lost."""
    assert main([]) == 0
    (folder / "LICENSE").write_text("Free")
    assert main(["--repository", "https://github.com/octocat/meter/"]) == 0
    assert "octocat/meter/issues" in (folder / COMPONENT / "manifest.json").read_text()
    assert (folder / "LICENSE").read_text() == "Free"

    edit(folder / COMPONENT / "switch.py", ("Open the relay", "Part the relay"))
    (folder / "tests" / "test_more.py").write_text('"""More."""\n')
    before = contents(folder)
    assert main([]) == 2
    assert "switch.py: edited since the last export (2 files are)" in (
        capsys.readouterr().err
    )
    assert contents(folder) == before

    # What the core tree has got is no longer lost.
    assert main(["--adopt", str(folder)]) == 0
    assert main([]) == 0


def test_release_stays(folder: Path) -> None:
    """Test that a new export is of the version and in the repository of the last."""
    address = "https://github.com/octocat/meter"
    assert main(["--version", "0.2.0", "--repository", address]) == 0
    before = contents(folder)
    assert main([]) == 0
    assert contents(folder) == before
    manifest = json.loads((folder / COMPONENT / "manifest.json").read_text())
    assert (manifest["version"], manifest["documentation"]) == ("0.2.0", address)


def test_own_files(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Test that what its author wrote beside the component stays, and the rest is new."""
    assert main([]) == 0
    readme = folder / "README.md"
    with readme.open("a") as file:
        file.write("Thanks to all.\n")
    for version in ("0.2.0", "0.3.0"):
        assert main(["--version", version]) == 0
        assert "kept           README.md" in capsys.readouterr().out
        assert readme.read_text().endswith("Thanks to all.\n")
        assert version in (folder / COMPONENT / "manifest.json").read_text()


def test_foreign_files(
    root: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Test that only files such as an export has are taken, and no other is lost."""
    assert main([]) == 0
    before = contents(root / "homeassistant")
    (folder / "tests" / ".cache").mkdir()
    for name in (".cache/x.json", ".coverage", "sensor.py~", "test_more.py"):
        (folder / "tests" / name).write_text('"""More."""\n')
    assert main(["--adopt", str(folder)]) == 0
    assert capsys.readouterr().out.endswith(
        f"Added tests/components/{MODEL}/test_more.py\n"
        f"Not taken, as no export has such a file: {folder / 'tests' / 'sensor.py~'}\n"
    )
    assert contents(root / "homeassistant") == before
    assert not (root / "tests/components" / MODEL / ".coverage").exists()
    assert main([]) == 2
    assert "tests/sensor.py~: not exported by this command" in capsys.readouterr().err
    (folder / "tests" / "sensor.py~").unlink()
    assert main([]) == 0


def test_core_of_the_past(
    root: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Test that what the export was made from comes from git, if that has it."""
    assert main([]) == 0
    switch = root / INTEGRATION / "switch.py"
    committed = switch.read_bytes()
    edit(switch, ("Close the relay", "Join the relay"))
    edit(folder / COMPONENT / "switch.py", ("Open the relay", "Part the relay"))
    before = contents(root)
    assert main(["--adopt", str(folder)]) == 2
    assert "changed since the export, and git does not have" in capsys.readouterr().err
    assert contents(root) == before

    subprocess.run(["git", "init", "--quiet", root], check=True)
    subprocess.run(
        ["git", "hash-object", "-w", "--stdin"],
        cwd=root,
        input=committed,
        stdout=subprocess.DEVNULL,
        check=True,
    )
    assert main(["--adopt", str(folder)]) == 0
    text = switch.read_text()
    assert "Join the relay" in text
    assert "Part the relay" in text


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(
            ["nowhere"],
            "'nowhere': no such integration here; name one of my_device",
            id="domain",
        ),
        pytest.param(["--version", "new"], "'new' is no version", id="version"),
        pytest.param(
            ["--repository", "http://here"], "is no address of a", id="repository"
        ),
        pytest.param(["--test", "new"], "no release of Home Assistant", id="release"),
        pytest.param(["--adopt", "."], f"no {NAME} there", id="not exported"),
        pytest.param(
            ["--adopt", ".", "--version", "1.0"], "takes no other option", id="both"
        ),
    ],
)
@pytest.mark.usefixtures("root")
def test_refused(
    tmp_path: Path,
    arguments: list[str],
    message: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Test that what cannot be is said in one line, and nothing written."""
    monkeypatch.chdir(tmp_path)
    before = contents(tmp_path)
    try:
        status: object = main(arguments)
    except SystemExit as ended:
        status = ended.code
    assert status == 2
    error = capsys.readouterr().err
    assert error.startswith(PROGRAM)
    assert message in error
    assert error.count("\n") == 1
    assert contents(tmp_path) == before


def test_no_integration(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Test that there is something to export."""
    (root / INTEGRATION / "manifest.json").unlink()
    assert main([]) == 2
    assert "no integration here; make one" in capsys.readouterr().err


def test_what_is_not_an_export(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Test that nothing is replaced that the command did not write, and no other record is read."""
    (folder / "tests").mkdir(parents=True)
    assert main([]) == 2
    assert "build/my_device/tests: not exported by this command" in (
        capsys.readouterr().err
    )
    (folder / NAME).write_text("{}")
    assert main(["--adopt", str(folder)]) == 2
    assert f"{NAME}: not a record of" in capsys.readouterr().err


@pytest.mark.parametrize("done", [False, True])
@pytest.mark.parametrize("at", range(0, 16, 3))
def test_interrupted_export(
    folder: Path, monkeypatch: pytest.MonkeyPatch, at: int, done: bool
) -> None:
    """Test that an export that is ended, before or after any move, leaves the last one."""
    assert main([]) == 0
    before = contents(folder.parent)
    moves = iter(range(1000))
    rename = Path.rename

    def ended(path: Path, target: Path) -> Path:
        if (number := next(moves)) != at:
            return rename(path, target)
        if done:
            rename(path, target)
        raise KeyboardInterrupt(number)

    monkeypatch.setattr(Path, "rename", ended)
    assert main(["--version", "9.9.9"]) == 130
    assert next(moves) > at + 1
    assert contents(folder.parent) == before


def test_interrupted_adoption(
    root: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Test that edits are taken all or not at all."""
    assert main([]) == 0
    for module in ("sensor.py", "switch.py"):
        edit(folder / COMPONENT / module, ("config entry", "entry"))
    (folder / COMPONENT / "diagnostics.py").unlink()
    before = contents(root)
    write = Path.write_bytes
    ends = iter([True])

    def ended(path: Path, content: bytes) -> int:
        # Wherever it is written first
        if path.match(f"*/{INTEGRATION}/switch.py") and next(ends, False):
            write(path, content[:10])
            raise KeyboardInterrupt
        return write(path, content)

    monkeypatch.setattr(Path, "write_bytes", ended)
    assert main(["--adopt", str(folder)]) == 130
    assert next(ends, None) is None
    assert contents(root) == before


def test_tests_of_the_custom_component(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Test that the tests that come along pass on the Home Assistant installed here."""
    assert main(["--test"]) == 0
    assert " passed" in capfd.readouterr().out
    assert not [*folder.rglob("__pycache__"), *folder.rglob(".pytest_cache")]


def test_failing_tests(
    root: Path, folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Test that the command fails with them."""
    tests = root / "tests" / "components" / MODEL
    for path in tests.glob("test_*.py"):
        path.unlink()
    (tests / "test_one.py").write_text(
        '"""Test."""\n\n\ndef test_one() -> None:\n    """Test."""\n    raise ValueError\n'
    )
    assert main(["--test"]) == 1
    out = capfd.readouterr().out
    assert out.splitlines()[-3] == "tests/test_one.py::test_one: ValueError"
    assert "1 failed" in out.splitlines()[-1]
    assert (folder / "tests" / "test_one.py").is_file()


FIXTURES = f'''"""Test fixtures."""

from homeassistant.core import HomeAssistant

from tests.common import (
    async_load_fixture,
    async_load_json_object_fixture,
    get_fixture_path,
    load_fixture,
    load_json_object_fixture,
)


async def test_fixtures(hass: HomeAssistant) -> None:
    """Test all ways to load one."""
    assert load_fixture("x.json", "{MODEL}") == load_fixture("{MODEL}/x.json")
    assert load_fixture("in/y.json", "{MODEL}") == "[]"
    assert await async_load_fixture(hass, "x.json", "{MODEL}")
    assert load_json_object_fixture("x.json", "{MODEL}") == {{"a": 1}}
    assert await async_load_json_object_fixture(hass, "x.json", "{MODEL}") == {{"a": 1}}
    assert get_fixture_path("x.json", "{MODEL}").name == "x.json"
'''


def test_fixtures_of_tests(root: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Test that tests find their fixtures in all ways that core's do."""
    tests = root / "tests" / "components" / MODEL
    for path in tests.glob("test_*.py"):
        path.unlink()
    (tests / "fixtures" / "in").mkdir(parents=True)
    (tests / "fixtures" / "x.json").write_text('{"a": 1}')
    (tests / "fixtures" / "in" / "y.json").write_text("[]")
    (tests / "test_one.py").write_text(FIXTURES)
    assert main(["--test"]) == 0, capfd.readouterr().out


def test_environment_that_cannot_be(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Test that a release that is nowhere is said in one line."""
    monkeypatch.setattr("script.custom.trial._ENVIRONMENTS", root / "environments")
    monkeypatch.setenv("UV_OFFLINE", "1")
    assert main(["--test", "1999.1"]) == 2
    error = capsys.readouterr().err
    assert error.startswith(f"{PROGRAM}uv pip: ")
    assert error.count("\n") == 1


def test_environment_of_another_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Test that an environment is made anew where its Python is not the one here."""
    uv = MagicMock()
    monkeypatch.setattr(trial, "_uv", uv)
    monkeypatch.setattr(trial, "_passed", MagicMock())
    monkeypatch.setattr(trial, "_ENVIRONMENTS", tmp_path)
    python = tmp_path / "2026.8" / "bin" / "python"
    python.parent.mkdir(parents=True)
    for target, commands in (
        (sys.executable, ["pip"]),
        ("/bin/sh", ["venv", "pip"]),
        ("/no/such/python", ["venv", "pip"]),
    ):
        python.unlink(missing_ok=True)
        python.symlink_to(target)
        trial.run_on("2026.8", tmp_path, [])
        assert [call.args[0] for call in uv.mock_calls] == commands
        uv.reset_mock()


def test_help() -> None:
    """Test that the command is one."""
    result = subprocess.run(
        [sys.executable, "-m", "script.custom", "--help"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "--adopt PATH" in result.stdout
