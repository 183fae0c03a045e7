"""The rules of the tier Platinum."""

from typing import Final

from . import package
from .evidence import package as found_package
from .rule import Rule, Tier, never

PLATINUM: Final = (
    Rule(
        "async-dependency",
        Tier.PLATINUM,
        "the library has coroutines, and imports nothing that blocks",
        done=package.async_dependency,
        evidence=found_package.coroutines,
        against=found_package.requirements,
    ),
    Rule(
        "inject-websession",
        Tier.PLATINUM,
        "every client gets Home Assistant's web session",
        done=package.inject_websession,
        evidence=found_package.sessions,
        against=found_package.http,
    ),
    Rule(
        "strict-typing",
        Tier.PLATINUM,
        "all has types, py.typed included, and is checked strictly",
        done=package.strict_typing,
        evidence=found_package.types,
        against=never,
    ),
)
