"""Test what is made of the figures."""

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from script.benchmark import BenchmarkError, Figures, __main__ as command
from script.benchmark.plot import svg
from script.benchmark.ratios import RATIOS, table, verdicts
from script.scaffold import MODEL

SVG = "{http://www.w3.org/2000/svg}"
FIGURES: Figures = {
    **{ratio.figure: 3.0 for ratio in RATIOS},
    **{ratio.by: 2.0 for ratio in RATIOS if ratio.by},
    "our test": 4.0,
    "entry of 1000": 2.5,
    "states written without change": 0,
    "push of an event": 0.05,
    "push of a cloud's event": 0.05,
    "event through 1000 entities": 0.001,
    "states written for a changed one": 1,
    "bytes for each of 500 devices": 2.6,
    "submit again": 0.5,
    "submit an edit": 2.0,
}


@pytest.fixture
def figures(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, float]:
    """Return what is measured, in place of measuring."""
    figures = dict(FIGURES)

    def measure() -> Figures:
        return figures

    monkeypatch.setattr(command, "MEASURES", {"tests": measure, "series": dict})
    monkeypatch.setattr(command, "RECORD", tmp_path / "benchmark.json")
    monkeypatch.setattr(command, "PICTURE", tmp_path / "pictures" / "benchmark.svg")
    monkeypatch.setattr(command, "ROOT", tmp_path)
    monkeypatch.setattr(command, "COMPONENTS", tmp_path)
    (tmp_path / MODEL).mkdir()
    return figures


def test_what_has_to_be_kept() -> None:
    """A ratio holds up to what it has to keep to, that included."""
    holding = {
        each.ratio.figure
        for each in verdicts(FIGURES)
        if each.ratio.at_most is not None and each.holds
    }
    assert holding == {
        "our test",
        "entry of 1000",
        "states written without change",
        "push of an event",
        "push of a cloud's event",
        "event through 1000 entities",
        "states written for a changed one",
        "bytes for each of 500 devices",
        "submit again",
        "submit an edit",
    }


@pytest.mark.parametrize(
    ("figure", "value"),
    [
        ("our test", 4.1),
        ("entry of 1000", 2.7),
        ("states written without change", 1),
        ("push of an event", 0.06),
        ("push of a cloud's event", 0.06),
        ("event through 1000 entities", 0.0011),
        ("states written for a changed one", 2),
        ("bytes for each of 500 devices", 2.7),
        ("submit again", 0.6),
        ("submit an edit", 2.1),
    ],
)
def test_what_is_not_kept(
    capsys: pytest.CaptureFixture[str],
    figures: dict[str, float],
    figure: str,
    value: float,
) -> None:
    """Each ratio that is not as it has to be is marked, and fails."""
    assert command.main([]) == 0
    assert "does not hold" not in capsys.readouterr().out

    figures[figure] = value
    assert command.main([]) == 1
    assert capsys.readouterr().out.count("**does not hold**") == 1


def test_what_was_not_measured() -> None:
    """A ratio needs both of its figures."""
    assert not verdicts({"our test": 1})
    assert len(list(table(verdicts({"our test": 1, "empty test": 1})))) == 3


def test_record(figures: dict[str, float]) -> None:
    """The record says what was measured, where, with what and when."""
    assert command.main([]) == 0
    record = json.loads(command.RECORD.read_text())
    assert record["figures"] == figures
    assert record["ratios"]["One of our tests / an empty test with `hass`"] == 2
    assert {"homeassistant", "python"} <= record["versions"].keys()
    assert record["machine"]["cores"] > 0
    assert record["date"].endswith("+00:00")
    assert "our test" in command.PICTURE.read_text()


def test_only(figures: dict[str, float], capsys: pytest.CaptureFixture[str]) -> None:
    """A part is printed and leaves the record as it was."""
    assert command.main(["--only", "tests"]) == 0
    assert "| 2 | holds |" in capsys.readouterr().out
    assert not command.RECORD.exists()


def test_of_another(
    monkeypatch: pytest.MonkeyPatch,
    figures: dict[str, float],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Another integration is measured as far as it can be, and leaves the record as it was."""
    (tmp_path / "meter").mkdir()
    (tmp_path / "meter" / "manifest.json").touch()
    asked = []

    def measure(domain: str) -> Figures:
        asked.append(domain)
        return figures

    monkeypatch.setattr(command, "OF_ANY", {"tests": measure})
    assert command.main(["meter"]) == 0
    assert asked == ["meter"]
    assert not command.RECORD.exists()
    assert command.main(["meter", "--only", "series"]) == 2
    said = "series: measured with the models alone; of meter there are tests\n"
    assert capsys.readouterr().err.endswith(said)


def test_failed(
    monkeypatch: pytest.MonkeyPatch,
    figures: dict[str, float],
    capsys: pytest.CaptureFixture[str],
) -> None:
    """What cannot be measured leaves the record as it was."""

    def measure() -> Figures:
        raise BenchmarkError("The command failed")

    monkeypatch.setattr(command, "MEASURES", {"series": measure})
    assert command.main([]) == 2
    assert capsys.readouterr().err.endswith("benchmark: The command failed\n")
    assert not command.RECORD.exists()


def test_plot() -> None:
    """Bars of which each is as many times the one before grow evenly, and say what they stand for."""
    picture = ET.fromstring(svg([("a & b", 1), ("c", 40.04), ("d", 1600)], "Seconds"))  # noqa: S314
    lengths = [int(each.attrib["width"]) for each in picture.iter(f"{SVG}rect")]
    assert lengths[0] > 0
    assert lengths[2] - lengths[1] == pytest.approx(lengths[1] - lengths[0], abs=1)
    assert [each.text for each in picture.iter(f"{SVG}text")] == [
        *("Seconds", "a & b", "1", "c", "40", "d", "1,600")
    ]
