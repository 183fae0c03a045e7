"""Take what nothing needs any more out of manifest.json, and set its tier."""

from collections.abc import Collection, Iterator
import json
import re
from typing import Any, Final

from .json_text import Keys, without

_TIER: Final = "quality_scale"
# What a manifest names for a key in it, beside the integration of that name
_FOR_KEY: Final = {"bluetooth": "bluetooth_adapters"}


def without_keys(
    text: str,
    keys: Collection[str],
    components: Collection[str],
    packages: Collection[str],
) -> str:
    """Return the text of a manifest without keys, and without what was only needed for what is gone.

    Args:
        text: The manifest.
        keys: Which keys are gone.
        components: Integrations that nothing imports any more.
        packages: Packages that nothing imports any more.
    """
    manifest: dict[str, Any] = json.loads(text)
    unused = {*components, *keys} - (manifest.keys() - set(keys))
    unused |= {_FOR_KEY[key] for key in unused & _FOR_KEY.keys()}
    gone: set[Keys] = {(key,) for key in keys}
    for kind in ("dependencies", "after_dependencies"):
        gone |= set(_elements(manifest, kind, unused, str))
    gone |= set(_elements(manifest, "requirements", packages, _package))
    return without(text, gone)


def tier_in(text: str) -> str | None:
    """Return the tier that a manifest claims."""
    tier: str | None = json.loads(text).get(_TIER)
    return tier


def with_tier(text: str, tier: str | None) -> str:
    """Return the text of a manifest with a tier, which it has had before, or without one."""
    if _TIER not in json.loads(text):
        return text
    if tier is None:
        return without(text, {(_TIER,)})
    return without(text, (), {(_TIER,): tier})


def _elements(
    manifest: dict[str, Any], key: str, gone: Collection[str], name: Any
) -> Iterator[Keys]:
    """Yield the elements of a list that are gone, or the list where all of them are."""
    numbers = [
        number
        for number, each in enumerate(manifest.get(key, ()))
        if name(each) in gone
    ]
    yield from ((key, number) for number in numbers)


def _package(requirement: str) -> str:
    """Return the package that a requirement most likely brings."""
    return (
        re.split(r"[=<>!~;\[ ]", requirement, maxsplit=1)[0].lower().replace("-", "_")
    )
