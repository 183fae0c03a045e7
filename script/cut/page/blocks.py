"""A documentation page as a tree of blocks that together are its text, byte for byte."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
import re
from typing import Final


class Kind(Enum):
    """What a block is."""

    PAGE = auto()
    SECTION = auto()
    PARAGRAPH = auto()
    LIST = auto()
    ITEM = auto()
    TABLE = auto()
    ROW = auto()
    FIELDS = auto()
    FIELD = auto()
    DETAILS = auto()
    BOX = auto()
    CODE = auto()
    BLANK = auto()


@dataclass(frozen=True)
class Block:
    """A part of a page.

    Attributes:
        head: Its own text, such as the line of a heading or all of a paragraph.
        parts: The blocks in it.
        tail: What ends it, such as {% enddetails %}.
    """

    kind: Kind
    head: str
    parts: tuple[Block, ...] = ()
    tail: str = ""

    @property
    def text(self) -> str:
        """Return its text."""
        return self.head + "".join(part.text for part in self.parts) + self.tail

    def of(self, kind: Kind) -> Iterator[Block]:
        """Yield the blocks of a kind that are in it, however deep."""
        for part in self.parts:
            if part.kind is kind:
                yield part
            yield from part.of(kind)


# Includes of home-assistant.io that begin with a heading of the second level
_INCLUDED: Final = {
    "config_flow": "Configuration",
    "option_flow": "Options",
    "actions": "Actions",
    "triggers": "Triggers",
    "conditions": "Conditions",
    "triggers_conditions_actions": "Triggers, conditions, and actions",
}
_HEADING: Final = re.compile(r"(?P<marks>#{1,6}) +(?P<title>.*?) *#*\n")
_INCLUDE: Final = re.compile(
    rf"{{% include integrations/(?P<name>{'|'.join(_INCLUDED)})\.(?:md|html)\b.*%}}\n"
)
_FENCE: Final = re.compile(r" *(?P<mark>```+|~~~+)")
_TAG: Final = re.compile(r" *{%-? *(?P<name>\w+)")
_MARKER: Final = re.compile(r"(?P<indent> *)(?:[-*+]|(?P<number>\d+[.)])) +(?=\S)")
_FIELD: Final = re.compile(r"[^\s#].*:\s*\n")
# What holds text that is not for reading as Markdown
_VERBATIM: Final = {"example", "raw", "highlight", "mermaid"}


def parsed(text: str) -> Block:
    """Return the blocks of a page without its front matter."""
    lines = text.splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    return Block(Kind.PAGE, "", _nested(_blocks(lines)))


def level(block: Block) -> int:
    """Return how deep the heading of a section is, 1 to 6; 0 for what is no section."""
    if block.kind is not Kind.SECTION:
        return 0
    heading = _HEADING.match(block.head)
    return len(heading["marks"]) if heading else 2


def title(block: Block) -> str:
    """Return the title of a section or of details."""
    if block.kind is Kind.DETAILS:
        found = re.search(r"(?P<quote>[\"'])(?P<title>.*)(?P=quote)", block.head)
        return found["title"] if found else ""
    if include := _INCLUDE.match(block.head):
        return _INCLUDED[include["name"]]
    heading = _HEADING.match(block.head)
    return heading["title"] if heading else ""


def brings_heading(block: Block) -> bool:
    """Return whether a section begins with an include that brings its heading."""
    return bool(_INCLUDE.match(block.head))


def anchors(page: Block) -> frozenset[str]:
    """Return the anchors that the headings of a page give."""
    return frozenset(
        re.sub(r"[^\w-]", "", title(section).strip().lower().replace(" ", "-"))
        for section in page.of(Kind.SECTION)
    )


def with_parts(block: Block, parts: Sequence[Block]) -> Block:
    """Return a block with other parts, and with no two blank lines that its parts had between them."""
    kept: list[Block] = []
    for part in parts:
        if (
            part.kind is Kind.BLANK
            and len(parts) < len(block.parts)
            and part is not block.parts[0]
            and (not kept or _ends_blank(kept[-1]))
        ):
            continue
        kept.append(part)
    return replace(block, parts=tuple(kept))


def _ends_blank(block: Block) -> bool:
    return block.text.endswith("\n\n") or block.kind is Kind.BLANK


def _blocks(lines: Sequence[str]) -> list[Block]:
    """Return the blocks of lines, a heading being one without parts."""
    found: list[Block] = []
    at = 0
    while at < len(lines):
        block, at = _block(lines, at)
        found.append(block)
    return found


def _block(lines: Sequence[str], at: int) -> tuple[Block, int]:
    """Return the block that begins at a line, and where the next one does."""
    line = lines[at]
    for reader in (_heading, _fenced, _comment, _tagged, _table, _list):
        if found := reader(lines, at):
            return found
    if not line.strip():
        return Block(Kind.BLANK, line), at + 1
    end = at + 1
    while end < len(lines) and not _begins(lines, end):
        end += 1
    return Block(Kind.PARAGRAPH, "".join(lines[at:end])), end


def _begins(lines: Sequence[str], at: int) -> bool:
    """Return whether something other than a paragraph's next line begins at a line."""
    line = lines[at]
    return bool(
        not line.strip()
        or _HEADING.match(line)
        or _FENCE.match(line)
        or _MARKER.match(line)
        or line.lstrip().startswith(("|", "<!--"))
        or _INCLUDE.match(line)
        or _end_of_tag(lines, at)
    )


type _Read = tuple[Block, int] | None


