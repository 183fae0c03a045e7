"""Rules for what the documentation page tells of an integration as a whole."""

from collections.abc import Iterator
from typing import Final

from script.integration.blanks import MARK
from script.integration.fact import Evidence, Fact, fact_in, gap
from script.integration.finding import Finding
from script.integration.integration import Integration
from script.rules.examples import Example, example

from .page import FEWEST_WORDS, found_section, lines, says_something, section, words
from .tier_rule import Tier, TierRule, never

_REMOVAL: Final = r"\bremov"
_ADDED: Final = "{% include integrations/config_flow.md %}"
_REMOVED: Final = "{% include integrations/remove_device_service.md %}"


def _page(text: str) -> Example:
    return example(text, "page.markdown")


def _introduction(integration: Integration) -> Iterator[Fact]:
    """Yield the first line of the description that the page starts with."""
    for line in integration.page.intro.splitlines():
        if words(line):
            yield from lines(integration, line, "the page says what it is")
            return


def of_something(integration: Integration) -> Iterator[Fact]:
    """Yield that the integration is for a device or service."""
    kind = integration.manifest.get("integration_type", "hub")
    if kind in ("device", "hub", "service"):
        yield fact_in(
            integration.path / "manifest.json",
            f"the integration is for a {kind}",
            "integration_type",
        )


def _of_device(integration: Integration) -> Iterator[Fact]:
    """Yield that the integration is for a device."""
    return (each for each in of_something(integration) if each.what.endswith("device"))


@TierRule(
    tier=Tier.BRONZE,
    code="docs-high-level-description",
    title="the page starts with what it is, and a link",
    why="A reader wants to know first whether this is about the device in their hand.",
    mend="Say before the first heading what the device or service is, and link to it",
    evidence=_introduction,
    against=of_something,
    good=(
        _page(
            "The **Example** integration waters your garden with the pumps of [Example](https://example.com)."
        ),
        _page(
            "Example is a pump for gardens of all sizes, see <https://example.com>.\n\n## Use cases"
        ),
    ),
    bad=(
        _page("## Example\n\nA pump for gardens of all sizes: https://example.com."),
        _page(
            "The **Example** integration waters your garden with the pumps of Example."
        ),
    ),
)
def high_level_description(integration: Integration) -> Iterator[Finding]:
    """Report a page that does not say what the integration is for."""
    page = integration.page
    if words(page.intro) < 2 * FEWEST_WORDS:
        yield gap(
            page.path,
            "no description before the first heading",
            "Say what the device or service is",
        )
    elif "://" not in page.intro and MARK not in page.intro:
        yield gap(
            page.path,
            "the description links to no page of the device or service",
            "Link to it",
        )


def _installation(integration: Integration) -> Iterator[Fact]:
    """Yield where the page says how to add the integration."""
    yield from lines(integration, _ADDED, "the page says how to add it")
    yield from section(r"\bprerequisite")(integration)
    if integration.manifest.get("single_config_entry"):
        yield from section(r"\bconfigur|\binstall|\bset ?up\b")(integration)


@TierRule(
    tier=Tier.BRONZE,
    code="docs-installation-instructions",
    title="the page says how to add it",
    why="Who has never added an integration needs to be led through it once.",
    mend=f"Add {_ADDED}",
    evidence=_installation,
    against=never,
    good=(
        _page(f"## Configuration\n\n{_ADDED}"),
        Example(
            {
                "manifest.json": {"single_config_entry": True},
                "page.markdown": "## Configuration\n\nIt is added with Home Assistant Cloud.\n",
            }
        ),
    ),
    bad=(
        _page("## Configuration\n\n{% include integrations/option_flow.md %}"),
        _page("An example."),
    ),
)
def installation_instructions(integration: Integration) -> Iterator[Finding]:
    """Report a page that does not say how to add the integration."""
    page = integration.page
    if _ADDED not in page.text and not integration.manifest.get("single_config_entry"):
        yield gap(page.path, "does not say how to add the integration")


@TierRule(
    tier=Tier.BRONZE,
    code="docs-removal-instructions",
    title="the page says how to remove it",
    why="Some things stay on the device or in an account, which the user has to undo there.",
    mend=f"Add {_REMOVED}",
    evidence=section(_REMOVAL),
    against=never,
    good=(
        _page(
            f"## Removing the integration\n\nIt leaves nothing on the device.\n\n{_REMOVED}"
        ),
        _page("## Remove it\n\n1. Delete the integration.\n2. Unpair the device."),
    ),
    bad=(
        _page(f"## Farewell\n\nIt leaves nothing on the device.\n\n{_REMOVED}"),
        _page("## Removing the integration\n\nDelete it and unpair the device."),
    ),
)
def removal_instructions(integration: Integration) -> Iterator[Finding]:
    """Report a page that does not say how to remove the integration."""
    found = found_section(integration, _REMOVAL, "Removing the integration")
    if isinstance(found, Finding):
        yield found
    elif _REMOVED not in found.text and "1." not in found.text:
        yield gap(integration.page.path, f'"{found.title}" has no steps')


def _section_rule(
    code: str,
    title: str,
    why: str,
    pattern: str,
    headings: tuple[str, str],
    other: str,
    against: Evidence | None = None,
) -> TierRule:
    """Return the rule that the page has a section.

    `pattern` is for its title, `headings` how the title may read; `other` is one that it may not.
    """
    text = "These are some words about it."
    return TierRule(
        tier=Tier.GOLD,
        code=code,
        title=title,
        why=why,
        mend=f'Write a section "{headings[0]}"',
        check=says_something(pattern, headings[0]),
        evidence=section(pattern),
        against=against or section(pattern),
        is_reasoned=against is not None,
        good=tuple(_page(f"## {each}\n\n{text}") for each in headings),
        bad=(_page(f"## {headings[0]}\n\nSoon."), _page(f"## {other}\n\n{text}")),
    )


examples = _section_rule(
    "docs-examples",
    "the page has examples",
    "An automation to copy shows more of what can be done than a list of entities.",
    r"\bexample",
    ("Examples", "Automation examples"),
    "Automations",
)
limitations = _section_rule(
    "docs-known-limitations",
    "the page has the limitations",
    "Who reads that something cannot be done looks for no error and reports none.",
    r"\blimitation",
    ("Known limitations", "Limitations of the API"),
    "Good to know",
)
supported_devices = _section_rule(
    "docs-supported-devices",
    "the page lists the devices",
    "Users look here before they buy.",
    r"^(supported|compatible) (devices|models|hardware|products)|^supported\b(?!.*\b(func|feat))",
    ("Supported devices", "Compatible models"),
    "Supported features",
    _of_device,
)
troubleshooting = _section_rule(
    "docs-troubleshooting",
    "the page helps with trouble",
    "Most trouble is known, and who finds it here opens no issue.",
    r"\btroubleshoot",
    ("Troubleshooting", "Troubleshooting the connection"),
    "Help",
)
use_cases = _section_rule(
    "docs-use-cases",
    "the page says what it is good for",
    "It shows readers what they would gain from it.",
    r"\buse cases?\b|\bcan use\b",
    ("Use cases", "How you can use it"),
    "Ideas",
)
