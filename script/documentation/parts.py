"""Tell the parts of a page apart, and the order in which the site has them."""

from collections.abc import Sequence
from enum import IntEnum
import re
from typing import Final

CONFIG_FLOW: Final = "{% include integrations/config_flow.md %}"
OPTION_FLOW: Final = "{% include integrations/option_flow.md %}"

_PART: Final = re.compile(
    r"^(?=#{2,6} |{% include integrations/\w+_flow\.md %})", re.MULTILINE
)


class Part(IntEnum):
    """A part of a page, in the order of its template on the site."""

    USE_CASES = 0
    SUPPORTED = 1
    UNSUPPORTED = 2
    PREREQUISITES = 3
    CONFIG = 4
    OPTIONS = 5
    FUNCTIONALITY = 6
    ACTIONS = 7
    EXAMPLES = 8
    UPDATES = 9
    LIMITATIONS = 10
    TROUBLESHOOTING = 11
    REMOVAL = 12


# How the first line of each begins
_STARTS: Final = {
    Part.USE_CASES: r"#+ .*\buse cases?\b",
    Part.SUPPORTED: r"#+ (supported|compatible) (devices|models|hardware)",
    Part.UNSUPPORTED: r"#+ unsupported",
    Part.PREREQUISITES: r"#+ prerequisites",
    Part.CONFIG: re.escape(CONFIG_FLOW),
    Part.OPTIONS: rf"{re.escape(OPTION_FLOW)}|#+ .*\boptions$",
    Part.FUNCTIONALITY: r"#+ .*\b(functionality|functions|features|entities)\b",
    Part.ACTIONS: r"#+ .*\bactions$",
    Part.EXAMPLES: r"#+ .*\bexamples?\b",
    Part.UPDATES: r"#+ .*\bupdate|#+ .*\bpoll",
    Part.LIMITATIONS: r"#+ .*\blimitation",
    Part.TROUBLESHOOTING: r"#+ .*\btroubleshoot",
    Part.REMOVAL: r"#+ .*\bremov",
}


def split(text: str) -> list[str]:
    """Return the parts of a page, the introduction first."""
    return _PART.split(text)


def part_of(part: str) -> Part | None:
    """Return which part this is, or None for one of its author's or within another."""
    first = part.partition("\n")[0]
    return next(
        (
            each
            for each, pattern in _STARTS.items()
            if not first.startswith("###") and re.match(pattern, first, re.IGNORECASE)
        ),
        None,
    )


def ranks(parts: Sequence[str]) -> list[int]:
    """Return where each part belongs, which for a part within another is where that one does."""
    found: list[int] = []
    for part in parts:
        own = part_of(part)
        found.append(own if own is not None else found[-1] if found else -1)
    return found


def inserted(parts: Sequence[str], rank: int, text: str) -> list[str]:
    """Return parts with one more, behind all that belong before it or with it."""
    place = max(
        (index + 1 for index, each in enumerate(ranks(parts)) if each <= rank),
        default=0,
    )
    return [*parts[:place], text, *parts[place:]]
