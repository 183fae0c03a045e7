"""Run the checks of a review."""

from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
import re
from typing import Final

from script.finding import Finding
from script.integration.files import read_text
from script.integration.integration import Integration

from . import (
    coordinator,
    entities,
    exceptions,
    first_pr,
    flow_strings,
    forms,
    imports,
    logs,
    placement,
    setup,
    steps,
    style,
    testing,
    testing_flows,
)

type Check = Callable[[Integration], Iterable[Finding]]

CHECKS: Final[tuple[Check, ...]] = (
    *imports.CHECKS,
    *logs.CHECKS,
    *style.CHECKS,
    *setup.CHECKS,
    *coordinator.CHECKS,
    *entities.CHECKS,
    *placement.CHECKS,
    *exceptions.CHECKS,
    *steps.CHECKS,
    *forms.CHECKS,
    *flow_strings.CHECKS,
    *testing.CHECKS,
    *testing_flows.CHECKS,
)

FIRST_PR: Final[tuple[Check, ...]] = first_pr.CHECKS

DISABLED: Final = re.compile(
    r"#\s*(?:pylint:\s*disable(?P<next>-next)?=|noqa:\s*)(?P<checks>[\w\-]+(?:, *[\w\-]+)*)"
)


def review(integration: Integration, *, is_first: bool = False) -> list[Finding]:
    """Return what there is to say of an integration, in the order of its files."""
    return sorted(
        finding
        for finding in findings(integration, is_first=is_first)
        if not is_disabled(finding)
    )


def findings(integration: Integration, *, is_first: bool = False) -> set[Finding]:
    """Return what the checks find, also where the code says that it knows."""
    checks = (*CHECKS, *FIRST_PR) if is_first else CHECKS
    return {finding for check in checks for finding in check(integration)}


def is_disabled(finding: Finding) -> bool:
    """Return whether a comment for pylint says that a finding is known."""
    return finding.path.suffix == ".py" and any(
        finding.check in checks and finding.line in lines
        for lines, checks in _disabled(finding.path)
    )


@cache
def _disabled(path: Path) -> list[tuple[range, list[str]]]:
    """Return the lines that comments for pylint are about, each time with the checks."""
    lines = (read_text(path) or "").splitlines()
    return [
        (_covered(lines, number, match), re.findall(r"[\w-]+", match["checks"]))
        for number, line in enumerate(lines, 1)
        for match in DISABLED.finditer(line)
    ]


def _covered(lines: list[str], number: int, comment: re.Match[str]) -> range:
    """Return the lines that a comment is about: its own and what is below it, or the next."""
    if comment["next"]:
        return range(number + 1, number + 2)
    indent = _indent(comment.string)
    if comment.string[: comment.start()].strip():
        return range(number, _end(lines, number, indent + 1))
    return range(number if indent else 0, _end(lines, number, indent))


def _end(lines: list[str], number: int, indent: int) -> int:
    """Return the number of the first line after `number` that is indented less."""
    for later, line in enumerate(lines[number:], number + 1):
        if line.strip() and _indent(line) < indent:
            return later
    return len(lines) + 1


def _indent(line: str) -> int:
    """Return how far a line is indented."""
    return len(line) - len(line.lstrip())
