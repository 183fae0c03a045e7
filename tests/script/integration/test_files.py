"""Test reading files."""

import ast
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from script.integration.files import (
    UnreadableError,
    forget,
    read_json,
    read_python,
    read_text,
    read_toml,
    read_yaml,
)

READERS = [read_text, read_json, read_yaml, read_toml, read_python]


@pytest.mark.parametrize(
    ("read", "content", "expected"),
    [
        pytest.param(read_text, "ä", "ä", id="text"),
        pytest.param(read_json, '{"a": 1}', {"a": 1}, id="JSON"),
        pytest.param(read_yaml, "- 1\n", [1], id="YAML"),
        pytest.param(read_toml, "a = 1", {"a": 1}, id="TOML"),
    ],
)
def test_read_once(
    tmp_path: Path, read: Callable[[Path], Any], content: str, expected: object
) -> None:
    """Test that a file is read once, until it is forgotten."""
    path = tmp_path / "file"
    path.write_text(content)
    assert read(path) == expected
    path.unlink()
    assert read(path) == expected
    forget()
    assert read(path) != expected


def test_python(tmp_path: Path) -> None:
    """Test that a module is parsed."""
    path = tmp_path / "module.py"
    path.write_text("name = 1")
    assert isinstance(read_python(path).body[0], ast.Assign)


@pytest.mark.parametrize("read", READERS)
def test_no_file(tmp_path: Path, read: Callable[[Path], Any]) -> None:
    """Test that a file that is not there holds nothing."""
    found = read(tmp_path / "file")
    assert not (found.body if isinstance(found, ast.Module) else found)


@pytest.mark.parametrize(
    ("read", "content", "message"),
    [
        pytest.param(read_text, b"\xff", ": cannot be read as UTF-8 text: ", id="text"),
        pytest.param(read_json, b"{", ": not JSON: ", id="JSON"),
        pytest.param(read_json, b"[]", ": not a JSON object", id="no object"),
        pytest.param(read_yaml, b"a: [", ": not YAML: ", id="YAML"),
        pytest.param(read_toml, b"a = ", ": not TOML: ", id="TOML"),
        pytest.param(read_python, b"\na = ", ":2: not Python: ", id="Python"),
    ],
)
def test_unreadable(
    tmp_path: Path, read: Callable[[Path], Any], content: bytes, message: str
) -> None:
    """Test that an error names the file in one line, and says why."""
    path = tmp_path / "file"
    path.write_bytes(content)
    with pytest.raises(UnreadableError) as raised:
        read(path)
    assert str(raised.value).startswith(f"{path}{message}")
    assert "\n" not in str(raised.value)
