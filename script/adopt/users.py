"""Say what present users of a component keep, and what they lose."""

from collections import Counter
from collections.abc import Iterator

from script.cut.place import Place
from script.integration.tree import Places, Tree

from .identity import VERSION, lost, traits
from .points import Fact, Point, Said, Section, short
from .rewriting import Adoption


def user_points(adoption: Adoption, tree: Tree) -> Iterator[Said]:
    """Yield what an installation has stored and finds again, and what it does not."""
    domain = adoption.domain
    kept = traits(adoption.before, domain)
    counts = Counter(each.kind for each in kept)
    versions = [each.code for each in kept if each.kind == VERSION]
    compared = ", ".join(f"{kind}: {count}" for kind, count in sorted(counts.items()))
    places = dict.fromkeys((*lost(adoption.before, tree, domain), *adoption.lost))
    result = f"differences: {len(places)}" if places else "all as before"
    yield Fact(
        section=Section.USERS,
        text=f"Compared with the component as it was: {result} ({compared}).",
    )
    if versions:
        yield Fact(
            section=Section.USERS, text=f"Version of entries: {', '.join(versions)}."
        )
    folder = Places(domain).custom
    if kept_there := sorted(path for path in adoption.after if path.startswith(folder)):
        names = ", ".join(path.removeprefix(folder) for path in kept_there)
        yield Fact(
            section=Section.USERS,
            text=f"Kept in {folder} for the export to users, as core has no place for it: {names}.",
        )
    for place in places:
        yield _lost(place, domain)
    yield Point(
        section=Section.USERS,
        key="shadow",
        text="The custom component shadows core's integration until it is removed: publish an update of it from here "
        "first, and tell users when to remove it",
        command=f"script/run custom {domain}",
    )


def _lost(place: Place, domain: str) -> Point:
    code = f"`{place.code}`: " if place.code else ""
    return Point(
        section=Section.USERS,
        key=f"lost {place.path} {place.code} {place.why}",
        text=f"{code}{place.why}; {place.mend}",
        places=(f"{short(place.path, domain)}:{place.line}",),
    )
