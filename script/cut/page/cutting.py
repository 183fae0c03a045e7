"""Cut blocks that name what is gone out of a page."""

from dataclasses import replace
import re
from typing import Final

from .blocks import Block, Kind, anchors, brings_heading, level, title, with_parts
from .enumerations import with_number
from .links import LinkCutter
from .names import Names, Verdict
from .notes import Note, Why
from .sentences import joined, plain, split
from .shape import (
    examples,
    first_paragraph,
    has_lost_examples,
    is_emptied,
    is_gone,
    leads,
    renumbered,
    said,
    with_sentences,
    without_lead,
)
from .telling import SentenceCutter

# What an item begins with: a link, what is marked, or all up to a colon, a dash or a parenthesis
_LABEL: Final = re.compile(
    r" *(?:[-*+]|\d+[.)]) +(?P<label>"
    r"\[[^\]]*\]\([^)]*\)|(?:\*\*|_|`)[^\n]*?(?:\*\*|_|`)|[^:\n]+?)"
    r"(?:\\\*)*(?=:|\s+[-–—] |\s*\n|\s+\()"
)
_DESCRIPTION: Final = re.compile(
    r"(?P<before>.*?description: *[\"'>|-]*\s*)(?P<text>.*?)(?P<after>[\"']?\s*)",
    re.DOTALL,
)
_SYMPTOM: Final = re.compile(r"\*\*Symptoms?:?\*\*", re.IGNORECASE)
# How deep the heading of an example is, at least
_EXAMPLE_LEVEL: Final = 3


