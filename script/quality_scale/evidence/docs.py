"""Find what the documentation page says."""

from collections.abc import Callable, Iterator
import re

from script.integration.files import read_text
from script.integration.finding import Finding
from script.integration.keys import mapping_at
from script.quality_scale.contribution import Contribution, Fact, fact_in
from script.quality_scale.docs import found_section, words
from script.quality_scale.flow import forms_of, steps_to_add


def section(title: str) -> Callable[[Contribution], Iterator[Fact]]:
    """Return the evidence that the page has a section which says something.

    `title` is a pattern for its title.
    """

    def found(contribution: Contribution) -> Iterator[Fact]:
        shown = found_section(contribution, title, "")
        if not isinstance(shown, Finding):
            yield Fact(
                contribution.page.path,
                shown.line,
                f'there is a section "{shown.title}"',
            )

    return found


def _lines(contribution: Contribution, text: str, what: str) -> Iterator[Fact]:
    """Yield the first line of the page with a text."""
    page = contribution.page
    for number, line in enumerate((read_text(page.path) or "").splitlines(), 1):
        if text.lower() in line.lower():
            yield Fact(page.path, number, what)
            return


def introduction(contribution: Contribution) -> Iterator[Fact]:
    """Yield the first line of the description that the page starts with."""
    for line in contribution.page.intro.splitlines():
        if words(line):
            yield from _lines(contribution, line, "the page says what it is")
            return


def installation(contribution: Contribution) -> Iterator[Fact]:
    """Yield where the page says how to add the integration."""
    yield from _lines(
        contribution,
        "{% include integrations/config_flow.md %}",
        "the page says how to add it",
    )
    if contribution.manifest.get("single_config_entry"):
        yield from section(r"\bconfigur|\binstall|\bset ?up\b")(contribution)


def actions(contribution: Contribution) -> Iterator[Fact]:
    """Yield where the page explains actions."""
    for name in contribution.described("services"):
        yield from _lines(
            contribution,
            f"{contribution.domain}.{name}",
            f"the page explains the action {name}",
        )


def own_pages(kind: str) -> Callable[[Contribution], Iterator[Fact]]:
    """Return the evidence that each "condition" or "trigger" has a page."""

    def found(contribution: Contribution) -> Iterator[Fact]:
        folder = contribution.site / f"_{kind}s"
        for name in contribution.described(f"{kind}s"):
            path = folder / f"{contribution.domain}.{name}.markdown"
            if words(read_text(path) or ""):
                yield Fact(path, 1, f"there is a page for the {kind} {name}")

    return found


def installation_parameters(contribution: Contribution) -> Iterator[Fact]:
    """Yield where the page explains what the user enters."""
    # The helper for OAuth2 has a step in which the user chooses among credentials.
    steps = steps_to_add(contribution) | {"pick_implementation"}
    yield from _explained(contribution, "config", steps)


def configuration_parameters(contribution: Contribution) -> Iterator[Fact]:
    """Yield where the page explains the options."""
    steps = {name for name, _ in forms_of(contribution, "options")}
    yield from _explained(contribution, "options", steps)


def _explained(
    contribution: Contribution, kind: str, steps: set[str]
) -> Iterator[Fact]:
    explained = {name.lower(): name for name in contribution.page.parameters}
    for step, form in forms_of(contribution, kind):
        for text in mapping_at(form, "data").values() if step in steps else ():
            label = explained.get(contribution.english(str(text)).lower())
            if label:
                yield from _lines(
                    contribution, f"{label}:", f"the page explains {label}"
                )


def functions(contribution: Contribution) -> Iterator[Fact]:
    """Yield the section about what the integration does."""
    platforms = "|".join(
        re.escape(module.part.replace("_", " ")) for module in contribution.platforms()
    )
    yield from section(
        rf"\bfunction|\bfeature|\bentities\b|\bcapabilit|^({platforms or 'x^'})s?$"
    )(contribution)


def of_something(contribution: Contribution) -> Iterator[Fact]:
    """Yield that the integration is for a device or service."""
    kind = contribution.manifest.get("integration_type", "hub")
    if kind in ("device", "hub", "service"):
        yield _of_kind(contribution, kind)


def of_device(contribution: Contribution) -> Iterator[Fact]:
    """Yield that the integration is for a device."""
    if contribution.manifest.get("integration_type") == "device":
        yield _of_kind(contribution, "device")


def _of_kind(contribution: Contribution, kind: str) -> Fact:
    return fact_in(
        contribution.path / "manifest.json",
        f"the integration is for a {kind}",
        "integration_type",
    )


def fields(contribution: Contribution) -> Iterator[Fact]:
    """Yield what the user enters to add an entry."""
    yield from _fields(contribution, "config", steps_to_add(contribution))


def _fields(contribution: Contribution, kind: str, steps: set[str]) -> Iterator[Fact]:
    path = contribution.path / "strings.json"
    for step, form in forms_of(contribution, kind):
        for key in mapping_at(form, "data") if step in steps else ():
            yield fact_in(
                path, f"the user enters {key}", kind, "step", step, "data", key
            )
