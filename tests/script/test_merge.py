"""Test merging two versions of a file that come from a third."""

from typing import Any

import pytest

from script.merge import Merged, merged, merged_file, merged_json

BASE = b"one\ntwo\nthree\nfour\nfive\n"
SHORT = BASE.replace(b"four\n", b"")


@pytest.mark.parametrize(
    ("ours", "base", "theirs", "content", "conflicts"),
    [
        (BASE, BASE, SHORT, SHORT, ()),
        (SHORT, BASE, BASE, SHORT, ()),
        (SHORT, BASE, SHORT, SHORT, ()),
        (b"zero\n" + BASE, BASE, SHORT, b"zero\n" + SHORT, ()),
        # What contradicts stays as ours, and all else is taken; its line is that of the result.
        (
            BASE.replace(b"four", b"4"),
            BASE,
            b"zero\n" + BASE.replace(b"four", b"vier"),
            b"zero\n" + BASE.replace(b"four", b"4"),
            (5,),
        ),
        # Lines like git's own marks are lines like any other.
        (
            b"<<<<<<< ours\n=======\n>>>>>>> theirs\n" + BASE,
            BASE,
            SHORT,
            b"<<<<<<< ours\n=======\n>>>>>>> theirs\n" + SHORT,
            (),
        ),
        (b"a\0b", b"a", b"\0c", b"a\0b", (1,)),
        (
            b"a\r\nb\r\nc\r\n",
            b"a\r\nb\r\n",
            b"x\r\na\r\nb\r\n",
            b"x\r\na\r\nb\r\nc\r\n",
            (),
        ),
        (b"one\ntwo", b"one\ntwo", b"one\ntwo\n", b"one\ntwo\n", ()),
    ],
)
def test_text(
    ours: bytes, base: bytes, theirs: bytes, content: bytes, conflicts: tuple[int, ...]
) -> None:
    """Test what becomes of the changes of two sides."""
    assert merged(ours, base, theirs) == Merged(content, conflicts)
    assert merged_file(ours, base, theirs) == Merged(content, conflicts)


@pytest.mark.parametrize(
    ("ours", "base", "theirs", "content", "conflicts"),
    [
        (None, None, b"new", b"new", ()),
        (b"old", b"old", None, None, ()),
        (None, b"old", b"old", None, ()),
        (None, b"old", None, None, ()),
        (None, b"old", b"new", None, (1,)),
        (b"new", b"old", None, b"new", (1,)),
        (b"one", None, b"two", b"one", (1,)),
    ],
)
def test_file(
    ours: bytes | None,
    base: bytes | None,
    theirs: bytes | None,
    content: bytes | None,
    conflicts: tuple[int, ...],
) -> None:
    """Test what becomes of a file that is not there on some side."""
    assert merged_file(ours, base, theirs) == Merged(content, conflicts)


@pytest.mark.parametrize(
    ("ours", "base", "theirs", "content", "conflicts"),
    [
        ({"a": 1}, {"a": 1}, {"a": 1, "b": 2}, {"a": 1, "b": 2}, ()),
        ({"a": 2, "b": 1}, {"a": 1, "b": 1}, {"a": 1}, {"a": 2}, ()),
        (
            {"a": {"b": 1, "c": 2}},
            {"a": {"b": 1}},
            {"a": {"b": 3}},
            {"a": {"b": 3, "c": 2}},
            (),
        ),
        ({"a": {"b": 1}}, {"a": {"b": 2}}, {"a": {"b": 3}}, {"a": {"b": 1}}, ("b",)),
        ({"a": 1}, {}, {"a": 2}, {"a": 1}, ("a",)),
        ({}, {"a": 1}, {"a": 2}, {}, ("a",)),
    ],
)
def test_json(
    ours: dict[str, Any],
    base: dict[str, Any],
    theirs: dict[str, Any],
    content: dict[str, Any],
    conflicts: tuple[str, ...],
) -> None:
    """Test what becomes of the keys of two sides."""
    both = merged_json(ours, base, theirs)
    assert both == Merged(content, conflicts)
    assert list(both.content) == list(content)


def test_more_conflicts_than_git_can_count() -> None:
    """Test that each place is told, however many there are."""
    base, ours, theirs = (
        b"".join(b"%s\n" % word + b"%d\n" % number * 7 for number in range(200))
        for word in (b"base", b"ours", b"theirs")
    )
    both = merged(ours, base, theirs)
    assert both.content == ours
    assert both.conflicts == tuple(range(1, 1600, 8))
