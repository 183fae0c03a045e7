"""Rule for the layout of JSON."""

from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

from script.integration.fact import gap
from script.integration.files import parsed_json, read_text
from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.prettier import formatted
from script.rules.examples import Example, examples
from script.rules.rule import Severity, View, rule


@rule(
    code="json",
    title="JSON is laid out and sorted as prettier does it",
    severity=Severity.REFUSED,
    view=View.HASSFEST,
    source="home-assistant/core: .prettierrc.js",
    why="What is sorted is found, and two pull requests rarely write at the same place.",
    mend="Sort the keys and indent with two spaces",
    good=(
        *examples({"entity": {}, "services": {}}, file="icons.json"),
        *examples({"config": {}, "entity": {}}, file="strings.json"),
        Example({"translations/en.json": '{"config":   {}}'}),
    ),
    bad=(
        *examples(
            '{\n   "entity": {}\n}',
            '{ "services": {}, "entity": {} }',
            file="icons.json",
        ),
        *examples('{\n  "common": [\n    "one"\n  ]\n}', file="strings.json"),
        Example({"strings.json": "{}"}),
        *examples(
            """
            {
              "domain": "example",
              "name": "Example",
              "zeroconf": [
                {
                  "type": "_example._tcp.local.",
                  "name": "example*"
                }
              ]
            }
            """,
            file="manifest.json",
        ),
    ),
)
def layout(integration: Integration) -> Iterator[Finding]:
    """Report the JSON files that prettier would change."""
    for path in integration.files:
        if path.suffix == ".json":
            yield from _layout(path, path.relative_to(integration.path))


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
            yield gap(
                path,
                f"{name}: prettier writes {(wanted or '').strip()!r} here",
                line=number,
            )
            return
