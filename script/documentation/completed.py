"""Complete a page by what the code can tell, and leave what an author wrote."""

from collections.abc import Sequence
import re
from typing import Final

from script.integration.contribution import Contribution
from script.integration.files import read_text
from script.integration.page import FRONT
from script.rules.flow.entering import has_steps
from script.rules.scale.polling import polled_every

from .differences import heading, items, section_of, unexplained
from .front_matter import differing, with_front_matter
from .inventory import Entity, Field, Message, entities, fields
from .parts import CONFIG_FLOW, OPTION_FLOW, Part, part_of, ranks, split

_BLOCK: Final = ("{% configuration_basic %}\n", "{% endconfiguration_basic %}\n")
# What every integration's users can do about what core has a text for
_REMEDIES: Final = {
    "cannot_connect": (
        "Home Assistant got no answer.\n\n"
        "1. Make sure that what you want to add is on and connected.\n"
        "2. Check what you entered for mistakes.\n"
    ),
    "invalid_auth": (
        "The credentials were refused.\n\n"
        "1. Check what you entered for mistakes.\n"
        "2. Make sure that you can log in with it elsewhere.\n"
    ),
    "unknown": (
        "This is likely a bug in the integration. The details are in the log, at "
        '{% my logs title="**Settings** > **System** > **Logs**" %}. '
        "Please [report the issue](/help/reporting_issues/) with what you find there.\n"
    ),
    "already_configured": "There is an entry for this already.\n",
    "already_in_progress": "Finish or close the form that is open already.\n",
    "no_devices_found": "Make sure that the device is on and near enough to be found.\n",
    "timeout_connect": "Make sure that what you want to add is on, and try again.\n",
}


def completed(contribution: Contribution) -> str:
    """Return the page with all that the code can tell."""
    page = contribution.page
    text = read_text(page.path) or f"---\n---\n\n{_intro(contribution)}"
    front = FRONT.match(text)
    # A page without front matter was not read.
    assert front
    parts = split(front["body"])
    if not page.text:
        parts = _begun(contribution, parts)
    for kind, rank in (("config", Part.CONFIG), ("options", Part.OPTIONS)):
        missing = [
            field
            for field in fields(contribution, kind)
            if field.label.lower() not in {name.lower() for name in page.form_fields}
        ]
        parts = _with_fields(parts, rank, missing)
    for platform in sorted({entity.platform for entity in entities(contribution)}):
        parts = _with_entities(parts, platform, _unlisted(contribution, platform))
    parts = _with_messages(parts, unexplained(contribution))
    values = with_front_matter(front["front"], differing(contribution))
    return f"---\n{values}---\n" + "".join(parts).rstrip("\n") + "\n"


def _intro(contribution: Contribution) -> str:
    name = contribution.manifest.get("name")
    return f"The **{name}** {{% term integration %}} connects Home Assistant to {name}.\n\n"


def _begun(contribution: Contribution, parts: Sequence[str]) -> list[str]:
    """Return the parts of a new page that are the same for all, or of the code."""
    parts = list(parts)
    if contribution.manifest.get("config_flow"):
        parts = inserted(parts, Part.CONFIG, f"{CONFIG_FLOW}\n\n")
    if has_steps(contribution, "options"):
        parts = inserted(parts, Part.OPTIONS, f"{OPTION_FLOW}\n\n")
    if not contribution.described("services"):
        parts = inserted(
            parts,
            Part.ACTIONS,
            "## Actions\n\nThis integration does not provide actions of its own.\n\n",
        )
    if intervals := sorted(set(polled_every(contribution))):
        times = ", and some every ".join(
            f"{seconds:g} seconds" for seconds in intervals
        )
        parts = inserted(
            parts,
            Part.UPDATES,
            "## Data updates\n\n"
            f"The integration {{% term polling polls %}} for new data every {times}.\n\n",
        )
    return inserted(
        parts,
        Part.REMOVAL,
        "## Removing the integration\n\nYou can remove it like any other integration.\n\n"
        "{% include integrations/remove_device_service.md %}\n",
    )


def inserted(parts: Sequence[str], rank: int, text: str) -> list[str]:
    """Return parts with one more, behind all that belong before it or with it."""
    place = max(
        (index + 1 for index, each in enumerate(ranks(parts)) if each <= rank),
        default=0,
    )
    return [*parts[:place], text, *parts[place:]]


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
    unit = f", in {entity.unit}" if entity.unit else ""
    lines = [
        f"- **{entity.name}**",
        f"  - **Description**: {entity.name}{unit}.",
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


def _with_messages(parts: Sequence[str], missing: Sequence[Message]) -> list[str]:
    """Return parts with more errors to be explained."""
    if not missing:
        return list(parts)
    explained = "".join(_details(message) for message in missing)
    for index, part in enumerate(parts):
        if part_of(part) is Part.TROUBLESHOOTING:
            return [
                *parts[:index],
                f"{part.rstrip('\n')}\n\n{explained}",
                *parts[index + 1 :],
            ]
    return inserted(parts, Part.TROUBLESHOOTING, f"## Troubleshooting\n\n{explained}")


def _details(message: Message) -> str:
    where = "The log" if message.place.startswith("exceptions.") else "A form"
    remedy = _REMEDIES.get(message.place.rpartition(".")[2], "")
    return (
        f'{{% details "{message.text}" %}}\n\n'
        f"**Symptom:** {where} shows the message **{message.text}**.\n\n"
        + (f"{remedy}\n" if remedy else "")
        + "{% enddetails %}\n\n"
    )