def _heading(lines: Sequence[str], at: int) -> _Read:
    line = lines[at]
    if _HEADING.match(line) or _INCLUDE.match(line):
        return Block(Kind.SECTION, line), at + 1
    return None


def _fenced(lines: Sequence[str], at: int) -> _Read:
    if (fence := _FENCE.match(lines[at])) is None:
        return None
    end = _first(lines, at + 1, lambda line: line.strip().startswith(fence["mark"]))
    return Block(Kind.CODE, "".join(lines[at : end + 1])), end + 1


def _comment(lines: Sequence[str], at: int) -> _Read:
    if not lines[at].lstrip().startswith("<!--"):
        return None
    end = _first(lines, at, lambda line: "-->" in line)
    return Block(Kind.CODE, "".join(lines[at : end + 1])), end + 1


def _end_of_tag(lines: Sequence[str], at: int) -> int | None:
    """Return the line that ends a tag which begins at a line of its own."""
    if (tag := _TAG.match(lines[at])) is None or f"end{tag['name']}" in lines[at]:
        return None
    ends = re.compile(rf" *{{%-? *end{tag['name']}\b")
    end = _first(lines, at, ends.match)
    return end if end < len(lines) else None


def _tagged(lines: Sequence[str], at: int) -> _Read:
    """Return what stands between a tag of its own line and the one that ends it."""
    tag = _TAG.match(lines[at])
    if tag is None or (end := _end_of_tag(lines, at)) is None:
        return None
    name = tag["name"]
    head, inner, tail = lines[at], lines[at + 1 : end], lines[end]
    if name in _VERBATIM:
        return Block(Kind.CODE, "".join(lines[at : end + 1])), end + 1
    if name.startswith("configuration"):
        return Block(Kind.FIELDS, head, tuple(_fields(inner)), tail), end + 1
    kind = Kind.DETAILS if name == "details" else Kind.BOX
    return Block(kind, head, _nested(_blocks(inner)), tail), end + 1


def _fields(lines: Sequence[str]) -> Iterator[Block]:
    starts = [at for at, line in enumerate(lines) if _FIELD.match(line)]
    if before := "".join(lines[: starts[0] if starts else len(lines)]):
        yield Block(Kind.CODE, before)
    for start, end in zip(starts, [*starts, len(lines)][1:], strict=True):
        told = Block(Kind.PARAGRAPH, "".join(lines[start + 1 : end]))
        yield Block(Kind.FIELD, lines[start], (told,))


def _table(lines: Sequence[str], at: int) -> _Read:
    if not lines[at].startswith("|"):
        return None
    end = _first(lines, at, lambda line: not line.startswith("|"))
    rows = lines[at:end]
    # The names of the columns, and the line below them
    first = 2 if len(rows) > 1 and not rows[1].strip("|-: \n") else 0
    return (
        Block(
            Kind.TABLE,
            "".join(rows[:first]),
            tuple(Block(Kind.ROW, row) for row in rows[first:]),
        ),
        end,
    )


def _list(lines: Sequence[str], at: int) -> _Read:
    if (marker := _MARKER.match(lines[at])) is None:
        return None
    indent = len(marker["indent"])
    is_numbered = marker["number"] is not None
    parts: list[Block] = []
    while at < len(lines):
        if not lines[at].strip():
            # A list goes on behind a blank line if another item does.
            following = _first(lines, at, lambda line: bool(line.strip()))
            if not _is_item(lines, following, indent, is_numbered):
                break
            parts.extend(Block(Kind.BLANK, line) for line in lines[at:following])
            at = following
        if not _is_item(lines, at, indent, is_numbered):
            break
        end = _end_of_item(lines, at, indent)
        parts.append(_item(lines[at:end]))
        at = end
    return Block(Kind.LIST, "", tuple(parts)), at


def _is_item(lines: Sequence[str], at: int, indent: int, is_numbered: bool) -> bool:
    if at >= len(lines) or (marker := _MARKER.match(lines[at])) is None:
        return False
    return len(marker["indent"]) == indent and is_numbered is (
        marker["number"] is not None
    )


def _end_of_item(lines: Sequence[str], at: int, indent: int) -> int:
    """Return where an item ends, with what is indented below it."""
    end = at + 1
    while end < len(lines):
        line = lines[end]
        if not line.strip():
            following = _first(lines, end, lambda line: bool(line.strip()))
            if following == len(lines) or _indent(lines[following]) <= indent:
                break
            end = following
        elif _indent(line) <= indent and _begins(lines, end):
            break
        else:
            end += 1
    return end


def _item(lines: Sequence[str]) -> Block:
    end = 1
    while end < len(lines) and not _begins(lines, end):
        end += 1
    return Block(Kind.ITEM, "".join(lines[:end]), tuple(_blocks(lines[end:])))


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _first(lines: Sequence[str], at: int, is_it: Callable[[str], object]) -> int:
    """Return the first line from one on that is what is looked for, or the end."""
    return next((n for n in range(at, len(lines)) if is_it(lines[n])), len(lines))


def _nested(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Return blocks with what follows a heading in its section."""
    at = next((n for n, each in enumerate(blocks) if level(each)), len(blocks))
    found = list(blocks[:at])
    while at < len(blocks):
        depth = level(blocks[at])
        end = next(
            (n for n in range(at + 1, len(blocks)) if 0 < level(blocks[n]) <= depth),
            len(blocks),
        )
        found.append(replace(blocks[at], parts=_nested(blocks[at + 1 : end])))
        at = end
    return tuple(found)
