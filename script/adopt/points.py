"""Open points of an adoption, in the order that saves its author weeks."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum

from script.integration.tree import Places


class Section(IntEnum):
    """What a point is about, the more fundamental first."""

    STOPS = 1
    LIBRARY = 2
    FAILS = 3
    FIRST_PR = 4
    REFUSED = 5
    TESTS = 6
    QUALITY = 7
    USERS = 8


TITLES = {
    Section.STOPS: "What stops it",
    Section.LIBRARY: "The library",
    Section.FAILS: "Fails in core, though it may work today",
    Section.FIRST_PR: "The first pull request",
    Section.REFUSED: "What core refuses",
    Section.TESTS: "Tests",
    Section.QUALITY: "Bronze, then style",
    Section.USERS: "Present users",
}


@dataclass(frozen=True, kw_only=True)
class Point:
    """One thing to do.

    Attributes:
        key: What tells it apart from others, in this run and in later ones.
        text: What is to be done, on one line.
        command: What shows more of it, or does it.
        places: Where, as "path:line".
        of_trial: Whether only a trial shows it.
    """

    section: Section
    key: str
    text: str
    command: str = ""
    places: tuple[str, ...] = ()
    of_trial: bool = False

    @property
    def name(self) -> str:
        """Return what tells it apart in the whole report."""
        return f"{self.section}:{self.key}"


@dataclass(frozen=True, kw_only=True)
class Fact:
    """What the author has to know, and has nothing to do about."""

    section: Section
    text: str


type Said = Point | Fact


def of_kind(
    section: Section, key: str, text: str, command: str, places: Iterable[str]
) -> Point:
    """Return one point of all places with the same thing to do."""
    every = tuple(places)
    count = f" ({len(every)} times)" if len(every) > 1 else ""
    return Point(
        section=section,
        key=key,
        text=f"{text.rstrip('.')}{count}",
        command=command,
        places=tuple(dict.fromkeys(every)),
    )


def short(path: str, domain: str) -> str:
    """Return a path as short as its author knows it by."""
    places = Places(domain)
    if path.startswith(places.integration):
        return path.removeprefix(places.integration)
    if path.startswith(places.tests):
        return f"tests/{path.removeprefix(places.tests)}"
    return path


def begun(text: str) -> str:
    """Return a text as the beginning of a line, with a capital unless it begins with code."""
    first = text.partition(" ")[0].rstrip(":,")
    return f"{text[:1].upper()}{text[1:]}" if first.isalpha() else text


def points(said: Iterable[Said]) -> Iterator[Point]:
    """Yield what is to be done among what is said."""
    return (each for each in said if isinstance(each, Point))
