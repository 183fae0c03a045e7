"""Test what a report says, and in which words."""

from collections.abc import Callable
from dataclasses import replace
import json
from pathlib import Path

import pytest

from script.adopt import __main__ as command
from script.adopt.merging import changes
from script.adopt.points import Fact, Point, Section, begun, of_kind
from script.adopt.report import screen
from script.adopt.stops import stops
from script.adopt.taking import Taken, take
from script.adopt.trial import Trial, result
from script.adopt.trial.result import Entry, Trouble
from script.adopt.trial_points import trial_points
from script.integration.blanks import MARK
from script.integration.integration import Integration
from script.integration.tree import Places

from .conftest import put

TRIAL = Trial(
    modules=4,
    imported=3,
    entries=(
        Entry("tests/components/acme_meter/test_init.py:9", "loaded", 2, unloaded=True),
        Entry(
            "the schema of its flow",
            "setup_retry",
            0,
            unloaded=False,
            message="no answer",
        ),
    ),
    troubles=tuple(
        Trouble(
            "import",
            "homeassistant/components/acme_meter/sensor.py",
            line,
            "ImportError: no Old",
        )
        for line in (3, 8)
    ),
    missing=(("acme==1.0", "acme_meter"),),
    apart=True,
    tests=result.Tests(
        20, 5, 15, 0, tuple((f"test_{number}", "E") for number in range(15))
    ),
)


@pytest.fixture
def integration(repository: Path) -> Integration:
    """Return the integration of a repository where it stands."""
    return Integration(repository / "custom_components" / "acme_meter")


def texts(said: object) -> list[str]:
    """Return what is said."""
    assert isinstance(said, list)
    return [each.text for each in said]


def test_trial() -> None:
    """Test that what fails is told with its place, each kind once, and what holds as a fact."""
    said = [*trial_points(TRIAL, "acme_meter", has_tests=True)]
    facts = [each.text for each in said if isinstance(each, Fact)]
    points = [each for each in said if isinstance(each, Point)]
    assert facts == [
        "3 of 4 modules can be imported.",
        "An entry of tests/components/acme_meter/test_init.py:9: loaded, 2 entities, unloaded.",
        "Tests: 20 collected, 5 passed, 15 failed, 0 skipped.",
    ]
    assert [each.text for each in points[:3]] == [
        "acme==1.0 is not installed, and acme_meter requires it, so that the trial shows little",
        "import: ImportError: no Old (2 times)",
        "An entry of the schema of its flow: setup_retry, 0 entities: no answer",
    ]
    assert points[1].places == ("sensor.py:3", "sensor.py:8")
    assert points[-1].text == "Tests fail: E (15 times)"
    assert len(points[-1].places) == 15
    assert all(each.of_trial for each in points)


