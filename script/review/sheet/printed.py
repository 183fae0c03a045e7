"""Print the answers as a checklist in Markdown."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from script.integration.contribution import contribution
from script.integration.fact import Fact
from script.integration.finding import Finding

from .answers import answers
from .point import Answer, Case, Mark
from .points import POINTS, SECTIONS

_MEANING: Final = {
    Mark.HELD: "held",
    Mark.BROKEN: "broken",
    Mark.ABSENT: "do not apply",
    Mark.HUMAN: "for a human",
}


@dataclass(frozen=True)
class Sheet:
    """The sheet of an integration.

    Attributes:
        is_broken: Whether any point is.
        findings: What review has to say.
    """

    text: str
    is_broken: bool
    findings: list[Finding]


def sheet(path: Path, *, is_first: bool = False) -> Sheet:
    """Return the sheet of the integration in a folder, or of the pull request that adds it."""
    found = contribution(path)
    case = Case(found, is_first)
    every = answers(case, POINTS)
    return Sheet(
        "\n".join(printed(found.domain, every, found.root)),
        any(each.mark is Mark.BROKEN for each in every),
        case.reviewed,
    )


def printed(domain: str, given: Iterable[Answer], root: Path) -> Iterator[str]:
    """Yield the lines of the sheet, with places as paths in the tree."""
    every = list(given)
    counted = Counter(each.mark for each in every)
    told = ", ".join(
        f"`[{mark}]` {counted[mark]} {meaning}" for mark, meaning in _MEANING.items()
    )
    yield f"# {domain}: core's review guide, point by point"
    yield ""
    yield f"{len(every)} points: {told}."
    section = ""
    for each in every:
        if each.point.section != section:
            section = each.point.section
            yield ""
            yield f"## {section} {SECTIONS[section]}"
            yield ""
        yield f"- [{each.mark}] {each.point.text}{_because(each, root)}"


def _because(answer: Answer, root: Path) -> str:
    """Return what shows an answer."""
    found = answer.found[:1] if answer.mark is Mark.HELD else answer.found
    told = "; ".join(_told(each, root) for each in found) or answer.why
    return f": {told}" if told else ""


def _told(found: Fact | Finding, root: Path) -> str:
    path = found.path
    name = str(path.relative_to(root)) if path.is_relative_to(root) else path.name
    place = f"{name}:{found.line}" if found.line else name
    what = found.what if isinstance(found, Fact) else found.message
    return f"{place} ({what})"
