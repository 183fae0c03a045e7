"""Cut links to sections that are gone."""

from collections.abc import Collection
import re
from typing import Final

from .blocks import Block, Kind, with_parts
from .notes import Note, Why
from .sentences import split
from .shape import is_emptied, renumbered, said, with_sentences

_LINK: Final = re.compile(r"\]\(#(?P<anchor>[\w-]+)\)")
# A sentence, or an item, that has nothing to say but where to read on
_POINTER: Final = re.compile(
    r"\s*(?:(?:[-*+]|\d+[.)]) +)?(?:\[[^\]]*\]\([^)]*\)[.\s]*$"
    r"|(?:(?:then|also|please),? )?(?:see|read|refer|follow|go to|for (?:more|details|help|information))\b)",
    re.IGNORECASE,
)


class LinkCutter:
    """Cuts sentences and items that only lead to sections that are gone, and notes the others."""

    def __init__(self, dead: Collection[str]) -> None:
        """Take the anchors that are gone."""
        self._dead = dead
        self.notes: list[Note] = []

    def without(self, block: Block) -> Block:
        """Return a block without what leads to what is gone."""
        parts = [rest for part in block.parts if (rest := self._cut(part)) is not None]
        if parts == [*block.parts]:
            return block
        rest = with_parts(block, parts)
        is_shorter = block.kind is Kind.LIST and len(said(rest)) < len(said(block))
        return renumbered(rest) if is_shorter else rest

    def _cut(self, block: Block) -> Block | None:
        rest = self.without(block)
        if is_emptied(block, rest):
            return None
        if block.kind not in (Kind.PARAGRAPH, Kind.ITEM):
            return rest
        kept = [each for each in split(block.head) if not self._is_pointer(each)]
        self.notes.extend(
            Note(each.strip(), Why.LINK) for each in kept if self._is_dead(each)
        )
        return with_sentences(rest, kept)

    def _is_pointer(self, text: str) -> bool:
        return bool(self._is_dead(text) and _POINTER.match(text))

    def _is_dead(self, text: str) -> bool:
        return any(link["anchor"] in self._dead for link in _LINK.finditer(text))
