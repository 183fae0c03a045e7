"""Make one finding of those of several tools about one thing."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from script.integration.finding import Finding

# What ruff, pylint and mypy call the same
_ALIKE: Final = (
    frozenset({"F821", "name-defined", "undefined-variable"}),
    frozenset({"G004", "logging-fstring-interpolation"}),
    frozenset({"invalid-syntax", "syntax", "syntax-error"}),
)


def merged(tools: Iterable[Iterable[Finding]]) -> list[Finding]:
    """Return the findings of several tools in the order of files and lines, each thing once.

    Findings of the same line are about one thing where they have a code or the message in common. Two
    that one tool has under one code are about two things, such as two names.
    """
    result: list[Finding] = []
    for findings in tools:
        own: set[int] = set()
        for each in findings:
            place = next(
                (
                    index
                    for index, one in enumerate(result)
                    if _same(one, each)
                    and (index not in own or one.message == each.message)
                ),
                None,
            )
            if place is None:
                place = len(result)
                result.append(each)
            else:
                result[place] = _both(result[place], each)
            own.add(place)
    return sorted(result)


def _codes(finding: Finding) -> set[str]:
    """Return the codes of a finding, and those that other tools have for the same."""
    own = {finding.check, *finding.also}
    return own.union(*(each for each in _ALIKE if own & each))


def _same(one: Finding, other: Finding) -> bool:
    return (one.path, one.line) == (other.path, other.line) and (
        one.message == other.message
        # One rule may find several things in a file as a whole.
        or (one.line > 0 and bool(_codes(one) & _codes(other)))
    )


def _both(one: Finding, other: Finding) -> Finding:
    """Return a finding with the codes of another, and the remedy that either has."""
    own = {one.check, *one.also}
    rest = (each for each in (other.check, *other.also) if each not in own)
    return replace(
        one,
        mend=one.mend or other.mend,
        also=(*one.also, *rest),
        advice=one.advice and other.advice,
    )
