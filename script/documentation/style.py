"""Hold the style of a page against what the site asks of its pages."""

from collections.abc import Iterator
from dataclasses import replace
import re
from typing import Final

from script.integration.files import read_text
from script.integration.finding import Finding
from script.quality_scale.contribution import Contribution, gap

from .parts import Part, part_of, split

# In which order accepted pages have the parts; among themselves those of one place stand either way.
_PLACES: Final[dict[Part | None, int]] = {
    part: place
    for place, parts in enumerate(
        (
            (Part.SUPPORTED, Part.UNSUPPORTED),
            (Part.PREREQUISITES,),
            (Part.CONFIG, Part.OPTIONS),
            (Part.FUNCTIONALITY, Part.ACTIONS, Part.EXAMPLES, Part.UPDATES),
            (Part.LIMITATIONS,),
            (Part.TROUBLESHOOTING,),
            (Part.REMOVAL,),
        )
    )
    for part in parts
}
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


def order(contribution: Contribution) -> Iterator[Finding]:
    """Report sections that stand behind one which the site has after them."""
    page = contribution.page
    last: tuple[int, str] | None = None
    for part in split(page.text):
        title = _named(part)
        if (place := _PLACES.get(part_of(part))) is None:
            continue
        if last and place < last[0]:
            yield _at(
                contribution,
                title,
                f'"{title}" stands after "{last[1]}"',
                f'Move it before "{last[1]}"',
            )
        else:
            last = place, title


def _named(part: str) -> str:
    """Return what a part is called: its title, or what it includes."""
    return part.partition("\n")[0].lstrip("# ").strip()


def headings(contribution: Contribution) -> Iterator[Finding]:
    """Report titles in Title Case."""
    page = contribution.page
    prose = _TITLE.sub("", page.text)
    name = str(contribution.manifest.get("name"))
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
            yield replace(
                gap(
                    page.path,
                    f'the title "{section.title}" is not in sentence case',
                    f"Write {', '.join(each.lower() for each in wrong)}",
                ),
                line=section.line,
            )


def _is_common(word: str, prose: str) -> bool:
    """Return whether a word is no name: one of common titles, or in lower case elsewhere."""
    return word in _COMMON or bool(re.search(rf"(?<![\w`/.-]){word}\b", prose))


def plans(contribution: Contribution) -> Iterator[Finding]:
    """Report sections about what is not there yet, or no more."""
    page = contribution.page
    for section in page.sections:
        if found := _PLANS.search(section.title):
            yield replace(
                gap(
                    page.path,
                    f'the section "{section.title}" is about {found[0].lower()}, and not about what users have',
                    "Remove it",
                ),
                line=section.line,
            )


def links(contribution: Contribution) -> Iterator[Finding]:
    """Report addresses that stand bare in the text."""
    text = read_text(contribution.page.path) or ""
    body = text.find("\n---\n", 4)
    shown = _APART.sub(lambda each: re.sub(r"[^\n]", " ", each[0]), text[body:])
    for address in _ADDRESS.finditer(shown):
        line = text[:body].count("\n") + shown[: address.start()].count("\n") + 1
        yield replace(
            gap(
                contribution.page.path,
                f"{address[0].rstrip('.,:;')} stands bare",
                "Write [what it is](address), or put an example in backticks",
            ),
            line=line,
        )


def _at(contribution: Contribution, start: str, message: str, mend: str) -> Finding:
    """Return a finding at the line of a title or of an include."""
    lines = (read_text(contribution.page.path) or "").splitlines()
    line = next(
        (
            number
            for number, each in enumerate(lines, 1)
            if each.lstrip("# ").strip() == start
        ),
        0,
    )
    return replace(gap(contribution.page.path, message, mend), line=line)
