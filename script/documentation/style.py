"""Hold the style of a page against what the site asks of its pages."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from script.integration.contribution import Contribution
from script.integration.fact import gap
from script.integration.files import read_text
from script.integration.finding import Finding

from .parts import Part, part_of, split

# In which order accepted pages have the parts; among themselves those of one place stand either way.
_PLACES: Final[dict[Part | None, int]] = {
    part: place
    for place, parts in enumerate(
        (
            (Part.SUPPORTED, Part.UNSUPPORTED),
            (Part.PREREQUISITES,),
            (Part.CONFIG, Part.OPTIONS),
            (Part.FUNCTIONALITY, Part.ACTIONS, Part.EXAMPLES, Part.UPDATES),
            (Part.LIMITATIONS,),
            (Part.TROUBLESHOOTING,),
            (Part.REMOVAL,),
        )
    )
    for part in parts
}


def order(contribution: Contribution) -> Iterator[Finding]:
    """Report sections that stand behind one which the site has after them."""
    page = contribution.page
    last: tuple[int, str] | None = None
    for part in split(page.text):
        title = _named(part)
        if (place := _PLACES.get(part_of(part))) is None:
            continue
        if last and place < last[0]:
            yield _at(
                contribution,
                title,
                f'"{title}" stands after "{last[1]}"',
                f'Move it before "{last[1]}"',
            )
        else:
            last = place, title


def _named(part: str) -> str:
    """Return what a part is called: its title, or what it includes."""
    return part.partition("\n")[0].lstrip("# ").strip()


def _at(contribution: Contribution, start: str, message: str, mend: str) -> Finding:
    """Return a finding at the line of a title or of an include."""
    lines = (read_text(contribution.page.path) or "").splitlines()
    line = next(
        (
            number
            for number, each in enumerate(lines, 1)
            if each.lstrip("# ").strip() == start
        ),
        0,
    )
    return replace(gap(contribution.page.path, message, mend), line=line)
