"""Cut blocks and sentences that name what is gone out of a page."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
import re
from typing import Final

from .blocks import Block, Kind, anchors, level, title, with_parts
from .enumerations import with_number, without_members
from .names import Names, Verdict, marked_texts
from .sentences import joined, plain, split
from .ties import plural

_LABEL: Final = re.compile(
    r" *(?:[-*+]|\d+[.)]) +(?P<label>"
    r"\[[^\]]*\]\([^)]*\)|(?:\*\*|_|`)[^\n]*?(?:\*\*|_|`)|[^:\n]+?)(?:\\\*)*(?=:|\s+[-–—] |\s*\n|\s+\()"
)
_NUMBERED: Final = re.compile(r"^(?P<indent> *)\d+(?=[.)] )")
_LINK: Final = re.compile(r"\]\(#(?P<anchor>[\w-]+)\)")
_DESCRIPTION: Final = re.compile(
    r"(?P<before>.*?description: *[\"'>|-]*\s*)(?P<text>.*?)(?P<after>[\"']?\s*)",
    re.DOTALL,
)
# A sentence that goes on with what the one before was about
_FOLLOWS: Final = re.compile(
    r"(?:It|They|These|Those|Both|Otherwise|That|This(?! integration| page| device| section))\b"
)
_OF_EXAMPLES: Final = re.compile(r"example|automation|blueprint|script", re.IGNORECASE)
_SYMPTOM: Final = re.compile(r"\*\*Symptoms?:?\*\*", re.IGNORECASE)


@dataclass(frozen=True)
class Note:
    """A part of a page that only its author can mend.

    Attributes:
        text: As the cut page has it.
        names_code: Whether it calls an action that is not there.
    """

    text: str
    why: str
    names_code: bool = False


class Cutter:
    """Cuts a page, and notes what it leaves to the author."""

    def __init__(self, names: Names) -> None:
        """Begin without notes."""
        self._names = names
        self.notes: list[Note] = []
        self._members = "|".join(
            re.escape(form)
            for side in (names.gone, names.stays)
            for each in side.platforms
            for form in (plural(each.title), each.title)
        )

    def page(self, page: Block) -> Block:
        """Return a page without what names what is gone."""
        result = self._rest(page, labels_only=False)
        while dead := anchors(page) - anchors(result):
            links = _Links(dead)
            shorter = links.without(result)
            self.notes.extend(links.notes)
            if shorter == result:
                break
            result = shorter
        return result

    def _rest(self, block: Block, *, labels_only: bool) -> Block:
        """Return a block whose parts have been cut."""
        rests = [
            part if part.kind is Kind.BLANK else self._cut(part, labels_only)
            for part in block.parts
        ]
        kept: list[Block] = []
        for at, rest in enumerate(rests):
            if (
                rest is not None
                and _leads(rest)
                and _is_gone(block.parts, rests, at + 1)
            ):
                rest = _without_lead(rest)
            if rest is not None and rest.kind in (Kind.LIST, Kind.TABLE):
                self._count(kept, block.parts[at], rest)
            if rest is not None:
                kept.append(rest)
        return with_parts(block, kept)

    def _count(self, kept: list[Block], before: Block, after: Block) -> None:
        """Have the paragraph that leads to a list or a table count what is left of it."""
        at = next(
            (n for n in range(len(kept) - 1, -1, -1) if kept[n].kind is not Kind.BLANK),
            None,
        )
        if at is None or kept[at].kind is not Kind.PARAGRAPH:
            return
        old, new = (
            sum(part.kind is not Kind.BLANK for part in each.parts)
            for each in (before, after)
        )
        if old == new:
            return
        if (text := with_number(kept[at].head, old, new)) is None:
            self.notes.append(
                Note(kept[at].head, f"counts {old}, and there is {new} now")
            )
        else:
            kept[at] = replace(kept[at], head=text)

    def _cut(self, block: Block, labels_only: bool) -> Block | None:
        """Return what is left of a block."""
        match block.kind:
            case Kind.SECTION:
                return self._section(block, labels_only=labels_only)
            case Kind.DETAILS:
                return self._details(block, labels_only=labels_only)
            case Kind.LIST:
                return self._list(block, labels_only=labels_only)
            case Kind.ITEM:
                return self._item(block, labels_only=labels_only)
            case Kind.ROW:
                return self._row(block)
            case Kind.FIELD:
                return self._field(block)
            case Kind.PARAGRAPH:
                return self._paragraph(block, labels_only=labels_only)
            case Kind.CODE:
                return self._code(block)
        rest = self._rest(block, labels_only=labels_only)
        return None if _is_emptied(block, rest) else rest

    def _section(self, block: Block, *, labels_only: bool) -> Block | None:
        heading = title(block)
        if (
            self._is_collection_of_gone(block)
            or self._is_title_of_gone(heading)
            or self._is_example_of_gone(block)
        ):
            return None
        shorter = self._without_members(heading)
        if shorter is None or self._tells(shorter):
            self.notes.append(Note(block.head, "names what is gone and what stays"))
        else:
            block = replace(block, head=block.head.replace(heading, shorter))
        noted = len(self.notes)
        rest = self._rest(
            block, labels_only=labels_only or self._is_of_kept_kind(block)
        )
        if _has_lost_examples(block, rest):
            return None
        if not _is_emptied(block, rest):
            return rest
        if all(part.kind in (Kind.PARAGRAPH, Kind.BLANK) for part in block.parts) and (
            level(block) == 2
        ):
            # Its title is about something else than what its sentences name.
            del self.notes[noted:]
            self.notes.append(Note(block.text, "says nothing else than what is gone"))
            return block
        return None

    def _is_collection_of_gone(self, block: Block) -> bool:
        """Return whether a section is for a kind of feature, and nothing in it is about another."""
        return bool(self._names.gone.title.fullmatch(plain(title(block)))) and not any(
            self._names.stays.entities(part.text)
            and not self._names.gone.tells_of_code(part.text)
            for part in block.of(Kind.SECTION)
        )

    def _is_title_of_gone(self, heading: str) -> bool:
        text = plain(heading)
        _, _, last = text.rpartition(": ")
        gone, stays = self._names.gone, self._names.stays
        if any(gone.is_label(each) for each in (text, last)) or gone.is_message(text):
            return True
        return gone.tells(heading) and not (
            stays.title.fullmatch(text) or stays.tells(heading)
        )

    def _is_of_kept_kind(self, block: Block) -> bool:
        """Return whether a section or details are about a feature that stays."""
        first = _first_paragraph(block) if block.kind is Kind.DETAILS else None
        about = [title(block), *(split(first.head)[:1] if first else ())]
        return any(
            self._names.stays.tells_of_kind(each)
            and not self._names.gone.tells_of_kind(each)
            for each in about
        )

    def _is_example_of_gone(self, block: Block) -> bool:
        """Return whether all examples below a heading use what is gone."""
        if level(block) < 3:
            return False
        codes = [code for code in block.of(Kind.CODE) if _is_yaml(code)]
        return bool(codes) and all(self._uses_gone(code) for code in codes)

    def _uses_gone(self, code: Block) -> bool:
        gone = self._names.gone
        return bool(gone.tells_of_code(code.text)) or any(
            self._names.is_own(each) for each in gone.entities(code.text)
        )

    def _details(self, block: Block, *, labels_only: bool) -> Block | None:
        codes = [code for code in block.of(Kind.CODE) if _is_yaml(code)]
        if codes and all(self._uses_gone(code) for code in codes):
            return None
        protected = labels_only or self._is_of_kept_kind(block)
        if not protected and (
            self._is_title_of_gone(title(block))
            or self._names.gone.title.fullmatch(plain(title(block)))
        ):
            return None
        if self._names.gone.is_message(title(block)):
            return None
        first = _first_paragraph(block)
        if (
            first
            and _SYMPTOM.match(first.head)
            and self._verdicts(first.head, protected) == {Verdict.GONE}
        ):
            return None
        rest = self._rest(block, labels_only=protected)
        said = [part for part in rest.parts if part.kind is not Kind.BLANK]
        if not said or (rest != block and len(said) == 1 and said[0] == first):
            # A title or a symptom alone helps nobody.
            return None
        if any(block.of(Kind.LIST)) and not any(rest.of(Kind.LIST)):
            self.notes.append(Note(block.head, "has lost its steps"))
        return rest

    def _list(self, block: Block, *, labels_only: bool) -> Block | None:
        is_procedure = block.text.lstrip()[:1].isdigit()
        if (
            is_procedure
            and not labels_only
            and any(
                self._names.gone.button.search(item.text)
                for item in block.parts
                if item.kind is Kind.ITEM
            )
        ):
            return None
        rest = self._rest(block, labels_only=labels_only)
        if not any(part.kind is Kind.ITEM for part in rest.parts):
            return None
        return renumbered(rest) if rest != block else block

    def _item(self, block: Block, *, labels_only: bool) -> Block | None:
        label = _LABEL.match(block.head)
        if label and self._is_name_of_gone(label["label"]):
            return None
        first, *others = split(block.head)
        sentences = self._sentences([first], labels_only=labels_only)
        if not sentences:
            if not any(
                self._names.stays.tells(each) or self._names.stays.may_be_told(each)
                for each in others
            ):
                return None
            self.notes.append(Note(block.head, "begins with what is gone"))
            return self._rest(block, labels_only=labels_only)
        told = [*sentences, *self._sentences(others, labels_only=labels_only)]
        head = block.head if told == [first, *others] else joined(told, "\n")
        return self._rest(replace(block, head=head), labels_only=labels_only)

    def _is_name_of_gone(self, label: str) -> bool:
        """Return whether a label is that of an entity, a field or a platform that is gone."""
        text = plain(label)
        return self._names.gone.is_label(text) or bool(
            self._names.gone.title.fullmatch(text)
            and not self._names.stays.is_label(text)
        )

    def _row(self, block: Block) -> Block | None:
        cells = [cell.strip() for cell in block.head.strip().strip("|").split("|")]
        if self._is_name_of_gone(cells[0]) or self._names.gone.tells_of_code(cells[0]):
            return None
        if self._names.verdict(block.head, labels_only=True) in (
            Verdict.GONE,
            Verdict.BOTH,
        ):
            self.notes.append(Note(block.head, "names what is gone"))
        return block

    def _field(self, block: Block) -> Block | None:
        if self._is_name_of_gone(block.head):
            return None
        told = _DESCRIPTION.fullmatch(block.parts[0].head) if block.parts else None
        if told is None:
            return block
        first, *others = split(told["text"])
        if self._names.verdict(first) in (Verdict.GONE, Verdict.BOTH):
            self.notes.append(
                Note(
                    first.strip(), "names what is gone, and explains a field that stays"
                )
            )
        kept = [first, *self._sentences(others, labels_only=False)]
        if kept == [first, *others]:
            return block
        text = told["before"] + joined(kept, "") + told["after"]
        return replace(block, parts=(replace(block.parts[0], head=text),))

    def _paragraph(self, block: Block, *, labels_only: bool) -> Block | None:
        sentences = split(block.head)
        kept = self._sentences(sentences, labels_only=labels_only)
        if not kept:
            return None
        return block if kept == sentences else replace(block, head=joined(kept, "\n"))

    def _code(self, block: Block) -> Block | None:
        if not _is_yaml(block):
            return block
        if self._uses_gone(block):
            return None
        if self._names.gone.entities(block.text):
            self.notes.append(
                Note(block.text, "has entities of a platform that is gone")
            )
        return block

    def _verdicts(self, text: str, labels_only: bool) -> set[Verdict]:
        return {
            self._names.verdict(_SYMPTOM.sub("", each), labels_only=labels_only)
            for each in split(text)
        }

    def _tells(self, sentence: str) -> bool:
        return self._names.verdict(sentence) in (Verdict.GONE, Verdict.BOTH)

    def _sentences(self, sentences: Sequence[str], *, labels_only: bool) -> list[str]:
        """Return the sentences that stay, enumerations in them without what is gone."""
        kept: list[str] = []
        lost = False
        for sentence in sentences:
            rest = self._sentence(sentence, labels_only)
            if rest is None:
                lost = True
                continue
            if lost and _FOLLOWS.match(rest):
                self.notes.append(
                    Note(rest.strip(), "goes on from a sentence that is gone")
                )
            lost = False
            kept.append(rest)
        return kept

    def _sentence(self, sentence: str, labels_only: bool) -> str | None:
        shorter = self._without_members(sentence)
        verdict = self._names.verdict(shorter or sentence, labels_only=labels_only)
        if verdict is Verdict.GONE and shorter is not None:
            return None
        if verdict is not Verdict.STAYS or shorter is None:
            why = (
                "may name what is gone"
                if verdict is Verdict.UNSURE
                else "names what is gone and what stays"
            )
            code = bool(self._names.gone.tells_of_code(sentence))
            self.notes.append(Note((shorter or sentence).strip(), why, code))
        return sentence if shorter is None else shorter

    def _without_members(self, sentence: str) -> str | None:
        """Return a sentence whose enumerations have only what stays."""
        gone, stays = self._names.gone, self._names.stays
        bold = "|".join(
            re.escape(f"**{text}**")
            for text in marked_texts(sentence)
            if gone.is_label(text) or stays.is_label(text)
        )
        names = "|".join(filter(None, (self._members, bold)))
        if not names:
            return sentence

        def is_gone(member: str) -> bool:
            text = re.sub(r"^(?:an?|the) ", "", plain(member), flags=re.IGNORECASE)
            return (
                gone.is_label(text)
                if "*" in member
                else bool(gone.title.fullmatch(text))
            )

        return without_members(sentence, names, is_gone)


class _Links:
    """Cuts what links to a section that is gone."""

    def __init__(self, dead: Collection[str]) -> None:
        self._dead = dead
        self.notes: list[Note] = []

    def without(self, block: Block) -> Block:
        """Return a block without the sentences and items that have such a link."""
        parts = [rest for part in block.parts if (rest := self._cut(part)) is not None]
        parts = [
            renumbered(rest)
            if rest.kind is Kind.LIST and rest not in block.parts
            else rest
            for rest in parts
        ]
        return with_parts(block, parts) if parts != [*block.parts] else block

    def _cut(self, block: Block) -> Block | None:
        rest = self.without(block)
        if block.parts and _is_emptied(block, rest):
            return None
        if block.kind not in (Kind.PARAGRAPH, Kind.ITEM) or not self._is_dead(
            block.head
        ):
            return rest
        kept = [each for each in split(block.head) if not self._is_dead(each)]
        if not kept or (
            block.kind is Kind.ITEM and self._is_dead(split(block.head)[0])
        ):
            return None
        return replace(rest, head=joined(kept, "\n"))

    def _is_dead(self, text: str) -> bool:
        return any(link["anchor"] in self._dead for link in _LINK.finditer(text))


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


def _first_paragraph(block: Block) -> Block | None:
    return next((part for part in block.parts if part.kind is Kind.PARAGRAPH), None)


def _leads(block: Block) -> bool:
    return block.kind is Kind.PARAGRAPH and block.head.rstrip().endswith(":")


def _is_gone(parts: Sequence[Block], rests: Sequence[Block | None], at: int) -> bool:
    """Return whether what stands behind a paragraph is gone, with all of its kind that follows."""
    following = [n for n in range(at, len(parts)) if parts[n].kind is not Kind.BLANK]
    for n in following:
        if rests[n] is not None:
            return n != following[0] and (
                parts[n].kind is not parts[following[0]].kind
                or parts[n].kind is Kind.LIST
            )
    return bool(following)


def _without_lead(block: Block) -> Block | None:
    """Return a paragraph without its last sentence, which leads to what follows."""
    sentences = split(block.head)[:-1]
    return replace(block, head=joined(sentences, "\n")) if sentences else None


def _is_yaml(block: Block) -> bool:
    return not block.head.lstrip().startswith("<!--")


def _is_emptied(before: Block, after: Block) -> bool:
    """Return whether a block had something to say and no longer has."""

    def content(block: Block) -> bool:
        return any(part.kind is not Kind.BLANK for part in block.parts)

    return content(before) and not content(after)


def _has_lost_examples(before: Block, after: Block) -> bool:
    """Return whether a section of examples has none left."""
    return bool(
        _OF_EXAMPLES.search(title(before))
        and any(before.of(Kind.CODE))
        and not any(after.of(Kind.CODE))
    )