def test_without_trial(
    repository: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Test that what a trial showed stays open until another one does not."""
    report = root / "build/adopt/acme_meter.md"
    monkeypatch.setattr(command, "try_out", lambda *_, **__: TRIAL)
    assert command.main([str(repository)]) == 0
    assert "- [ ] import: ImportError: no Old" in report.read_text()
    assert command.main([str(repository), "--no-trial"]) == 0
    assert "- [ ] import: ImportError: no Old" in report.read_text()
    mended = replace(TRIAL, troubles=())
    monkeypatch.setattr(command, "try_out", lambda *_, **__: mended)
    assert command.main([str(repository)]) == 0
    assert "- [x] import: ImportError: no Old" in report.read_text()


def test_tests_without_trial(
    repository: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Test that a component without tests is told so once, tried or not, and of one with some that they were not run."""
    report = root / "build/adopt/acme_meter.md"
    missing = "- [ ] No tests: core wants them"
    monkeypatch.setattr(command, "try_out", lambda *_, **__: replace(TRIAL, tests=None))
    for options in ([], ["--no-trial"]):
        assert command.main([str(repository), *options]) == 0
        assert report.read_text().count(missing) == 1
    put(repository, {"tests/test_init.py": "def test_it() -> None:\n    assert 1\n"})
    assert command.main([str(repository), "--no-trial"]) == 0
    assert missing not in report.read_text()
    assert "- Its tests were not run (--no-trial)." in report.read_text()


def test_bronze(repository: Path, root: Path) -> None:
    """Test that a rule that waits for its author's sentences is told as that, with their places."""
    assert command.main([str(repository), "--no-trial"]) == 0
    report = (root / "build/adopt/acme_meter.md").read_text()
    page = (root / Places("acme_meter").page).read_text()
    line = page[: page.index(MARK)].count("\n") + 1
    [item] = [
        each
        for each in report.split("\n\n")
        if each.startswith("- [ ] Bronze, docs-high-level-description")
    ]
    assert item == (
        "- [ ] Bronze, docs-high-level-description: yours to write (1)\n"
        "      `script/run quality_scale acme_meter`\n"
        f"      {Places('acme_meter').page}:{line}"
    )


def test_tier(repository: Path, root: Path) -> None:
    """Test that it is told that a manifest has lost the tier that it claimed."""
    path = "custom_components/acme_meter/manifest.json"
    manifest = json.loads((repository / path).read_text()) | {"quality_scale": "gold"}
    put(repository, {path: json.dumps(manifest)})
    assert command.main([str(repository), "--no-trial"]) == 0
    report = (root / "build/adopt/acme_meter.md").read_text()
    assert (
        "- The manifest said gold, and says no tier now: a tier is claimed once its rules are proven."
        in report
    )


def test_files_that_core_has_nowhere(repository: Path, root: Path) -> None:
    """Test that files are told of a kind that none of core's integrations has, and no others."""
    put(
        repository / "custom_components/acme_meter",
        {"www/card.js": "", "www/panel.js": "", "table.csv": "", "data.yaml": "{}"},
    )
    assert command.main([str(repository), "--no-trial"]) == 0
    report = (root / "build/adopt/acme_meter.md").read_text()
    assert (
        "- [ ] None of core's integrations has a .js file: take it out, with what serves or reads it (2 times)\n"
        "      www/card.js, www/panel.js\n"
    ) in report
    assert ".csv file" not in report
    assert ".yaml file" not in report


def test_refused_images(repository: Path, root: Path) -> None:
    """Test that it is told which images brands refuses, and why, and of a rule of Bronze where it is broken."""
    put(repository, {"brand/icon.png": b"<svg/>", "brand/logo.txt": b""})
    assert command.main([str(repository), "--no-trial"]) == 0
    report = (root / "build/adopt/acme_meter.md").read_text()
    assert (
        "- Not taken, as brands refuses it: icon.png (no PNG image here; make it with script/run brands)."
        in report.splitlines()
    )
    brands = Places("acme_meter").brands[0]
    assert f"script/run quality_scale acme_meter`\n      {brands}icon.png\n" in report


def test_screen() -> None:
    """Test that a section has few lines, and says how many more there are."""
    said = [
        of_kind(
            Section.REFUSED, f"rule-{number}", "Long " * 50, "", ["a.py:1", "a.py:2"]
        )
        for number in range(9)
    ]
    lines = [*screen(said)]
    assert len(lines) < 30
    assert all(len(line) < 130 for line in lines)
    assert "       and 6 more" in lines
    assert lines.count("    ·  Nothing.") == 7


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("methods say so", "Methods say so"),
        ("async_setup does", "async_setup does"),
        ("", ""),
    ],
)
def test_begun(text: str, expected: str) -> None:
    """Test that a line begins with a capital, and code stays code."""
    assert begun(text) == expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param(
            lambda taken: replace(taken, licence=None),
            "No licence: nobody else may use this code",
            id="none",
        ),
        pytest.param(
            lambda taken: replace(
                taken, licence=replace(taken.licence, name="GPL", fits=False)
            ),
            "The licence in LICENSE is GPL, and core is Apache-2.0",
            id="another",
        ),
        pytest.param(
            lambda taken: taken,
            "The licence, MIT, lets the code go to core.",
            id="fits",
        ),
    ],
)
def test_terms(
    repository: Path,
    integration: Integration,
    change: Callable[[Taken], Taken],
    expected: str,
) -> None:
    """Test what is said of the licence."""
    said = [*stops(integration, {}, change(take(repository)), ())]
    assert any(text.startswith(expected) for text in texts(said))


def test_in_core(tmp_path: Path, repository: Path) -> None:
    """Test that an integration that core has is one to add features to, which is the first stop."""
    folder = put(tmp_path / "sun", {"manifest.json": '{"domain": "sun"}'})
    said = [*stops(Integration(folder), {}, take(repository), ())]
    first = said[0]
    assert isinstance(first, Point)
    assert first.text.startswith("sun is in core already")
    assert "series of features" in first.text
    assert any("No code owner" in text for text in texts(said))
    assert any("set up in YAML only" in text for text in texts(said))


def test_left_out(repository: Path, integration: Integration) -> None:
    """Test that files that are not taken are one point a reason."""
    for name in ("a.py", "b.py"):
        (integration.path / name).symlink_to("/etc/passwd")
    said = [*stops(integration, {}, take(repository), ("sensor.py",))]
    [point] = [
        each for each in said if isinstance(each, Point) and "a link" in each.text
    ]
    assert point.text.endswith("(2 times)")
    assert any("sensor.py: your edits stand" in text for text in texts(said))


@pytest.mark.parametrize(
    ("now", "base", "wanted", "files", "conflicts"),
    [
        pytest.param({}, {}, {"a": b"1\n"}, {"a": b"1\n"}, (), id="first"),
        pytest.param({"a": b"1\n"}, {"a": b"1\n"}, {"a": b"1\n"}, {}, (), id="nothing"),
        pytest.param({"a": b"2\n"}, {"a": b"1\n"}, {"a": b"1\n"}, {}, (), id="edited"),
        pytest.param({}, {"a": b"1\n"}, {"a": b"1\n"}, {}, (), id="removed"),
        pytest.param({"a": b"1\n"}, {"a": b"1\n"}, {}, {"a": None}, (), id="gone"),
        pytest.param(
            {"a": b"2\n"}, {"a": b"1\n"}, {"a": b"3\n"}, {}, ("a",), id="both"
        ),
        pytest.param(
            {"a": b"2\n"}, {"a": b"1\n"}, {}, {}, ("a",), id="edited and gone"
        ),
    ],
)
def test_changes(
    now: dict[str, bytes],
    base: dict[str, bytes],
    wanted: dict[str, bytes],
    files: dict[str, bytes | None],
    conflicts: tuple[str, ...],
) -> None:
    """Test that a further run changes what nobody has edited, and keeps what somebody has."""
    found = changes(now, base, wanted)
    assert (found.files, found.conflicts) == (files, conflicts)
