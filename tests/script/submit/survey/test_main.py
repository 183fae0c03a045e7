"""Test the survey as its user runs it."""

import json
from pathlib import Path

import pytest

from script.submit.survey import __main__ as survey
from script.submit.survey.report import causes, failing, table
from script.submit.survey.verdict import Demand, Objection, Verdict, refused

GOOD = Verdict("charger", 1.5, ["1-new-integration", "2-switch"])
BAD = Verdict(
    "heater",
    0.5,
    ["1-new-integration"],
    [
        Objection(
            Demand.RUFF,
            "1-new-integration",
            "F821 Undefined name …",
            "sensor.py:3: F821",
        ),
        Objection(Demand.ADDS, "1-new-integration", "changes nothing", "no file"),
    ],
)
NONE = refused("pump", "took longer than 60 s", "took longer than 60 s")


def test_table() -> None:
    """Test what is counted."""
    counts = dict(
        line.rsplit(maxsplit=1)
        for line in table([GOOD, BAD, NONE])
        if "cut in" not in line
    )
    assert counts["integrations"] == "3"
    assert counts["… gives a series"] == "2"
    assert counts["… ruff F and E9"] == "1"
    assert counts["… hassfest"] == "2"
    assert counts["all of these"] == "1"
    assert counts["steps"] == "3"


def test_failing_and_causes() -> None:
    """Test that each has its first finding, and each cause its number."""
    assert failing([GOOD, BAD, NONE]) == [
        "heater 1-new-integration: ruff F and E9: sensor.py:3: F821 (and 1 more)",
        "pump: gives a series: took longer than 60 s",
    ]
    assert "   2  every step adds something: changes nothing" in causes([BAD, BAD_TOO])


BAD_TOO = Verdict("lamp", 0.5, ["1-new-integration"], BAD.objections[1:])


@pytest.mark.timeout(180)
def test_survey_of_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Test that an integration of core is cut and judged, and all of it is stored."""
    monkeypatch.setattr(survey, "STORED", tmp_path)
    code = survey.main(["--domain", "acaia", "--jobs", "1"])
    (verdict,) = json.loads((tmp_path / "domains.json").read_text())
    assert verdict["domain"] == "acaia"
    assert verdict["steps"][0] == "1-new-integration"
    assert len(verdict["steps"]) > 2
    assert verdict["objections"] == []
    assert code == 0
    printed = capsys.readouterr()
    assert "1/1 acaia: good" in printed.err
    assert "all of these" in printed.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--domain", "no_such"], "no_such: no such integration in "),
        (["--tier", "tin"], "invalid choice: 'tin'"),
        (["--sample", "x"], "invalid int value: 'x'"),
    ],
)
def test_refused(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Test that a wrong argument is told in one line."""
    try:
        code: object = survey.main(arguments)
    except SystemExit as err:
        code = err.code
    assert code == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1
