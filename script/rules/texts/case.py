"""Rule for the letters that names begin with."""

from collections.abc import Iterator
from functools import cache
import re
from typing import Final

from script.integration.core import core
from script.integration.files import read_json
from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.keys import found_at
from script.integration.texts import flattened
from script.rules.examples import examples
from script.rules.rule import Severity, rule
from script.rules.sources import documentation

_WORD: Final = re.compile(r"[^\W\d_]+")
# Shorter ones may be a letter or a part of a name.
_SHORT: Final = 3
_FILLED: Final = re.compile(r"\{[^}]*\}|\[%[^%]*%\]")


def _entity(name: str) -> dict[str, object]:
    return {"entity": {"sensor": {"one": {"name": name}}}}


@rule(
    code="review-guide/sentence-case",
    title="Names are written in sentence case",
    severity=Severity.ASKED,
    source=documentation("internationalization: writing style"),
    why="All names of Home Assistant are, so that one in Title Case looks like a product.",
    mend="Write only the first word, and names, with a capital letter",
    good=examples(
        _entity("Battery level"),
        _entity("DC current"),
        _entity("Home Assistant version"),
        {"config": {"step": {"user": {"data": {"mode": "Eco Mode of Thermo King"}}}}},
        file="strings.json",
    ),
    bad=examples(
        _entity("Battery Level"),
        _entity("DC Current"),
        {"config": {"step": {"user": {"data": {"mode": "Operation Mode"}}}}},
        {"services": {"send": {"name": "Send Message"}}},
        file="strings.json",
    ),
)
def sentence_case(integration: Integration) -> Iterator[Finding]:
    """Report names in Title Case of words that core has in small letters."""
    path = integration.path / "strings.json"
    for keys, text, mended in in_title_case(integration):
        yield found_at(path, keys, f"{text!r} is in Title Case", f"Write {mended!r}")


def in_title_case(
    integration: Integration,
) -> Iterator[tuple[tuple[str, ...], str, str]]:
    """Yield the keys of each name in Title Case, with how it is and how it is to be written."""
    own = str(integration.manifest.get("name"))
    for keys, text in flattened(integration.strings):
        if keys[-1] != "name" and keys[-2:-1] != ("data",):
            continue
        shown = _FILLED.sub("", text.replace("Home Assistant", "").replace(own, ""))
        first, *others = shown.split() or [""]
        titled = {
            word
            for word in others
            if _WORD.fullmatch(word) and word.istitle() and len(word) > _SHORT
        }
        if (
            titled
            and all(
                word in titled or (word.isalnum() and word == word.upper())
                for word in others
            )
            and all(map(_is_known, (first, *titled)))
        ):
            mended = " ".join(
                word.lower() if word in titled else word for word in text.split()
            )
            yield keys, text, mended


def _is_known(word: str) -> bool:
    """Return whether a word is an abbreviation, or one that core has in small letters."""
    return bool(_WORD.fullmatch(word)) and (word.isupper() or word.lower() in _words())


@cache
def _words() -> set[str]:
    """Return the words in small letters among the texts of Home Assistant and its platforms."""
    platforms = (core().components / platform for platform in core().platforms)
    return {
        word
        for folder in (core().package, *platforms)
        for _, text in flattened(read_json(folder / "strings.json") or {})
        for word in _WORD.findall(_FILLED.sub("", text))
        if word.islower()
    }
