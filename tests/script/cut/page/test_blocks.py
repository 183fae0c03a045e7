"""Test reading a page as blocks."""

from textwrap import dedent

import pytest

from script.cut.page.blocks import Block, Kind, level, parsed, title
from script.cut.page.sentences import plain, seen, split


def outline(block: Block) -> list[object]:
    """Return the kinds of blocks, those in them nested."""
    return [
        [part.kind.name, *below] if (below := outline(part)) else part.kind.name
        for part in block.parts
        if part.kind is not Kind.BLANK
    ]


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        pytest.param(
            """\
            Intro.

            ## One

            ### Below

            Text
            of one paragraph.

            ## Two
            """,
            [
                "PARAGRAPH",
                ["SECTION", ["SECTION", "PARAGRAPH"]],
                "SECTION",
            ],
            id="sections by the level of their heading",
        ),
        pytest.param(
            """\
            {% include integrations/option_flow.md %}

            Text.

            {% include docs/paste_yaml_tip.md %}
            """,
            [["SECTION", "PARAGRAPH", "PARAGRAPH"]],
            id="an include that brings a heading",
        ),
        pytest.param(
            """\
            The list:
            - **One**: text
              that goes on
              - Below

            - Two

            End.
            """,
            [
                "PARAGRAPH",
                ["LIST", ["ITEM", ["LIST", "ITEM"]], "ITEM"],
                "PARAGRAPH",
            ],
            id="a list with what is indented below an item",
        ),
        pytest.param(
            """\
            | Name | Text |
            | --- | --- |
            | One | 1 |
            | Two | 2 |
            """,
            [["TABLE", "ROW", "ROW"]],
            id="a table without its head",
        ),
        pytest.param(
            """\
            {% configuration_basic %}
            Host:
              description: "Text: with a colon."
            API key:
                description: Text.
            {% endconfiguration_basic %}
            """,
            [["FIELDS", ["FIELD", "PARAGRAPH"], ["FIELD", "PARAGRAPH"]]],
            id="fields of a form",
        ),
        pytest.param(
            """\
            {% details "Title" %}

            {% example %}
            # no heading
            - no: item
            {% endexample %}

            {% enddetails %}

            {% note %}
            Text.
            {% endnote %}
            """,
            [["DETAILS", "CODE"], ["BOX", "PARAGRAPH"]],
            id="tags that end",
        ),
        pytest.param(
            """\
            {% note %}One line.{% endnote %}

            {% configuration %}
            # Nothing yet
            {% endconfiguration %}
            {% note %}
            {% endnote %}
            """,
            ["PARAGRAPH", ["FIELDS", "CODE"], "BOX"],
            id="tags on one line, and with nothing in them",
        ),
        pytest.param(
            """\
            ```yaml
            # no heading
            | no | table |
            ```
            <!-- - no item
            ## no heading -->
            {% term integration %} begins a paragraph.
            """,
            ["CODE", "CODE", "PARAGRAPH"],
            id="code and comments",
        ),
    ],
)
def test_outline(page: str, expected: list[object]) -> None:
    """A page becomes blocks, which together are its text."""
    text = dedent(page)
    assert outline(parsed(text)) == expected
    assert parsed(text).text == text


def test_titles() -> None:
    """Sections have a title and a level, those of an include too; details have a title."""
    page = parsed(
        "### Sub *section*\n{% include integrations/config_flow.md %}\n"
        '{% details \'Not "found"\' icon="mdi:x" %}\n{% enddetails %}\n'
    )
    first, second = page.parts
    assert (title(first), level(first)) == ("Sub *section*", 3)
    assert (title(second), level(second)) == ("Configuration", 2)
    assert title(second.parts[0]).startswith('Not "found"')
    assert level(second.parts[0]) == 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three", ["One. ", "Two! ", "Three"]),
        ("Shows **Stop.** Then\ngo on.", ["Shows **Stop.** ", "Then\ngo on."]),
        ("Shows **stop**. Then.", ["Shows **stop**. ", "Then."]),
        ("See `a. B` and [c. D](/e. F).", ["See `a. B` and [c. D](/e. F)."]),
        ("Some, e.g. Red. **Bold**.", ["Some, e.g. Red. ", "**Bold**."]),
        ("1. Go there. Do it.", ["1. Go there. ", "Do it."]),
        ("Version 1.2 of it.", ["Version 1.2 of it."]),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    """A text is split where a sentence ends, with the full stop in or behind what closes."""
    assert split(text) == expected


def test_what_a_reader_sees() -> None:
    """A reader sees no tags and no addresses."""
    text = (
        '{% term polling Polls %} via {% my logs title="**Logs**" %} [**x**](/switch/).'
    )
    assert seen(text) == "Polls via **Logs** [**x**]."
    assert plain(text) == "Polls via Logs x"
