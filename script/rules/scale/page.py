"""Find what the documentation page says."""

from collections.abc import Iterator
from dataclasses import replace
import re
from typing import Final

from script.integration.fact import Evidence, Fact, gap
from script.integration.files import read_text
from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.page import Section
from script.rules.rule import Check

FEWEST_WORDS: Final = 5


def words(text: str) -> int:
    """Return how many words there are without the tags of the page."""
    return len(re.findall(r"\w+", re.sub(r"{%.*?%}", "", text)))


def found_section(
    integration: Integration, title: str, heading: str
) -> Section | Finding:
    """Return the section with such a title, if it says something."""
    page = integration.page
    if (found := page.section(title)) is None:
        return gap(page.path, f'no section "{heading}"', "Write it")
    if words(found.text) < FEWEST_WORDS:
        return replace(
            gap(page.path, f'"{found.title}" says nothing', "Write it"), line=found.line
        )
    return found


def says_something(title: str, heading: str) -> Check:
    """Return the check that the page has a section which says something.

    `title` is a pattern for its title, `heading` how the title usually reads.
    """

    def check(integration: Integration) -> Iterator[Finding]:
        if isinstance(found := found_section(integration, title, heading), Finding):
            yield found

    return check


def section(title: str) -> Evidence:
    """Return the evidence that the page has a section which says something.

    `title` is a pattern for its title.
    """

    def found(integration: Integration) -> Iterator[Fact]:
        shown = found_section(integration, title, "")
        if not isinstance(shown, Finding):
            yield Fact(
                integration.page.path,
                shown.line,
                f'there is a section "{shown.title}"',
            )

    return found


def lines(integration: Integration, text: str, what: str) -> Iterator[Fact]:
    """Yield the first line of the page with a text."""
    page = integration.page
    for number, line in enumerate((read_text(page.path) or "").splitlines(), 1):
        if text.lower() in line.lower():
            yield Fact(page.path, number, what)
            return
