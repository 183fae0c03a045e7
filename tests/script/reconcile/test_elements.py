"""Test merging modules by their definitions."""

import pytest

from script.reconcile.elements import functions, merged_modules

BASE = """\
from a import one

VALUE = 1


class Thing:
    name = "thing"

    def first(self):
        return 1

    def second(self):
        return 2
"""
SECOND = "    def second(self):\n        return 2\n"


@pytest.mark.parametrize(
    ("ours", "theirs", "merged"),
    [
        # A method is moved on one side, and changed on the other.
        (
            BASE.replace("return 2", "return 3"),
            BASE.replace(f"\n{SECOND}", "").replace(
                '"thing"\n', f'"thing"\n\n{SECOND}'
            ),
            BASE.replace(f"\n{SECOND}", "").replace(
                '"thing"\n', f'"thing"\n\n{SECOND.replace("2", "3")}'
            ),
        ),
        # Both import something more.
        (
            BASE.replace("one", "one, two"),
            BASE.replace("one", "one, three"),
            BASE.replace("one", "one, three, two"),
        ),
        # Both add something at the same place.
        (
            BASE.replace("VALUE = 1\n", "VALUE = 1\nOURS = 2\n"),
            BASE.replace("VALUE = 1\n", "VALUE = 1\nTHEIRS = 2\n"),
            BASE.replace("VALUE = 1\n", "VALUE = 1\nTHEIRS = 2\nOURS = 2\n"),
        ),
        # One takes out what the other has not touched.
        (
            BASE.replace(f"\n{SECOND}", "").replace("VALUE = 1", "VALUE = 2"),
            BASE.replace("return 1", "return 7"),
            BASE.replace(f"\n{SECOND}", "")
            .replace("VALUE = 1", "VALUE = 2")
            .replace("return 1", "return 7"),
        ),
    ],
)
def test_merged(ours: str, theirs: str, merged: str) -> None:
    """Test what has the changes of both sides."""
    assert merged_modules(ours, BASE, theirs) == merged


def test_contradiction() -> None:
    """Test that both sides stand there, marked, where they have changed the same."""
    merged = merged_modules(
        BASE.replace("return 1", "return 10"),
        BASE,
        BASE.replace("return 1", "return 100"),
    )
    assert "<<<<<<< finished\n        return 10\n=======\n" in merged
    assert "        return 100\n>>>>>>> review\n" in merged


def test_taken_out_and_changed() -> None:
    """Test that what one side takes out is not lost where the other has changed it."""
    merged = merged_modules(
        BASE.replace("return 2", "return 3"), BASE, BASE.replace(f"\n{SECOND}", "")
    )
    assert "<<<<<<< finished" in merged
    assert "return 3" in merged


def test_functions() -> None:
    """Test that functions are found by where they stand."""
    found = functions(BASE)
    assert [key[-1][0] for key in found] == ["first", "second"]
