"""Test reading what the last test run left."""

import json
import os
from pathlib import Path

import pytest

from script.integration.files import UnreadableError, forget
from script.integration.last_run import COVERAGE, RESULTS, last_run

CASE = '<testcase classname="tests.test_init" name="test_{}"{}'


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Return a module that a run was made of."""
    forget()
    path = tmp_path / "module.py"
    path.touch()
    return path


def write(root: Path, cases: str, files: object, folder: str = ".cache") -> None:
    """Write what a run leaves."""
    record = root / folder
    record.mkdir(parents=True, exist_ok=True)
    (record / RESULTS.name).write_text(
        f"<testsuites><testsuite>{cases}</testsuite></testsuites>"
    )
    (record / COVERAGE.name).write_text(json.dumps({"files": files}))


def test_run(tmp_path: Path, source: Path) -> None:
    """Test that a test passed only if it did with each of its parameters."""
    summary = {"summary": {"covered_lines": 9, "num_statements": 10}}
    cases = (
        CASE.format("a[x]", "/>") + CASE.format("a[y]", "><failure/></testcase>")
    ) + CASE.format("b", "/>")
    write(tmp_path, cases, {"module.py": summary})
    found = last_run(tmp_path, "pump", [source])
    assert not isinstance(found, str)
    assert found.passed == {
        "tests.test_init.test_a": False,
        "tests.test_init.test_b": True,
    }
    assert found.coverage == {"module.py": (9, 10)}


def test_no_run(tmp_path: Path, source: Path) -> None:
    """Test that there is no run that counts before the first, and after a change."""
    assert last_run(tmp_path, "pump", [source]) == "not run: script/test"
    forget()
    write(tmp_path, "", {})
    os.utime(source, (2**32, 2**32))
    assert (
        last_run(tmp_path, "pump", [source])
        == "changed since the last run: script/test"
    )


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        ("all", {"tests.test_init.test_all": True}),
        ("pump", {"tests.test_init.test_pump": True}),
    ],
)
def test_run_of_one_integration(
    tmp_path: Path, source: Path, later: str, expected: dict[str, bool]
) -> None:
    """Test that the later of a whole run and one of the integration alone counts, and none of another."""
    folders = {
        "all": ".cache",
        "pump": ".cache/tests/pump",
        "other": ".cache/tests/other",
    }
    for name, folder in folders.items():
        write(tmp_path, CASE.format(name, "/>"), {}, folder)
    times = dict.fromkeys(folders, 2**31) | {later: 2**32, "other": 2**33}
    for name, folder in folders.items():
        for path in (tmp_path / folder).glob("*.*"):
            os.utime(path, (times[name], times[name]))
    found = last_run(tmp_path, "pump", [source])
    assert not isinstance(found, str)
    assert found.passed == expected


def test_broken(tmp_path: Path, source: Path) -> None:
    """Test that what no run leaves is named in one line."""
    write(tmp_path, "", {"module.py": {}})
    with pytest.raises(UnreadableError, match="no record of a test run: KeyError"):
        last_run(tmp_path, "pump", [source])
