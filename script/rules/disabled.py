"""Find the comments by which code disables a check, as core's own code does."""

from functools import cache
from pathlib import Path
import re
from typing import Final

from script.integration.files import read_text
from script.integration.finding import Finding

DISABLED: Final = re.compile(
    r"#\s*(?:pylint:\s*disable(?P<next>-next)?=|noqa:\s*)(?P<checks>[\w\-]+(?:, *[\w\-]+)*)"
)


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
