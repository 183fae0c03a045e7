"""Test the command as its user runs it."""

from itertools import takewhile
import os
from pathlib import Path
import re
import signal
import subprocess
import sys

import pytest

from script import ROOT
from script.copying import copy_tree
from script.integration.blanks import blank
from script.integration.tree import Places, read

from tests.edits import replaced

OUTPUT = Path("build/pull-requests/my_device")
FLOW = Path("homeassistant/components/my_device/config_flow.py")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a copy of what the command works on."""
    root = tmp_path / "root"
    root.mkdir()
    copy_tree(root)
    # What mypy finds out about Home Assistant takes it most of a minute.
    cache = ROOT / ".cache" / "mypy"
    cache.mkdir(parents=True, exist_ok=True)
    (root / ".cache").mkdir()
    (root / ".cache" / "mypy").symlink_to(cache)
    return root


def command(*arguments: str) -> list[str]:
    """Return the command."""
    return [sys.executable, "-m", "script.submit", *arguments]


def run(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command."""
    return subprocess.run(
        command(*arguments),
        cwd=root,
        env=os.environ | {"PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        check=False,
    )


def table_in(text: str) -> list[str]:
    """Return the lines of the table of steps in a text."""
    lines = iter(text.splitlines())
    head = next(line for line in lines if line.startswith("step "))
    return [head, *takewhile(lambda line: line[:1].isdigit(), lines)]


def test_writes_each_step(root: Path) -> None:
    """Test what is written, and that what was there before is gone."""
    old = root / OUTPUT / "9-old"
    old.mkdir(parents=True)
    (old / "core.patch").write_text("")
    result = run(root, "my_device", "--no-check")
    assert result.returncode == 0, result.stderr
    folders = sorted(path.name for path in (root / OUTPUT).iterdir())
    assert [name[:2] for name in folders] == [f"{number}-" for number in range(1, 9)]
    for name in folders:
        folder = root / OUTPUT / name
        assert (folder / "core.patch").read_bytes().startswith(b"diff --git")
        assert "[x] I understand" not in (folder / "pull-request.md").read_text()
        assert "Local tests pass" in (folder / "pull-request.md").read_text()
        assert "[x] Local" not in (folder / "pull-request.md").read_text()
        assert (folder / "companion").is_dir()
    last = root / OUTPUT / folders[-1]
    assert read(last, (FLOW.parent.as_posix(),)) == read(
        root, (FLOW.parent.as_posix(),)
    )
    assert (root / OUTPUT / folders[0] / "by-hand.md").is_file()
    assert not (root / OUTPUT / folders[1] / "by-hand.md").exists()
    assert "8-strict-typing" in result.stdout
    assert [path.name for path in (root / "build/pull-requests").iterdir()] == [
        "my_device"
    ]


@pytest.mark.timeout(300)
def test_readme_shows_what_is_printed(root: Path) -> None:
    """Test that the series is green, and the table of the README is the one that is printed."""
    result = run(root, "my_device")
    assert result.returncode == 0, result.stdout + result.stderr
    shown = table_in((ROOT / "README.md").read_text())
    assert len(shown) == 9
    assert table_in(result.stdout) == shown


def test_one_stage_leaves_the_others(root: Path) -> None:
    """Test that one step is written, and the rest stays as it was."""
    kept = root / OUTPUT / "1-new-integration" / "core.patch"
    kept.parent.mkdir(parents=True)
    kept.write_text("kept")
    result = run(root, "my_device", "--no-check", "--stage", "3")
    assert result.returncode == 0, result.stderr
    assert sorted(path.name for path in (root / OUTPUT).iterdir()) == [
        "1-new-integration",
        "3-switch",
    ]
    assert kept.read_text() == "kept"
    assert "2-reauth" not in result.stdout


@pytest.mark.timeout(240)
def test_judges_find_what_is_wrong(root: Path) -> None:
    """Test that a step that is not in order is told with what the judge said, and ends with 1."""
    path = root / FLOW
    # A branch that no test reaches, in a form that the judge of comments does not like either.
    text = path.read_text()
    path.write_text(text + "\n\n# old = {}\ndef unused() -> int:\n    return 'wrong'\n")
    result = run(root, "my_device", "--stage", "1")
    assert result.returncode == 1, result.stdout + result.stderr
    row = next(
        line
        for line in result.stdout.splitlines()
        if line.startswith("1-new-integration ")
    )
    assert "✗" in row
    for judge in ("comments", "flow coverage", "mypy"):
        assert f"1-new-integration: {judge}\n" in result.stdout
        assert judge in row
    assert "tests" not in row.partition("✗")[2]
    text = (root / OUTPUT / "1-new-integration" / "pull-request.md").read_text()
    assert "- [x] Local tests pass" in text
    assert "- [ ] There is no commented out code" in text


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "which integration is meant? Name one of my_cloud, my_device, my_hub"),
        (["nowhere"], "'nowhere': no such integration here; name one of "),
        (["my_device", "--stage", "9", "--no-check"], "--stage 9: there are 1 to 8"),
        (["my_device", "--stage", "0", "--no-check"], "--stage 0: there are 1 to 8"),
        (
            ["my_device", "--first", "light"],
            "no platform of my_device; name one of sensor, switch",
        ),
        (["my_device", "--update"], "--update goes with --core"),
        (["my_device", "--status"], "--status goes with --core"),
        (["my_device", "--landed"], "--landed goes with --core"),
        (["my_device", "--sync"], "--sync goes with --core"),
        (["my_device", "--review", "--keep", "1"], "leave out the other options"),
        (["my_device", "--review", "--no-check"], "edited there is none"),
        (["my_device", "--core", ".", "--stage", "1"], "leave out --stage"),
        (["my_device", "--core", "nowhere", "--no-check"], "nowhere: no such folder"),
        (["my_device", "--output", "script"], "not part of a series"),
        (["my_device", "--output", "pyproject.toml"], "not a folder"),
    ],
)
def test_refused(root: Path, arguments: list[str], said: str) -> None:
    """Test that a wrong argument is told in one line, and nothing is written."""
    before = sorted(root.glob("*"))
    result = run(root, *arguments)
    assert result.returncode == 2
    assert said in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert sorted(root.glob("*")) == before


