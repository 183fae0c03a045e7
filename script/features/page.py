"""Documentation pages and comments without what they tell about a feature."""

from collections.abc import Callable, Collection, Iterable
import re
from textwrap import fill
from typing import Final

from .former import Feature

_FRONT: Final = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
# An included flow brings its own heading.
_HEADING: Final = re.compile(
    r"^(?=#{2,6} |{% include integrations/\w+_flow\.md %})", re.MULTILINE
)
_DETAILS: Final = re.compile(
    r"^{% details .*?^{% enddetails %}\n", re.DOTALL | re.MULTILINE
)
_BASIC: Final = re.compile(
    r"^{% configuration_basic %}\n(?P<fields>.*?){% endconfiguration_basic %}\n",
    re.DOTALL | re.MULTILINE,
)
_FIELD: Final = re.compile(r"^(?P<name>\S.*?):\n(?:  .*\n)+", re.MULTILINE)
# A list item with all that is indented below it
_ITEM: Final = re.compile(
    r"^(?P<indent> *)(?:-|\d+\.) .*\n(?:(?P=indent) +\S.*\n)*", re.MULTILINE
)
_LINE: Final = re.compile(r"^(?P<mark> *(?:- |\d+\. )?)(?P<text>.+)$", re.MULTILINE)
_SENTENCE: Final = re.compile(r"(?<=[.!?]) +(?=[A-Z\[*`{])")
_ANCHOR: Final = re.compile(r"\(#(?P<anchor>[\w-]+)\)")
_NUMBER: Final = re.compile(r"^(?P<indent> *)\d+(?=\. )", re.MULTILINE)
# Lines of one indent
_COMMENT: Final = re.compile(r"^(?P<mark> *# ).*\n(?:(?P=mark).*\n)*", re.MULTILINE)
_WIDTH: Final = 88
_CODE: Final = re.compile(r"({% example %}.*?{% endexample %})", re.DOTALL)


def without_texts(
    page: str,
    features: Iterable[Feature],
    *,
    quoted: Collection[str],
    names: Collection[str],
    tier: str | None,
) -> str:
    """Return a page without features.

    Args:
        page: The page.
        features: What is gone.
        quoted: Texts of the user interface that are gone.
        names: Keys and values of the front matter that are gone.
        tier: What the manifest says.
    """
    features = list(features)
    front = _FRONT.search(page)
    assert front
    # Of what the interface showed, the page tells in bold, or in a field of that name.
    bold = [rf"\*\*{re.escape(text)}\*\*" for text in quoted]
    body = page[front.end() :]
    body = _without_sections(body, _any(p for f in features for p in f.sections))
    details = _any([*bold, *(pattern for f in features for pattern in f.details)])
    body = _DETAILS.sub(lambda block: "" if details(block[0]) else block[0], body)
    body = _BASIC.sub(lambda block: _without_fields(block, quoted), body)
    item = _any(rf"^ *- {each}$" for each in bold)
    body = _ITEM.sub(
        lambda each: "" if item(each[0].partition("\n")[0]) else each[0], body
    )
    sentences = [*bold, *(pattern for f in features for pattern in f.sentences)]
    body = without_sentences(body, sentences)
    body = tidied(body)
    if links := _dead_links(body):
        body = tidied(without_sentences(body, links))
    return _front(front[0], names, tier) + body


def without_sentences(text: str, patterns: Collection[str]) -> str:
    """Return a text without the sentences that have a pattern, and what is empty then."""
    matches = _any(patterns)

    def rest(line: re.Match[str]) -> str:
        sentences = _SENTENCE.split(line["text"])
        kept = [sentence for sentence in sentences if not matches(sentence)]
        if len(kept) == len(sentences):
            return line[0]
        return line["mark"] + " ".join(kept) if kept else "\0"

    parts = _CODE.split(text)
    parts[::2] = [_LINE.sub(rest, part) for part in parts[::2]]
    return re.sub(r"\0\n", "", "".join(parts))


def without_comments(module: str, sentences: Collection[str]) -> str:
    """Return a module without the sentences of its comments that have a pattern."""
    matches = _any(sentences)

    def rest(block: re.Match[str]) -> str:
        mark = block["mark"]
        lines = (line.removeprefix(mark) for line in block[0].splitlines())
        told = _SENTENCE.split(" ".join(lines))
        kept = [sentence for sentence in told if not matches(sentence)]
        if len(kept) == len(told):
            return block[0]
        text = " ".join(kept)
        return fill(text, _WIDTH, initial_indent=mark, subsequent_indent=mark) + (
            "\n" if kept else ""
        )

    return _COMMENT.sub(rest, module)


def _any(patterns: Iterable[str]) -> Callable[[str], object]:
    """Return what looks for any of the patterns."""
    either = "|".join(f"(?:{pattern})" for pattern in patterns)
    # Without a pattern nothing is found.
    return re.compile(either or r"(?!)", re.MULTILINE).search


def _without_sections(text: str, matches: Callable[[str], object]) -> str:
    return "".join(part for part in _HEADING.split(text) if not matches(part))


def _without_fields(block: re.Match[str], quoted: Collection[str]) -> str:
    fields = _FIELD.sub(
        lambda each: "" if each["name"] in quoted else each[0], block["fields"]
    )
    return block[0].replace(block["fields"], fields) if fields else ""


def tidied(text: str) -> str:
    """Return a text without headings of nothing, with its lists numbered and single empty lines."""
    parts = _HEADING.split(text)
    kept: list[str] = []
    for part, following in zip(parts, [*parts[1:], ""], strict=True):
        heading, _, content = part.partition("\n")
        has_parts = _level(following) > _level(heading) > 0
        if content.strip() or has_parts or not _level(heading):
            kept.append(part)
    return re.sub(r"\n{3,}", "\n\n", _renumbered("".join(kept))).rstrip("\n") + "\n"


def _level(heading: str) -> int:
    return len(heading) - len(heading.lstrip("#"))


def _renumbered(text: str) -> str:
    lines, numbers = [], dict[str, int]()
    for line in text.splitlines(keepends=True):
        if item := _NUMBER.match(line):
            number = numbers[item["indent"]] = numbers.get(item["indent"], 0) + 1
            line = f"{item['indent']}{number}{line[item.end() :]}"
        elif line.strip() and not line.startswith(" "):
            numbers = {}
        lines.append(line)
    return "".join(lines)


def _dead_links(text: str) -> list[str]:
    anchors = {
        re.sub(r"[^\w-]", "", heading.strip().lower().replace(" ", "-"))
        for heading in re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    }
    # An included text brings its own heading.
    if "integrations/option_flow.md" in text:
        anchors.add("options")
    return [
        re.escape(link[0])
        for link in _ANCHOR.finditer(text)
        if link["anchor"] not in anchors
    ]


def _front(front: str, names: Collection[str], tier: str | None) -> str:
    lines = [
        line
        for line in front.splitlines(keepends=True)
        if line.strip().removeprefix("- ").partition(":")[0].lower() not in names
    ]
    text = "".join(lines)
    replacement = f"ha_quality_scale: {tier}\n" if tier else ""
    return re.sub(r"^ha_quality_scale: .*\n", replacement, text, flags=re.MULTILINE)
