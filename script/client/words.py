"""Read the words of names and sentences."""

from collections.abc import Collection, Mapping
import re
from typing import Final

_WORD: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")

# Words and, joined by underscores, several of them in a row
type Phrases = Collection[str]
# Words by which a name says the opposite
_NEGATIONS: Final = ("not", "no", "non", "nonempty", "without")
# What is done to get something, in names of calls
_GETTING: Final = frozenset(
    {"get", "async", "fetch", "read", "load", "query", "retrieve", "is"}
)


def words(name: str) -> tuple[str, ...]:
    """Return the words of a name, "PeblarRESTApi" or "rest_api_v2", or of a sentence, in small letters."""
    return tuple(
        part.lower()
        for piece in re.split(r"[\W_]+", name)
        for part in _WORD.findall(piece)
    )


def spoken(name: str, phrases: Phrases) -> tuple[str, ...]:
    """Return the phrases that a name or sentence has, in the order of the phrases."""
    joined = f"_{'_'.join(words(name))}_"
    return tuple(each for each in phrases if f"_{each}_" in joined)


def ends(name: str, phrases: Phrases) -> str:
    """Return the longest of the phrases that a name ends in, or ""."""
    joined = f"_{'_'.join(words(name))}"
    return max(
        (each for each in phrases if joined.endswith(f"_{each}")), key=len, default=""
    )


def named(name: str, classes: frozenset[str], others: Mapping[str, str]) -> str | None:
    """Return the class that a name speaks of, itself or by another word: the longest phrase, or else the last."""
    said = words(name)
    phrases = {each: each for each in classes} | {
        word: each for word, each in others.items() if each in classes
    }
    found = spoken(name, tuple(phrases))
    if not found or spoken(name, _NEGATIONS):
        return None

    def place(phrase: str) -> tuple[int, int]:
        parts = tuple(phrase.split("_"))
        last = max(
            start
            for start in range(len(said))
            if said[start : start + len(parts)] == parts
        )
        return len(parts), last

    return phrases[max(found, key=place)]


def subject(name: str) -> str:
    """Return what a call gets, by the words of its name; "" where it says no more than that it gets something."""
    return "_".join(each for each in words(name) if each not in _GETTING)
