"""Test merging a file by what it holds."""

import pytest

from script.reconcile.conflict import conflicts
from script.reconcile.files import merged_text

SNAPSHOT = (
    "# serializer version: 1\n# name: test_a\n  1\n# ---\n# name: test_b\n  2\n# ---\n"
)


@pytest.mark.parametrize(
    ("path", "ours", "base", "theirs", "merged"),
    [
        (
            "strings.json",
            '{\n  "a": "A",\n  "b": "ours"\n}\n',
            '{\n  "a": "a",\n  "b": "b"\n}\n',
            '{\n  "a": "a",\n  "b": "b",\n  "c": "theirs"\n}\n',
            '{\n  "a": "A",\n  "b": "ours",\n  "c": "theirs"\n}\n',
        ),
        (
            "manifest.json",
            '{\n  "a": 1,\n  "c": {},\n  "d": 1,\n  "z": 1\n}\n',
            '{\n  "a": 1,\n  "c": {}\n}\n',
            '{\n  "a": 1,\n  "b": 1,\n  "c": { "x": 1 },\n  "s": 1\n}\n',
            '{\n  "a": 1,\n  "b": 1,\n  "c": {\n    "x": 1\n  },\n  "d": 1,\n  "s": 1,\n  "z": 1\n}\n',
        ),
        (
            "snapshots/test_a.ambr",
            SNAPSHOT.replace("test_b\n  2", "test_b\n  3"),
            SNAPSHOT,
            SNAPSHOT.replace(
                "  1\n# ---\n# name: test_b\n  2\n# ---\n",
                "  7\n# ---\n# name: test_aa\n  4\n# ---\n# name: test_b\n  2\n# ---\n",
            ),
            SNAPSHOT.replace(
                "  1\n# ---\n# name: test_b\n  2\n# ---\n",
                "  7\n# ---\n# name: test_aa\n  4\n# ---\n# name: test_b\n  3\n# ---\n",
            ),
        ),
        (
            "a.yaml",
            "rule: done now\n",
            "rule: todo now\n",
            "rule: todo later\n",
            "rule: done later\n",
        ),
        ("a.md", "one\n", "two\n", "two\n", "one\n"),
    ],
)
def test_merged(path: str, ours: str, base: str, theirs: str, merged: str) -> None:
    """Test what has the changes of both sides."""
    assert merged_text(path, ours, base, theirs) == merged


@pytest.mark.parametrize("path", ["a.json", "a.py", "a.yaml", "a.ambr"])
def test_contradiction(path: str) -> None:
    """Test that both sides stand there, marked, where they have changed the same."""
    text = merged_text(path, '{"a": 1}\n', '{"a": 2}\n', '{"a": 3}\n')
    (found,) = conflicts(path, text)
    assert (found.line, found.ours, found.theirs) == (1, '{"a": 1}', '{"a": 3}')
    assert str(found) == (
        f'{path}:1: the finished integration has “{{"a": 1}}”, review “{{"a": 3}}”'
    )
