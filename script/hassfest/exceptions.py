"""What core's hassfest excuses, from exceptions.yaml."""

from functools import cache
from pathlib import Path

import yaml


def excused(what: str) -> frozenset[str]:
    """Return the names that core excuses from a rule, or lets it have."""
    return _exceptions()[what]


@cache
def _exceptions() -> dict[str, frozenset[str]]:
    text = Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8")
    return {
        what: frozenset(names)
        for what, names in yaml.load(text, Loader=yaml.CSafeLoader).items()
    }
