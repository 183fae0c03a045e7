"""Test the command as its user runs it."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from script import ROOT
from script.copying import copy_tree
from script.integration.tree import Places, write
from script.mutation import __main__ as command, equivalents
from script.mutation.mutants import Mutant
from script.mutation.targets import Target
from script.scaffold.auth import with_auth
from script.scaffold.make import files_of
from script.scaffold.models import MODELS

from tests.model import needs_every_model
from tests.script.scaffold import run

needs_every_model()


@pytest.fixture
def alive(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the changes that no test is to notice, in place of running any."""
    alive: list[str] = []

    def survivors(
        chosen: Iterable[tuple[Target, Mutant]], _: object
    ) -> Iterator[tuple[Mutant, bool]]:
        for _, mutant in chosen:
            yield mutant, mutant.change in alive

    monkeypatch.setattr(command, "survivors", survivors)
    return alive


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nobody"], "no such folder"),
        (["my_device", "--only", "nothing.py"], "--only nothing.py: no such module"),
    ],
)
def test_unknown(
    capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    """What is not here is said in one line."""
    assert command.main(arguments) == 2
    errors = capsys.readouterr().err
    assert message in errors
    assert errors.count("\n") == 1


def test_all_killed(capsys: pytest.CaptureFixture[str], alive: list[str]) -> None:
    """Without a survivor there is nothing to mend."""
    assert command.main(["my_device", "--only", "diagnostics.py", "const.py"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1].endswith(
        "of the field's own mistakes 9 of 9 mutants killed (100.0%)"
    )


def test_survivor(capsys: pytest.CaptureFixture[str], alive: list[str]) -> None:
    """A survivor is shown with its place and what it changes, ahead of the figures of its module."""
    alive.append('DOMAIN: Final = "my_device" -> DOMAIN: Final = "MY_DEVICE"')
    assert command.main(["my_device", "--only", "const.py"]) == 1
    printed = capsys.readouterr().out
    assert "my_device/const.py:5: no test notices\n" in printed
    assert '-DOMAIN: Final = "my_device"\n+DOMAIN: Final = "MY_DEVICE"\n' in printed
    assert printed.index("no test notices") < printed.index("1 survived")


def test_equivalent(capsys: pytest.CaptureFixture[str], alive: list[str]) -> None:
    """What is written down may survive, and has to."""
    file = ROOT / Places("my_device").equivalents
    entries = [
        each for each in equivalents.read(file) if each[0].endswith("/sensor.py")
    ]
    arguments = ["my_device", "--only", "sensor.py"]

    assert command.main(arguments) == 1
    assert capsys.readouterr().out.count("so it is not equivalent") == len(entries)

    alive += [change for _, _, change in entries]
    assert command.main(arguments) == 0
    assert f"{len(entries)} equivalent" in capsys.readouterr().out


def test_another_form(tmp_path: Path) -> None:
    """A tree in which a model has another form is attacked as any other."""
    model = next(each for each in MODELS if each.forms == ("push",))
    copy_tree(tmp_path)
    write(
        tmp_path,
        with_auth(files_of(model, ROOT), model, model.auths[0], frozenset()),
    )
    result = run(tmp_path, "script.mutation", model.domain, "--only", "nothing.py")
    assert result.returncode == 2
    assert "no such module; name any of" in result.stderr
    assert " push.py," in result.stderr
