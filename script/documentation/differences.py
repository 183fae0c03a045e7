"""Compare a documentation page with the code, both ways."""

from collections.abc import Iterator
from dataclasses import replace
import re
from typing import Final

from script.integration.contribution import Contribution
from script.integration.core import core
from script.integration.fact import gap
from script.integration.files import read_json
from script.integration.finding import Finding
from script.integration.keys import mapping_at
from script.integration.page import Page, Section, pictures
from script.quality_scale.judge import errors
from script.rules import page as written
from script.rules.flow.entering import has_steps
from script.rules.scale.table import RULES

from .front_matter import front_matter
from .inventory import Entity, Message, entities, fields, messages, stripped, texts
from .parts import OPTION_FLOW
from .style import order

_ITEM: Final = re.compile(
    r"^- \*\*(?P<name>.+?)\*\*.*\n?(?:^(?: +.*)?\n?)*", re.MULTILINE
)
_DETAILS: Final = re.compile(
    r'^{% details "(?P<title>.+)".*%}\n(?P<text>(?s:.*?))^{% enddetails %}',
    re.MULTILINE,
)
_SYMPTOM: Final = re.compile(r"^\*\*Symptoms?:?\*\*:?(?P<text>.*)$", re.MULTILINE)
_BOLD: Final = re.compile(r"\*\*(?P<text>.+?)\*\*")
_DISABLED: Final = re.compile(r"disabled by default", re.IGNORECASE)
_DIAGNOSTIC: Final = re.compile(r"\bdiagnostic\b", re.IGNORECASE)


def differences(contribution: Contribution) -> list[Finding]:
    """Return what is to mend, in the order of the page's lines; a missing page is all of it."""
    if not contribution.page.text:
        return [
            replace(
                gap(contribution.page.path, "no page", "Let --write begin it"),
                check="documentation",
            )
        ]
    return sorted(
        {
            *(
                replace(finding, check=name)
                for name, check in _CHECKS.items()
                for finding in check(contribution)
            ),
            *errors(
                [
                    rule.verdict(contribution)
                    for rule in RULES
                    if rule.code.startswith("docs-")
                ]
            ),
        }
    )


def heading(platform: str) -> str:
    """Return the title of the section about a platform's entities, as "Binary sensors"."""
    name = platform.replace("_", " ").capitalize()
    if name.endswith(("ch", "s")):
        return f"{name}es"
    return f"{name[:-1]}ies" if name.endswith("y") else f"{name}s"


def section_of(page: Page, platform: str) -> Section | None:
    """Return the section about a platform's entities."""
    return page.section(rf"^{re.escape(heading(platform))}$")


def items(section: Section) -> dict[str, str]:
    """Return what a section lists, each name with all that is said of it."""
    return {match["name"]: match[0] for match in _ITEM.finditer(section.text)}


def _entities(contribution: Contribution) -> Iterator[Finding]:
    """Report entities that only the page or only the code has, and what it says wrongly of one."""
    page = contribution.page
    known = entities(contribution)
    for platform in sorted(core().platforms):
        of_platform = {
            entity.name.lower(): entity
            for entity in known
            if entity.platform == platform
        }
        section = section_of(page, platform)
        listed = items(section) if section else {}
        for name in listed:
            if name.lower() not in of_platform:
                yield _at(
                    section, page, f'no {platform} is named "{name}"', "Remove it"
                )
        said = {name.lower(): text for name, text in listed.items()}
        for name, entity in of_platform.items():
            if name not in said:
                yield _at(
                    section,
                    page,
                    f'does not list the {platform} "{entity.name}" below "{heading(platform)}"',
                    "Add it",
                )
            else:
                for message in _misunderstood(entity, said[name]):
                    yield _at(section, page, message, "Correct what it says")


def _misunderstood(entity: Entity, text: str) -> Iterator[str]:
    """Yield what is wrong with the text about an entity."""
    if entity.unit and not re.search(
        rf"(?<!\w){re.escape(entity.unit)}(?![\w/])", text
    ):
        yield f'"{entity.name}" is in {entity.unit}, and that is not said'
    for what, pattern, holds in (
        ("disabled by default", _DISABLED, entity.disabled),
        ("a diagnostic entity", _DIAGNOSTIC, entity.diagnostic),
    ):
        if bool(pattern.search(text)) is not holds:
            yield (
                f'"{entity.name}" is {what}, and that is not said'
                if holds
                else f'"{entity.name}" is not {what}'
            )
    for state in entity.states:
        if state.lower() not in text.lower():
            yield f'"{entity.name}" can be "{state}", and that is not said'