class Cutter:
    """Cuts a page, and notes what it leaves to the author.

    `is_protected` is for what stands in a section, or in details, about a kind of feature that stays.
    """

    def __init__(self, names: Names) -> None:
        """Begin without notes."""
        self._names = names
        self._sentences = SentenceCutter(names)
        self.notes = self._sentences.notes

    def page(self, page: Block) -> Block:
        """Return a page without what names what is gone."""
        result = self._rest(page, is_protected=False)
        while dead := anchors(page) - anchors(result):
            links = LinkCutter(dead)
            shorter = links.without(result)
            if shorter == result:
                self.notes.extend(links.notes)
                break
            result = shorter
        return result

    def _rest(self, block: Block, *, is_protected: bool) -> Block:
        """Return a block with what is left of its parts."""
        rests = [self._cut(part, is_protected=is_protected) for part in block.parts]
        kept: list[Block] = []
        for at, rest in enumerate(rests):
            if rest and leads(rest) and is_gone(block.parts, rests, at):
                rest = without_lead(rest)
            if rest and rest.kind in (Kind.LIST, Kind.TABLE):
                self._count(kept, len(said(block.parts[at])), len(said(rest)))
            if rest:
                kept.append(rest)
        return with_parts(block, kept)

    def _count(self, kept: list[Block], before: int, after: int) -> None:
        """Have the last paragraph count what is left of the list or table behind it."""
        above = [n for n, each in enumerate(kept) if each.kind is not Kind.BLANK]
        if before == after or not above or kept[above[-1]].kind is not Kind.PARAGRAPH:
            return
        lead = kept[above[-1]]
        if (text := with_number(lead.head, before, after)) is None:
            self.notes.append(Note(lead.head, Why.COUNT))
        else:
            kept[above[-1]] = replace(lead, head=text)

    def _cut(self, block: Block, *, is_protected: bool) -> Block | None:
        """Return what is left of a block."""
        match block.kind:
            case Kind.BLANK:
                return block
            case Kind.SECTION:
                return self._section(block, is_protected=is_protected)
            case Kind.DETAILS:
                return self._details(block, is_protected=is_protected)
            case Kind.LIST:
                return self._list(block, is_protected=is_protected)
            case Kind.ITEM:
                return self._item(block, is_protected=is_protected)
            case Kind.ROW:
                return self._row(block)
            case Kind.FIELD:
                return self._field(block)
            case Kind.CODE:
                return self._code(block)
            case Kind.PARAGRAPH:
                sentences = split(block.head)
                kept = self._sentences.kept(sentences, is_protected=is_protected)
                return with_sentences(block, kept)
        rest = self._rest(block, is_protected=is_protected)
        return None if is_emptied(block, rest) else rest

    def _section(self, block: Block, *, is_protected: bool) -> Block | None:
        if self._is_title_of_gone(title(block)) or self._is_example_of_gone(block):
            return None
        heading = plain(title(block))
        others = [
            part for part in block.of(Kind.SECTION) if self._is_of_what_stays(part)
        ]
        if self._names.gone.is_title(heading) and not (
            others or self._leads_to_what_stays(block)
        ):
            return None
        if brings_heading(block) and self._names.gone.is_title(heading):
            # What stays is below the heading for no other reason than that it comes next.
            block = Block(Kind.PAGE, "", tuple(others))
        noted = len(self.notes)
        rest = self._rest(
            self._with_title(block),
            is_protected=is_protected or self._is_of_kept_kind(block),
        )
        if has_lost_examples(block, rest):
            return None
        if not is_emptied(block, rest):
            return rest
        if level(block) < _EXAMPLE_LEVEL and all(
            part.kind is Kind.PARAGRAPH for part in said(block)
        ):
            # Its title is about something else than what its sentences name.
            del self.notes[noted:]
            self._sentences.note(block.text, Why.ALONE)
            return block
        return None

    def _with_title(self, block: Block) -> Block:
        """Return a section whose title names only what stays."""
        heading = title(block)
        shorter = self._sentences.without_members(heading)
        if shorter is not None and self._names.verdict(shorter) is not Verdict.BOTH:
            return replace(block, head=block.head.replace(heading, shorter))
        self._sentences.note(block.head, Why.BOTH)
        return block

    def _is_of_what_stays(self, block: Block) -> bool:
        """Return whether a section has to do with kinds of features or entities that stay."""
        stays, gone = self._names.stays, self._names.gone
        return not gone.tells_of_code(block.text) and bool(
            stays.tells_of_kind(block.text) or stays.entities(block.text)
        )

    def _leads_to_what_stays(self, block: Block) -> bool:
        """Return whether a section for kinds of features, such as actions, begins with what stays."""
        return self._names.gone.is_title_of_kind(plain(title(block))) and any(
            self._names.stays.tells(part.head)
            for part in block.parts
            if part.kind is Kind.PARAGRAPH
        )

    def _is_title_of_gone(self, heading: str) -> bool:
        text = plain(heading)
        _, _, last = text.rpartition(": ")
        gone, stays = self._names.gone, self._names.stays
        if any(gone.is_label(each) for each in (text, last)) or gone.is_message(text):
            return True
        return gone.tells(heading) and not (
            stays.is_title(text) or stays.tells(heading)
        )

    def _is_of_kept_kind(self, block: Block) -> bool:
        """Return whether a section or details are about a feature that stays."""
        first = first_paragraph(block) if block.kind is Kind.DETAILS else None
        about = [title(block), *(split(first.head)[:1] if first else ())]
        return any(
            self._names.stays.tells_of_kind(each)
            and not self._names.gone.tells_of_kind(each)
            for each in about
        )

    def _is_example_of_gone(self, block: Block) -> bool:
        """Return whether all examples in details, or deep enough in sections, use what is gone."""
        if 0 < level(block) < _EXAMPLE_LEVEL:
            return False
        codes = examples(block)
        return (
            bool(codes)
            and all(self._uses_gone(code) for code in codes)
            and not self._names.stays.tells_of_code(block.text)
        )

    def _uses_gone(self, code: Block) -> bool:
        gone = self._names.gone
        return gone.tells_of_code(code.text) or any(
            self._names.is_own(each) for each in gone.entities(code.text)
        )

    def _details(self, block: Block, *, is_protected: bool) -> Block | None:
        heading = title(block)
        is_protected = is_protected or self._is_of_kept_kind(block)
        if (
            self._names.gone.is_message(heading)
            or self._is_example_of_gone(block)
            or self._is_symptom_of_gone(block, is_protected=is_protected)
        ):
            return None
        if not is_protected and (
            self._is_title_of_gone(heading) or self._names.gone.is_title(plain(heading))
        ):
            return None
        rest = self._rest(block, is_protected=is_protected)
        # A title or a symptom alone helps nobody.
        if not said(rest) or (rest != block and said(rest) == [first_paragraph(block)]):
            return None
        if any(block.of(Kind.LIST)) and not any(rest.of(Kind.LIST)):
            self.notes.append(Note(block.head, Why.STEPS))
        return rest

    def _is_symptom_of_gone(self, block: Block, *, is_protected: bool) -> bool:
        """Return whether details begin with a symptom that is all about what is gone."""
        first = first_paragraph(block)
        if first is None or not (mark := _SYMPTOM.match(first.head)):
            return False
        return all(
            self._names.verdict(each, is_protected=is_protected) is Verdict.GONE
            for each in split(first.head[mark.end() :])
        )

    def _list(self, block: Block, *, is_protected: bool) -> Block | None:
        is_procedure = block.text.lstrip()[:1].isdigit()
        if (
            is_procedure
            and not is_protected
            and any(self._names.gone.has_button(item.text) for item in said(block))
        ):
            return None
        rest = self._rest(block, is_protected=is_protected)
        if is_emptied(block, rest):
            return None
        return renumbered(rest) if len(said(rest)) < len(said(block)) else rest

    def _item(self, block: Block, *, is_protected: bool) -> Block | None:
        label = _LABEL.match(block.head)
        if label and self._is_name_of_gone(label["label"]):
            return None
        first, *others = split(block.head)
        kept = self._sentences.kept([first], is_protected=is_protected)
        if kept:
            kept += self._sentences.kept(others, is_protected=is_protected)
        elif any(self._names.stays.may_be_told(each) for each in others):
            kept = [first, *others]
            self._sentences.note(block.head, Why.BEGINS)
        rest = with_sentences(block, kept)
        return rest and self._rest(rest, is_protected=is_protected)

    def _is_name_of_gone(self, label: str) -> bool:
        """Return whether a label is that of an entity, a field or a platform that is gone."""
        text = plain(label)
        return self._names.gone.is_label(text) or (
            self._names.gone.is_title(text) and not self._names.stays.is_label(text)
        )

    def _row(self, block: Block) -> Block | None:
        cells = [cell.strip() for cell in block.head.strip().strip("|").split("|")]
        if self._is_name_of_gone(cells[0]) or self._names.gone.tells_of_code(cells[0]):
            return None
        verdict = self._names.verdict(block.head, is_protected=True)
        if verdict in (Verdict.GONE, Verdict.BOTH):
            self._sentences.note(block.head, Why.FIELD)
        return block

    def _field(self, block: Block) -> Block | None:
        if self._is_name_of_gone(block.head):
            return None
        told = _DESCRIPTION.fullmatch(block.parts[0].head) if block.parts else None
        if told is None:
            return block
        first, *others = split(told["text"])
        if self._names.verdict(first) in (Verdict.GONE, Verdict.BOTH):
            self._sentences.note(first, Why.FIELD)
        kept = self._sentences.kept(others, is_protected=False)
        if kept == others:
            return block
        text = told["before"] + joined([first, *kept], "") + told["after"]
        return replace(block, parts=(replace(block.parts[0], head=text),))

    def _code(self, block: Block) -> Block | None:
        if block not in examples(Block(Kind.PAGE, "", (block,))):
            return block
        if self._uses_gone(block) and not self._names.stays.tells_of_code(block.text):
            return None
        if self._names.gone.entities(block.text):
            self.notes.append(Note(block.text, Why.CODE))
        return block
