"""Cut texts and icons out of the JSON files of an integration."""

from typing import Final

from script.integration.json_file import Json

# Whose keys are names that the code uses
_NAMED: Final = frozenset(
    {"abort", "data", "data_description", "error", "exceptions", "sections", "step"}
)
_TITLES: Final = frozenset({"flow_title"})


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
