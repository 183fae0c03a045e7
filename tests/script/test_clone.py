"""Test the commands in a clone that is moved, copied, shared and made read only, with a pretended uv and tools."""

from collections.abc import Iterable
import os
from pathlib import Path
import shutil
import signal
import subprocess
import sys

import pytest

from script import ROOT

PYTHON = Path(sys.base_prefix, "bin", "python3.14")
SCRIPTS = (
    "prelude",
    "bootstrap",
    "find_python",
    "run",
    "test",
    "lint",
    "develop",
    "setup",
)
WAITS = "Environment: another script/bootstrap is at work here; waiting for it …"
MADE = "Environment: Python"
# What it is asked for, it notes in a file beside the clone's .venv.
UV = f"""\
#!/bin/bash
echo "$*" >>uv.log
case "$1 $2" in
  "--version ") echo "uv 999.0.0" ;;
  "venv "*)
    rm -rf .venv
    {PYTHON} -m venv --without-pip .venv
    ;;
  "pip install") sleep "${{SECONDS_TO_INSTALL:-0}}"; exit "${{INSTALLED:-0}}" ;;
esac
"""
# Pretended Python and tools
TOLD = """\
#!/bin/bash
printf '%s' "${0##*/} $*|$PWD|" "${PYTHONPATH-}${PYTHONHOME-}${PYTHONOPTIMIZE-}${MYPYPATH-}"
echo
[ "${DIES-}" != "${0##*/}" ] || kill -KILL $$
"""
TOOLS = ("python", "ruff", "mypy", "pylint", "codespell", "yamllint", "prek")


def write(path: Path, text: str) -> None:
    """Write a program."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(0o755)


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """Return a clone with a pretended uv beside it."""
    clone = tmp_path / "two words"
    (clone / "script").mkdir(parents=True)
    for name in SCRIPTS:
        shutil.copy(ROOT / "script" / name, clone / "script")
    for name in ("requirements_test.txt", "pyproject.toml"):
        (clone / name).touch()
    write(tmp_path / "bin" / "uv", UV)
    return clone


@pytest.fixture
def ready(clone: Path) -> Path:
    """Return a clone in which everything was installed, all of it pretended."""
    write(clone / "script" / "bootstrap", "#!/bin/bash\n")
    for name in TOOLS:
        write(clone / ".venv" / "bin" / name, TOLD)
    write(clone / "script" / "tool" / "__main__.py", "")
    write(clone / "script" / "development" / "__main__.py", "")
    return clone


def start(
    clone: Path, *command: str, cwd: Path | None = None, **environment: str
) -> subprocess.Popen[str]:
    """Start a command of a clone."""
    return subprocess.Popen(
        [clone / command[0], *command[1:]],
        cwd=cwd or clone,
        env={
            "HOME": "/nonexistent",
            "PATH": f"{clone.parent}/bin:/usr/bin:/bin",
            "PYTHON": str(PYTHON),
            **environment,
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def run(
    clone: Path, *command: str, cwd: Path | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run a command of a clone."""
    process = start(clone, *command, cwd=cwd, **environment)
    output, errors = process.communicate(timeout=30)
    return subprocess.CompletedProcess(command, process.returncode, output, errors)


def bootstrap(clone: Path) -> list[str]:
    """Bring up the environment, and return what was said of it."""
    result = run(clone, "script/bootstrap")
    assert result.returncode == 0, result.stderr
    assert result.stdout == ""
    return result.stderr.splitlines()


def asked(clone: Path, what: str) -> int:
    """Return how often uv was asked for something."""
    lines = (clone / "uv.log").read_text().splitlines()
    return sum(line.startswith(what) for line in lines)


def test_nothing_changed(clone: Path) -> None:
    """Test that the environment is made once."""
    assert bootstrap(clone)[0].startswith(MADE)
    assert bootstrap(clone) == []
    (clone / "requirements_test.txt").write_text("one==1")
    assert bootstrap(clone) == ["Environment: packages …"]
    assert asked(clone, "venv") == 1
    assert asked(clone, "pip install") == 2


def test_moved(clone: Path) -> None:
    """Test that a clone that moved, and one that moved back, makes its environment anew."""
    bootstrap(clone)
    moved = clone.rename(clone.with_name("moved"))
    assert bootstrap(moved)[0].startswith(MADE)
    assert bootstrap(moved) == []
    [path] = moved.glob(".venv/lib/*/site-packages/scaffold.pth")
    assert path.read_text() == f"{moved}\n"
    assert bootstrap(moved.rename(clone))[0].startswith(MADE)


