"""Tests of how the proofs tell that an edit is in a later step."""

import pytest

from .arriving import lost

FOLDER = "homeassistant/components/example"
SENSOR = f"{FOLDER}/sensor.py"
STRINGS = f"{FOLDER}/strings.json"


@pytest.mark.parametrize(
    ("base", "edited", "before", "now"),
    [
        # What is added is there as well.
        ("a = 1", "a = 1\nb = 2", "a = 1\nc = 3", "a = 1\nb = 2\nc = 3"),
        # A name follows into what the later step has besides.
        ("a = 1", "d = 1", "a = 1\nc = a", "d = 1\nc = d"),
        # What is removed is gone.
        ("a = 1\nb = 2", "a = 1", "a = 1\nb = 2\nc = 3", "a = 1\nc = 3"),
        # Imports depend on what else a step has.
        ("a = 1", "from x import b\na = 1", "a = 1", "a = 1"),
        # What moves is as often there as before.
        ("a = 1\nb = 2", "b = 2\na = 1", "a = 1\nb = 2", "a = 1\nb = 2"),
    ],
)
def test_arrived(base: str, edited: str, before: str, now: str) -> None:
    """Test edits of which nothing is lost."""
    assert not lost(*({SENSOR: each.encode()} for each in (base, edited, before, now)))


@pytest.mark.parametrize(
    ("base", "edited", "before", "now", "expected"),
    [
        (
            "a = 1",
            "a = 1\nb = 2",
            "a = 1\nc = 3",
            "a = 1\nc = 3",
            [
                f"{SENSOR}: '2' is there +0 times, edited +1 times",
                f"{SENSOR}: 'b' is there +0 times, edited +1 times",
            ],
        ),
        # Half of what it removes is still there.
        (
            "a = b = b",
            "a = 1",
            "a = b = b",
            "a = 1 + b",
            [f"{SENSOR}: 'b' is there -1 times, edited -2 times"],
        ),
        # The file is as it was.
        (
            "a = 1",
            "d = 1",
            "a = 1",
            "a = 1",
            [
                f"{SENSOR}: 'a' is there +0 times, edited -1 times",
                f"{SENSOR}: 'd' is there +0 times, edited +1 times",
            ],
        ),
    ],
)
def test_lost(
    base: str, edited: str, before: str, now: str, expected: list[str]
) -> None:
    """Test edits of which a later step lacks something."""
    trees = ({SENSOR: each.encode()} for each in (base, edited, before, now))
    assert lost(*trees) == expected


def test_lost_file() -> None:
    """Test that a file which an edit adds, and one that is no Python, count as well."""
    base, edited = {STRINGS: b'{"a": "One"}'}, {STRINGS: b'{"a": "Two"}', SENSOR: b"b"}
    assert not lost(base, edited, base, edited)
    assert lost(base, edited, base, base) == [
        f"{SENSOR}: 'b' is there +0 times, edited +1 times",
        f"{STRINGS}: 'One' is there +0 times, edited -1 times",
        f"{STRINGS}: 'Two' is there +0 times, edited +1 times",
    ]
