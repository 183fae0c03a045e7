"""Parts of a page that only its author can mend."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Final

from script.cut.place import Place

_SHOWN: Final = 120


class Why(Enum):
    """A reason to leave a part of a page to its author, with what to do."""

    BOTH = "names what is gone and what stays", "Say only what stays"
    UNSURE = "may name what is gone", "Reword it if it does"
    FOLLOWS = "goes on from a sentence that is gone", "Let it stand on its own"
    BEGINS = "begins with what is gone", "Say only what stays"
    FIELD = "names what is gone, and explains what stays", "Say only what stays"
    ALONE = "says nothing but what is gone", "Say what holds without it, or remove it"
    STEPS = "has lost its steps", "Say what to do now, or remove it"
    COUNT = "counts what is no longer there", "Count again"
    CODE = (
        "uses entities of a platform that is gone",
        "Remove it if they are of this integration",
    )
    LINK = "links to a section that is gone", "Remove the link"


@dataclass(frozen=True)
class Note:
    """A part that is left to the author.

    Attributes:
        text: As the page has it.
        why: Why it is left.
        is_refused: Whether the page is refused for it.
    """

    text: str
    why: Why
    is_refused: bool = False


def places(page: str, notes: Iterable[Note], path: str) -> Iterator[Place]:
    """Yield the places of notes whose text the page at a path still has, each once."""
    for note in dict.fromkeys(notes):
        if (at := page.find(note.text)) >= 0:
            why, mend = note.why.value
            yield Place(
                path=path,
                line=page.count("\n", 0, at) + 1,
                code=" ".join(note.text.split())[:_SHOWN],
                why=why,
                mend=mend,
                blocks=note.is_refused,
            )
