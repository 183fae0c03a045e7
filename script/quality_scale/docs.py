"""The rules for the documentation page."""

from collections.abc import Callable, Iterator
from dataclasses import replace
import re
from typing import Any, Final

from script.integration.contribution import Contribution
from script.integration.fact import gap
from script.integration.files import read_text
from script.integration.finding import Finding
from script.integration.keys import at, mapping_at
from script.integration.page import Section

from .flow import forms_of, steps_to_add
from .setup import polled_every

_FEWEST_WORDS: Final = 5
# The section "Updates" lists the entities of that platform.
DATA_UPDATES: Final = r"^(?!updates$).*(\bupdat|\bpoll)"


def words(text: str) -> int:
    """Return how many words there are without the tags of the page."""
    return len(re.findall(r"\w+", re.sub(r"{%.*?%}", "", text)))


def found_section(
    contribution: Contribution, title: str, heading: str
) -> Section | Finding:
    """Return the section with such a title, if it says something."""
    page = contribution.page
    if (found := page.section(title)) is None:
        return gap(page.path, f'no section "{heading}"', "Write it")
    if words(found.text) < _FEWEST_WORDS:
        return replace(
            gap(page.path, f'"{found.title}" says nothing', "Write it"), line=found.line
        )
    return found


def section(title: str, heading: str) -> Callable[[Contribution], Iterator[Finding]]:
    """Return the check that the page has a section which says something.

    `title` is a pattern for its title, `heading` how the title usually reads.
    """

    def check(contribution: Contribution) -> Iterator[Finding]:
        if isinstance(found := found_section(contribution, title, heading), Finding):
            yield found

    return check


def high_level_description(contribution: Contribution) -> Iterator[Finding]:
    """Report a page that does not say what the integration is for."""
    page = contribution.page
    if words(page.intro) < 2 * _FEWEST_WORDS:
        yield gap(
            page.path,
            "no description before the first heading",
            "Say what the device or service is",
        )
    elif "://" not in page.intro:
        yield gap(
            page.path,
            "the description links to no page of the device or service",
            "Link to it",
        )


def installation_instructions(contribution: Contribution) -> Iterator[Finding]:
    """Report a page that does not say how to add the integration."""
    page = contribution.page
    wanted = "{% include integrations/config_flow.md %}"
    if wanted not in page.text and not contribution.manifest.get("single_config_entry"):
        yield gap(page.path, "does not say how to add the integration", f"Add {wanted}")


def removal_instructions(contribution: Contribution) -> Iterator[Finding]:
    """Report a page that does not say how to remove the integration."""
    found = found_section(contribution, r"\bremov", "Removing the integration")
    if isinstance(found, Finding):
        yield found
    elif (
        "{% include integrations/remove_device_service.md %}" not in found.text
        and "1." not in found.text
    ):
        yield gap(
            contribution.page.path,
            f'"{found.title}" has no steps',
            "Add {% include integrations/remove_device_service.md %}",
        )


def installation_parameters(contribution: Contribution) -> Iterator[Finding]:
    """Report what the user enters and the page does not explain."""
    yield from _unexplained(contribution, "config", *steps_to_add(contribution))


def configuration_parameters(contribution: Contribution) -> Iterator[Finding]:
    """Report options that the page does not explain."""
    names = dict.fromkeys(name for name, _ in forms_of(contribution, "options"))
    yield from _unexplained(contribution, "options", *names)


def _unexplained(
    contribution: Contribution, kind: str, *steps: str
) -> Iterator[Finding]:
    explained = {name.lower() for name in contribution.page.parameters}
    for name, form in forms_of(contribution, kind):
        for key, text in mapping_at(form, "data").items() if name in steps else ():
            label = contribution.english(str(text))
            if label.lower() not in explained:
                yield gap(
                    contribution.page.path,
                    f'does not explain the field "{label}" ({kind}.step.{name}.data.{key})',
                    "Add it between {% configuration_basic %} and {% endconfiguration_basic %}",
                )


def actions(contribution: Contribution) -> Iterator[Finding]:
    """Report actions that the page does not explain."""
    found = contribution.described("services")
    for name, action in found.items():
        for mention in (f"{contribution.domain}.{name}", *mapping_at(action, "fields")):
            if mention not in contribution.page.text:
                yield gap(
                    contribution.page.path,
                    f"does not mention {mention} of the action {name}",
                    "Explain the action and its fields",
                )


def condition_pages(contribution: Contribution) -> Iterator[Finding]:
    """Report conditions without a page."""
    yield from _own_pages(
        contribution, "condition", contribution.described("conditions")
    )


def trigger_pages(contribution: Contribution) -> Iterator[Finding]:
    """Report triggers without a page."""
    yield from _own_pages(contribution, "trigger", contribution.described("triggers"))


def _own_pages(
    contribution: Contribution, kind: str, found: dict[str, Any]
) -> Iterator[Finding]:
    for name in found:
        path = (
            contribution.site / f"_{kind}s" / f"{contribution.domain}.{name}.markdown"
        )
        if read_text(path) is None:
            yield gap(
                path, f"no page for the {kind} {name}", "Write it, and link to it"
            )


def data_update(contribution: Contribution) -> Iterator[Finding]:
    """Report a page that does not say how often the integration polls."""
    found = found_section(contribution, DATA_UPDATES, "Data updates")
    if isinstance(found, Finding):
        yield found
        return
    for seconds in polled_every(contribution):
        numbers = {f"{seconds / unit:g}" for unit in (1, 60, 3600) if seconds >= unit}
        if not numbers & set(
            re.findall(r"\d+(?:\.\d+)?", found.text)
        ) and seconds not in (1, 60, 3600, 86400):
            yield gap(
                contribution.page.path,
                f'"{found.title}" does not say that it polls every {seconds:g} seconds',
                "Say so",
            )


def supported_functions(contribution: Contribution) -> Iterator[Finding]:
    """Report entities that the page does not name."""
    page = contribution.page
    platforms = "|".join(
        module.part.replace("_", " ") for module in contribution.platforms()
    )
    title = rf"\bfunction|\bfeature|\bentities\b|\bcapabilit|^({platforms or 'x^'})s?$"
    found = found_section(contribution, title, "Supported functionality")
    if isinstance(found, Finding):
        yield found
        return
    text = "\n".join(
        each.text
        for each in page.sections
        if re.search(title, each.title, re.IGNORECASE)
    ).lower()
    for platform in mapping_at(contribution.strings, "entity"):
        for key, strings in mapping_at(
            contribution.strings, "entity", platform
        ).items():
            name = contribution.english(str(at(strings, "name") or ""))
            if name and "{" not in name and name.lower() not in text:
                yield gap(
                    page.path,
                    f'"{found.title}" does not name "{name}" (entity.{platform}.{key})',
                    "Say what it is",
                )
