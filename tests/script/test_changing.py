"""Test changing files of a tree all at once."""

from pathlib import Path
from random import Random
import subprocess
import sys
import time

import pytest

from script import ROOT, changing
from script.changing import change, finish


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a tree of two files."""
    (tmp_path / "one").write_text("1")
    (tmp_path / "two").write_text("2")
    return tmp_path


def files(root: Path) -> dict[str, str]:
    """Return the files of a tree."""
    return {
        path.relative_to(root).as_posix(): path.read_text()
        for path in root.rglob("*")
        if path.is_file()
    }


def test_change(root: Path) -> None:
    """Test that files are changed, added and removed, and nothing else is left."""
    change(root, {"one": b"11", "two": None, "three/four": b"4"})
    assert files(root) == {"one": "11", "three/four": "4"}
    assert not finish(root)


def test_ended_before(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Test that whoever ends it while it writes down what is to be done leaves all as it was."""

    def ended(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("json.dumps", ended)
    with pytest.raises(KeyboardInterrupt):
        change(root, {"one": b"11"})
    assert files(root) == {"one": "1", "two": "2"}


def test_killed_meanwhile(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Test that the next call does the rest of what was to be done, and says so."""

    def killed(_: Path) -> bool:
        raise KeyboardInterrupt

    monkeypatch.setattr(changing, "finish", killed)
    with pytest.raises(KeyboardInterrupt):
        change(root, {"one": b"11", "two": None})
    monkeypatch.undo()
    assert finish(root)
    assert files(root) == {"one": "11"}
    assert not finish(root)


_CHANGING = """\
import sys
from pathlib import Path
from script.changing import change
print("started", flush=True)
change(Path(sys.argv[1]), {f"{number}": b"after" for number in range(300)})
"""


@pytest.mark.parametrize("seed", range(8))
def test_killed(tmp_path: Path, seed: int) -> None:
    """Test that after a kill at any time, all files are as before, or as after once the next call has begun."""
    for number in range(300):
        (tmp_path / f"{number}").write_text("before")
    with subprocess.Popen(
        [sys.executable, "-c", _CHANGING, str(tmp_path)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout
        process.stdout.readline()
        time.sleep(Random(seed).uniform(0, 0.1))
        process.kill()
    finished = finish(tmp_path)
    texts = {path.read_text() for path in tmp_path.glob("[0-9]*")}
    assert len(texts) == 1
    if finished:
        assert texts == {"after"}
    assert not list((tmp_path / "build").glob(".changes*"))
