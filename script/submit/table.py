"""Print a table of the steps."""

from collections.abc import Iterator, Sequence
from math import floor
from pathlib import Path
from typing import Final

from .check import Verdict
from .judges import TESTS
from .patches import Patch
from .prepared import BLANKS, COMPARISON, PLACES, Prepared

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
    steps: Sequence[Prepared], patches: Sequence[Patch], verdicts: Sequence[Verdict]
) -> Iterator[str]:
    """Yield the lines of a table with a row for each step."""
    rows = [
        _HEAD,
        *(
            (
                each.step.folder,
                each.step.manifest.get("quality_scale", "none"),
                str(patch.files),
                str(patch.added),
                *_judged(verdict, len(each.remarks)),
            )
            for each, patch, verdict in zip(steps, patches, verdicts, strict=True)
        ),
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [
            cell.rjust(width) if 2 <= column <= 5 else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        yield "  ".join(cells).rstrip()


def details(
    steps: Sequence[Prepared], verdicts: Sequence[Verdict], folder: Path
) -> Iterator[str]:
    """Yield what is to mend in each step, which is written to a folder, and what else is to say of it."""
    known: dict[str, set[str]] = {}
    for each, verdict in zip(steps, verdicts, strict=True):
        name = each.step.folder
        for judge, said in verdict.failed.items():
            if judge == BLANKS:
                # They are the same in every step, and told of the whole.
                continue
            yield f"\n{name}: {judge}"
            lines, before = said.splitlines(), known.setdefault(judge, set())
            new = [line for line in lines if line not in before]
            yield from (f"    {line}" for line in _excerpt(judge, new))
            if rest := len(lines) - len(new):
                yield f"    {rest} more, as in a step before"
            before.update(lines)
        if each.to_mend:
            yield (
                f"    Mend this in {folder / name}, and keep it: "
                f"script/run submit {each.step.domain} --keep {each.step.number}"
            )
        if each.remarks:
            yield f"\n{name}: remarks, of what may stay as it is"
            yield from (f"    {place}" for place in each.remarks)


def _excerpt(judge: str, lines: list[str]) -> list[str]:
    """Return the lines of a judge that matter most."""
    if (rest := len(lines) - _MOST) <= 0:
        return lines
    # Of these each line says as much as the next; other tools come to the point at the end.
    if judge in (COMPARISON, PLACES, TESTS):
        return [*lines[:_MOST], f"… and {rest} more"]
    return [f"… {rest} more before", *lines[-_MOST:]]


def _judged(verdict: Verdict, remarks: int) -> tuple[str, str, str]:
    result = f"✗ {', '.join(verdict.failed)}" if verdict.failed else "✓"
    if verdict.is_partial and not verdict.failed:
        result = "not checked"
    if remarks:
        result += f", {remarks} remark{'s' * (remarks > 1)}"
    if verdict.is_partial:
        return "–", "–", result
    # Never more than there is.
    coverage = floor(verdict.coverage * 10) / 10
    return str(verdict.tests), f"{coverage:g} %", result
