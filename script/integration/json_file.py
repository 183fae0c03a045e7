"""Read and write JSON files as core's prettier lays them out."""

import json
from typing import Any, Final

type Json = dict[str, Any]

_WIDTH: Final = 80


def load(content: bytes) -> Json:
    """Return the object in a file."""
    loaded: Json = json.loads(content)
    return loaded


def dump(content: Json) -> bytes:
    """Return the file of an object."""
    return f"{_dumped(content, 0, 0)}\n".encode()


def _dumped(value: Any, depth: int, column: int) -> str:
    inner = "  " * (depth + 1)
    match value:
        case {**items} if items:
            lines = (
                f"{inner}{(name := json.dumps(key, ensure_ascii=False))}: "
                f"{_dumped(each, depth + 1, len(inner) + len(name) + 3)}"
                for key, each in items.items()
            )
            return "{\n" + ",\n".join(lines) + f"\n{'  ' * depth}}}"
        case [*_]:
            line = json.dumps(value, ensure_ascii=False)
            if len(line) + column <= _WIDTH and not any(
                isinstance(each, dict) for each in value
            ):
                return line
            elements = (
                f"{inner}{_dumped(each, depth + 1, len(inner))}" for each in value
            )
            return "[\n" + ",\n".join(elements) + f"\n{'  ' * depth}]"
    return json.dumps(value, ensure_ascii=False)
