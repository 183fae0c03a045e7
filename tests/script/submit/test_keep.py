"""Test keeping what an author mends in a step, as its user does it."""

from pathlib import Path

import pytest

from .test_main import OUTPUT, root, run

__all__ = ["root"]

STEP = OUTPUT / "3-switch"
SWITCH = Path("homeassistant/components/my_device/switch.py")
SENSOR = SWITCH.with_name("sensor.py")
PATCH = Path("series/my_device/switch.patch")
NEW = "The relay that a device has."


def edit(path: Path, old: str, new: str) -> None:
    """Replace a text in a file."""
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


@pytest.mark.timeout(240)
def test_correction_stays(root: Path) -> None:
    """Test a correction from the first edit until the integration says something else."""
    first = run(root, "my_device", "--no-check")
    assert first.returncode == 0, first.stderr
    old = (root / SWITCH).read_text().splitlines()[0].strip('"')
    edit(root / STEP / SWITCH, old, NEW)
    edit(root / STEP / "pull-request.md", "**To be written by you:**", "Because")

    # Nobody loses what is not kept.
    refused = run(root, "my_device", "--no-check")
    assert refused.returncode == 2
    assert f"{STEP / SWITCH}: edited since it was written" in refused.stderr
    assert "--keep 3 keeps it" in refused.stderr
    assert NEW in (root / STEP / SWITCH).read_text()

    kept = run(root, "my_device", "--keep", "3")
    assert kept.returncode == 0, kept.stderr
    assert kept.stdout == (
        f"Kept in {PATCH}, which is to be committed: what you changed in {SWITCH}\n"
    )
    lines = (root / PATCH).read_text().splitlines()
    assert [line for line in lines if line.startswith(("-", "+"))] == [
        f"--- a/{SWITCH}",
        f"+++ b/{SWITCH}",
        f'-"""{old}"""',
        f'+"""{NEW}"""',
    ]

    # It is merged into what is cut, even if the integration has changed elsewhere, and into no other step.
    edit(root / SWITCH, "PARALLEL_UPDATES", "# One at a time\nPARALLEL_UPDATES")
    again = run(root, "my_device", "--no-check")
    assert again.returncode == 0, again.stderr
    text = (root / STEP / SWITCH).read_text()
    assert NEW in text
    assert "# One at a time" in text
    assert NEW not in (root / OUTPUT / "4-diagnostics" / SWITCH).read_text()
    assert f"+{NEW}".encode() in (root / STEP / "core.patch").read_bytes().replace(
        b'"', b""
    )
    assert "Because why core should" in (root / STEP / "pull-request.md").read_text()

    # Where the integration says something else, the place is named, and the step is red.
    edit(root / SWITCH, old, "Something else.")
    contradicted = run(root, "my_device", "--no-check")
    assert contradicted.returncode == 1
    assert "✗ places" in contradicted.stdout
    assert (
        f"    {SWITCH}:1: {PATCH} says something else of what stood here: "
        in contradicted.stdout
    )
    assert "script/run submit my_device --keep 3" in contradicted.stdout
    assert "Something else." in (root / STEP / SWITCH).read_text()

    # Keeping the step anew settles that, and a step as it is cut needs nothing kept.
    edit(root / STEP / SWITCH, "Something else.", NEW)
    assert run(root, "my_device", "--keep", "3").returncode == 0
    assert '-"""Something else."""' in (root / PATCH).read_text()
    edit(root / STEP / SWITCH, NEW, "Something else.")
    nothing = run(root, "my_device", "--keep", "3")
    assert "nothing to keep" in nothing.stdout
    assert not (root / PATCH).exists()


@pytest.mark.timeout(120)
def test_integration_changed_before_it_was_kept(root: Path) -> None:
    """Test that a correction is one of the step as it is cut now, and that both at one place are refused."""
    assert run(root, "my_device", "--no-check").returncode == 0
    old = (root / SWITCH).read_text().splitlines()[0].strip('"')
    edit(root / STEP / SWITCH, old, NEW)
    edit(root / SWITCH, "PARALLEL_UPDATES", "# One at a time\nPARALLEL_UPDATES")
    assert run(root, "my_device", "--keep", "3").returncode == 0
    assert " # One at a time\n" in (root / PATCH).read_text()
    (root / PATCH).unlink()
    edit(root / SWITCH, old, "Something else.")
    edit(root / STEP / SWITCH, NEW, "Newer.")
    refused = run(root, "my_device", "--keep", "3")
    assert refused.returncode == 2
    assert f"3-switch/{SWITCH}:1: the integration has changed here" in refused.stderr
    assert not (root / PATCH).exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--keep", "9"], "--keep 9: there are 1 to 8"),
        (["--keep", "3"], "nothing of this step was written there"),
        (["--keep", "3", "--stage", "3"], "--keep does nothing else"),
    ],
)
def test_refused(root: Path, arguments: list[str], said: str) -> None:
    """Test that what cannot be kept is said in one line."""
    result = run(root, "my_device", *arguments)
    assert result.returncode == 2
    assert said in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_correction_of_no_step(root: Path) -> None:
    """Test that no correction is ignored because its step is called otherwise."""
    (root / PATCH).parent.mkdir(parents=True)
    (root / PATCH.with_name("pump.patch")).write_text("")
    result = run(root, "my_device", "--no-check")
    assert result.returncode == 2
    assert "pump.patch: there is no such step to correct" in result.stderr
