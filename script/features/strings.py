"""The JSON files of an integration, written as core's prettier writes them."""

import json
from typing import Any, Final

type Json = dict[str, Any]

_WIDTH: Final = 80
# Whose keys are names that the code uses
_NAMED: Final = frozenset(
    {"abort", "data", "data_description", "error", "exceptions", "sections", "step"}
)
_TITLES: Final = frozenset({"flow_title"})


def load(content: bytes) -> Json:
    """Return the object in a file."""
    loaded: Json = json.loads(content)
    return loaded


def dump(content: Json) -> bytes:
    """Return the file of an object."""
    return f"{_dumped(content, 0, 0)}\n".encode()


def without_keys(
    content: Json, lost: frozenset[str], platforms: frozenset[str]
) -> Json:
    """Return strings or icons without those of lost names and of platforms that are not there."""
    return _without(content, lost, platforms, ())


def labels(content: Json) -> frozenset[str]:
    """Return the texts that a user gets to read."""
    return frozenset(
        text
        for value in content.values()
        for text in (labels(value) if isinstance(value, dict) else {value})
        if not text.startswith("[%key:")
    )


def _without(
    content: Json,
    lost: frozenset[str],
    platforms: frozenset[str],
    above: tuple[str, ...],
) -> Json:
    kept: Json = {}
    for key, value in content.items():
        is_platform = above[-1:] == ("entity",)
        is_name = (above[-1:] and above[-1] in _NAMED) or (
            above[:1] == ("entity",) and len(above) == 2
        )
        if (is_platform and key not in platforms) or (
            (is_name or key in _TITLES) and key in lost
        ):
            continue
        if not isinstance(value, dict):
            kept[key] = value
        elif rest := _without(value, lost, platforms, (*above, key)):
            kept[key] = rest
    return kept


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
