"""Complete a page by what the code can tell, and leave what an author wrote."""

from collections.abc import Iterable, Iterator, Sequence
import re
from typing import Final

from script.integration.blanks import MARK, blank
from script.integration.contribution import Contribution
from script.integration.files import read_text
from script.integration.page import FRONT

from .begun import begun, introduction, running_trouble
from .differences import heading, items, section_of, unexplained
from .front_matter import differing, with_front_matter
from .inventory import Entity, Field, Message, entities, fields
from .parts import CONFIG_FLOW, OPTION_FLOW, Part, inserted, part_of, ranks, split
from .remedies import remedy

_SHOWN: Final = {
    "error": "A form shows",
    "abort": "A form closes with",
}
# Where the texts stand that no form shows
_LOGGED: Final = "exceptions."
_BLOCK: Final = ("{% configuration_basic %}\n", "{% endconfiguration_basic %}\n")


def completed(contribution: Contribution) -> str:
    """Return the page with all that the code can tell."""
    page = contribution.page
    text = read_text(page.path) or f"---\n---\n\n{introduction(contribution)}"
    front = FRONT.match(text)
    # A page without front matter was not read.
    assert front
    parts = split(front["body"])
    if not page.text:
        parts = begun(contribution, parts)
    for kind, rank in (("config", Part.CONFIG), ("options", Part.OPTIONS)):
        parts = [_described(part, fields(contribution, kind)) for part in parts]
        missing = [
            field
            for field in fields(contribution, kind)
            if field.label.lower() not in {name.lower() for name in page.form_fields}
        ]
        parts = _with_fields(parts, rank, missing)
    for platform in sorted({entity.platform for entity in entities(contribution)}):
        parts = _with_entities(parts, platform, _unlisted(contribution, platform))
    parts = _with_messages(contribution, parts)
    values = with_front_matter(front["front"], differing(contribution))
    return f"---\n{values}---\n" + "".join(parts).rstrip("\n") + "\n"


def _with_fields(
    parts: Sequence[str], rank: int, missing: Sequence[Field]
) -> list[str]:
    """Return parts with more fields explained, in the block of the flow that has them."""
    if not missing:
        return list(parts)
    explained = "".join(
        f"{_key(field.label)}:\n  description: {_quoted(field.description)}\n"
        for field in missing
    )
    for index, each in enumerate(ranks(parts)):
        if each == rank:
            part = parts[index]
            if _BLOCK[1] in part:
                part = part.replace(_BLOCK[1], explained + _BLOCK[1], 1)
            else:
                part = f"{part.rstrip('\n')}\n\n{_BLOCK[0]}{explained}{_BLOCK[1]}\n"
            return [*parts[:index], part, *parts[index + 1 :]]
    include = CONFIG_FLOW if rank == Part.CONFIG else OPTION_FLOW
    return inserted(parts, rank, f"{include}\n\n{_BLOCK[0]}{explained}{_BLOCK[1]}\n")


def _described(part: str, known: Iterable[Field]) -> str:
    """Return a part whose fields are explained as in the form, where only a blank is said of them."""
    for field in known:
        explained = f"  description: {_quoted(field.description)}"
        part = re.sub(
            rf"(?<=^{re.escape(_key(field.label))}:\n)  description: .*{MARK}.*$",
            explained.replace("\\", r"\\"),
            part,
            flags=re.MULTILINE,
        )
    return part


def _key(text: str) -> str:
    """Return a key of YAML, in quotes where it would be read as anything else."""
    return text if re.fullmatch(r"[A-Za-z][\w ()/-]*", text) else _quoted(text)


def _quoted(text: str) -> str:
    line = " ".join(text.split())
    return '"' + line.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _unlisted(contribution: Contribution, platform: str) -> list[Entity]:
    section = section_of(contribution.page, platform)
    listed = {name.lower() for name in items(section)} if section else set()
    return [
        entity
        for entity in entities(contribution)
        if entity.platform == platform and entity.name.lower() not in listed
    ]


def _with_entities(
    parts: Sequence[str], platform: str, missing: Sequence[Entity]
) -> list[str]:
    """Return parts with more entities listed."""
    if not missing:
        return list(parts)
    listed = "".join(_item(entity) for entity in missing)
    title = f"### {heading(platform)}\n"
    for index, part in enumerate(parts):
        if part.lower().startswith(title.lower()):
            return [
                *parts[:index],
                f"{part.rstrip('\n')}\n{listed}\n",
                *parts[index + 1 :],
            ]
    if Part.FUNCTIONALITY not in ranks(parts):
        parts = inserted(
            parts,
            Part.FUNCTIONALITY,
            "## Supported functionality\n\nThe integration provides the following {% term entities %}.\n\n",
        )
    return inserted(parts, Part.FUNCTIONALITY, f"{title}\n{listed}\n")


def _item(entity: Entity) -> str:
    said = f"{entity.name}, in {entity.unit}." if entity.unit else ""
    if not said and not entity.states:
        said = blank("Say what it is")
    lines = [
        f"- **{entity.name}**",
        f"  - **Description**: {said or f'{entity.name}.'}",
    ]
    if entity.states:
        lines.append(f"  - **States**: {', '.join(entity.states)}")
    remarks = [
        "diagnostic entity" if entity.diagnostic else "",
        "disabled by default" if entity.disabled else "",
    ]
    if remark := ", ".join(filter(None, remarks)):
        lines.append(f"  - **Remarks**: {remark[0].upper()}{remark[1:]}.")
    return "".join(f"{line}\n" for line in lines)


def _with_messages(contribution: Contribution, parts: Sequence[str]) -> list[str]:
    """Return parts with more errors explained, as far as the code tells what they mean."""
    explained = "".join(
        (
            *_explained(contribution, shown_by_flow=True),
            *([] if contribution.page.text else running_trouble(contribution)),
            *_explained(contribution, shown_by_flow=False),
        )
    )
    if not explained:
        return list(parts)
    for index, part in enumerate(parts):
        if part_of(part) is Part.TROUBLESHOOTING:
            return [
                *parts[:index],
                f"{part.rstrip('\n')}\n\n{explained}",
                *parts[index + 1 :],
            ]
    return inserted(parts, Part.TROUBLESHOOTING, f"## Troubleshooting\n\n{explained}")


def _explained(contribution: Contribution, *, shown_by_flow: bool) -> Iterator[str]:
    for message in unexplained(contribution):
        if shown_by_flow is not message.place.startswith(_LOGGED):
            yield _details(message, remedy(contribution, message))


def _details(message: Message, meaning: str) -> str:
    part = message.place.split(".")[1]
    where = "The log shows" if message.place.startswith(_LOGGED) else _SHOWN[part]
    meaning = meaning or f"{blank('Say why it happens, and what a user can do')}\n"
    return (
        f'{{% details "{message.text}" %}}\n\n'
        f"**Symptom:** {where} the message **{message.text}**.\n\n"
        f"{meaning}\n{{% enddetails %}}\n\n"
    )
