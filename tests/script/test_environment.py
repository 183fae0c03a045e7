"""Test what brings up the environment, as far as it changes nothing."""

from pathlib import Path
import subprocess
import sys

import pytest

from script import ROOT

PYTHON = Path(sys.base_prefix, "bin", "python3.14")


def run(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a script with nothing on its path but the environment and the system."""
    path = f"{environment.pop('path', '')}:{ROOT}/.venv/bin:/usr/bin:/bin"
    return subprocess.run(
        command,
        cwd=ROOT,
        env={"HOME": "/nonexistent", "PATH": path, **environment},
        capture_output=True,
        check=False,
        text=True,
    )


def test_python_is_the_one_named() -> None:
    """Test that PYTHON goes before all that could be found."""
    result = run("script/find_python", PYTHON=str(PYTHON))
    assert result.stdout == f"{PYTHON}\n"
    assert result.returncode == 0


@pytest.mark.parametrize("name", ["/usr/bin/false", "no-such-python"])
def test_named_python_does_not_fit(name: str) -> None:
    """Test that nothing is taken in place of a PYTHON that does not fit."""
    result = run("script/find_python", PYTHON=name)
    assert result.stdout == ""
    assert result.stderr.startswith(f"PYTHON={name}: not a Python >=3.14.2")
    assert len(result.stderr.splitlines()) == 1
    assert result.returncode == 2


def test_python_is_one_that_uv_finds(tmp_path: Path) -> None:
    """Test that an interpreter on the path is taken, and nothing fetched."""
    (tmp_path / "python3.14").symlink_to(PYTHON)
    cache = tmp_path / "cache"
    result = run("script/find_python", path=str(tmp_path), UV_CACHE_DIR=str(cache))
    assert Path(result.stdout.strip()).resolve() == PYTHON.resolve()
    assert result.stderr == ""
    assert result.returncode == 0


@pytest.mark.parametrize("arguments", [[], ["no_such_tool"], ["../script"]])
def test_no_such_tool(arguments: list[str]) -> None:
    """Test that the tools are named to somebody who names none of them."""
    tools = sorted(path.parent.name for path in ROOT.glob("script/*/__main__.py"))
    result = run("script/run", *arguments)
    assert result.stdout == ""
    assert result.stderr.endswith(f"the tools: {' '.join(tools)}\n")
    assert len(result.stderr.splitlines()) == 1
    assert result.returncode == 2
