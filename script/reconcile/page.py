"""Follow texts that review has changed into the documentation page."""

from collections.abc import Iterator, Mapping
import json
import re
from typing import Any, Final

_REFERENCE: Final = "[%key:"
# Where a page has a text as users see it: in bold, or as the name of a field that it explains
_MARKED: Final = r"(?<=\*\*){0}(?=\*\*)|^{0}(?=:)|(?<=^\"){0}(?=\":)"


def reworded(
    page: str, before: str, after: str
) -> tuple[str, dict[str, str], list[tuple[int, str]]]:
    """Return a page with the new texts, which they are by the old ones, and where an old one may stand yet.

    Args:
        page: The page.
        before: strings.json before the review, "" for none.
        after: And after it.
    """
    changed = _changed(before, after)
    followed = {}
    for old, new in changed.items():
        # Backslashes in a text are none of a pattern.
        said = new.replace("\\", r"\\")
        pattern = _MARKED.format(re.escape(old))
        page, count = re.subn(pattern, said, page, flags=re.MULTILINE)
        if count:
            followed[old] = new
    left = [
        (number, old)
        for number, line in enumerate(page.splitlines(), 1)
        for old in changed
        if re.search(rf"\b{re.escape(old)}\b", line)
    ]
    return page, followed, left


def _changed(before: str, after: str) -> dict[str, str]:
    """Return the texts that are in strings.json no more, with that which is in the place of each."""
    try:
        one, two = (dict(_texts(json.loads(each or "{}"))) for each in (before, after))
    except ValueError:
        return {}
    result: dict[str, str | None] = {}
    for chain, old in one.items():
        new = two.get(chain)
        if new is not None and new != old and old not in two.values():
            # None where it has become several
            result[old] = new if result.get(old, new) == new else None
    return {
        old: new
        for old, new in result.items()
        if new and not f"{old}{new}".count(_REFERENCE)
    }


def _texts(
    value: Mapping[str, Any], chain: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], str]]:
    for key, each in value.items():
        if isinstance(each, dict):
            yield from _texts(each, (*chain, key))
        elif isinstance(each, str):
            yield (*chain, key), each
