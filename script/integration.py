"""An integration as its files say, each read once and only when asked for."""

import ast
from dataclasses import dataclass
from functools import cache, cached_property
import json
from pathlib import Path
from typing import Any

import yaml

from . import COMPONENTS


class UnreadableError(Exception):
    """A file that cannot be read as what it should be; the message names it and says why."""


@dataclass(frozen=True)
class Integration:
    """An integration in a folder of its own.

    Attributes:
        path: The folder, which is named like the domain.
    """

    path: Path

    @property
    def domain(self) -> str:
        """Return the domain."""
        return self.path.name

    @property
    def tests(self) -> Path:
        """Return the folder of its tests, which may not be there."""
        match self.path.parents:
            case [_, _, root, *_]:
                return root / "tests" / "components" / self.domain
        raise UnreadableError(
            f"{self.path}: not in a tree like core's; name a folder homeassistant/components/<domain>"
        )

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """Return the manifest."""
        if (manifest := read_json(self.path / "manifest.json")) is None:
            raise UnreadableError(
                f"{self.path}: no manifest.json here, so no integration; name the folder of one"
            )
        return manifest

    @cached_property
    def modules(self) -> dict[str, ast.Module]:
        """Return the syntax tree of each module by its path in the folder, as "sensor.py"."""
        return {
            str(path.relative_to(self.path)): read_tree(path)
            for path in sorted(self.path.rglob("*.py"))
        }


def chosen(name: str | None) -> list[Integration]:
    """Return the integration of a domain, or in a folder with a slash in its name; all here for None."""
    if name is None:
        paths = sorted(path.parent for path in COMPONENTS.glob("*/manifest.json"))
        return [Integration(path) for path in paths]
    path = Path(name) if "/" in name else COMPONENTS / name
    if not path.is_dir():
        raise UnreadableError(
            f"{path}: no such folder; name a domain in {COMPONENTS}, or a folder with a slash in it"
        )
    return [Integration(path.resolve())]


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
