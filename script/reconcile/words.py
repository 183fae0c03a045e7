"""Merge texts word by word, where changes may stand side by side."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
import re
from typing import Final, NamedTuple

_WORD: Final = re.compile(r"(\s*)(\w+|[^\w\s])")
_OPENING: Final = "([{"
_CLOSING: Final = ")]}"
# Of a keyword, a key or a call
_TELLING: Final = "=:("


class Word(NamedTuple):
    """A word or sign, and the blanks before it, which count for nothing when texts are compared."""

    blank: str
    text: str


@dataclass(frozen=True)
class _Edit:
    """What one side makes of a range of the base."""

    start: int
    stop: int
    content: tuple[Word, ...]

    @property
    def texts(self) -> list[str]:
        return [word.text for word in self.content]

    @property
    def is_item(self) -> bool:
        """Return whether it adds items that say what they are, and so may stand in any order."""
        texts = self.texts
        balance = 0
        for text in texts:
            balance += (text in _OPENING) - (text in _CLOSING)
            if balance < 0:
                return False
        return (
            self.start == self.stop
            and not balance
            and "," in (texts[0], texts[-1])
            and any(text in _TELLING for text in texts)
        )


def merged_words(ours: str, base: str, theirs: str) -> str | None:
    """Return a text with the changes of both sides, or None where they touch the same words.

    Unlike lines, words that only adjoin one another may be changed by both sides. Where both add items
    to a list, those of theirs come first.
    """
    merged = _merged(words(base), words(ours), words(theirs))
    if merged is None:
        return None
    return "".join(f"{blank}{text}" for blank, text in merged)


def words(text: str) -> list[Word]:
    """Return the words and signs of a text; the last is empty and has the blanks of its end."""
    found = [Word(*match.groups()) for match in _WORD.finditer(text)]
    return [*found, Word(text[len(text.rstrip()) :], "")]


def _merged(
    base: Sequence[Word], ours: Sequence[Word], theirs: Sequence[Word]
) -> list[Word] | None:
    stayed = _with_blanks(base, ours, theirs)
    here, there = list(_edits(base, ours)), list(_edits(base, theirs))
    known = {(edit.start, edit.stop, *edit.texts) for edit in there}
    here = [edit for edit in here if (edit.start, edit.stop, *edit.texts) not in known]
    result: list[Word] = []
    position = 0
    before: _Edit | None = None
    for edit in sorted([*there, *here], key=lambda each: (each.start, each.stop)):
        if edit.start < position or (before and _contradict(before, edit)):
            return None
        result += [*stayed[position : edit.start], *edit.content]
        position = edit.stop
        before = edit
    return [*result, *stayed[position:]]


def _contradict(one: _Edit, other: _Edit) -> bool:
    """Return whether two edits add something at the same place, and the order matters."""
    is_same_gap = one.start == one.stop == other.start == other.stop
    return is_same_gap and not (one.is_item and other.is_item)


def _with_blanks(
    base: Sequence[Word], ours: Sequence[Word], theirs: Sequence[Word]
) -> list[Word]:
    """Return the base with the blanks of the side that has changed them."""
    result = list(base)
    for side in (theirs, ours):
        for start, other, length in _matcher(base, side).get_matching_blocks():
            for offset in range(length):
                word = side[other + offset]
                if word.blank != base[start + offset].blank:
                    result[start + offset] = word
    return result


def _edits(base: Sequence[Word], side: Sequence[Word]) -> Iterator[_Edit]:
    for tag, start, stop, first, last in _matcher(base, side).get_opcodes():
        if tag != "equal":
            yield _Edit(start, stop, tuple(side[first:last]))


def _matcher(one: Sequence[Word], other: Sequence[Word]) -> SequenceMatcher[str]:
    return SequenceMatcher(
        None, [word.text for word in one], [word.text for word in other], autojunk=False
    )
