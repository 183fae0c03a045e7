"""What is printed about the steps."""

from collections.abc import Iterator, Sequence
from math import floor
from typing import Final

from .check import Verdict
from .judges import TESTS
from .patches import Patch
from .series import Step

_HEAD: Final = (
    "step",
    "tier",
    "files",
    "lines added outside tests",
    "tests",
    "coverage",
    "verdict",
)
_MOST: Final = 20


def table(
    steps: Sequence[Step], patches: Sequence[Patch], verdicts: Sequence[Verdict | None]
) -> Iterator[str]:
    """Yield the lines of a table with a row for each step, None being one not judged."""
    rows = [
        _HEAD,
        *(
            (
                step.folder,
                step.manifest.get("quality_scale", "none"),
                str(patch.files),
                str(patch.added),
                *_judged(verdict),
            )
            for step, patch, verdict in zip(steps, patches, verdicts, strict=True)
        ),
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [
            cell.rjust(width) if 2 <= column <= 5 else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        yield "  ".join(cells).rstrip()


def failures(
    steps: Sequence[Step], verdicts: Sequence[Verdict | None]
) -> Iterator[str]:
    """Yield what judges that are not content had to say."""
    for step, verdict in zip(steps, verdicts, strict=True):
        for judge, said in verdict.failed.items() if verdict else ():
            yield f"\n{step.folder}: {judge}"
            yield from (f"    {line}" for line in _excerpt(judge, said.splitlines()))


def _excerpt(judge: str, lines: list[str]) -> list[str]:
    """Return the lines of a judge that matter most."""
    if (rest := len(lines) - _MOST) <= 0:
        return lines
    # Of tests each says as much as the next; other tools come to the point at the end.
    if judge == TESTS:
        return [*lines[:_MOST], f"… and {rest} more lines"]
    return [f"… {rest} lines before", *lines[-_MOST:]]


def _judged(verdict: Verdict | None) -> tuple[str, str, str]:
    if verdict is None:
        return "–", "–", "not checked"
    # Never more than there is.
    coverage = floor(verdict.coverage * 10) / 10
    return (
        str(verdict.tests),
        f"{coverage:g} %",
        f"✗ {', '.join(verdict.failed)}" if verdict.failed else "✓",
    )
