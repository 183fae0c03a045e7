"""Replace secrets and identifiers in what a library returned, each by the same fake wherever it is."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from random import Random
import re
from string import ascii_letters, ascii_lowercase, ascii_uppercase, digits
from typing import Any, Final
from urllib.parse import quote, urlsplit

from script.client.words import ends

from . import DevelopmentError
from .identifying import ADDRESS, EMAIL, LOCATIONS, MAC, betrayed, is_private, is_secret
from .plain import Plain

# What is shorter is part of too much else to be looked for anywhere but where it stands.
SHORTEST: Final = 4
_HEX: Final = "0123456789abcdef"
_CODED: Final = re.compile(r"(?=.*\d).{6,}", re.DOTALL)
_NUMBER: Final = re.compile(r"-?\d+\.\d+")
_TRIES: Final = 20


@dataclass(frozen=True)
class Original:
    """Something that is not to be shown.

    Attributes:
        is_secret: Whether it is looked for in the midst of words, too.
    """

    text: str
    is_secret: bool = False


def with_fakes(
    records: Mapping[str, Plain],
    inputs: Mapping[str, Any],
    typed: Mapping[str, bool] | None = None,
    earlier: Mapping[str, Plain] | None = None,
) -> dict[str, Plain]:
    """Return records without secrets and identifiers.

    Args:
        records: What was returned, by any name.
        inputs: What Home Assistant keeps.
        typed: What is to be hidden whatever its name is, each with whether it is a secret.
        earlier: Records with fakes that tests have come to rely on, which stay.

    Raises DevelopmentError if something shows in spite of that.
    """
    found = [Original(text, secret) for text, secret in (typed or {}).items()]
    found += [*_originals(dict(inputs), ""), *_originals(dict(records), "")]
    hidden: dict[str, bool] = {}
    for each in found:
        for text in (each.text, _host(each.text)):
            hidden[text] = hidden.get(text, False) or each.is_secret
    kept = {
        text: fake
        for text, fake in _earlier(dict(records), dict(earlier or {}))
        if text in hidden
        and not any(each in fake for each in hidden if len(each) >= SHORTEST)
    }
    for seed in range(_TRIES):
        fakes = _Fakes(hidden, seed, kept)
        result = {name: fakes.replaced(each) for name, each in records.items()}
        if not any(
            fakes.shows(text) for each in result.values() for text in _texts(each)
        ):
            return result
    raise DevelopmentError("what was recorded shows a secret; nothing is written")


def _host(text: str) -> str:
    """Return the host in a URL, or in front of a port."""
    try:
        return urlsplit(text if "://" in text else f"//{text}").hostname or text
    except ValueError:
        return text


def _originals(value: Plain, name: str) -> Iterator[Original]:
    """Yield what is not to be shown of a value that has a name, in order."""
    match value:
        case dict():
            for key, each in value.items():
                yield from map(Original, betrayed(key))
                yield from _originals(each, key)
        case list():
            for each in value:
                yield from _originals(each, name)
        case bool() | None:
            pass
        case int() if is_private(name, value) and len(str(abs(value))) >= SHORTEST:
            yield Original(str(abs(value)), is_secret(name))
        case float() if ends(name, LOCATIONS):
            yield Original(str(value))
        case str() if value.strip() and is_private(name, value):
            yield Original(value, is_secret(name))
        case str():
            yield from map(Original, betrayed(value))


def _earlier(now: Plain, before: Plain) -> Iterator[tuple[str, str]]:
    """Yield each text or number with what stood at its place before."""
    match now, before:
        case dict(), dict():
            for key in now.keys() & before.keys():
                yield from _earlier(now[key], before[key])
        case list(), list():
            for one, other in zip(now, before, strict=False):
                yield from _earlier(one, other)
        case (str(), str()) | (int() | float(), int() | float()):
            yield str(now), str(before)


def _texts(value: Plain) -> Iterator[str]:
    """Yield all that can be read in a value."""
    match value:
        case dict():
            for key, each in value.items():
                yield key
                yield from _texts(each)
        case list():
            for each in value:
                yield from _texts(each)
        case bool() | None:
            pass
        case _:
            yield str(value)


class _Fakes:
    """What stands for each original."""

    def __init__(
        self, hidden: Mapping[str, bool], seed: int, kept: Mapping[str, str]
    ) -> None:
        """Make a fake for each that has none, told by whether it is a secret."""
        self._whole: dict[str, str] = {}
        self._inside: dict[str, str] = {}
        bare: list[str] = []
        bounded: list[str] = []
        for number, (text, secret) in enumerate(hidden.items(), 1):
            fake = kept.get(text) or self._fake(text, number, seed, hidden)
            self._whole[text] = fake
            if len(text) < SHORTEST:
                continue
            for change in _CHANGES:
                self._inside.setdefault(change(text), change(fake))
                is_distinct = secret or _CODED.fullmatch(text)
                (bare if is_distinct else bounded).append(change(text))
        self._bare = _any_of(bare)
        self._all = _any_of([*bare, *bounded], frozenset(bounded))

    def _fake(
        self, text: str, number: int, seed: int, hidden: Mapping[str, bool]
    ) -> str:
        """Return a text of the same shape that is no other one's, as far as its length allows."""
        fake = ""
        for attempt in range(_TRIES):
            fake = _shaped(text, number, Random(f"{number} {seed} {attempt}"))
            if fake not in self._whole.values() and not any(
                each in fake for each in hidden if len(each) >= SHORTEST
            ):
                break
        return fake

    def replaced(self, value: Plain, name: str = "") -> Plain:
        """Return a value that has a name, with fakes in it."""
        match value:
            case dict():
                return {
                    self._bare.sub(self._stand_in, key): self.replaced(each, key)
                    for key, each in value.items()
                }
            case list():
                return [self.replaced(each, name) for each in value]
            case bool() | None:
                return value
            case int() if str(abs(value)) in self._inside:
                number = int(self._whole.get(str(abs(value)), "0"))
                return -number if value < 0 else number
            case float() if ends(name, LOCATIONS):
                return float(self._whole[str(value)])
            case str() if value in self._whole and is_private(name, value):
                return self._whole[value]
            case str():
                return self._all.sub(self._stand_in, value)
        return value

    def shows(self, text: str) -> bool:
        """Return whether a text has an original in it."""
        return bool(self._bare.search(text))

    def _stand_in(self, found: re.Match[str]) -> str:
        return self._inside[found[0]]


