"""Read the results and the coverage of the last test run of an integration."""

from collections.abc import Iterable
from dataclasses import dataclass
import json
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

from .files import UnreadableError, read_text

RESULTS: Final = Path(".cache/test-results.xml")
COVERAGE: Final = Path(".cache/coverage.json")

# Below the record of all tests: those of one integration, which script/test runs alone.
_ALONE: Final = Path(".cache/tests")


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


def last_run(root: Path, domain: str, sources: Iterable[Path]) -> LastRun | str:
    """Return the last run of all tests or of the integration's, or why there is none that counts."""
    alone = root / _ALONE / domain
    runs = [
        (min(path.stat().st_mtime for path in record), record)
        for record in (
            (root / RESULTS, root / COVERAGE),
            (alone / RESULTS.name, alone / COVERAGE.name),
        )
        if all(path.is_file() for path in record)
    ]
    if not runs:
        return "not run: script/test"
    recorded, (results, coverage) = max(runs)
    if any(path.stat().st_mtime > recorded for path in sources):
        return "changed since the last run: script/test"
    try:
        return LastRun(
            _passed(read_text(results) or ""), _coverage(read_text(coverage) or "")
        )
    except (KeyError, TypeError, ValueError) as err:
        raise UnreadableError(
            f"{results.parent}: no record of a test run: {err!r}; run script/test again"
        ) from err


def _passed(results: str) -> dict[str, bool]:
    try:
        cases = ET.fromstring(results).iter("testcase")  # noqa: S314 # pytest wrote it for us
    except ET.ParseError as err:
        raise ValueError(f"{RESULTS.name}: {err}") from err
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
