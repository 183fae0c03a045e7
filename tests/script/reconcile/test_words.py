"""Test merging texts word by word."""

import pytest

from script.reconcile.words import merged_words


@pytest.mark.parametrize(
    ("ours", "base", "theirs", "merged"),
    [
        # Words side by side, which a merge of lines takes for a contradiction
        ("call(one, 2)", "call(one, two)", "call(1, two)", "call(1, 2)"),
        ("async def a():", "def a():", "def b():", "async def b():"),
        # The same on both sides
        ("call(1)", "call(one)", "call(1)", "call(1)"),
        # One side laid out anew; the formatter does the rest
        (
            "call(\n    one,\n    two,\n)",
            "call(one)",
            "call(1)",
            "call(1,\n    two,\n)",
        ),
        # Items that say what they are, in any order
        ("(a=1, c=3, d=4)", "(a=1, d=4)", "(a=1, b=2, d=4)", "(a=1, b=2, c=3, d=4)"),
    ],
)
def test_merged(ours: str, base: str, theirs: str, merged: str) -> None:
    """Test what has the changes of both sides."""
    assert merged_words(ours, base, theirs) == merged


@pytest.mark.parametrize(
    ("ours", "base", "theirs"),
    [
        ("call(2)", "call(one)", "call(1)"),
        # Which of the two bases comes first matters.
        ("class A(One, Base)", "class A(Base)", "class A(Other, Base)"),
        ("a b d", "a d", "a c d"),
        ("call()", "call(one, two)", "call(one, 2)"),
    ],
)
def test_contradiction(ours: str, base: str, theirs: str) -> None:
    """Test what both sides have changed."""
    assert merged_words(ours, base, theirs) is None