def _unseparated(text: str) -> str:
    return re.sub(r"[:-]", "", text) if MAC.fullmatch(text) else text


# In how many ways a library may write the same
_CHANGES: Final[tuple[Callable[[str], str], ...]] = (
    str,
    str.lower,
    str.upper,
    lambda text: quote(text, safe=""),
    lambda text: _unseparated(text).lower(),
    lambda text: _unseparated(text).upper(),
)


def _any_of(texts: Collection[str], bounded: Collection[str] = ()) -> re.Pattern[str]:
    """Return what finds any of some texts, the longest first, and some of them only where they are words."""
    if not texts:
        return re.compile(r"(?!)")
    parts = [
        rf"(?<![^\W_]){re.escape(each)}(?![^\W_])"
        if each in bounded
        else re.escape(each)
        for each in sorted({*texts}, key=len, reverse=True)
    ]
    return re.compile("|".join(parts))


def _shaped(text: str, number: int, random: Random) -> str:
    """Return a fake, of the kinds that are nobody's where there are such."""
    if MAC.fullmatch(text):
        pairs = iter(f"02{number:0{len(_unseparated(text)) - 2}x}")
        return "".join(each if each in ":-" else next(pairs) for each in text)
    if EMAIL.fullmatch(text):
        return f"user{number}@example.com"
    if ADDRESS.fullmatch(text):
        return f"2001:db8::{number:x}" if ":" in text else f"192.0.2.{number % 254 + 1}"
    if _NUMBER.fullmatch(text):
        sign, _, fraction = text.partition(".")
        return f"{'-' * sign.startswith('-')}{random.randrange(10, 80)}.{_drawn(fraction, random)}"
    if not any(map(str.isalnum, text)):
        return "".join(random.choice(ascii_letters) for _ in text)
    return "".join(
        # The first and last line of a key say what it is.
        line if line.startswith("-----") else _drawn(line, random)
        for line in text.splitlines(keepends=True)
    )


def _drawn(text: str, random: Random) -> str:
    """Return a text with other letters and digits."""
    lower = text.lower()
    is_hex = any(map(str.isdigit, lower)) and all(
        each in _HEX for each in lower if each.isalnum()
    )
    letters = "abcdef" if is_hex else ascii_lowercase

    def draw(each: str) -> str:
        """Return another character of its kind."""
        if each in "123456789":
            return random.choice(digits[1:])
        if each.isdigit():
            return random.choice(digits)
        if each in ascii_uppercase:
            return random.choice(letters).upper()
        return random.choice(letters) if each.isalpha() else each

    return "".join(map(draw, text))