def _fields(contribution: Contribution) -> Iterator[Finding]:
    """Report fields of forms that only the page or only the code has."""
    page = contribution.page
    known = {
        field.label.lower(): field
        for kind in ("config", "options")
        for field in fields(contribution, kind)
    }
    explained = {name.lower(): name for name in page.form_fields}
    for label in known.keys() - explained.keys():
        yield gap(
            page.path,
            f'does not explain the field "{known[label].label}" ({known[label].place})',
            "Add it between {% configuration_basic %} and {% endconfiguration_basic %}",
        )
    for label in explained.keys() - known.keys():
        yield gap(
            page.path, f'explains "{explained[label]}", which no form has', "Remove it"
        )
    if (OPTION_FLOW in page.text) is not has_steps(contribution, "options"):
        yield (
            gap(page.path, "there are no options", f"Remove {OPTION_FLOW}")
            if OPTION_FLOW in page.text
            else gap(page.path, "does not say where the options are", OPTION_FLOW)
        )


def _messages(contribution: Contribution) -> Iterator[Finding]:
    """Report errors that only the page or only the code has, and those without a remedy."""
    page = contribution.page
    for message in unexplained(contribution):
        yield gap(
            page.path,
            f'does not explain the message "{message.text}" ({message.place})',
            "Say below Troubleshooting what it means, with the message in bold",
        )
    known = texts(contribution)
    for symptom in _SYMPTOM.finditer(page.text):
        for bold in _BOLD.finditer(symptom["text"]):
            if _plain(bold["text"]) not in known:
                yield gap(
                    page.path,
                    f'quotes "{bold["text"]}", which nothing shows',
                    "Correct or remove it",
                )
    for details in _DETAILS.finditer(page.text):
        if (title := _plain(details["title"])) in _common_messages() - known:
            yield gap(
                page.path,
                f'explains "{details["title"]}", which nothing shows',
                "Remove it",
            )
        if (
            title in {_plain(message.text) for message in messages(contribution)}
            and not _SYMPTOM.sub("", details["text"]).strip()
        ):
            yield gap(
                page.path,
                f'does not say what "{details["title"]}" means',
                "Say why it happens, and what a user can do",
            )


def unexplained(contribution: Contribution) -> list[Message]:
    """Return the errors that the page does not explain, none where there is nothing to troubleshoot."""
    if contribution.rules.get("docs-troubleshooting") == "exempt":
        return []
    page = contribution.page
    return [each for each in messages(contribution) if not _is_explained(page, each)]


def _is_explained(page: Page, message: Message) -> bool:
    """Return whether a page has a message in bold or as the title of details."""
    return any(
        message.text.lower() in text.lower()
        for text in (
            *(each["text"] for each in _BOLD.finditer(page.text)),
            *(each["title"] for each in _DETAILS.finditer(page.text)),
        )
    )


def _plain(text: str) -> str:
    return stripped(text).lower()


def _common_messages() -> set[str]:
    """Return the errors of flows that core has texts for."""
    common = read_json(core().package / "strings.json")
    return {
        _plain(text)
        for part in ("error", "abort")
        for text in mapping_at(common, "common", "config_flow", part).values()
    }


def _actions(contribution: Contribution) -> Iterator[Finding]:
    """Report actions, triggers and conditions of the integration that it does not have."""
    page = contribution.page
    known = {
        *contribution.described("services"),
        *contribution.described("triggers"),
        *contribution.described("conditions"),
    }
    mentioned = re.findall(
        rf"(?<![\w./-]){re.escape(contribution.domain)}\.([a-z]\w*)\b(?!\.)", page.text
    )
    for name in dict.fromkeys(mentioned):
        # What may be the name of a host
        if name not in known | {"local"}:
            yield gap(
                page.path,
                f"mentions {contribution.domain}.{name}, which there is not",
                "Remove it",
            )


def _pictures(contribution: Contribution) -> Iterator[Finding]:
    """Report pictures that are shown and not there."""
    page = contribution.page
    for path in pictures(page.text):
        if not (page.path.parents[1] / path).is_file():
            yield gap(
                page.path, f"shows {path}, which is not there", "Add or remove it"
            )


def _at(section: Section | None, page: Page, message: str, mend: str) -> Finding:
    found = gap(page.path, message, mend)
    return replace(found, line=section.line) if section else found


_CHECKS: Final = {
    "front-matter": front_matter,
    "entities": _entities,
    "fields": _fields,
    "messages": _messages,
    "actions": _actions,
    "pictures": _pictures,
    "section-order": order,
    **{
        each.code: each.findings
        for each in (written.headings, written.plans, written.links)
    },
}
