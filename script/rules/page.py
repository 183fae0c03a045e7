"""Rules for how the documentation page is written."""

from collections.abc import Iterator
import re
from typing import Final

from script.integration.fact import gap
from script.integration.files import read_text
from script.integration.finding import Finding
from script.integration.integration import Integration

from .examples import Example
from .rule import Severity, rule
from .sources import documentation

# Words of the titles that the site's template has, which are no names
_COMMON: Final = frozenset(
    [
        "action",
        "actions",
        "automation",
        "automations",
        "case",
        "cases",
        "configuration",
        "data",
        "device",
        "devices",
        "entities",
        "example",
        "examples",
        "functionality",
        "functions",
        "hardware",
        "installation",
        "instructions",
        "integration",
        "issue",
        "issues",
        "known",
        "limitations",
        "models",
        "options",
        "parameters",
        "removal",
        "removing",
        "setup",
        "supported",
        "triggers",
        "troubleshooting",
        "unsupported",
        "update",
        "updates",
        "use",
        "prerequisites",
        "features",
        "sensors",
        "switches",
    ]
)
_PLANS: Final = re.compile(
    r"\b(upcoming|planned|future|road ?map|change ?log|release notes|what'?s new|donat\w+|sponsor\w*)\b",
    re.IGNORECASE,
)
# Where an address is no link: code, tags of the site, comments, and the links themselves
_APART: Final = re.compile(
    r"^```.*?^```|`[^`\n]*`|<!--.*?-->|{%-? *(?:example|highlight|raw)\b.*?{%-? *end(?:example|highlight|raw)\b.*?%}"
    r"|{%.*?%}|\[(?:[^\[\]]|\[[^\]]*\])*\]\([^)]*\)|^ *\[[^\]]+\]: .*?$|<https?://[^>]*>|<[a-z][^>]*>",
    re.DOTALL | re.MULTILINE,
)
_ADDRESS: Final = re.compile(r"\bhttps?://[^\s)>\"'*]+")
_TITLE: Final = re.compile(r"^#{2,6} +(?P<title>.+?) *$", re.MULTILINE)


def _page(title: str, text: str = "Something is said here.") -> Example:
    return Example(
        {
            "page.markdown": f"---\ntitle: Example\n---\n\nAn example.\n\n{title}\n\n{text}\n"
        }
    )


@rule(
    code="heading-case",
    title="Titles of a page are in sentence case",
    severity=Severity.ASKED,
    source=documentation("documentation style"),
    why="All pages of the site have their titles so, which makes them read as one book.",
    mend="Write all but the first word and names in small letters",
    good=(
        _page("## Known limitations"),
        _page("## Set up with Home Assistant Cloud"),
    ),
    bad=(
        _page("## Known Limitations"),
        _page("### Supported Devices and Models"),
    ),
)
def headings(integration: Integration) -> Iterator[Finding]:
    """Report titles in Title Case."""
    page = integration.page
    prose = _TITLE.sub("", page.text)
    name = str(integration.manifest.get("name"))
    for section in page.sections:
        # After a colon begins another sentence.
        words = [
            (before, word)
            for part in section.title.replace("**", "").split(": ")
            for before, word in zip(part.split()[:-1], part.split()[1:], strict=True)
        ]
        wrong = [
            word
            for before, word in words
            if re.fullmatch(r"[A-Z][a-z]+[,.?!]?", word)
            and word not in name.split()
            and f"{before} {word}" not in prose
            and _is_common(word.strip(",.?!").lower(), prose)
        ]
        if wrong:
            yield gap(
                page.path,
                f'the title "{section.title}" is not in sentence case',
                f"Write {', '.join(each.lower() for each in wrong)}",
                line=section.line,
            )


def _is_common(word: str, prose: str) -> bool:
    """Return whether a word is no name: one of common titles, or in lower case elsewhere."""
    return word in _COMMON or bool(re.search(rf"(?<![\w`/.-]){word}\b", prose))


@rule(
    code="plans",
    title="A page is about what users have",
    severity=Severity.ASKED,
    source=documentation("documentation style"),
    why="What is planned or has changed is soon wrong, and the release notes have it.",
    mend="Remove it",
    good=(
        _page("## Known limitations", "Firmware updates are not available."),
        _page("## Data updates", "A planned restart takes a minute."),
    ),
    bad=(
        _page("## Upcoming features"),
        _page("## Changelog"),
    ),
)
def plans(integration: Integration) -> Iterator[Finding]:
    """Report sections about what is not there yet, or no more."""
    page = integration.page
    for section in page.sections:
        if found := _PLANS.search(section.title):
            yield gap(
                page.path,
                f'the section "{section.title}" is about {found[0].lower()}, and not about what users have',
                line=section.line,
            )


@rule(
    code="bare-link",
    title="Addresses of a page are links with a text",
    severity=Severity.ASKED,
    source=documentation("documentation style"),
    why="A reader, and who has a page read out, wants to know where a link leads.",
    mend="Write [what it is](address), or put an example in backticks",
    good=(
        _page("## Use cases", "See the [manual](https://www.example.com/manual)."),
        _page("## Use cases", "Enter an address such as `http://192.0.2.1`."),
    ),
    bad=(
        _page("## Use cases", "See https://www.example.com/manual."),
        _page("## Use cases", "The manual: http://example.com/manual"),
    ),
)
def links(integration: Integration) -> Iterator[Finding]:
    """Report addresses that stand bare in the text."""
    text = read_text(integration.page.path) or ""
    body = text.find("\n---\n", 4)
    shown = _APART.sub(lambda each: re.sub(r"[^\n]", " ", each[0]), text[body:])
    for address in _ADDRESS.finditer(shown):
        line = text[:body].count("\n") + shown[: address.start()].count("\n") + 1
        bare = address[0].rstrip(".,:;")
        yield gap(integration.page.path, f"{bare} stands bare", line=line)
