"""Check that JSON files are laid out and sorted as prettier does it in core."""

from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path
from typing import Final

from script.integration.core import Core
from script.integration.files import parsed_json, read_text
from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.prettier import formatted

# It is compiled from strings.json, and core's settings leave it out.
_COMPILED: Final = "translations"


def check(integration: Integration, core: Core) -> Iterator[Finding]:
    """Yield the JSON files that prettier would change."""
    for path in sorted(integration.path.rglob("*.json")):
        name = path.relative_to(integration.path)
        if name.parts[0] != _COMPILED:
            yield from _layout(path, name)


def _layout(path: Path, name: Path) -> Iterator[Finding]:
    text = read_text(path) or ""
    parsed_json(text, f"{path}")
    # The manifest has an order of its own at the top, which the check of the manifest sees to.
    due = formatted(text, sort="below" if str(name) == "manifest.json" else "all")
    if text == due:
        return
    lines = zip_longest(text.split("\n"), due.split("\n"), fillvalue=None)
    for number, (line, wanted) in enumerate(lines, start=1):
        if line != wanted:
            yield Finding(
                path=path,
                line=number,
                check="json",
                message=f"{name}: prettier writes {(wanted or '').strip()!r} here",
                mend="Sort the keys and indent with two spaces",
            )
            return
