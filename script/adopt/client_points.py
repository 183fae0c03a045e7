"""Say what became of the client inside of a component."""

from collections.abc import Iterator

from .points import Fact, Point, Said, Section, begun, of_kind, short
from .rewriting import Adoption


def client_points(adoption: Adoption) -> Iterator[Said]:
    """Yield what was moved to a library, and what binds the rest to Home Assistant."""
    client, domain = adoption.client, adoption.domain
    for name in adoption.taken.libraries:
        yield Fact(
            section=Section.LIBRARY,
            text=f"{name}, from the same repository, is in companion/library/{name}/.",
        )
    if client.name:
        moved = ", ".join(short(each, domain) for each in client.moved)
        yield Fact(
            section=Section.LIBRARY,
            text=f"The client is in companion/library/{client.name}/, moved from {moved}.",
        )
        yield Point(
            section=Section.LIBRARY,
            key="publish",
            text=f"Give {client.name} a repository of its own, and publish it on PyPI",
        )
    elif not client.left:
        needed = ", ".join(adoption.taken.manifest.get("requirements") or ())
        yield Fact(
            section=Section.LIBRARY,
            text=f"Nothing in it talks to a device or service by itself{f'; it requires {needed}' if needed else ''}.",
        )
    for why, mend in dict.fromkeys((each.why, each.mend) for each in client.left):
        yield of_kind(
            Section.LIBRARY,
            f"{why}; {mend}",
            f"{begun(why)}: {mend}",
            "",
            (
                f"{short(each.path, domain)}:{each.line}"
                for each in client.left
                if (each.why, each.mend) == (why, mend)
            ),
        )
    for each in client.changed:
        yield Point(
            section=Section.LIBRARY,
            key=f"changed {each.path} {each.code}",
            text=f"Otherwise now, look at it: {each.why}: {each.mend}",
            places=(f"{short(each.path, domain)}:{each.line}",),
        )
