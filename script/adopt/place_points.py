"""Say what codemods left to the author."""

from collections.abc import Iterator

from script.cut.place import Place

from .completing import sound
from .points import Point, Section, of_kind, short
from .rewriting import Adoption


def place_points(adoption: Adoption) -> Iterator[Point]:
    """Yield what was not rewritten, each kind once."""
    again = f"script/run adopt {adoption.taken.source} --uncertain"
    # A file that no tool can read is a stop of its own.
    readable = sound(adoption.after)
    groups: dict[tuple[str, str], list[Place]] = {}
    for each in adoption.left:
        if each.path in readable:
            groups.setdefault((each.why, each.mend), []).append(each)
    for (why, mend), group in groups.items():
        yield of_kind(
            Section.REFUSED,
            f"not rewritten {why}; {mend}",
            f"Not rewritten: {why}; {mend}",
            again if adoption.doubted.issuperset(group) else "",
            (f"{short(each.path, adoption.domain)}:{each.line}" for each in group),
        )
