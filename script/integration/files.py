"""Read a file once, as text, JSON, YAML, TOML or Python."""

import ast
from functools import cache
import json
from pathlib import Path
import tomllib
from typing import Any

import yaml

from .nodes import parsed


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
    content = parsed_json(text, f"{path}")
    if not isinstance(content, dict):
        raise UnreadableError(f"{path}: not a JSON object")
    return content


def parsed_json(text: str, name: str) -> Any:
    """Return the content of JSON; `name` says in an error where it stands."""
    try:
        return json.loads(text)
    except ValueError as err:
        raise UnreadableError(f"{name}: not JSON: {err}") from err


@cache
def read_yaml(path: Path) -> Any:
    """Return the content of a YAML file, or None where there is no file."""
    return None if (text := read_text(path)) is None else parsed_yaml(text, f"{path}")


def parsed_yaml(text: str, name: str) -> Any:
    """Return the content of YAML; `name` says in an error where it stands."""
    try:
        return yaml.load(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as err:
        raise UnreadableError(
            f"{name}: not YAML: {' '.join(str(err).split())}"
        ) from err


@cache
def read_toml(path: Path) -> dict[str, Any]:
    """Return the content of a TOML file, empty where there is no file."""
    try:
        return tomllib.loads(read_text(path) or "")
    except tomllib.TOMLDecodeError as err:
        raise UnreadableError(f"{path}: not TOML: {err}") from err


@cache
def read_python(path: Path) -> ast.Module:
    """Return the syntax tree of a Python file, empty where there is no file."""
    try:
        return parsed(read_text(path) or "")
    except SyntaxError as err:
        raise UnreadableError(f"{path}:{err.lineno}: not Python: {err.msg}") from err


def forget() -> None:
    """Let go of what was read, which adds up over many integrations."""
    for read in (read_text, read_json, read_yaml, read_toml, read_python):
        read.cache_clear()
