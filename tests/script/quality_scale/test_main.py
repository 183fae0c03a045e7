"""Test what is printed, and what is read."""

from collections.abc import Callable
import json
import os
from pathlib import Path
import subprocess
import sys

import pytest

from script import ROOT
from script.integration.blanks import MARK, blank
from script.quality_scale.__main__ import main

from .conftest import WriteRecord

from tests.edits import edit
from tests.model import needs_model

INTEGRATION = "homeassistant/components/my_device"
SCALE = f"{INTEGRATION}/quality_scale.yaml"
BRAND = "companion/brands/core_integrations/my_device"
LIBRARY = "companion/library/my-device-client"
PAGE = "companion/home-assistant.io/source/_integrations/my_device.markdown"

type Run = Callable[..., int]

BAD = [
    pytest.param(f"{INTEGRATION}/manifest.json", b"{", "not JSON", id="manifest"),
    pytest.param(
        f"{INTEGRATION}/manifest.json", b'{"domain": "other"}', "domain", id="domain"
    ),
    pytest.param(f"{INTEGRATION}/strings.json", b"\xff", "UTF-8", id="strings"),
    pytest.param(f"{INTEGRATION}/sensor.py", b"def", "not Python", id="module"),
    pytest.param(
        "tests/components/my_device/test_init.py", b"def", "not Python", id="test"
    ),
    pytest.param(SCALE, b"rules: [", "not YAML", id="scale"),
    pytest.param(SCALE, b"rules:\n", "no rules", id="no rules"),
    pytest.param(PAGE, b"My Device\n", "no front matter", id="page"),
    pytest.param(PAGE, b"---\na: [\n---\n", "front matter", id="front matter"),
    pytest.param(f"{LIBRARY}/pyproject.toml", b"[", "not TOML", id="library"),
    pytest.param(
        f"{LIBRARY}/.github/workflows/release.yml", b"[", "not YAML", id="workflow"
    ),
    pytest.param(
        ".cache/test-results.xml",
        b"<testsuites>",
        "no record of a test run",
        id="results",
    ),
    pytest.param(
        ".cache/coverage.json", b"{}", "no record of a test run", id="coverage"
    ),
]

# What nobody expects where an object is due.
ODD = [
    pytest.param(
        f"{INTEGRATION}/strings.json",
        '{"config": [], "entity": {"switch": 1}}',
        id="strings",
    ),
    pytest.param(f"{INTEGRATION}/icons.json", '{"entity": []}', id="icons"),
    pytest.param(f"{INTEGRATION}/services.yaml", "[1]", id="services"),
    pytest.param(
        f"{INTEGRATION}/manifest.json",
        '{"domain": "my_device", "requirements": 1}',
        id="manifest",
    ),
    pytest.param(f"{LIBRARY}/pyproject.toml", "project = 1", id="library"),
    pytest.param(f"{LIBRARY}/.github/workflows/release.yml", "[1]", id="workflow"),
]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tree: Path) -> Run:
    """Return what runs the tool on the copy."""

    def run(*arguments: str) -> int:
        monkeypatch.setattr(
            sys, "argv", ["quality_scale", str(tree / INTEGRATION), *arguments]
        )
        return main()

    return run


def test_this_repository() -> None:
    """Test that what stands here is clean, in a process of its own that does not import core."""
    needs_model()
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "script.quality_scale"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert "my_device: platinum reached, platinum in the manifest\n" in done.stdout
    assert " homeassistant" not in done.stderr