def test_takes_over_what_review_has_changed(root: Path) -> None:
    """Test that a step as edited changes the integration here, and what comes later."""
    assert run(root, "my_device", "--no-check").returncode == 0
    step = root / OUTPUT / "1-new-integration"
    for path in (step / FLOW.parent).glob("*.py"):
        text = path.read_text()
        path.write_text(text.replace("MyDeviceEntity", "DeviceEntity"))
    result = run(root, "my_device", "--no-check", "--review")
    assert result.returncode == 0, result.stderr
    assert "MyDeviceEntity is DeviceEntity, everywhere now" in result.stdout
    switch = FLOW.with_name("switch.py")
    assert "MyDeviceEntity" not in (root / switch).read_text()
    assert "DeviceEntity" in (root / OUTPUT / "3-switch" / switch).read_text()
    result = run(root, "my_device", "--no-check", "--review")
    assert result.returncode == 2
    assert "edited there is none" in result.stderr


def test_review_contradicts(root: Path) -> None:
    """Test that a contradiction is marked in the integration, and told with its place."""
    assert run(root, "my_device", "--no-check").returncode == 0
    entity = FLOW.with_name("entity.py")
    for path, name in (
        (root / OUTPUT / "1-new-integration" / entity, "Theirs"),
        (root / entity, "Ours"),
    ):
        first, _, rest = path.read_text().partition("\n")
        assert first.startswith('"""')
        path.write_text(f'"""{name}."""\n{rest}')
    result = run(root, "my_device", "--no-check", "--review")
    assert result.returncode == 1
    assert f"{entity}:1: the finished integration has" in result.stdout
    assert (root / entity).read_text().startswith("<<<<<<< finished")
    result = run(root, "my_device", "--no-check")
    assert result.returncode == 2
    assert f"{entity}:1: not Python" in result.stderr


