"""Test what is written down of mutants that survive."""

from pathlib import Path

import pytest

from script.mutation import MutationError
from script.mutation.equivalents import Key, read, stale

FLOW = "homeassistant/components/acme/config_flow.py"
ENTRY: Key = (FLOW, "Flow.step", "wait(0) -> wait(1)")


def test_read(tmp_path: Path) -> None:
    """Each change of a group is an entry."""
    file = tmp_path / "equivalents.yaml"
    file.write_text(
        f"- path: {FLOW}\n  scope: Flow.step\n  why: Nothing waits.\n  changes: ['wait(0) -> wait(1)', 'a -> b']\n"
    )
    assert read(file) == {ENTRY, (FLOW, "Flow.step", "a -> b")}
    assert not read(tmp_path / "of_another.yaml")


@pytest.mark.parametrize(
    "group",
    [
        "{path: a, scope: b, changes: [c]}",
        "{path: a, scope: b, why: '', changes: [c]}",
        "{path: a, scope: b, why: d, changes: []}",
        "a",
    ],
)
def test_without_reason(tmp_path: Path, group: str) -> None:
    """An entry that does not say why is refused."""
    file = tmp_path / "equivalents.yaml"
    file.write_text(f"- {group}\n")
    with pytest.raises(MutationError, match="each group needs"):
        read(file)


def test_stale() -> None:
    """An entry must match a mutant that survives, if its module was attacked."""
    assert not stale([ENTRY], {ENTRY}, {ENTRY}, [FLOW])
    assert not stale([ENTRY], (), (), ["other.py"])
    assert "there is no such mutant" in stale([ENTRY], (), (), [FLOW])[0]
    assert "some test notices it" in stale([ENTRY], {ENTRY}, (), [FLOW])[0]
