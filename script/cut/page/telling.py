"""Cut sentences that tell of what is gone."""

from collections.abc import Sequence
import re
from typing import Final

from .enumerations import without_members
from .names import Names, Verdict, marked_texts
from .notes import Note, Why
from .sentences import plain
from .ties import plural

# A sentence that goes on with what the one before was about
_FOLLOWS: Final = re.compile(
    r"(?:(?:For|In|With|After|Before) )?(?:It|They|These|Those|Both|Otherwise|That|This(?! integration| page| device| section))\b",
    re.IGNORECASE,
)
_ARTICLE: Final = re.compile(r"^(?:an?|the) ", re.IGNORECASE)


class SentenceCutter:
    """Cuts sentences, and notes those that it leaves to the author.

    `is_protected` is for where the words for kinds of features are those of one that stays.
    """

    def __init__(self, names: Names) -> None:
        """Begin without notes."""
        self._names = names
        self.notes: list[Note] = []
        self._platforms = [
            re.escape(form)
            for side in (names.gone, names.stays)
            for each in side.platforms
            for form in (plural(each.title), each.title)
        ]

    def kept(self, sentences: Sequence[str], *, is_protected: bool) -> list[str]:
        """Return the sentences that stay, enumerations in them without what is gone."""
        found: list[str] = []
        is_behind_gone = False
        for sentence in sentences:
            if (rest := self._rest(sentence, is_protected=is_protected)) is None:
                is_behind_gone = True
                continue
            if is_behind_gone and _FOLLOWS.match(rest):
                self.notes.append(Note(rest.strip(), Why.FOLLOWS))
            is_behind_gone = False
            found.append(rest)
        return found

    def _rest(self, sentence: str, *, is_protected: bool) -> str | None:
        shorter = self.without_members(sentence)
        text = sentence if shorter is None else shorter
        verdict = self._names.verdict(text, is_protected=is_protected)
        if shorter is None:
            self.note(text, Why.BOTH)
        elif verdict is Verdict.GONE:
            return None
        elif verdict is Verdict.BOTH:
            self.note(text, Why.BOTH)
        elif verdict is Verdict.UNSURE:
            self.note(text, Why.UNSURE)
        return text

    def note(self, text: str, why: Why) -> None:
        """Leave a text to the author, which is refused if it calls an action that is not there."""
        self.notes.append(Note(text.strip(), why, self._names.gone.tells_of_code(text)))

    def without_members(self, sentence: str) -> str | None:
        """Return a sentence whose enumerations have only what stays, None if only its author can."""
        gone, stays = self._names.gone, self._names.stays
        bold = [
            re.escape(f"**{text}**")
            for text in marked_texts(sentence)
            if gone.is_label(text) or stays.is_label(text)
        ]
        members = [*self._platforms, *bold]
        if not members:
            return sentence

        def is_gone(member: str) -> bool:
            text = _ARTICLE.sub("", plain(member))
            is_name = "*" in member
            return gone.is_label(text) if is_name else gone.is_title(text)

        return without_members(sentence, "|".join(members), is_gone)
