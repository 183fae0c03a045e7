"""Read and write JSON files as core's prettier lays them out."""

import json
from typing import Any

from .prettier import Sort, formatted

type Json = dict[str, Any]


def load(content: bytes) -> Json:
    """Return the object in a file."""
    loaded: Json = json.loads(content)
    return loaded


def dump(content: Json, *, sort: Sort = "none") -> bytes:
    """Return the file of an object."""
    text = json.dumps(content, ensure_ascii=False, indent=2)
    return formatted(text, sort=sort).encode()