def test_unreadable_beside(
    tree: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Test that a file of one integration hides no verdict on another."""
    other = tree / INTEGRATION.replace("my_device", "other")
    other.mkdir()
    (other / "manifest.json").write_bytes(b"\xff")
    monkeypatch.setattr("script.integration.integration.COMPONENTS", other.parent)
    monkeypatch.setattr(sys, "argv", ["quality_scale"])
    assert main() == 2
    output = capsys.readouterr()
    assert output.out.startswith("my_device: platinum reached")
    assert output.err.count("\n") == 1
    assert "other/manifest.json" in output.err


def test_without_record(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    """Test that a fresh clone is clean, and says what is not proven."""
    assert run() == 0
    printed = capsys.readouterr().out
    assert "? test-coverage " in printed
    assert (
        "Not proven for 10 rules (not run: script/test): config-flow-test-coverage, "
        in printed
    )


def test_stale_record(
    run: Run, tree: Path, write_record: WriteRecord, capsys: pytest.CaptureFixture[str]
) -> None:
    """Test that a run proves nothing of what was changed after it."""
    write_record(failed="test_load_unload")
    assert run() == 1
    later = (tree / ".cache/coverage.json").stat().st_mtime + 1
    os.utime(tree / INTEGRATION / "sensor.py", (later, later))
    capsys.readouterr()
    assert run() == 0
    assert "changed since the last run: script/test" in capsys.readouterr().out


def test_told_once(run: Run, tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Test that what hassfest looks for as well is told once."""
    edit(
        tree / INTEGRATION / "config_flow.py",
        ("async_step_reconfigure", "async_step_change"),
    )
    assert run() == 1
    assert capsys.readouterr().out.count("[reconfiguration-flow]") == 1


def test_finding(
    run: Run, tree: Path, write_record: WriteRecord, capsys: pytest.CaptureFixture[str]
) -> None:
    """Test what is printed of a rule that does not hold, and of the next tier."""
    path = tree / INTEGRATION / "sensor.py"
    edit(path, ("PARALLEL_UPDATES = 0\n", ""))
    write_record()
    assert run() == 1
    printed = capsys.readouterr().out
    assert printed.startswith("my_device: bronze reached, platinum in the manifest\n")
    assert "\nBefore silver:\n  parallel-updates: " in printed
    assert "/rules/parallel-updates)" in printed
    assert f"\n{path}: [parallel-updates] " in printed


def test_advice(run: Run, tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Test that what accepted integrations lack as well is said apart, and fails nothing."""
    edit(tree / INTEGRATION / "icons.json", ('"relay"', '"other"'))
    assert run() == 0
    printed = capsys.readouterr().out
    said, advice = printed.split("\nAdvice, which reviewers may or may not give:\n")
    assert "entity.switch.other: no entity has this translation key" in advice
    assert "[icon-translations]" not in said
    assert "? icon-translations" in said


@pytest.mark.parametrize(
    ("old", "new", "expected", "code"),
    [
        pytest.param(
            "  brands: done",
            "  brands: todo",
            "Hint: brands is todo, but ",
            0,
            id="todo",
        ),
        pytest.param(
            "  brands: done", "  brands: maybe", "the status is maybe", 1, id="unknown"
        ),
        pytest.param("  brands: done\n", "", "the status is missing", 1, id="missing"),
        pytest.param(
            "  brands: done",
            "  brands:\n    status: exempt\n    comment: None.",
            "exempt, but the rule has no exceptions",
            1,
            id="exempt",
        ),
        pytest.param(
            "  devices: done",
            "  devices:\n    status: exempt\n    comment: None.",
            "exempt, but there is a device",
            1,
            id="untrue",
        ),
        pytest.param(
            "    status: exempt\n    comment: Entities do not subscribe to events.",
            "    status: done\n    comment: Entities do not subscribe to events.",
            "Say exempt: Entities do not subscribe to events",
            1,
            id="done, though there is nothing",
        ),
        pytest.param(
            "    status: exempt\n    comment: Entities do not subscribe to events.",
            "    status: done\n    comment: They follow their coordinator.",
            "",
            0,
            id="done, with a comment on what there is",
        ),
    ],
)
def test_status(
    run: Run,
    tree: Path,
    capsys: pytest.CaptureFixture[str],
    old: str,
    new: str,
    expected: str,
    code: int,
) -> None:
    """Test what is said of a status."""
    edit(tree / SCALE, (old, new))
    assert run() == code
    assert expected in capsys.readouterr().out


def test_json(run: Run, tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Test the output for a machine."""
    assert run("--json") == 0
    [case] = json.loads(capsys.readouterr().out)
    assert case["domain"] == "my_device"
    assert case["reached"] == "platinum"
    assert len(case["rules"]) == 54
    assert case["rules"]["brands"] == {
        "tier": "bronze",
        "status": "done",
        "evidence": "icon and logo have the demanded sizes",
        "evidence_places": [
            {
                "path": str(tree / BRAND / name),
                "line": 0,
                "what": "there is an image",
            }
            for name in sorted(path.name for path in (tree / BRAND).glob("*.png"))
        ],
        "pending": "",
        "page": "https://developers.home-assistant.io/docs/core/integration-quality-scale/rules/brands",
        "gaps": [],
        "advice": [],
        "blanks": [],
    }


@pytest.mark.parametrize(("file", "content", "expected"), BAD)
def test_bad_input(
    run: Run,
    tree: Path,
    write_record: WriteRecord,
    capsys: pytest.CaptureFixture[str],
    file: str,
    content: bytes,
    expected: str,
) -> None:
    """Test that a file that cannot be read is one clear line."""
    write_record()
    (tree / file).write_bytes(content)
    later = (tree / ".cache/coverage.json").stat().st_mtime
    os.utime(tree / file, (later, later))
    assert run() == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert expected in error


@pytest.mark.parametrize(("file", "content"), ODD)
def test_odd_input(run: Run, tree: Path, file: str, content: str) -> None:
    """Test that what has another shape than is due is no surprise."""
    (tree / file).write_text(content)
    assert run() in (0, 1)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param("nowhere", "no such folder", id="domain"),
        pytest.param(
            "./homeassistant/components/nowhere", "no such folder", id="folder"
        ),
        pytest.param("./script", "name a folder of that kind", id="elsewhere"),
    ],
)
def test_bad_argument(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    name: str,
    expected: str,
) -> None:
    """Test that what is no integration is one clear line."""
    monkeypatch.setattr(sys, "argv", ["quality_scale", name])
    monkeypatch.chdir(ROOT)
    assert main() == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert expected in error


def test_blanks(run: Run, tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Test that no rule is reached while its part of the page has a blank, which is told apart from errors."""
    page = tree / PAGE
    heading = "## Use cases\n\n"
    edit(page, (heading, f"{heading}{blank('Say what for')}\n\n"))
    line = page.read_text().splitlines().index(blank("Say what for")) + 1
    assert run() == 0
    printed = capsys.readouterr().out
    assert printed.startswith("my_device: silver reached, platinum in the manifest\n")
    assert printed.count(f"  {MARK} ") == 1
    assert (
        f"  {MARK} docs-use-cases                  done    yours to write (1): _integrations/my_device.markdown:{line}\n"
        in printed
    )
    assert "Before gold:\n  docs-use-cases: yours to write (1) " in printed
    assert f"Yours to write (1):\n  {page}:{line}: Say what for\n" in printed
    assert run("--json") == 0
    (judged,) = json.loads(capsys.readouterr().out)
    assert judged["reached"] == "silver"
    assert {
        rule: each["blanks"] for rule, each in judged["rules"].items() if each["blanks"]
    } == {"docs-use-cases": [f"{page}:{line}: Say what for"]}
