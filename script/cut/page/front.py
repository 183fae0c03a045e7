"""The front matter of a page without what features gave it."""

from collections.abc import Collection, Mapping, Sequence
import re
from typing import Any, Final

FRONT: Final = re.compile(r"\A---\n(?P<front>.*?)^---\n", re.DOTALL | re.MULTILINE)
_KEY: Final = re.compile(
    r"^(?P<key>\w+):(?P<value>.*\n(?:(?:[ #-].*)?\n)*?)(?=\w|\Z)", re.MULTILINE
)
_ELEMENT: Final = re.compile(
    r"^ *- +(?P<quote>[\"']?)(?P<element>.*?)(?P=quote) *\n", re.MULTILINE
)


def without_features(
    front: str,
    manifest: Mapping[str, Any],
    parts: Collection[str],
    discovery: Collection[str],
    categories: tuple[Collection[str], Sequence[str]],
) -> str:
    """Return the lines between the two `---` without what belongs to features that are gone.

    Args:
        front: The lines.
        manifest: The manifest without the features.
        parts: Platforms, and other modules that the site lists with them, that are gone.
        discovery: Kinds of discovery that are gone.
        categories: The titles of platforms that are gone, and of those that stay.
    """
    lost, kept = categories
    gone = {f"ha_{kind}" for kind in discovery}
    if not manifest.get("config_flow"):
        gone.add("ha_config_flow")

    def rest(match: re.Match[str]) -> str:
        key, value = match["key"], match["value"]
        if key in gone:
            return ""
        match key:
            case "ha_quality_scale":
                tier = manifest.get("quality_scale")
                return f"{key}: {tier}\n" if tier else ""
            case "ha_platforms":
                return _with_elements(key, value, parts, [])
            case "ha_category":
                return _with_elements(key, value, lost, kept)
        return match[0]

    return _KEY.sub(rest, front)


def _with_elements(
    key: str, value: str, gone: Collection[str], instead: Sequence[str]
) -> str:
    """Return a key with a list that has lost elements; others stand in for them where all are gone."""
    lower = {each.lower() for each in gone}
    elements = list(_ELEMENT.finditer(value))
    kept = [each for each in elements if each["element"].lower() not in lower]
    if len(kept) == len(elements):
        return f"{key}:{value}"
    lines = [each[0] for each in kept] or [f"  - {each}\n" for each in instead]
    return f"{key}:\n{''.join(lines)}" if lines else ""
