"""Write the front matter of a page, as far as the code decides it."""

from collections.abc import Iterator, Mapping
from importlib.metadata import version
import re
from typing import Any, Final

import yaml

from script.integration.contribution import Contribution
from script.integration.core import core
from script.integration.fact import gap
from script.integration.finding import Finding
from script.integration.keys import strings_at

_KEY: Final = re.compile(
    r"^(?P<key>[a-z_]+):.*\n(?:(?:[ #-].*)?\n)*?(?=[a-z_]|\Z)", re.MULTILINE
)
# The kinds of discovery that the site tells its readers of
_DISCOVERY: Final = ("bluetooth", "dhcp", "homekit", "mqtt", "ssdp", "zeroconf")


def next_release(installed: str) -> str:
    """Return the release after one, as "2026.12" for "2026.11.3"."""
    year, month = (int(part) for part in installed.split(".")[:2])
    return f"{year + 1}.1" if month == 12 else f"{year}.{month + 1}"


def derived(contribution: Contribution) -> dict[str, Any]:
    """Return the value that the code gives each key, None for a key that is not to be there."""
    manifest = contribution.manifest
    parts = [
        module.part
        for module in (*contribution.platforms(), *contribution.parts("diagnostics"))
    ]
    return {
        "title": manifest.get("name"),
        "ha_release": _release(contribution),
        "ha_iot_class": str(manifest.get("iot_class", "")).replace("_", " ").title()
        or None,
        "ha_quality_scale": manifest.get("quality_scale"),
        "ha_config_flow": manifest.get("config_flow") or None,
        "ha_codeowners": strings_at(manifest, "codeowners"),
        "ha_domain": contribution.domain,
        "ha_platforms": sorted(set(parts)) or None,
        "ha_integration_type": manifest.get("integration_type", "hub"),
        **{f"ha_{kind}": True if kind in manifest else None for kind in _DISCOVERY},
    }


def _release(contribution: Contribution) -> str:
    """Return the release that an integration comes with: the next one, unless core has it."""
    if contribution.domain in core().domains:
        return str(contribution.page.front.get("ha_release"))
    return next_release(version("homeassistant"))


def front_matter(contribution: Contribution) -> Iterator[Finding]:
    """Report front matter that is not what the code says."""
    page = contribution.page
    for key, value in derived(contribution).items():
        found = page.front.get(key)
        if not _same(found, value):
            yield gap(
                page.path,
                f"{key} is {_shown(found)}, and the code says {_shown(value)}",
                "Let --write correct it",
            )
    for key in ("description", "ha_category"):
        if not page.front.get(key):
            yield gap(page.path, f"no {key}", "Add it to the front matter")


def _same(found: Any, value: Any) -> bool:
    # YAML takes 2026.12 for a number, and 2026.10 for one that has lost its end.
    if isinstance(value, str):
        return str(found) == value
    return bool(found == value or (value is None and found is False))


def _shown(value: Any) -> str:
    return "missing" if value is None else str(value)


def with_front_matter(text: str, values: Mapping[str, Any]) -> str:
    """Return front matter with other values, and its other keys as they are.

    Args:
        text: The lines between the two `---`.
        values: Those to change; None drops a key.
    """
    there = {match["key"] for match in _KEY.finditer(text)}
    text = _KEY.sub(
        lambda each: (
            _written(each["key"], values[each["key"]])
            if each["key"] in values
            else each[0]
        ),
        text,
    )
    return text + "".join(
        _written(key, value) for key, value in values.items() if key not in there
    )


def differing(contribution: Contribution) -> dict[str, Any]:
    """Return the values that the page lacks or has otherwise, a first description and choice of categories with them."""
    front = contribution.page.front
    categories = front.get("ha_category") or [
        module.part.replace("_", " ").capitalize()
        for module in contribution.platforms()
    ]
    name = contribution.manifest.get("name")
    wanted = {
        "title": None,
        "description": front.get("description")
        or f"Instructions on how to integrate {name} with Home Assistant.",
        "ha_category": categories or ["Other"],
    }
    return {
        key: value
        for key, value in (wanted | derived(contribution)).items()
        if not _same(front.get(key), value)
    }


def _written(key: str, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return f"{key}:\n" + "".join(f"  - {_scalar(each)}\n" for each in value)
    return f"{key}: {_scalar(value)}\n"


def _scalar(value: Any) -> str:
    written = yaml.safe_dump(value, allow_unicode=True, width=10_000)
    return written.removesuffix("...\n").strip()
