"""Find the category of core's integrations that have most words in common with a text."""

from collections import Counter
from functools import cache
import re
from typing import Final

from .core import core
from .files import read_text
from .keys import strings_at

_WORD: Final = re.compile(r"[a-z]{4,}")


def likeliest(text: str) -> str | None:
    """Return the category whose integrations share most rare words with a text, None if none shares any."""
    own = _words(text)
    frequency, by_category = _vocabulary()
    likeness = {
        name: sum(
            words[word] / (frequency[word] * (5 + words.total()) ** 0.5)
            for word in own & words.keys()
        )
        for name, words in by_category.items()
    }
    best = max(sorted(likeness), key=likeness.__getitem__, default=None)
    return best if best and likeness[best] else None


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.lower()))


@cache
def _vocabulary() -> tuple[Counter[str], dict[str, Counter[str]]]:
    """Return how many of core's integrations use each word, and how many of each category."""
    frequency: Counter[str] = Counter()
    by_category: dict[str, Counter[str]] = {}
    for domain in core().domains:
        listed = strings_at(core().manifest(domain), "categories")
        if not listed:
            continue
        texts = read_text(core().components / domain / "strings.json") or ""
        name = str(core().manifest(domain).get("name", ""))
        words = _words(f"{domain} {name} {texts}")
        frequency.update(words)
        by_category.setdefault(listed[0], Counter()).update(words)
    return frequency, by_category
