"""Rules for the names and icons that stand in strings.json and icons.json."""

from collections.abc import Iterator
import json
from pathlib import Path
import re
from typing import Any, Final

from script.integration.core import core
from script.integration.fact import gap
from script.integration.files import read_json
from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.keys import at, line_of, mapping_at
from script.rules.examples import Example
from script.rules.placement import referenced
from script.rules.rule import Severity, rule
from script.rules.sources import threads

_FILES: Final = ("strings.json", "icons.json")


def _texts(**platforms: Any) -> str:
    return json.dumps({"entity": platforms}, indent=2) + "\n"


def _entities(integration: Integration) -> Iterator[tuple[Path, str, dict[str, Any]]]:
    """Yield what the two files say of the entities of each platform."""
    for path in (integration.path / name for name in _FILES):
        for platform, keys in mapping_at(read_json(path), "entity").items():
            if platform in core().platforms:
                yield path, platform, mapping_at(keys)


@rule(
    code="review-guide/texts-without-platform",
    title="Names and icons are for platforms that are there",
    severity=Severity.ASKED,
    source=threads(146972),
    why="They are translated into all languages, and nobody sees them.",
    mend="Remove them until the platform comes",
    good=(
        Example(
            {
                "sensor.py": "PARALLEL_UPDATES = 0\n",
                "strings.json": _texts(sensor={"mode": {"name": "Mode"}}),
            }
        ),
        Example(
            {
                "sensor/__init__.py": "PARALLEL_UPDATES = 0\n",
                "icons.json": _texts(sensor={"mode": {"default": "mdi:tune"}}),
            }
        ),
    ),
    bad=(
        Example(
            {
                "sensor.py": "PARALLEL_UPDATES = 0\n",
                "strings.json": _texts(select={"mode": {"name": "Mode"}}),
            }
        ),
        Example({"icons.json": _texts(switch={"relay": {"default": "mdi:power"}})}),
    ),
)
def without_platform(integration: Integration) -> Iterator[Finding]:
    """Report names and icons of platforms that are not there."""
    for path, platform, _ in _entities(integration):
        own = f"component::{integration.domain}::entity::{platform}::"
        if not integration.parts(platform) and not any(
            each.startswith(own) for each in referenced()
        ):
            yield gap(
                path,
                f"entity.{platform}: the integration has no platform {platform}",
                line=line_of(path, "entity", platform),
            )


@rule(
    code="review-guide/platform-in-translation-key",
    title="A translation key does not begin with its platform",
    severity=Severity.ASKED,
    source=threads(179491),
    why="It stands below the platform, which says it already.",
    mend="Leave it out, in strings.json, icons.json and where the key is set",
    good=(
        Example({"strings.json": _texts(switch={"relay": {"name": "Relay"}})}),
        # The platform happens to be a word of the name.
        Example(
            {
                "strings.json": _texts(
                    number={"number_of_rooms": {"name": "Number of rooms"}}
                )
            }
        ),
    ),
    bad=(
        Example({"strings.json": _texts(switch={"switch_relay": {"name": "Relay"}})}),
        Example(
            {
                "strings.json": _texts(
                    sensor={
                        "sensor_power": {"name": "Power"},
                        "sensor_energy": {"name": "Energy today"},
                    }
                )
            }
        ),
    ),
)
def platform_in_key(integration: Integration) -> Iterator[Finding]:
    """Report translation keys with their platform as prefix, of which the name says nothing."""
    for path, platform, keys in _entities(integration):
        for key, texts in keys.items():
            name = integration.english(str(at(texts, "name") or ""))
            squashed = re.sub(r"\W|_", "", name.lower())
            rest = key.removeprefix(f"{platform}_")
            if (
                path.name == "strings.json"
                and rest != key
                and platform.replace("_", "") not in squashed
                # What is left says it all.
                and all(word in squashed for word in rest.split("_"))
            ):
                yield gap(
                    path,
                    f"entity.{platform}.{key} repeats its platform as a prefix",
                    line=line_of(path, "entity", platform, key),
                )