@pytest.mark.parametrize(
    ("path", "content", "said"),
    [
        (FLOW, "def broken(:\n", f"{FLOW}:1: not Python"),
        (FLOW.with_name("strings.json"), "{", "strings.json: not JSON"),
        (Path("tests/components/my_device/test_init.py"), "def (", "not Python"),
    ],
)
def test_unreadable(root: Path, path: Path, content: str, said: str) -> None:
    """Test that a file that cannot be read is named in one line."""
    (root / path).write_text(content)
    result = run(root, "my_device", "--no-check")
    assert result.returncode == 2
    assert said in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert not (root / "build").exists()


BARE = {
    "manifest.json": """\
{
  "domain": "bare",
  "name": "Bare",
  "codeowners": ["@somebody"],
  "documentation": "https://www.home-assistant.io/integrations/bare",
  "iot_class": "local_polling",
  "requirements": ["bare==1.0.0"]
}
""",
    "__init__.py": """\
\"\"\"The Bare integration.\"\"\"

from homeassistant.const import Platform

PLATFORMS = [Platform.SENSOR, Platform.SWITCH]
""",
    "sensor.py": '"""Sensors."""\n',
    "switch.py": '"""Switches."""\n',
}


@pytest.mark.timeout(120)
def test_takes_what_is_there(root: Path) -> None:
    """Test that an integration with next to nothing is cut, and what core wants is said in a line each."""
    folder = root / FLOW.parents[1] / "bare"
    folder.mkdir()
    for name, text in BARE.items():
        (folder / name).write_text(text)
    result = run(root, "bare", "--first", "switch")
    assert result.returncode == 1, result.stderr
    assert result.stderr == ""
    first, second, third, fourth, count = result.stdout.splitlines()[:5]
    assert "bare/config_flow.py: not there; core wants" in first
    assert "bare/strings.json: not there; core wants" in second
    assert "bare/quality_scale.yaml: not there; core wants" in third
    assert "bare.markdown: not there; core wants" in fourth
    assert count == "bare: 2 pull requests"
    assert "2-sensor " in result.stdout
    assert "tests/components/bare/: there are none; core wants" in result.stdout
    assert "Errno" not in result.stdout
    assert "Traceback" not in result.stdout
    assert "Warning" not in result.stdout
    assert "flow coverage" not in result.stdout


@pytest.mark.timeout(120)
def test_interrupt_leaves_what_was_there(root: Path, tmp_path: Path) -> None:
    """Test that whoever ends the command finds the output of before, and nothing else left."""
    kept = root / OUTPUT / "1-new-integration" / "core.patch"
    kept.parent.mkdir(parents=True)
    kept.write_text("kept")
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    with subprocess.Popen(
        command("my_device"),
        cwd=root,
        env=os.environ | {"PYTHONPATH": str(root), "TMPDIR": str(temporary)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        # The judges are at work once one of them is done.
        assert next(line for line in process.stdout if "hassfest" in line)
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate()
    assert process.returncode == 130
    assert errors == "\nscript/run submit: ended; nothing was written\n"
    assert [path.name for path in (root / OUTPUT).rglob("*")] == [
        "1-new-integration",
        "core.patch",
    ]
    assert list(temporary.glob("submit-*")) == []


@pytest.mark.timeout(300)
def test_red_while_a_blank_is_left(root: Path) -> None:
    """Test that every step is red while only the author can write something, which is listed, and green afterwards."""
    page = root / Places("my_device").page
    text = page.read_text()
    heading = "## Use cases\n\n"
    page.write_text(replaced(text, (heading, f"{heading}{blank('Say what for')}\n\n")))
    result = run(root, "my_device", "--no-check")
    assert result.returncode == 1, result.stdout + result.stderr
    verdicts = [
        line.partition("✗ ")[2]
        for line in result.stdout.splitlines()
        if re.match(r"\d-", line)
    ]
    assert verdicts == ["blanks"] * 8
    assert result.stdout.count("my_device.markdown:27: Say what for\n") == 1
    page.write_text(text)
    result = run(root, "my_device", "--no-check")
    assert result.returncode == 0, result.stdout + result.stderr
    assert "Yours to write" not in result.stdout
