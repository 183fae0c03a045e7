"""Test that an integration goes with all that is its own."""

import json
from pathlib import Path

import pytest

from script.scaffold import ScaffoldError
from script.scaffold.remove import remove

from tests.script import commit

METER = (
    "companion/brands/core_integrations/meter/icon.png",
    "companion/brands/source/meter/icon.svg",
    "companion/home-assistant.io/source/_integrations/meter.markdown",
    "companion/library/meter/pyproject.toml",
    "homeassistant/components/meter/manifest.json",
    "series/meter/new-integration.patch",
    "tests/components/meter/__init__.py",
    "tests/proof/equivalents/meter.yaml",
)
OTHER = (
    "companion/home-assistant.io/source/_integrations/other.markdown",
    "companion/library/shared/pyproject.toml",
    "homeassistant/components/other/manifest.json",
)
REQUIREMENTS = {
    "meter": ["Meter_Client[fast]==1.0.0", "shared-client==1.0.0", "==1.0.0"],
    "other": ["shared-client==1.0.0", "elsewhere==1.0.0"],
}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Return a tree with two integrations, which have a library in common."""
    for name in (*METER, *OTHER):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
        if path.name == "pyproject.toml":
            path.write_text(f'[project]\nname = "{path.parent.name}-client"\n')
        if path.name == "manifest.json":
            manifest = {"requirements": REQUIREMENTS[path.parent.name]}
            path.write_text(json.dumps(manifest))
    commit(tmp_path)
    return tmp_path


def files(tree: Path) -> set[str]:
    """Return what is in a tree, but for git's."""
    paths = {path.relative_to(tree) for path in tree.rglob("*") if path.is_file()}
    return {str(path) for path in paths if path.parts[0] != ".git"}


def test_all_of_one(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Test that all of an integration goes, and what another one needs stays."""
    remove(tree, "meter")

    assert files(tree) == set(OTHER)
    assert [path.name for path in tree.glob(".*")] == [".git"]
    said = capsys.readouterr().out.splitlines()
    assert len(said) == len(METER)
    assert said[0] == "Removed companion/library/meter"


def test_last_one(tree: Path) -> None:
    """Test that a library goes with the last that requires it."""
    remove(tree, "meter")
    remove(tree, "other")

    assert files(tree) == set()


@pytest.mark.parametrize("domain", ["", "..", "no_such", "meter/", "../components"])
def test_no_such_integration(tree: Path, domain: str) -> None:
    """Test that nothing goes for what is no domain of the tree."""
    with pytest.raises(ScaffoldError, match="no such integration here"):
        remove(tree, domain)

    assert files(tree) == {*METER, *OTHER}


@pytest.mark.parametrize("name", [METER[-1], "companion/library/meter/src/new.py"])
def test_not_committed(tree: Path, name: str) -> None:
    """Test that nothing goes that git could not bring back."""
    (tree / name).parent.mkdir(exist_ok=True)
    (tree / name).write_text("work")

    with pytest.raises(ScaffoldError, match=f"{name}: git does not have it"):
        remove(tree, "meter")

    assert files(tree) == {*METER, *OTHER, name}


def test_no_repository(tree: Path) -> None:
    """Test that nothing goes where there is no git."""
    (tree / ".git").rename(tree / "git")

    with pytest.raises(ScaffoldError, match="git has nothing of it"):
        remove(tree, "meter")

    assert {*METER, *OTHER} <= files(tree)


def test_unreadable(tree: Path) -> None:
    """Test that nothing goes where it cannot be told whose the libraries are."""
    (tree / OTHER[-1]).write_text("{")

    with pytest.raises(ScaffoldError, match=r"other/manifest.json: not JSON"):
        remove(tree, "meter")

    assert files(tree) == {*METER, *OTHER}


def test_interrupt(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Test that an interrupt leaves the tree as it was."""
    rename = Path.rename

    def interrupted(path: Path, target: Path) -> Path:
        if path == tree / "tests/components/meter":
            raise KeyboardInterrupt
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", interrupted)

    with pytest.raises(KeyboardInterrupt):
        remove(tree, "meter")

    assert files(tree) == {*METER, *OTHER}
