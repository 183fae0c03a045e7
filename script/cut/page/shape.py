"""Small questions about blocks of a page, and small changes to them."""

from collections.abc import Sequence
from dataclasses import replace
import re
from typing import Final

from .blocks import Block, Kind, title
from .sentences import joined, split

_NUMBERED: Final = re.compile(r"^(?P<indent> *)\d+(?=[.)] )")
_OF_EXAMPLES: Final = re.compile(r"example|automation|blueprint|script", re.IGNORECASE)


def first_paragraph(block: Block) -> Block | None:
    """Return the first paragraph of a block."""
    return next((part for part in block.parts if part.kind is Kind.PARAGRAPH), None)


def examples(block: Block) -> list[Block]:
    """Return the code in a block."""
    return [
        code
        for code in block.of(Kind.CODE)
        if not code.head.lstrip().startswith("<!--")
    ]


def said(block: Block) -> list[Block]:
    """Return what a block has in it."""
    return [part for part in block.parts if part.kind is not Kind.BLANK]


def is_emptied(before: Block, after: Block) -> bool:
    """Return whether a block had something in it and no longer has."""
    return bool(said(before) and not said(after))


def has_lost_examples(before: Block, after: Block) -> bool:
    """Return whether a section of examples has none left."""
    return bool(
        _OF_EXAMPLES.search(title(before)) and examples(before) and not examples(after)
    )


def leads(block: Block) -> bool:
    """Return whether a block leads to the next one."""
    return block.kind is Kind.PARAGRAPH and block.head.rstrip().endswith(":")


def without_lead(block: Block) -> Block | None:
    """Return a paragraph without its last sentence, or None if it has no other."""
    return with_sentences(block, split(block.head)[:-1])


def is_gone(parts: Sequence[Block], rests: Sequence[Block | None], at: int) -> bool:
    """Return whether what a block at a place leads to is gone, with what belongs to it.

    Args:
        parts: Blocks.
        rests: What is left of each.
        at: The place.
    """
    behind = [n for n in range(at + 1, len(parts)) if parts[n].kind is not Kind.BLANK]
    left = next((n for n in behind if rests[n] is not None), None)
    if left is None or left == behind[0]:
        return bool(behind) and left is None
    # Several examples may follow each other, and each list has a lead of its own.
    return (
        parts[left].kind is Kind.LIST or parts[left].kind is not parts[behind[0]].kind
    )


def with_sentences(block: Block, sentences: list[str]) -> Block | None:
    """Return a block with other sentences, or None without one."""
    if not sentences:
        return None
    head = "".join(sentences)
    return block if head == block.head else replace(block, head=joined(sentences, "\n"))


def renumbered(block: Block) -> Block:
    """Return a list whose numbers count its items."""
    number = 0
    parts: list[Block] = []
    for part in block.parts:
        if part.kind is Kind.ITEM and (found := _NUMBERED.match(part.head)):
            number += 1
            head = f"{found['indent']}{number}{part.head[found.end() :]}"
            part = replace(part, head=head)
        parts.append(part)
    return replace(block, parts=tuple(parts))
