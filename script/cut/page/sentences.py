"""The sentences of a text in Markdown, and what a reader sees of it."""

import re
from typing import Final

# What stands together, whatever full stops are in it
_TOGETHER: Final = re.compile(
    r"`[^`]*`|{%.*?%}|{{.*?}}|\[[^\]]*\]\([^)]*\)|\*\*[^*]+\*\*|\"[^\"]*\"|“[^”]*”|<[^>]*>",
    re.DOTALL,
)
_INNER: Final = re.compile(r"[.!?](?=\s)")
_END: Final = re.compile(
    # The full stop stands in or behind what closes.
    r"(?:[.!?](?:\*\*|[_*\"'’”)\]`])*|(?:\*\*|[_*\"'’”)])+[.!?])\s+(?=[A-Z0-9\[*_`{\"“‘(!<])"
)
# What ends with a full stop and is no sentence, the number of an item with it
_ABBREVIATED: Final = re.compile(
    r"^\s*\d+\.\s+$|\b(?:e\.g|i\.e|vs|approx|No|St|Inc|Ltd)\.\s+$"
)
_TERM: Final = re.compile(r"{% *term +(?P<words>.*?) *%}")
_TITLED: Final = re.compile(
    r"{%[^%]*?\btitle=(?P<quote>[\"'])(?P<title>.*?)(?P=quote)[^%]*%}"
)
_TAG: Final = re.compile(r"{%.*?%}", re.DOTALL)
# An underscore in a word is part of it.
_MARK: Final = re.compile(r"[*`\[\]\\]|(?<!\w)_|_(?!\w)")
_ADDRESS: Final = re.compile(r"\]\([^)]*\)|\]\[[^\]]*\]")


def split(text: str) -> list[str]:
    """Return the sentences of a text, each with the space behind it."""
    masked = _TOGETHER.sub(lambda each: _INNER.sub("x", each[0]), text)
    ends = [
        end.end()
        for end in _END.finditer(masked)
        if not _ABBREVIATED.search(masked[: end.end()])
    ]
    return [
        text[start:end]
        for start, end in zip([0, *ends], [*ends, len(text)], strict=True)
    ]


def joined(sentences: list[str], ending: str) -> str:
    """Return sentences as one text that ends with the white space that it ended with."""
    return "".join(sentences).rstrip() + ending if sentences else ""


def seen(text: str) -> str:
    """Return a text as a reader sees it, bold and code still marked, without addresses of links."""
    text = _TITLED.sub(lambda each: each["title"], text)
    text = _TERM.sub(lambda each: each["words"].strip("\"'").split(" ", 1)[-1], text)
    return _ADDRESS.sub("]", _TAG.sub("", text))


def plain(text: str) -> str:
    """Return a text as a reader sees it, without marks and without what ends it."""
    return _MARK.sub("", seen(text)).strip(" \n.:;,")
