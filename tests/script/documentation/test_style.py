"""Test holding the style of a page against what the site asks for."""

from pathlib import Path

import pytest

from script.documentation.differences import differences
from script.integration.contribution import contribution
from script.integration.tree import Places
from script.scaffold import MODEL

from tests.edits import edit

PLACES = Places(MODEL)
PAGE = PLACES.page
STYLE = ("section-order", "heading-case", "plans", "bare-link")


def found(tree: Path, *edits: tuple[str, str]) -> list[str]:
    """Return what is wrong with the style of the page, each with its line's text."""
    if edits:
        edit(tree / PAGE, *edits)
    lines = ["", *(tree / PAGE).read_text().splitlines()]
    return [
        f"{each.check}: {each.message} | {lines[each.line]}"
        for each in differences(contribution(tree / PLACES.integration))
        if each.check in STYLE
    ]


def test_model(tree: Path) -> None:
    """Test that the page of the model is in style."""
    assert found(tree) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param(
            "## Known limitations",
            "## Known Limitations",
            'heading-case: the title "Known Limitations" is not in sentence case | ## Known Limitations',
            id="Title Case",
        ),
        pytest.param(
            "### Changing the connection",
            "### Changing The Connection",
            'heading-case: the title "Changing The Connection" is not in sentence case | ### Changing The Connection',
            id="words of this page",
        ),
        pytest.param(
            "## Data updates",
            "## Upcoming features\n\nMore sensors.\n\n## Data updates",
            'plans: the section "Upcoming features" is about upcoming, and not about what users have | ## Upcoming features',
            id="plans",
        ),
        pytest.param(
            "## Known limitations",
            "## Removing the integration\n\nAs any other.\n\n## Known limitations",
            'section-order: "Known limitations" stands after "Removing the integration" | ## Known limitations',
            id="order",
        ),
        pytest.param(
            "## Data updates",
            "{% include integrations/config_flow.md %}\n\n## Data updates",
            None,
            id="order of an include",
        ),
        pytest.param(
            "The device takes new readings",
            "See https://www.example.com/manual. The device takes new readings",
            "bare-link: https://www.example.com/manual stands bare | See https://www.example.com/manual. The device takes new readings every 10 seconds.",
            id="bare address",
        ),
    ],
)
def test_out_of_style(tree: Path, old: str, new: str, expected: str | None) -> None:
    """Test what the site's editors would ask for."""
    told = found(tree, (old, new))
    assert told
    if expected:
        assert told[0].startswith(expected)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("## Use cases", "## Use cases of My Device", id="name"),
        pytest.param(
            "## Actions\n",
            "## Data updates of the device\n\nIt polls.\n\n## Actions\n",
            id="order that accepted pages have as well",
        ),
        pytest.param("### Sensors", "### MQTT and Wi-Fi", id="abbreviation"),
        pytest.param("### Sensors", "### Home Assistant OS", id="names"),
        pytest.param(
            "### Reporting an issue",
            "### The Meter Bridge\n\nThe Meter Bridge is a bridge.\n\n### Reporting an issue",
            id="name that the text has too",
        ),
        pytest.param(
            "## Known limitations",
            "## Firmware of the relay\n\nIt is old.\n\n## Known limitations",
            id="section of its author's",
        ),
        pytest.param(
            "The device takes new readings",
            "See `https://x.example/`, <https://y.example/> or [https://z.example/](https://z.example/). The device takes new readings",
            id="links and examples",
        ),
        pytest.param(
            'automation: |\n  alias: "Laundry',
            'automation: |\n  # https://x.example/\n  alias: "Laundry',
            id="example in YAML",
        ),
    ],
)
def test_in_style(tree: Path, old: str, new: str) -> None:
    """Test what is as it should be."""
    assert found(tree, (old, new)) == []
