"""Find which features the sentences of a page name: those that are gone, and those that stay."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import Enum, auto
import re
from typing import Final

from .labels import Labels
from .sentences import plain, seen
from .ties import DISCOVERED, TIES, Tie, joined, tie_of_discovery, tie_of_platform

_MARKED: Final = re.compile(
    r"\*\*(?P<bold>[^*\n]+)\*\*|(?<![\w_])_(?P<italic>[^_\n]+)_(?![\w_])|`(?P<code>[^`\n]+)`"
    r"|\[(?P<link>[^\]\n]+)\]\(#|[\"“](?P<quoted>[^\"”\n]+)[\"”]"
)
_ENDS: Final = " .:,;'\""


class Verdict(Enum):
    """What a sentence tells of."""

    STAYS = auto()
    GONE = auto()
    # Of what is gone and of what stays
    BOTH = auto()
    # Perhaps of what is gone
    UNSURE = auto()


@dataclass(frozen=True)
class Platform:
    """A platform of the integration, with what Home Assistant calls it ("Binary sensor")."""

    name: str
    title: str


class Side:
    """What the features of one side, gone or staying, are called."""

    def __init__(
        self, ties: Iterable[Tie], platforms: Collection[Platform], labels: Labels
    ) -> None:
        """Compile the patterns."""
        self.platforms = platforms
        self.labels = labels
        self._of_platforms = {
            each.name: tie_of_platform(each.name, each.title) for each in platforms
        }
        kinds = joined([*ties])
        both = joined([kinds, *self._of_platforms.values()])
        self._title = _pattern(both.titles)
        self._kind_title = _pattern(kinds.titles)
        self._kind = _pattern(kinds.words)
        self._kind_mark = _pattern(kinds.marks)
        self._words = _pattern(both.words)
        self._marks = _pattern(both.marks)
        self._button = _pattern(kinds.buttons)
        self.plurals = _pattern(both.plurals)
        self._entity = {
            name: _pattern(tie.entities) for name, tie in self._of_platforms.items()
        }
        self._codes = _any_of(labels.codes)
        self._joined = _joined_to_more(kinds.words, self._codes.pattern)
        self._long = _any_of(
            name for name in {*labels.entities, *labels.names} if " " in name
        )
        self._by_platform = [
            (hint, named, _near(hint, named))
            for platform, tie in self._of_platforms.items()
            for hint in (_pattern(tie.hints),)
            for named in (_any_of(self._names_of(platform, hint)),)
        ]

    def _names_of(self, platform: str, hint: re.Pattern[str]) -> list[str]:
        """Return the names of entities of a platform, but for those that are its own word."""
        return [
            name
            for name, platforms in self.labels.entities.items()
            if platform in platforms and not hint.fullmatch(name)
        ]

    def is_label(self, text: str) -> bool:
        """Return whether a text is the name of an entity, a field, an action and so on."""
        name = plain(text).lower()
        return name in self.labels.entities or name in self.labels.names

    def is_title(self, text: str) -> bool:
        """Return whether a text is the title of a section about one of the kinds or platforms."""
        return bool(self._title.fullmatch(text))

    def is_title_of_kind(self, text: str) -> bool:
        """Return whether a text is the title of a section about one of the kinds."""
        return bool(self._kind_title.fullmatch(text))

    def has_button(self, step: str) -> bool:
        """Return whether a step has the button that leads to one of the kinds."""
        return bool(self._button.search(step))

    def is_message(self, text: str) -> bool:
        """Return whether a text is or begins with an error that the interface shows."""
        name = plain(text).lower()
        return any(
            name == message
            # A title may have the first sentence alone, or the message and more.
            or message.startswith(f"{name}. ")
            or (" " in message and message in name)
            for message in self.labels.messages
        )

    def tells_of_kind(self, sentence: str) -> bool:
        """Return whether a sentence tells of a feature that every integration may have."""
        return bool(
            self._kind.search(seen(sentence)) or self._kind_mark.search(sentence)
        )

    def tells(self, sentence: str, *, is_protected: bool = False) -> bool:
        """Return whether a sentence surely tells of a feature."""
        marked = any(
            self.is_label(text) or self.is_message(text)
            for text in marked_texts(sentence)
        )
        if marked or self._codes.search(sentence):
            return True
        shown = seen(sentence)
        if any(near.search(shown) for _, _, near in self._by_platform):
            return True
        return not is_protected and bool(
            self._words.search(shown)
            or self._marks.search(sentence)
            or self._button.search(sentence)
        )

    def tells_of_code(self, text: str) -> bool:
        """Return whether a text calls an action, a trigger or a condition."""
        return bool(self._codes.search(text))

    def tells_of_more(self, sentence: str) -> bool:
        """Return whether "and" or "or" joins a feature to something else in a sentence."""
        return bool(self._joined.search(seen(sentence)))

    def may_tell(self, sentence: str) -> bool:
        """Return whether a sentence has words that may be a name."""
        shown = seen(sentence)
        return bool(
            self._long.search(shown)
            or self.entities(sentence)
            or any(
                hint.search(shown) and name.search(shown)
                for hint, name, _ in self._by_platform
            )
        )

    def may_be_told(self, sentence: str) -> bool:
        """Return whether a sentence tells of a feature, or has the plural of a platform."""
        return self.tells(sentence) or bool(self.plurals.search(seen(sentence)))

    def entities(self, text: str) -> list[str]:
        """Return the IDs of entities of the platforms, without the platform."""
        return [
            found["object"]
            for pattern in self._entity.values()
            for found in pattern.finditer(text)
        ]


class Names:
    """What is gone, and what stays."""

    def __init__(self, gone: Side, stays: Side, device: Collection[str]) -> None:
        """Keep both sides.

        Args:
            gone: What is gone.
            stays: What stays.
            device: Words that the IDs of its entities may have, such as the domain.
        """
        self.gone = gone
        self.stays = stays
        self._device = {*device}
        self._listed = _listed(gone.plurals, stays.plurals)

    def verdict(self, sentence: str, *, is_protected: bool = False) -> Verdict:
        """Return what a sentence tells of.

        `is_protected` is for where the words for kinds of features are those of one that stays.
        """
        own = any(self.is_own(each) for each in self.gone.entities(sentence))
        if own or self.gone.tells(sentence, is_protected=is_protected):
            both = (
                self.stays.may_be_told(sentence)
                or self.stays.entities(sentence)
                or self.gone.tells_of_more(sentence)
            )
            return Verdict.BOTH if both else Verdict.GONE
        if self._listed.search(seen(sentence)) or (
            self.gone.may_tell(sentence) and not self.stays.tells(sentence)
        ):
            return Verdict.UNSURE
        return Verdict.STAYS

    def is_own(self, entity: str) -> bool:
        """Return whether the ID of an entity that is gone is surely one of this integration."""
        slugs = {re.sub(r"\W+", "_", name) for name in self.gone.labels.entities}
        return any(
            entity == slug or entity.endswith(f"_{slug}") for slug in slugs
        ) or any(
            entity == word or entity.startswith(f"{word}_") for word in self._device
        )


def names(
    gone: Collection[tuple[str, str]],
    labels: tuple[Labels, Labels],
    platforms: tuple[Collection[Platform], Collection[Platform]],
    discovery: Collection[str],
    device: Collection[str],
) -> Names:
    """Return what is gone and what stays.

    Args:
        gone: The kind and the name of each feature that is gone.
        labels: Of what is gone, and of what stays.
        platforms: Those that are gone, and those that stay.
        discovery: Kinds of discovery that stay.
        device: Words that the IDs of its entities may have.
    """
    kinds = {kind for kind, _ in gone}
    discovered = {name for kind, name in gone if kind == "discovery"}
    lost = [TIES[kind] for kind in kinds if kind in TIES]
    lost.extend(tie_of_discovery(kind) for kind in discovered)
    kept = [tie for kind, tie in TIES.items() if kind not in kinds]
    kept.extend(tie_of_discovery(kind) for kind in discovery)
    if discovered and not discovery:
        lost.append(DISCOVERED)
    return Names(
        Side(lost, platforms[0], labels[0]), Side(kept, platforms[1], labels[1]), device
    )


def marked_texts(sentence: str) -> list[str]:
    """Return what is bold, slanted, code, quoted or a link to a section in a sentence, as names are."""
    found: list[str] = []
    for match in _MARKED.finditer(sentence):
        text = next(filter(None, match.groups()), "")
        found.extend(marked_texts(text) if "*" in text or "`" in text else ())
        # The interface begins a name with a capital letter.
        if " " in text or not text.islower():
            found.append(text)
    return found


def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _any_of(texts: Iterable[str]) -> re.Pattern[str]:
    """Return what finds whole names."""
    either = "|".join(re.escape(text.strip(_ENDS)) for text in sorted(texts, key=len))
    # "cooling-mode" is not named "Cooling".
    return _pattern(rf"(?<![\w-])(?:{either})(?![\w-])" if either else r"(?!)")


def _listed(one: re.Pattern[str], other: re.Pattern[str]) -> re.Pattern[str]:
    """Return what finds two patterns in something like an enumeration, in any order."""
    first, second = f"(?:{one.pattern})", f"(?:{other.pattern})"
    between = r"[^.]*?(?:,|\b(?:and|or)\b)[^.]*?"
    return _pattern(f"{first}{between}{second}|{second}{between}{first}")


def _near(one: re.Pattern[str], other: re.Pattern[str]) -> re.Pattern[str]:
    """Return what finds two patterns with few words between them, in any order."""
    between = r"\W+(?:[\w'’]+\W+){0,3}?"
    first, second = f"(?:{one.pattern})", f"(?:{other.pattern})"
    return _pattern(f"{first}{between}{second}|{second}{between}{first}")


def _joined_to_more(words: str, codes: str) -> re.Pattern[str]:
    """Return what finds that "and" or "or" joins words or codes to something else than a verb."""
    return _pattern(
        rf"\b(?:and|or) (?:(?:an?|the|its|be|is) )?[\[*]*(?:{words})"
        rf"|\b(?:and|or) (?:\w+ ){{0,4}}`?(?:{codes})"
        rf"|(?:{words})[\]*]*(?: data)? (?:and|or)\b(?! (?:will|is|are|can|may|has|have|you|it|they|then)\b)"
    )
