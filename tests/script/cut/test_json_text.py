"""Test that a JSON file keeps its text where its values stay."""

import json

import pytest

from script.cut.json_text import Keys, without

MANIFEST = """\
{
  "domain": "pump",
  "codeowners": [
    "@größe"
  ],
  "dependencies": [
    "usb",
    "http"
  ],
  "zeroconf": [{ "type": "_pump._tcp.local." }]
}
"""


@pytest.mark.parametrize(
    ("text", "gone", "rest"),
    [
        pytest.param('{"a": 1, "b": 2}', [("a",)], '{"b": 2}', id="first"),
        pytest.param('{"a": 1, "b": 2}', [("b",)], '{"a": 1}', id="last"),
        pytest.param(
            '{"a": 1,  "b": 2, "c": 3}', [("b",)], '{"a": 1, "c": 3}', id="middle"
        ),
        pytest.param('{"a": {"b": 1}, "c": 2}', [("a", "b")], '{"c": 2}', id="emptied"),
        pytest.param('{"a": {"b": 1}}', [("a", "b")], "{}", id="nothing left"),
        pytest.param('{"a": {}, "b": []}', [("c",)], '{"a": {}, "b": []}', id="none"),
        pytest.param('{"a": "}\\"{", "b": 1}', [("b",)], '{"a": "}\\"{"}', id="quoted"),
        pytest.param('{"ä": 1, "b": -2.5e1}', [("b",)], '{"ä": 1}', id="number"),
    ],
)
def test_members_go(text: str, gone: list[Keys], rest: str) -> None:
    """Test that members go, and objects that have none left."""
    assert without(text, gone) == rest


def test_rest_keeps_its_text() -> None:
    """Test that letters, line breaks and spaces of what stays are as the author wrote them."""
    assert without(MANIFEST, [("zeroconf",)]) == MANIFEST.replace(
        ',\n  "zeroconf": [{ "type": "_pump._tcp.local." }]', ""
    )


def test_shorter_list_fits_a_line() -> None:
    """Test that a list that has lost elements is written as core's formatter would."""
    rest = without(MANIFEST, [("dependencies", 0)])
    assert '\n  "dependencies": ["http"],\n' in rest
    assert '[\n    "@größe"\n  ]' in rest


def test_strings_are_replaced() -> None:
    """Test that another string stands in the place of one."""
    rest = without(MANIFEST, (), {("domain",): 'a "pumpe"', ("codeowners", 0): "@ö"})
    assert json.loads(rest)["domain"] == 'a "pumpe"'
    assert '"@ö"' in rest
