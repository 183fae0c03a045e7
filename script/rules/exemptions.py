"""Look up what core's hassfest excuses, from exemptions.yaml."""

from functools import cache
from pathlib import Path

from script.integration.files import read_yaml


def excused(what: str) -> frozenset[str]:
    """Return the names that core excuses from a rule, or lets it have."""
    return _exemptions()[what]


@cache
def _exemptions() -> dict[str, frozenset[str]]:
    content = read_yaml(Path(__file__).with_suffix(".yaml"))
    return {what: frozenset(names) for what, names in content.items()}
