"""Read a file once, as text, JSON, YAML or Python."""

import ast
from functools import cache
import json
from pathlib import Path
from typing import Any

import yaml


class UnreadableError(Exception):
    """A file that cannot be read as what it should be; the message names it and says why."""


@cache
def read_text(path: Path) -> str | None:
    """Return the content of a file, or None where there is none."""
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as err:
        raise UnreadableError(f"{path}: cannot be read as UTF-8 text: {err}") from err


@cache
def read_json(path: Path) -> dict[str, Any] | None:
    """Return the object in a JSON file, or None where there is no file."""
    if (text := read_text(path)) is None:
        return None
    try:
        content = json.loads(text)
    except ValueError as err:
        raise UnreadableError(f"{path}: not JSON: {err}") from err
    if not isinstance(content, dict):
        raise UnreadableError(f"{path}: not a JSON object")
    return content


@cache
def read_yaml(path: Path) -> Any:
    """Return the content of a YAML file, or None where there is no file."""
    if (text := read_text(path)) is None:
        return None
    try:
        return yaml.load(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as err:
        raise UnreadableError(
            f"{path}: not YAML: {' '.join(str(err).split())}"
        ) from err


@cache
def read_tree(path: Path) -> ast.Module:
    """Return the syntax tree of a Python file."""
    try:
        return ast.parse(read_text(path) or "", filename=str(path))
    except SyntaxError as err:
        raise UnreadableError(f"{path}:{err.lineno}: not Python: {err.msg}") from err


def forget() -> None:
    """Let go of what was read, which adds up over many integrations."""
    for read in (read_text, read_json, read_yaml, read_tree):
        read.cache_clear()
