"""Spell words as Home Assistant's own texts do, "api" as "API" and "wifi" as "Wi-Fi"."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import cache
import re
from typing import Final

from script.integration.core import core

# Capital letters behind the first, and not at the start of a text, where any word has one
_WITHIN: Final = re.compile(r"(?<=[a-z] )[A-Z][a-z]*-?[A-Z][A-Za-z0-9]*")


def spelled(word: str) -> str:
    """Return a word as most of the texts of the installed integrations have it."""
    spelling, times = _capitals().get(word, (word, 0))
    return spelling if times > _texts().count(f" {word} ") else word


@cache
def _texts() -> str:
    """Return all texts of the installed integrations."""
    return "\n".join(
        path.read_text(encoding="utf-8")
        for path in core().components.glob("*/strings.json")
    )


@cache
def _capitals() -> Mapping[str, tuple[str, int]]:
    """Return the commonest spelling with capital letters of words, and how often it is there."""
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for word in _WITHIN.findall(_texts()):
        found[word.replace("-", "").lower()][word] += 1
    return {word: each.most_common(1)[0] for word, each in found.items()}
