"""Find what stands under a chain of keys in JSON or YAML, and on which line."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from .files import read_text
from .finding import Finding


def at(content: Any, *keys: str) -> Any:
    """Return what stands under `keys`, or None where a mapping on the way is missing."""
    for key in keys:
        if not isinstance(content, dict):
            return None
        content = content.get(key)
    return content


def mapping_at(content: Any, *keys: str) -> dict[str, Any]:
    """Return the mapping under `keys`, or an empty one."""
    found = at(content, *keys)
    return found if isinstance(found, dict) else {}


def strings_at(content: Any, *keys: str) -> list[str]:
    """Return the strings of the list under `keys`, or an empty one."""
    found = at(content, *keys)
    listed = found if isinstance(found, list) else []
    return [item for item in listed if isinstance(item, str)]


def line_of(path: Path, *keys: object) -> int:
    """Return the line of the deepest of `keys` that a JSON or YAML file has, 0 without a file."""
    if (node := _composed(path)) is None:
        return 0
    line = 1
    for key in keys:
        match node, key:
            case yaml.MappingNode(value=pairs), _:
                found = next(
                    (pair for pair in pairs if pair[0].value == str(key)), None
                )
                if found is None:
                    break
                line, node = found[0].start_mark.line + 1, found[1]
            case yaml.SequenceNode(value=items), int() if key < len(items):
                node = items[key]
                line = node.start_mark.line + 1
            case _:
                break
    return line


def found_at(
    path: Path, keys: Iterable[object], message: str, mend: str = "", *, name: str = ""
) -> Finding:
    """Return a finding about what stands under `keys`, or is missing there; its rule says the rest.

    The message starts with the keys, or with `name`.
    """
    keys = tuple(keys)
    return Finding(
        path=path,
        line=line_of(path, *keys),
        check="",
        message=f"{name or '.'.join(map(str, keys)) or path.name}: {message}",
        mend=mend,
    )


@cache
def _composed(path: Path) -> yaml.Node | None:
    # JSON is YAML, but for oddities that no integration has.
    try:
        return yaml.compose(read_text(path) or "", Loader=yaml.CSafeLoader)
    except yaml.YAMLError:
        return None