def test_copied(clone: Path) -> None:
    """Test that a copy makes an environment of its own, and leaves the original's alone."""
    bootstrap(clone)
    copy = clone.with_name("copy")
    shutil.copytree(clone, copy, symlinks=True)
    assert bootstrap(copy)[0].startswith(MADE)
    assert bootstrap(copy) == bootstrap(clone) == []
    names = (copy / ".venv").rglob("*")
    texts = (path.read_bytes() for path in names if path.is_file())
    assert not any(bytes(clone) + b"/" in text for text in texts)


def test_reached_by_a_link(clone: Path) -> None:
    """Test that another way to the same place is no move."""
    bootstrap(clone)
    link = clone.with_name("link")
    link.symlink_to(clone)
    assert bootstrap(link) == []


def test_copied_hook(clone: Path) -> None:
    """Test that a git hook of another place is installed anew, and no other hook."""
    bootstrap(clone)
    hook = clone / ".git" / "hooks" / "pre-commit"
    write(clone / ".venv" / "bin" / "prek", '#!/bin/bash\necho "$*" >>uv.log\n')
    for content, count in (
        ("# Somebody's own", 0),
        (f'# generated by prek\nPREK="{clone}/.venv/bin/prek"', 0),
        ('# generated by prek\nPREK="/elsewhere/.venv/bin/prek"', 1),
    ):
        write(hook, content)
        (clone / "pyproject.toml").write_text(content)
        bootstrap(clone)
        assert asked(clone, "install") == count


def test_two_at_once(clone: Path) -> None:
    """Test that one waits for the other, says so, and finds everything done."""
    first = start(clone, "script/bootstrap", SECONDS_TO_INSTALL="3")
    assert first.stderr
    assert any("packages" in line for line in first.stderr)
    assert bootstrap(clone) == [WAITS]
    assert first.wait() == 0
    assert asked(clone, "pip install") == 1


def test_first_of_two_killed(clone: Path) -> None:
    """Test that nobody waits for one that is gone, and nothing half-made is taken."""
    bootstrap(clone)
    (clone / "requirements_test.txt").write_text("one==1")
    first = start(clone, "script/bootstrap", SECONDS_TO_INSTALL="60")
    assert first.stderr
    assert any("packages" in line for line in first.stderr)
    os.killpg(first.pid, signal.SIGKILL)
    first.wait()
    (clone / "requirements_test.txt").write_text("")
    assert bootstrap(clone)[0].startswith(MADE)


def test_failed_installation(clone: Path) -> None:
    """Test that it ends the command, and that what there is goes on being used."""
    write(clone / "script" / "tool" / "__main__.py", "")
    for _ in range(2):
        result = run(clone, "script/run", "tool", INSTALLED="1")
        assert result.returncode == 1
        assert "could not be installed (see above)" in result.stderr.splitlines()[-1]
    assert asked(clone, "venv") == 1
    assert bootstrap(clone) == ["Environment: packages …"]


@pytest.mark.parametrize("place", [".", ".venv", ".cache"])
def test_read_only(clone: Path, place: str) -> None:
    """Test that one line says what cannot be written, where anything has to be."""
    bootstrap(clone)
    # As root may write everywhere, it gives up that privilege.
    lesser = shutil.which("setpriv") if os.geteuid() == 0 else None
    command = [lesser, "--bounding-set=-dac_override", "script/bootstrap"]
    (clone / place).chmod(0o555)
    for change, status, line in (
        ("", 0, ""),
        (
            "one==1",
            2,
            f"script/bootstrap: {(clone / place).resolve()} cannot be written, as is needed for this. "
            "Make it writable, or clone the repository to where you can write.\n",
        ),
    ):
        (clone / "requirements_test.txt").write_text(change)
        result = subprocess.run(
            [each for each in command if each],
            cwd=clone,
            env={"PATH": f"{clone.parent}/bin:/usr/bin:/bin", "PYTHON": str(PYTHON)},
            capture_output=True,
            check=False,
            text=True,
        )
        assert (result.returncode, result.stderr) == (status, line)
    (clone / place).chmod(0o755)


COMMANDS = pytest.mark.parametrize(
    "command",
    [
        pytest.param(["script/run", "tool"], id="run"),
        pytest.param(["script/test"], id="test"),
        pytest.param(["script/test", "tests"], id="some-tests"),
        pytest.param(["script/lint"], id="lint"),
        pytest.param(["script/setup"], id="setup"),
        pytest.param(["script/develop"], id="develop"),
    ],
)


