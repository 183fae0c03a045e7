"""Parse the files of a tree, with one line where that fails."""

import ast
import json
from pathlib import PurePath
from typing import Final

from script.integration.json_file import Json
from script.integration.tree import Tree

from . import CustomError

_TEXTS: Final = frozenset({".ambr", ".json", ".md", ".py", ".toml", ".txt", ".yaml"})


def require_texts(tree: Tree) -> None:
    """Raise CustomError where a file that should be a text is none."""
    for path, content in tree.items():
        if PurePath(path).suffix in _TEXTS:
            try:
                content.decode()
            except UnicodeDecodeError as err:
                raise CustomError(f"{path}: not UTF-8 text: {err}; mend it") from err


def parsed_json(path: str, content: bytes) -> Json:
    """Return the object in a file; raises CustomError where there is none."""
    try:
        parsed = json.loads(content)
    except ValueError as err:
        raise CustomError(f"{path}: not JSON: {err}; mend it") from err
    if not isinstance(parsed, dict):
        raise CustomError(f"{path}: not a JSON object; mend it")
    return parsed


def parsed_module(path: str, content: bytes) -> ast.Module:
    """Return the syntax tree of a module; raises CustomError where there is none."""
    try:
        return ast.parse(content)
    except (SyntaxError, ValueError) as err:
        line = getattr(err, "lineno", None) or 1
        raise CustomError(f"{path}:{line}: not Python: {err}; mend it") from err
