"""List the platforms as members of Platform, in the order of the alphabet."""

import ast
from collections.abc import Iterator
from typing import Final

from script.integration.core import core
from script.integration.syntax import dotted, last_name, text
from script.rules.setup import listed_platforms

from .change import Change
from .codemod import Codemod, kept, pairs
from .editing import replaced
from .subject import Subject

_IMPORT: Final = "from homeassistant.const import Platform"


@Codemod(
    name="platforms",
    title="List platforms as members of Platform, in order",
    changes=pairs(
        (
            'PLATFORMS = ["switch", "sensor"]',
            "from homeassistant.const import Platform\n\nPLATFORMS = [Platform.SENSOR, Platform.SWITCH]",
        ),
        (
            "PLATFORMS: list[Platform] = [Platform.SENSOR, Platform.BUTTON]",
            "PLATFORMS: list[Platform] = [Platform.BUTTON, Platform.SENSOR]",
        ),
        (
            """
            async def start(hass: HomeAssistant, entry: ConfigEntry) -> None:
                await hass.config_entries.async_forward_entry_setups(entry, ["sensor"])
            """,
            """
            from homeassistant.config_entries import ConfigEntry
            from homeassistant.const import Platform
            from homeassistant.core import HomeAssistant

            async def start(hass: HomeAssistant, entry: ConfigEntry) -> None:
                await hass.config_entries.async_forward_entry_setups(entry, [Platform.SENSOR])
            """,
        ),
    ),
    keeps=kept(
        "PLATFORMS = [Platform.BUTTON, Platform.SENSOR]",
        'KINDS = ["switch", "sensor"]',
        "PLATFORMS = [\n    # Needs the sensors\n    Platform.SENSOR,\n    Platform.BUTTON,\n]",
        "PLATFORMS = [*BASE, Platform.BUTTON]",
    ),
)
def platforms(subject: Subject) -> Iterator[Change]:
    """Yield lists of platforms that are written otherwise."""
    known = core().platforms
    for module, _, _, listed in listed_platforms(subject.integration):
        source = subject.source(module)
        code = source.code(listed)
        names = [
            value if (value := text(each)) is not None else _member(each)
            for each in listed.elts
        ]
        if "#" in code or not all(name in known for name in names):
            continue
        members = [f"Platform.{str(name).upper()}" for name in names]
        is_list = isinstance(listed, ast.List)
        wanted = ", ".join(sorted(members) if is_list else members)
        if [source.code(each) for each in listed.elts] != wanted.split(", "):
            new = f"[{wanted}]" if is_list else f"({wanted},)"
            yield replaced(subject, module, listed, new, imports=[_IMPORT])


def _member(node: ast.expr) -> str:
    """Return the platform that a member of Platform is."""
    return last_name(node).lower() if dotted(node).startswith("Platform.") else ""
