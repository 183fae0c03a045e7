"""Test telling whether a library is released."""

from pathlib import Path

import pytest

from script import ROOT
from script.submit.release import releases
from script.submit.series import Step

from .conftest import commit, git

REQUIREMENT = "my-device-client==1.0.0"


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """Return the library of the model, in a repository of its own."""
    folder = tmp_path / "companion" / "library" / "my-device-client"
    (folder / "src").mkdir(parents=True)
    (folder / "src" / "client.py").write_text("")
    (folder / "pyproject.toml").write_text('[project]\nversion = "1.0.0"\n')
    (folder / "CHANGELOG.md").write_text("## 1.0.0\n")
    git(folder, "init", "--quiet")
    commit(folder, "Release")
    git(folder, "tag", "v1.0.0")
    return folder


def told(library: Path, steps: list[Step]) -> str:
    """Return what is told of it."""
    (line,) = releases(library.parents[2], steps[0], None)
    return line.removeprefix(f"{REQUIREMENT}: ").removesuffix(
        "; core takes it from PyPI"
    )


def test_released(library: Path, steps: list[Step]) -> None:
    """Test that nothing speaks against it, and that a step that requires nothing new needs nothing."""
    assert told(library, steps) == "tagged here"
    assert releases(library.parents[2], steps[1], steps[0]) == []


def test_doubts(library: Path, steps: list[Step]) -> None:
    """Test each thing that speaks against a release."""
    (library / "src" / "client.py").write_text("VALUE = 1\n")
    assert told(library, steps) == "its source has changed since its tag v1.0.0"
    git(library, "tag", "--delete", "v1.0.0")
    assert told(library, steps) == "it has no tag 1.0.0 or v1.0.0"
    (library / "CHANGELOG.md").write_text("## 11.0.0, 1.0.01\n")
    assert told(library, steps).startswith("CHANGELOG.md does not name the version")
    (library / "CHANGELOG.md").unlink()
    assert told(library, steps).startswith("it has no changelog")


def test_other_version(library: Path, steps: list[Step]) -> None:
    """Test that it is told where the source is of another version."""
    (library / "pyproject.toml").write_text('[project]\nversion = "1.1.0"\n')
    assert told(library, steps) == "its pyproject.toml has version 1.1.0"


def test_elsewhere(tmp_path: Path, steps: list[Step]) -> None:
    """Test that of a library whose source is not here nothing is told."""
    (line,) = releases(tmp_path, steps[0], None)
    assert "its source is not here" in line


def test_beside(steps: list[Step]) -> None:
    """Test that of one that has no repository of its own that is told."""
    (line,) = releases(ROOT, steps[0], None)
    assert line.startswith(f"{REQUIREMENT}: it has no changelog, it is no repository")
