"""Enumerations and numbers in sentences that follow what is gone."""

from collections.abc import Callable
import re
from typing import Final

from .sentences import plain
from .ties import plural

_NUMBERS: Final = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
]
_COUNTED: Final = re.compile(
    rf"\b(?P<number>{'|'.join(_NUMBERS[1:])}|\d+)(?P<between>(?: [a-z-]+){{0,2}}?) (?P<noun>[a-z]+)\b",
    re.IGNORECASE,
)
_PLURAL_VERB: Final = re.compile(r"\b(?:are|have|provide|show|allow|were)\b")


def without_members(
    sentence: str, names: str, is_gone: Callable[[str], bool]
) -> str | None:
    """Return a sentence whose plain enumerations have lost members.

    None where that leaves a single one that a verb in the plural follows.

    Args:
        sentence: The sentence.
        names: A pattern for the members, as "switches" or "**Relay**".
        is_gone: Whether a member is gone.
    """
    member = rf"(?:(?:a|an|the) )?(?:{names})"
    several = re.compile(
        rf"(?<![\w*-])(?P<first>{member})(?P<more>(?:, {member})*)(?P<and>,? (?:and|or) )(?P<last>{member})(?![\w*-])",
        re.IGNORECASE,
    )
    parts: list[str] = []
    end = 0
    for found in several.finditer(sentence):
        members = [found["first"], *found["more"].split(", ")[1:], found["last"]]
        kept = [each for each in members if not is_gone(each)]
        if not kept or len(kept) == len(members):
            continue
        is_one = len(kept) == 1 and not plain(kept[0]).endswith("s")
        if is_one and _PLURAL_VERB.search(sentence, found.end()):
            return None
        if members[0][0].isupper():
            kept[0] = kept[0][0].upper() + kept[0][1:]
        parts += [sentence[end : found.start()], _enumerated(kept, found["and"])]
        end = found.end()
    return "".join([*parts, sentence[end:]])


def _enumerated(members: list[str], before_last: str) -> str:
    """Return members as one text, with a comma before the last where there was one."""
    *others, last = members
    if not others:
        return last
    comma = "," if len(others) > 1 and before_last.startswith(",") else ""
    return f"{', '.join(others)}{comma} {before_last.strip(', ')} {last}"


def with_number(text: str, before: int, after: int) -> str | None:
    """Return a text that counts as many as there are now, or None where only its author can say it."""
    for found in _COUNTED.finditer(text):
        noun = found["noun"]
        if _value(found["number"]) != before or before < 2 or not noun.endswith("s"):
            continue
        if after > 1:
            return _replaced(text, found, "number", _written(found["number"], after))
        singular = _singular(noun)
        if singular is None or _PLURAL_VERB.search(text):
            return None
        text = _replaced(text, found, "noun", singular)
        return _replaced(text, found, "number", _written(found["number"], after))
    return text


def _value(number: str) -> int:
    return int(number) if number.isdigit() else _NUMBERS.index(number.lower())


def _written(like: str, value: int) -> str:
    if like.isdigit() or value >= len(_NUMBERS):
        return str(value)
    word = _NUMBERS[value]
    return word.capitalize() if like[0].isupper() else word


def _singular(noun: str) -> str | None:
    candidates = [f"{noun[:-3]}y", noun[:-2], noun[:-1]]
    return next((each for each in candidates if plural(each) == noun), None)


def _replaced(text: str, found: re.Match[str], group: str, instead: str) -> str:
    return text[: found.start(group)] + instead + text[found.end(group) :]
