"""Tests for writing JSON as prettier does."""

import pytest

from script.integration.prettier import formatted

# As wide as can be in a list with one digit, and in one under a key without a comma.
WIDEST = '"' + "x" * 73 + '"'
WIDEST_LAST = '"' + "x" * 69 + '"'
LONG = '"' + "x" * 30 + '"'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("{}", "{}\n", id="empty"),
        pytest.param('{"a":[ ],"b":{ }}', '{ "a": [], "b": {} }\n', id="flat"),
        pytest.param('{\n"a":1}', '{\n  "a": 1\n}\n', id="spread"),
        pytest.param(
            '{"b":1,"a":{"d":1,"c":2}}',
            '{ "a": { "c": 2, "d": 1 }, "b": 1 }\n',
            id="sorted",
        ),
        pytest.param(
            '{"10":1,"9b":1,"9a":1,"a":1}',
            '{ "9a": 1, "9b": 1, "10": 1, "a": 1 }\n',
            id="numbers first",
        ),
        pytest.param(f"[{LONG}, {LONG}, 1]", f"[{LONG}, {LONG}, 1]\n", id="fits"),
        pytest.param(
            f"[{LONG}, {LONG}, {LONG}]",
            f"[\n  {LONG},\n  {LONG},\n  {LONG}\n]\n",
            id="too long",
        ),
        pytest.param(f"[{WIDEST},1]", f"[{WIDEST}, 1]\n", id="widest"),
        pytest.param(
            f"[{WIDEST},12]", f"[\n  {WIDEST},\n  12\n]\n", id="wider than that"
        ),
        pytest.param(
            f'{{\n"a":[{WIDEST_LAST}],"b":0}}',
            f'{{\n  "a": [\n    {WIDEST_LAST}\n  ],\n  "b": 0\n}}\n',
            id="wider with its comma",
        ),
        pytest.param(
            '[{"a": 1, "b": 2}, {"a": 1, "b": 2}]',
            '[\n  { "a": 1, "b": 2 },\n  { "a": 1, "b": 2 }\n]\n',
            id="table",
        ),
        pytest.param(
            '[{"a": 1}, {"b": 2}]', '[{ "a": 1 }, { "b": 2 }]\n', id="no table"
        ),
        pytest.param(
            "[[1, 2], [3, 4]]", "[\n  [1, 2],\n  [3, 4]\n]\n", id="table of lists"
        ),
        pytest.param(
            f"[{', '.join(['1234'] * 20)}]",
            f"[\n  {', '.join(['1234'] * 13)},\n  {', '.join(['1234'] * 7)}\n]\n",
            id="numbers fill lines",
        ),
        pytest.param(
            '{\n  "a": 1,\n\n\n  "b": 2\n}\n',
            '{\n  "a": 1,\n\n  "b": 2\n}\n',
            id="empty line",
        ),
        pytest.param(
            '{"a": "\\u00e4 \\"[{"}', '{ "a": "\\u00e4 \\"[{" }\n', id="text as it is"
        ),
    ],
)
def test_formatted(text: str, expected: str) -> None:
    """JSON is laid out and sorted, and stays so."""
    assert formatted(text) == expected
    assert formatted(expected) == expected


def test_unsorted() -> None:
    """The order at the top can stay, as in a manifest."""
    assert (
        formatted('{"b":{"d":1,"c":2},"a":1}', sort="below")
        == '{ "b": { "c": 2, "d": 1 }, "a": 1 }\n'
    )
