"""Test writing JSON files."""

import pytest

from script.integration.json_file import Json, dump, load


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param({}, "{}\n", id="empty"),
        pytest.param(
            {"b": 1, "a": ["ä", "b"]},
            '{\n  "b": 1,\n  "a": ["ä", "b"]\n}\n',
            id="order and letters as they are",
        ),
        pytest.param(
            {"a": [{"b": 1}]},
            '{\n  "a": [\n    {\n      "b": 1\n    }\n  ]\n}\n',
            id="objects in a list",
        ),
        pytest.param(
            {"lorawan": [["chirpstack", 744], ["ttn", 3]]},
            '{\n  "lorawan": [\n    ["chirpstack", 744],\n    ["ttn", 3]\n  ]\n}\n',
            id="lists in a list",
        ),
        pytest.param(
            {"codeowners": ["@a" * 20, "@b" * 20]},
            f'{{\n  "codeowners": [\n    "{"@a" * 20}",\n    "{"@b" * 20}"\n  ]\n}}\n',
            id="too long for a line",
        ),
    ],
)
def test_dump(content: Json, expected: str) -> None:
    """Test that an object is laid out as prettier does it, and read back."""
    assert dump(content).decode() == expected
    assert load(dump(content)) == content


def test_sorted() -> None:
    """Test that keys are put in order where that is asked for."""
    content = {"b": {"d": 1, "c": 2}, "a": 1}
    assert list(load(dump(content, sort="all"))) == ["a", "b"]
    assert list(load(dump(content, sort="below"))["b"]) == ["c", "d"]
    assert list(load(dump(content))) == ["b", "a"]
