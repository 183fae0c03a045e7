"""Test that what is written is there as a whole or not at all."""

from contextlib import nullcontext
from pathlib import Path

import pytest

from script.changing import held
from script.integration.tree import read
from script.submit import SubmitError
from script.submit.output import refuse_strangers, replace


@pytest.mark.parametrize("number", [1, 2])
def test_interrupted_between_two_moves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """Test that the old folder is back after an interrupt while the two change places."""
    folder = tmp_path / "series"
    replace(folder, {"1/core.patch": b"old"})
    moves = iter(range(1, 9))
    rename = Path.rename

    def interrupted(self: Path, target: Path) -> Path:
        if next(moves) == number:
            raise KeyboardInterrupt
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", interrupted)
    with pytest.raises(KeyboardInterrupt):
        replace(folder, {"1/core.patch": b"new", "2/core.patch": b"new"})
    assert read(tmp_path, (".",)) == {"series/1/core.patch": b"old"}


def test_replaced_as_a_whole(tmp_path: Path) -> None:
    """Test that nothing of the old folder stays, and nothing lies beside the new one."""
    folder = tmp_path / "series"
    replace(folder, {"1/core.patch": b"old"})
    replace(folder, {"2/core.patch": b"new"})
    assert read(tmp_path, (".",)) == {"series/2/core.patch": b"new"}
    assert list(tmp_path.iterdir()) == [folder]


@pytest.mark.parametrize("name", ["series", "series/1-step"])
def test_killed_between_two_moves(tmp_path: Path, name: str) -> None:
    """Test that the next call puts back what had been moved away, and leaves what another works on."""
    folder = tmp_path / name
    old = folder.with_name(f".submit-{folder.name}-abc")
    patch = "core.patch" if "/" in name else "1-step/core.patch"
    (old / "old" / patch).parent.mkdir(parents=True)
    (old / "old" / patch).write_text("old")
    with held(old):
        with pytest.raises(SubmitError) if "/" in name else nullcontext():
            refuse_strangers(tmp_path / "series")
        assert not folder.exists()
    refuse_strangers(tmp_path / "series")
    assert (folder / patch).read_text() == "old"
    assert not old.exists()
