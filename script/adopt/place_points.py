"""Say what codemods left to the author, and what present users lose."""

from collections.abc import Iterable, Iterator

from script.cut.place import Place

from .completing import sound
from .points import Point, Section, of_kind, short
from .rewriting import Adoption


def place_points(adoption: Adoption) -> Iterator[Point]:
    """Yield what was not rewritten, each kind once, and what is lost."""
    command = f"script/run adopt {adoption.taken.source} --uncertain"
    # A file that no tool can read is a stop of its own.
    readable = sound(adoption.after)
    left = [each for each in adoption.left if each.path in readable]
    yield from _of(Section.REFUSED, "Not rewritten", left, adoption, command)
    yield from _of(Section.USERS, "Lost", adoption.lost, adoption, "")


def _of(
    section: Section,
    what: str,
    places: Iterable[Place],
    adoption: Adoption,
    command: str,
) -> Iterator[Point]:
    groups: dict[tuple[str, str], list[Place]] = {}
    for each in places:
        groups.setdefault((each.why, each.mend), []).append(each)
    for (why, mend), group in groups.items():
        yield of_kind(
            section,
            f"{what} {why}; {mend}",
            f"{what}: {why}; {mend}",
            command,
            (f"{short(each.path, adoption.domain)}:{each.line}" for each in group),
        )
