"""Report what is left to do: on one screen, and whole as a checklist."""

from collections.abc import Iterable, Iterator, Sequence
import textwrap
from typing import Final

from . import PROGRAM
from .points import TITLES, Point, Said, Section

_WIDTH: Final = 118
# Of a section, on the screen
_MOST: Final = {Section.STOPS: 4, Section.QUALITY: 4}
_FEW: Final = 3
_MOST_PLACES: Final = 8
_NOTHING: Final = "Nothing."


def place_of(domain: str) -> str:
    """Return where the checklist of a domain is."""
    return f"build/adopt/{domain}.md"


def checklist(
    name: str, source: str, said: Sequence[Said], done: Iterable[Point]
) -> bytes:
    """Return the whole report, with what was open in earlier runs and is no more ticked.

    Blank lines between all items let edits of two sides at neighbours be merged.
    """
    finished = [*done]
    blocks = [
        f"# {name} on its way into core",
        f"What is mended is ticked when `{PROGRAM} {source}` runs again. Your own words and ticks stay.",
    ]
    for section in Section:
        blocks.append(f"## {section}. {TITLES[section]}")
        own = [each for each in said if each.section is section]
        ticked = [each for each in finished if each.section is section]
        blocks += [_item(each) for each in own]
        blocks += [f"- [x] {each.text}" for each in ticked]
        if not own and not ticked:
            blocks.append(_NOTHING)
    return ("\n\n".join(blocks) + "\n").encode()


def screen(said: Sequence[Said]) -> Iterator[str]:
    """Yield the lines of a report that fits on a screen."""
    for section in Section:
        own = [each for each in said if each.section is section]
        yield f"{section}. {TITLES[section]}"
        most = _MOST.get(section, _FEW)
        for each in own[:most]:
            mark = "[ ]" if isinstance(each, Point) else " · "
            yield f"   {mark} {_shortened(each)}"
        if rest := len(own) - most:
            if rest > 0:
                yield f"       and {rest} more"
        if not own:
            yield f"    ·  {_NOTHING}"


def _item(each: Said) -> str:
    if not isinstance(each, Point):
        return f"- {each.text}"
    lines = [f"- [ ] {each.text}"]
    if each.command:
        lines.append(f"      `{each.command}`")
    if len(each.places) > 1 or (each.places and each.places[0] not in each.text):
        shown = ", ".join(each.places[:_MOST_PLACES])
        more = len(each.places) - _MOST_PLACES
        lines.append(f"      {shown}{f', and {more} more' if more > 0 else ''}")
    return "\n".join(lines)


def _shortened(each: Said) -> str:
    where = ""
    if isinstance(each, Point) and each.places:
        where = f": {each.places[0]}"
    return textwrap.shorten(f"{each.text}{where}", _WIDTH, placeholder=" …")
