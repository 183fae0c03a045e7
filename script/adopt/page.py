"""Begin the documentation page from the code, and from what the author has written of it."""

from collections.abc import Iterator
from pathlib import Path
import re
from typing import Final

from script.documentation.completed import completed, inserted
from script.documentation.parts import Part, part_of, split
from script.integration.contribution import contribution
from script.integration.files import forget
from script.integration.page import FRONT

# What code does not tell, by the titles that the site has for it
_TITLES: Final = {
    Part.USE_CASES: "Use cases",
    Part.SUPPORTED: "Supported devices",
    Part.UNSUPPORTED: "Unsupported devices",
    Part.PREREQUISITES: "Prerequisites",
    Part.LIMITATIONS: "Known limitations",
}
_HEADING: Final = re.compile(r"^#{1,6} +(.+?) *#*$")
# Marks that the site reads in another way, pictures, tables, addresses within the repository, and what is true of custom components alone
_UNFIT: Final = re.compile(
    r"[<>|{}]|!\[|\]\((?!https://)|^( {4}|\t)|```|~~~|^\[|hacs|custom[ _-]component|custom[ _-]integration"
    r"|custom[ _-]repo|this repo|\bissues?\b|\brelease|\bversion|\byaml\b",
    re.IGNORECASE | re.MULTILINE,
)


def write_page(integration: Path, readme: str) -> None:
    """Write the page of an integration in a tree.

    Args:
        integration: Its folder.
        readme: What its author says of it, "" where that is not to be used.
    """
    forget()
    case = contribution(integration)
    path = case.page.path
    path.parent.mkdir(parents=True, exist_ok=True)
    is_new = not case.page.text
    text = completed(case)
    if is_new:
        text = _with_sentences(text, readme)
    path.write_text(text, encoding="utf-8", newline="\n")
    forget()


def _with_sentences(text: str, readme: str) -> str:
    """Return a page with the sections that only its author can write."""
    front = FRONT.match(text)
    assert front
    parts = split(front["body"])
    there = {part_of(part) for part in parts}
    for rank, paragraphs in sections(readme):
        if rank not in there:
            body = "\n\n".join(paragraphs)
            parts = inserted(parts, rank, f"## {_TITLES[rank]}\n\n{body}\n\n")
            there.add(rank)
    return f"---\n{front['front']}---\n{''.join(parts).rstrip('\n')}\n"


def sections(readme: str) -> Iterator[tuple[Part, list[str]]]:
    """Yield the parts of a page for which a README has paragraphs that can be taken as they are."""
    for title, text in _sections(readme):
        part = part_of(f"## {title}")
        if part in _TITLES and part is not None:
            paragraphs = [
                each.strip("\n")
                for each in re.split(r"\n{2,}", text)
                if each.strip() and not _UNFIT.search(each)
            ]
            if paragraphs:
                yield part, paragraphs


def _sections(readme: str) -> Iterator[tuple[str, str]]:
    """Yield each heading with what stands below it, up to the next."""
    title, lines, is_code = "", list[str](), False
    for line in readme.splitlines():
        if line.lstrip().startswith(("```", "~~~")):
            is_code = not is_code
        found = None if is_code else _HEADING.match(line)
        if found:
            yield title, "\n".join(lines)
            title, lines = found[1], []
        else:
            lines.append(line.rstrip())
    yield title, "\n".join(lines)
