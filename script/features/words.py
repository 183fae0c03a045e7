"""Words to look for in code."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
import re


@dataclass(frozen=True, kw_only=True)
class Words:
    """What to look for.

    Attributes:
        parts: Whatever has one of these goes as a whole: in a test the case or the test, elsewhere
            the condition, the statement or the definition.
        values: These only take along the argument, the element or the handler that they are in.
        statements: These take along their statement, in tests too.
    """

    parts: frozenset[str] = frozenset()
    values: frozenset[str] = frozenset()
    statements: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        """Return whether there is anything to look for."""
        return bool(self.parts or self.values or self.statements)

    def present_in(self, text: str) -> Words:
        """Return those that a text has."""
        names = names_in(text)
        return Words(
            **{kind: present(words, names) for kind, words in asdict(self).items()}
        )


def names_in(text: str) -> frozenset[str]:
    """Return all that may be a name in a text."""
    return frozenset(re.findall(r"\w+", text))


def present(words: Iterable[str], names: frozenset[str]) -> frozenset[str]:
    """Return those words that are made of names."""
    return frozenset(word for word in words if names_in(word) <= names)