@COMMANDS
def test_led_astray(ready: Path, tmp_path: Path, command: Iterable[str]) -> None:
    """Test that nothing that the caller's own Python and shell are told gets in."""
    (tmp_path / "two words" / "script" / "script").mkdir()
    result = subprocess.run(
        ["bash", *command],
        cwd=ready,
        env={
            "CDPATH": str(ready / "script"),
            "MYPYPATH": "astray",
            "PATH": "/usr/bin:/bin",
            "PYTHONHOME": "astray",
            "PYTHONOPTIMIZE": "astray",
            "PYTHONPATH": "astray",
        },
        capture_output=True,
        check=False,
        text=True,
    )
    assert result.stderr == ""
    assert result.returncode == 0
    told = [line for line in result.stdout.splitlines() if "|" in line]
    assert told
    assert all(line.endswith(f"|{ready}|") for line in told)


@COMMANDS
@pytest.mark.parametrize("dies", TOOLS)
def test_never_green(ready: Path, command: list[str], dies: str) -> None:
    """Test that a command is not content where one of its programs was killed."""
    result = run(ready, *command, DIES=dies)
    ran = f"\n{dies} " in f"\n{result.stdout}"
    assert (result.returncode != 0) is ran
    if command == ["script/lint"] and ran:
        assert result.returncode == 1
        assert result.stderr.splitlines()[-1].startswith("Failed: ")
        assert result.stdout.count("── ") == 10


def test_ci_ends_with_the_first_failure(ready: Path) -> None:
    """Test that what CI judges goes no further than a command that fails, and leaves nothing that it made."""
    shutil.copytree(ROOT / ".ci", ready / ".ci")
    for name in ("lint", "test", "develop"):
        write(ready / "script" / name, TOLD)
    write(ready / ".ci" / "chromium", TOLD)
    for name in ("quality_scale", "scaffold"):
        write(ready / "script" / name / "__main__.py", "")
    subprocess.run(["git", "init", "--quiet", ready], check=True)
    components = ready / "homeassistant" / "components"
    write(components / "acme_meter" / "manifest.json", "{}")
    write(components / "acme_other" / "manifest.json", "{}")
    assert run(ready, ".ci/run").returncode == 0
    # What was made for it is gone, and nothing else.
    assert [path.name for path in components.iterdir()] == ["acme_meter"]
    write(components / "acme_other" / "manifest.json", "{}")
    for name in ("lint", "chromium", "test", "python", "develop"):
        result = run(ready, ".ci/run", DIES=name)
        assert result.returncode == 128 + signal.SIGKILL
        assert result.stdout.splitlines()[-1].startswith(f"{name} ")
        # It was there before it could be made.
        assert (components / "acme_other").exists()


def test_python_from_where_the_caller_stands(clone: Path) -> None:
    """Test that a relative PYTHON is not meant from the clone's root."""
    elsewhere = clone.parent / "elsewhere" / "bin"
    elsewhere.mkdir(parents=True)
    (elsewhere / "python").symlink_to(PYTHON)
    result = run(clone, "script/find_python", cwd=elsewhere.parent, PYTHON="bin/python")
    assert result.stdout == f"{elsewhere}/python\n"
    result = run(clone, "script/find_python", cwd=elsewhere, PYTHON="bin/python")
    assert result.returncode == 2
    assert result.stderr.startswith(f"PYTHON={elsewhere}/bin/python: not a")


def test_line_ends_of_windows(tmp_path: Path) -> None:
    """Test that a clone has the line ends of what was committed, whatever git is told."""
    source, clone = tmp_path / "source", tmp_path / "clone"
    source.mkdir()
    shutil.copy(ROOT / ".gitattributes", source)
    contents = {"text": b"a\nb\n", "image.png": b"\x89PNG\r\n\x1a\n\0\n"}
    for name, content in contents.items():
        (source / name).write_bytes(content)
    git = ["git", "-c", "core.autocrlf=true", "-c", "user.name=A", "-c", "user.email=A"]
    for command in (
        ["init", "--quiet"],
        ["add", "."],
        ["commit", "--quiet", "--message", "Add"],
        ["clone", "--quiet", str(source), str(clone)],
    ):
        subprocess.run([*git, *command], cwd=source, check=True)
    assert {name: (clone / name).read_bytes() for name in contents} == contents
