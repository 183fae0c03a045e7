"""Read the results and the coverage of the last whole test run."""

from collections.abc import Iterable
from dataclasses import dataclass
import json
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

from .files import UnreadableError, read_text

RESULTS: Final = Path(".cache/test-results.xml")
COVERAGE: Final = Path(".cache/coverage.json")


@dataclass(frozen=True)
class LastRun:
    """A test run.

    Attributes:
        passed: For each test, as "tests.components.my_device.test_init.test_setup", whether it
            passed with all of its parameters.
        coverage: For each file, by its path in the tree: lines covered, and lines to cover.
    """

    passed: dict[str, bool]
    coverage: dict[str, tuple[int, int]]


def last_run(root: Path, sources: Iterable[Path]) -> LastRun | str:
    """Return the last run of script/test, or why there is none that counts."""
    results, coverage = read_text(root / RESULTS), read_text(root / COVERAGE)
    if results is None or coverage is None:
        return "not run: script/test"
    recorded = min((root / path).stat().st_mtime for path in (RESULTS, COVERAGE))
    if any(path.stat().st_mtime > recorded for path in sources):
        return "changed since the last run: script/test"
    try:
        return LastRun(_passed(results), _coverage(coverage))
    except (KeyError, TypeError, ValueError) as err:
        raise UnreadableError(
            f"{root / RESULTS.parent}: no record of a test run: {err!r}; run script/test again"
        ) from err


def _passed(results: str) -> dict[str, bool]:
    try:
        cases = ET.fromstring(results).iter("testcase")  # noqa: S314 # pytest wrote it for us
    except ET.ParseError as err:
        raise ValueError(f"{RESULTS}: {err}") from err
    passed: dict[str, bool] = {}
    for case in cases:
        name = f"{case.attrib['classname']}.{case.attrib['name'].partition('[')[0]}"
        passed[name] = passed.get(name, True) and not [
            each for each in case if each.tag in ("error", "failure", "skipped")
        ]
    return passed


def _coverage(coverage: str) -> dict[str, tuple[int, int]]:
    return {
        path: (file["summary"]["covered_lines"], file["summary"]["num_statements"])
        for path, file in json.loads(coverage)["files"].items()
    }
